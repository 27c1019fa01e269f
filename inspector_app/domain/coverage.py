"""How much of a street is registered: doors walked past are the denominator (notice of 2007, paragraphs 3 and 19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.records.register import DoorState

NO_SHOP = frozenset({DoorState.VACANT, DoorState.NOT_A_SHOP, DoorState.CLOSED})
"""Doors behind which nobody trades: they count to no share."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The doors of one village, or of several together."""

    doors: Mapping[DoorState, int]
    unlicensed: int = 0
    """Registered shops without a licence."""

    def of(self, state: DoorState) -> int:
        return self.doors.get(state, 0)

    @property
    def whole(self) -> int:
        return sum(self.doors.values())

    @property
    def to_register(self) -> int:
        """Doors that are shops, or may be one: those that nobody has seen yet count."""
        return sum(count for state, count in self.doors.items() if state not in NO_SHOP)

    @property
    def permille(self) -> int | None:
        """Registered of those to be registered, rounded down; None where there is nothing to register."""
        whole = self.to_register
        return self.of(DoorState.REGISTERED) * 1000 // whole if whole else None

    def __add__(self, other: Coverage) -> Coverage:
        states = self.doors.keys() | other.doors.keys()
        return Coverage({each: self.of(each) + other.of(each) for each in states}, self.unlicensed + other.unlicensed)
