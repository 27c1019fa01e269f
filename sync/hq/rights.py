"""What the users of a device may write at HQ. Who is not named, and what is not named, is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from sync.hq.refusals import OpRefused
from sync.protocol import Op, Refusal
from sync.record import Json


@dataclass(frozen=True, slots=True)
class Rights:
    kinds: Mapping[str, frozenset[str]]
    """{kind of record: merge units of it that are not this user's to set}."""
    moves: Mapping[tuple[str, str], Callable[[Json, Json], bool]] = field(default_factory=dict)
    """{(kind, merge unit): whether this user may lead it from one value to another}, where not any change will do."""

    def check(self, op: Op) -> None:
        """Raises OpRefused for a change that goes beyond these rights."""
        if (closed := self.kinds.get(op.t)) is None:
            raise OpRefused(Refusal.NOT_ALLOWED, detail=op.t)
        for unit in op.set:
            if unit.partition("/")[0] in closed:
                raise OpRefused(Refusal.NOT_ALLOWED, unit)
            may = self.moves.get((op.t, unit))
            if may is not None and not may(*op.set[unit]):
                raise OpRefused(Refusal.NOT_ALLOWED, unit, "no such move")


RightsOf = Callable[[Connection, Collection[str]], Mapping[str, Rights]]
"""{user: rights} as they stand in this transaction; a user that is left out may write nothing."""
