"""Dates on labels: reading them, the last good day, and what state goods are in on a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.packs import Part, Version
from inspector_app.domain.problems import Code, Severity
from inspector_app.records.goods import ShelfLifeUnit

DAYS = {ShelfLifeUnit.DAY: 1, ShelfLifeUnit.WEEK: 7}
MONTHS = {ShelfLifeUnit.MONTH: 1, ShelfLifeUnit.YEAR: 12}


class ShelfState(StrEnum):
    FRESH = "FRESH"
    NEAR_EXPIRY = "NEAR_EXPIRY"
    LAST_DAY = "LAST_DAY"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


class NearExpiryStep(Part):
    """Goods that keep this long are near expiry `near_days` before their last good day."""

    least_months: int | None = None
    least_days: int
    near_days: int


class NearExpiryScale(Version):
    """Longest first. What keeps less than the last step is near for a quarter of its days, within the two bounds."""

    pack: ClassVar = "near-expiry"
    steps: tuple[NearExpiryStep, ...] = Field(min_length=1)
    shortest_near_days: int
    longest_near_days: int

    @model_validator(mode="after")
    def _longest_first(self) -> Self:
        days = [step.least_days for step in self.steps]
        if days != sorted(days, reverse=True):
            raise ValueError("the steps do not go from long to short")
        return self

    def near_days(self, shelf_life: int, unit: ShelfLifeUnit) -> int:
        """Months are compared as months, days as days."""
        months = shelf_life * MONTHS[unit] if unit in MONTHS else None
        days = _days(shelf_life, unit) if months is None else months * 30
        for step in self.steps:
            if months is None or step.least_months is None:
                reached = days >= step.least_days
            else:
                reached = months >= step.least_months
            if reached:
                return step.near_days
        return max(self.shortest_near_days, min(self.longest_near_days, -(-days // 4)))


def last_good_day(production: date, shelf_life: int, unit: ShelfLifeUnit, printed_time: time | None = None) -> date:
    """The day through which goods may be sold; it ends at 24:00 (Civil Code art. 201 to 203).

    The day of production is not counted; months end on the corresponding day, or on the month's last. Hours run from
    the printed time, or else from 24:00 of the production day. A life beyond the calendar ends with the calendar; one
    below nothing is nothing.
    """
    shelf_life = max(0, shelf_life)
    if unit in MONTHS:
        return months_later(production, shelf_life * MONTHS[unit])
    days = _days(shelf_life, unit)
    if unit is ShelfLifeUnit.HOUR and printed_time is not None:
        minutes = printed_time.hour * 60 + printed_time.minute + shelf_life * 60
        days = max(0, -(-minutes // (24 * 60)) - 1)
    return production + timedelta(days=days) if days <= (date.max - production).days else date.max


def _days(shelf_life: int, unit: ShelfLifeUnit) -> int:
    return -(-shelf_life // 24) if unit is ShelfLifeUnit.HOUR else shelf_life * DAYS[unit]


def shelf_state(
    expiry: date | None,
    shelf_life: int | None,
    unit: ShelfLifeUnit | None,
    on_day: date,
    scale: NearExpiryScale,
) -> ShelfState:
    """State on the day of the visit, not today. Without a shelf life nobody can say from when goods are near expiry."""
    if expiry is None:
        return ShelfState.UNKNOWN
    left = (expiry - on_day).days
    if left < 0:
        return ShelfState.EXPIRED
    if left == 0:
        return ShelfState.LAST_DAY
    if shelf_life is not None and unit is not None and left <= scale.near_days(shelf_life, unit):
        return ShelfState.NEAR_EXPIRY
    return ShelfState.FRESH


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last good day, and whether the label's own date differs from the computed one by more than a day."""

    day: date | None
    differs: bool = False


def expiry_of(
    production: date | None, shelf_life: int | None, unit: ShelfLifeUnit | None, printed: date | None
) -> Expiry:
    """A printed expiry date wins over the computed one."""
    computed = None
    if production is not None and shelf_life is not None and unit is not None:
        computed = last_good_day(production, shelf_life, unit)
    if printed is None or computed is None:
        return Expiry(printed or computed)
    return Expiry(printed, abs((printed - computed).days) > 1)


class DateOrder(StrEnum):
    """The order printed beside the date; labels without one are year-month-day (GB 7718-2011 C.3, GB 7718-2025 4.7)."""

    YMD = "YMD"
    DMY = "DMY"
    MDY = "MDY"


@dataclass(frozen=True, slots=True)
class LabelDate:
    """What a date line says. Of two dates the first is production, the second expiry (GB 7718-2025 A.2.2)."""

    day: date | None
    second: date | None = None
    severity: Severity = Severity.OK
    codes: tuple[Code, ...] = ()


_YMD = re.compile(
    r"(?<!\d)(?:(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?"
    r"|(\d{4})([-/. ])(\d{1,2})\5(\d{1,2})|(\d{4})(\d{2})(\d{2}))(?!\d)"
)
_OTHER = re.compile(r"(?<!\d)(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?!\d)|(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})")


def read_date(text: str, order: DateOrder = DateOrder.YMD) -> LabelDate:
    """The date or dates of a label line. A year of two digits is taken as 20xx, with a warning."""
    line = unicodedata.normalize("NFKC", text).strip()
    if order is DateOrder.YMD and (short := _SHORT.fullmatch(line)):
        day = _day(f"20{short[1]}", short[2], short[3])
        return LabelDate(day, None, Severity.WARN, (Code.DATE_SHORT,)) if day else _unreadable(Code.DATE)
    found = list(_dates(line, order))
    if not found:
        return _unreadable(Code.FORMAT)
    days = [_day(*parts) for parts in found[:2]]
    if None in days:
        return _unreadable(Code.DATE)
    return LabelDate(days[0], days[1] if len(days) > 1 else None)


def _dates(line: str, order: DateOrder) -> Iterator[tuple[str, str, str]]:
    """Year, month and day of each date in the line."""
    for found in (_YMD if order is DateOrder.YMD else _OTHER).finditer(line):
        parts = [part for part in found.groups() if part is not None and part.isdecimal()]
        if order is DateOrder.YMD:
            yield parts[0], parts[1], parts[2]
        else:
            first, second, year = parts
            yield (year, second, first) if order is DateOrder.DMY else (year, first, second)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _unreadable(code: Code) -> LabelDate:
    return LabelDate(None, None, Severity.ERROR, (code,))
