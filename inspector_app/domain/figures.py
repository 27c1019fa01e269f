"""Figures of the statistics (统计): each is a count of records that a pack describes; a number leads to its rows."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, get_args, get_type_hints

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Version, Words
from inspector_app.records import SCHEMA
from sync.record import Record

DAYS = "<=today", "<today", ">today"


class Lasted(Part):
    """More than so many days from one date of a record to another."""

    since: str
    until: str
    over_days: int = Field(ge=0)


class Figure(Part):
    """Records of a kind that meet every condition; with `time`, those whose time lies in the period asked for."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: Words
    formula: Words
    """What is counted, for whoever reads the number."""
    kind: str
    time: str | None = None
    """The date or instant by which it falls into a period; None: as it stands."""
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """{field: its values}."""
    given: tuple[str, ...] = ()
    """Fields that hold something."""
    empty: tuple[str, ...] = ()
    day: dict[str, str] = Field(default_factory=dict)
    """{date: how it stands to today}, such as `due_on: <today`."""
    lasted: Lasted | None = None
    of: str | None = None
    """The figure that this one is a part of; their quotient is a percentage."""

    @property
    def cls(self) -> type[Record]:
        return SCHEMA.kinds[self.kind]

    @property
    def is_instant(self) -> bool:
        """Whether `time` is an instant; else it is a date."""
        return self.time is not None and int in _types(self.cls)[self.time]

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.kind not in SCHEMA.kinds:
            raise ValueError(f"no kind {self.kind}")
        types = _types(self.cls)
        asked = [*self.where, *self.given, *self.empty, *self.day, *([self.time] if self.time else [])]
        ends = [self.lasted.since, self.lasted.until] if self.lasted else []
        asked += ends
        if unknown := [name for name in asked if name not in types]:
            raise ValueError(f"{self.kind} has no {', '.join(unknown)}")
        if self.time and not types[self.time] & {int, date}:
            raise ValueError(f"{self.time} is no time")
        if wrong := [name for name, how in self.day.items() if date not in types[name] or how not in DAYS]:
            raise ValueError(f"{', '.join(wrong)}: a date and one of {', '.join(DAYS)}")
        if wrong := [name for name in ends if date not in types[name]]:
            raise ValueError(f"{', '.join(wrong)} is no date")
        for name, values in self.where.items():
            allowed = {str(value) for each in types[name] for value in getattr(each, "__members__", ())}
            allowed |= {"true", "false"} if bool in types[name] else set()
            if not set(values) <= allowed:
                raise ValueError(f"{name} is never {', '.join(sorted(set(values) - allowed))}")
        return self


class Figures(Version):
    pack: ClassVar = "figures"
    figures: tuple[Figure, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [figure.id for figure in self.figures]
        if len(set(ids)) < len(ids):
            raise ValueError("two figures have one id")
        if lost := [figure.of for figure in self.figures if figure.of and figure.of not in ids]:
            raise ValueError(f"no figure {', '.join(lost)}")
        return self


@cache
def _types(cls: type[Record]) -> dict[str, set[Any]]:
    """{field: the types that it may have}."""
    hints = get_type_hints(cls)
    return {name: set(get_args(hints[name]) or (hints[name],)) for name in cls.model_fields}
