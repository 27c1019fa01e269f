"""The rule packs that hold on a day: those that the program ships."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, TypeVar

from inspector_app.domain import packs, shelf_life
from inspector_app.domain.deadlines import Calendar, calendar_of
from inspector_app.domain.packs import NATIONAL, Version
from inspector_app.domain.shelf_life import NearExpiryScale, ShelfState
from inspector_app.paths import resources
from inspector_app.records.goods import ShelfLifeUnit

V = TypeVar("V", bound=Version)


@cache
def _shipped(cls: type[Version]) -> Any:
    return packs.read(cls, (resources() / "rules" / f"{cls.pack}.yaml").read_text("utf-8"))


def layers(cls: type[V], day: date, division: str = NATIONAL) -> tuple[V, ...]:
    """The versions of a pack for a day and a division, the nearest first: what one leaves open the next may say.

    A day before the nation's first version is taken as the first day of that: a clock that stands wrong stops no work.
    """
    versions: tuple[V, ...] = _shipped(cls)
    first = min(each.valid_from for each in versions if each.jurisdiction == NATIONAL)
    return packs.layers(versions, max(day, first), division)


def rule(cls: type[V], day: date, division: str = NATIONAL) -> V:
    """The nearest version, of a pack whose versions are each a whole."""
    return layers(cls, day, division)[0]


def latest(cls: type[V]) -> V:
    """The nation's version that begins last, for what has no day of its own, such as a form for a clerk."""
    return rule(cls, date.max)


@cache
def calendar() -> Calendar:
    """Working days and holidays."""
    return calendar_of((resources() / "calendars" / "china.yaml").read_text("utf-8"))


def shelf_state(expiry: date | None, life: int | None, unit: ShelfLifeUnit | None, on_day: date) -> ShelfState:
    """State of goods on a day, by the near-expiry scale of that day."""
    return shelf_life.shelf_state(expiry, life, unit, on_day, rule(NearExpiryScale, on_day))
