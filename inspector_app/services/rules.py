"""The rules that hold on a day: those that the program ships, and before them those that HQ has published."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from inspector_app.domain import deadlines, packs, shelf_life
from inspector_app.domain.deadlines import CALENDAR, Calendar, CalendarInvalid, calendar_from, calendar_of
from inspector_app.domain.local_time import local_date
from inspector_app.domain.packs import NATIONAL, PackInvalid, Version
from inspector_app.domain.shelf_life import NearExpiryScale, ShelfState
from inspector_app.paths import resources
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.reference import RulePack
from inspector_app.services.acting import NotHere
from inspector_app.shipped import versions_of
from inspector_app.storage.reference import rule_packs
from sync.record import Instant

log = logging.getLogger(__name__)
V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class _Published:
    """What HQ has published, as this replica holds it; each body is read when it is first asked for."""

    rows: Mapping[str, tuple[RulePack, ...]] = field(default_factory=dict)
    """{pack: its versions in the order in which they were published}."""
    read: dict[type[Version], Any] = field(default_factory=dict)

    def versions(self, cls: type[V]) -> tuple[tuple[Instant, V], ...]:
        """(instant from which it counts, version) of each that this program can read."""
        if cls not in self.read:
            self.read[cls] = tuple(self._versions(cls))
        found: tuple[tuple[Instant, V], ...] = self.read[cls]
        return found

    def _versions(self, cls: type[V]) -> Iterator[tuple[Instant, V]]:
        for row in self.rows.get(cls.pack, ()):
            try:
                yield row.effective_at or 0, packs.version(cls, row.body)
            except PackInvalid as error:  # made for a newer program; the one before goes on
                log.warning("rule pack %s %s is left out: %s", row.pack, row.version, error.place)


_published = _Published()
"""Of the replica that is open: a process opens one."""


def use(session: Session) -> None:
    """Take what HQ has published into use; called when a replica was opened and after an exchange."""
    global _published
    rows: dict[str, list[RulePack]] = {}
    for row in rule_packs(session):
        rows.setdefault(row.pack, []).append(row)
    taken = {pack: tuple(each) for pack, each in rows.items()}
    if taken != _published.rows:  # what was read of them before stays, through the many exchanges that bring none
        _published = _Published(taken)
        calendar.cache_clear()


def versions(cls: type[V], when: date | Instant) -> tuple[V, ...]:
    """Every version that is known on a day, or at an instant of it, of the past and of the future too; one that HQ has
    published stands for the shipped one of its first day and place.

    An urgent version counts from its instant on; for a day as such, from that day.
    """
    day = when if isinstance(when, date) else local_date(when)
    known: dict[tuple[str, date], V] = {(each.jurisdiction, each.valid_from): each for each in versions_of(cls)}
    for begins, each in _published.versions(cls):
        if (local_date(begins) <= day) if isinstance(when, date) else (begins <= when):
            known[each.jurisdiction, each.valid_from] = each
    return tuple(known.values())


def layers(cls: type[V], when: date | Instant, division: str = NATIONAL) -> tuple[V, ...]:
    """The versions of a pack for a day, or an instant of it, and a division, the nearest first: what one leaves open
    the next may say.

    A day before the nation's first version is taken as the first day of that: a clock that stands wrong stops no work.
    """
    day = when if isinstance(when, date) else local_date(when)
    known = versions(cls, when)
    first = min(each.valid_from for each in known if each.jurisdiction == NATIONAL)
    return packs.layers(known, max(day, first), division)


def named(cls: type[V], version_name: str) -> V:
    """The version that something was reckoned by, also where another one stands in its place since.

    Raises NotHere where this program does not ship it and HQ has not published it, or withdrew it.
    """
    known: list[V] = [*versions_of(cls), *(version for _, version in _published.versions(cls))]
    found = next((each for each in known if each.version_name == version_name), None)
    if found is None:
        raise NotHere(RulePack.kind, version_name)
    return found


def rule(cls: type[V], when: date | Instant, division: str = NATIONAL) -> V:
    """The nearest version, of a pack whose versions are each a whole."""
    return layers(cls, when, division)[0]


def latest(cls: type[V]) -> V:
    """The nation's version that begins last, for what has no day of its own, such as a form for a clerk."""
    return rule(cls, date.max)


@cache
def calendar() -> Calendar:
    """Working days and holidays; a year that HQ has published stands for the shipped one."""
    known = [calendar_of((resources() / "calendars" / "china.yaml").read_text("utf-8"))]
    for row in _published.rows.get(CALENDAR, ()):
        try:
            known.append(calendar_from({int(year): told for year, told in row.body["years"].items()}))
        except (CalendarInvalid, KeyError, AttributeError, ValueError) as error:
            log.warning("calendar %s is left out: %s", row.version, type(error).__name__)
    return deadlines.joined(known)


def shelf_state(expiry: date | None, life: int | None, unit: ShelfLifeUnit | None, on_day: date) -> ShelfState:
    """State of goods on a day, by the near-expiry scale of that day."""
    return shelf_life.shelf_state(expiry, life, unit, on_day, rule(NearExpiryScale, on_day))
