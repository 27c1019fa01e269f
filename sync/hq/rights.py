"""What the users of a device may write at HQ. Who is not named, and what is not named, is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.hq.refusals import OpRefused
from sync.protocol import Op, Refusal


@dataclass(frozen=True, slots=True)
class Rights:
    """{kind of record: merge units of it that are not this user's to set}."""

    kinds: Mapping[str, frozenset[str]]

    def check(self, op: Op) -> None:
        """Raises OpRefused for a change that goes beyond these rights."""
        if (closed := self.kinds.get(op.t)) is None:
            raise OpRefused(Refusal.NOT_ALLOWED, detail=op.t)
        for unit in op.set:
            if unit.partition("/")[0] in closed:
                raise OpRefused(Refusal.NOT_ALLOWED, unit)


RightsOf = Callable[[Connection, Collection[str]], Mapping[str, Rights]]
"""{user: rights} as they stand in this transaction; a user that is left out may write nothing."""
