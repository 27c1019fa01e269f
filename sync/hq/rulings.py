"""What HQ makes of a row by its own view, whatever its sender says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.protocol import Op
from sync.record import Record, Wire

Find = Callable[[str, str], Wire | None]
"""(kind, id): the row as the changes so far leave it."""


@dataclass(frozen=True, slots=True)
class Ruled:
    void_reason: str = ""
    """Why HQ takes the row in voided; empty: it takes it as it is."""
    beside: tuple[Record, ...] = ()
    """What HQ writes with it, unless it is there."""


Ruling = Callable[[Op, Wire, Find], Ruled]
"""Looks at a change, and at the row that it is about to write. Raises OpRefused or Waits."""
Rulings = Mapping[str, Ruling]
"""{kind of record: HQ's ruling}."""
AS_TOLD = Ruled()
