"""What the records were in earlier versions of the schema, and what each version changed: declared once, beside them.

An older version's form is data, frozen when it was released (tests/released, inspector_app/records/forms). What only
came in addition follows from the two forms; what is told in another way since needs a step here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FIRST_SCHEMA = 1
Json = Any
Wire = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of record as a version of the schema has it."""

    units: Mapping[str, tuple[str, ...]]
    """{merge unit: its fields}."""
    defaults: Mapping[str, Json]
    """{field: what it holds when nobody gives it}; every field of the kind stands here."""
    each: frozenset[str] = frozenset()
    """Fields whose keys are merge units of their own."""

    def as_json(self) -> Wire:
        units = {unit: list(names) for unit, names in self.units.items()}
        return {"units": units, "defaults": dict(self.defaults), "each": sorted(self.each)}

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> Shape:
        units = {unit: tuple(names) for unit, names in told["units"].items()}
        return Shape(units, told["defaults"], frozenset(told["each"]))


Form = Mapping[str, Shape]
"""{kind: its shape}: the records as one version of the schema has them."""


@dataclass(frozen=True, slots=True)
class Recast:
    """From version `since` on the fields `old` of a kind are told as the fields `new`: renamed, split, joined.

    `old` is within one merge unit, so that a change holds all of them or none. `down` may lose what an older version
    cannot say; a change from there is judged by what its author could see.
    """

    since: int
    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    up: Callable[[Wire], Wire]
    down: Callable[[Wire], Wire]


def renamed(since: int, kind: str, old: str, new: str) -> Recast:
    """The field `old` is called `new` from a version on."""
    return Recast(since, kind, (old,), (new,), lambda told: {new: told[old]}, lambda told: {old: told[new]})


@dataclass(frozen=True, slots=True)
class StandIn:
    """A value of an enumeration that came with version `since`; older versions are shown `instead`.

    Without one, a device of an older version holds the row until it is upgraded.
    """

    since: int
    kind: str
    field: str
    value: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Filled:
    """What rows and changes of older versions hold in a field that came with version `since`, its default apart."""

    since: int
    kind: str
    field: str
    value: Json


Step = Recast | StandIn | Filled


@dataclass(frozen=True)
class Past:
    """The versions before the present one."""

    forms: Mapping[int, Form] = field(default_factory=dict, repr=False)
    steps: tuple[Step, ...] = ()
    """In the order in which they came."""

    def since(self, kind: str, version: int) -> list[Step]:
        """What became of a kind after a version, in order."""
        return [step for step in self.steps if step.kind == kind and step.since > version]


def told_in(version: int) -> int | None:
    """The member `s` of an op in this version's terms."""
    return None if version == FIRST_SCHEMA else version
