"""Deadlines: days, working days and months after a day that itself is not counted (Civil Code art. 201 to 203).

"Two, three, five, seven days" of the Administrative Penalty Law are working days (art. 85).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from inspector_app.domain import yaml_files

CALENDAR = "calendar"
"""The pack under which HQ publishes years of the calendar."""
HOUR_US = 3_600_000_000
SATURDAY = 5


class Unit(StrEnum):
    HOUR = "HOUR"
    """Counted from the instant by `add_hours`; all others count days."""
    DAY = "DAY"
    WORKDAY = "WORKDAY"
    MONTH = "MONTH"


class CalendarInvalid(ValueError):
    """A calendar file breaks its form; the message names the place."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays and make-up working days of the years that it knows; other years are Monday to Friday."""

    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = field(default=frozenset(), repr=False)
    make_up_days: frozenset[date] = field(default=frozenset(), repr=False)

    def is_working(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a deadline; it ends at 24:00."""

    on: date
    calendar_missing: bool = False
    """The calendar lacked a year on the way, so Monday to Friday was taken (节假日表缺失)."""


def calendar_of(yaml_text: str) -> Calendar:
    """A calendar file: {years: {year: {source, holidays: [day or first..last], working: [day]}}}."""
    try:
        return calendar_from(yaml_files.read(yaml_text)["years"])
    except (yaml_files.Unreadable, KeyError, TypeError) as error:
        raise CalendarInvalid(str(error)) from error


def calendar_from(years: Mapping[int, Any]) -> Calendar:
    """The calendar of years in the form of a calendar file; a day may be text, as JSON has it.

    Raises CalendarInvalid.
    """
    try:
        holidays = {day for year in years.values() for span in year["holidays"] for day in _span(span)}
        make_up_days = {day for year in years.values() for span in year["working"] for day in _span(span)}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CalendarInvalid(str(error)) from error
    _check(years, holidays, make_up_days)
    return Calendar(frozenset(years), frozenset(holidays), frozenset(make_up_days))


def _span(span: str | date) -> Iterator[date]:
    if isinstance(span, date):
        yield span
        return
    begins, _, ends = span.partition("..")
    first, last = date.fromisoformat(begins), date.fromisoformat(ends or begins)
    if last < first:
        raise ValueError(f"{span} ends before it begins")
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def joined(years: Iterable[Calendar]) -> Calendar:
    """One calendar of several; what a later one says of a year stands for the whole year."""
    known: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    for each in years:
        known |= each.years
        holidays = each.holidays | {day for day in holidays if day.year not in each.years}
        make_up_days = each.make_up_days | {day for day in make_up_days if day.year not in each.years}
    return Calendar(known, holidays, make_up_days)


def _check(years: Mapping[int, Any], holidays: set[date], make_up_days: set[date]) -> None:
    for day in holidays | make_up_days:
        if day.year not in years:
            raise CalendarInvalid(f"{day} stands under another year")
    for day in make_up_days:
        if day in holidays or day.weekday() < SATURDAY:
            raise CalendarInvalid(f"{day} is no weekend day that is worked")


def add(start: date, n: int, unit: Unit, calendar: Calendar, *, moves: bool = False) -> Due:
    """The day that is `n` units after `start`.

    With `moves` an end on a day off goes on to the next working day: for procedural acts, never for food dates.
    """
    if unit is Unit.HOUR:
        raise ValueError("hours count from an instant, not from a day")
    if unit is Unit.WORKDAY:
        end = _working_days_later(start, n, calendar)
    else:
        end = start + timedelta(days=n) if unit is Unit.DAY else months_later(start, n)
        while moves and not calendar.is_working(end):
            end += timedelta(days=1)
    counts_holidays = moves or unit is Unit.WORKDAY
    missing = counts_holidays and any(year not in calendar.years for year in range(start.year, end.year + 1))
    return Due(end, missing)


def months_later(day: date, months: int) -> date:
    """The corresponding day of that month, or its last; the end of the calendar at most."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_hours(start_us: int, hours: int) -> int:
    """The instant that many hours later, in microseconds UTC."""
    return start_us + hours * HOUR_US


def _working_days_later(start: date, n: int, calendar: Calendar) -> date:
    day = start
    while n > 0:
        day += timedelta(days=1)
        n -= calendar.is_working(day)
    return day
