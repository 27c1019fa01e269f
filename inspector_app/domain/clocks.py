"""The clocks of the law (domain.md 7.6 to 7.14): what has to be done within which time, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.deadlines import Calendar, Unit, add, add_hours
from inspector_app.domain.local_time import CHINA, instant, local, local_date
from inspector_app.domain.packs import Part, Tag, Version


class Clock(Part):
    """A time limit by its name: `n` units after the start, whose own day is not counted."""

    id: str = Field(pattern=r"^[a-z0-9_]{3,40}$")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    n: int = Field(ge=0)
    unit: Unit
    moves: bool = False
    """Ends on the next working day when its last day is one off: procedural acts only."""
    warn_after: int | None = None
    """From so many units on it is shown as near; by default on the last day, or in the last quarter of the hours."""
    basis: str = Field(min_length=1)
    tag: Tag

    @model_validator(mode="after")
    def _warns_before_it_ends(self) -> Self:
        if self.warn_after is not None and self.warn_after > self.n:
            raise ValueError("it warns after its end")
        return self


class Clocks(Version):
    pack: ClassVar = "clocks"
    clocks: tuple[Clock, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({clock.id for clock in self.clocks}) < len(self.clocks):
            raise ValueError("a clock is there twice")
        return self


def find_clock(layers: Iterable[Clocks], clock_id: str) -> Clock | None:
    """The clock of the nearest layer that has it; None: nothing limits the time here."""
    return next((clock for layer in layers for clock in layer.clocks if clock.id == clock_id), None)


class Standing(StrEnum):
    RUNNING = "RUNNING"
    NEAR = "NEAR"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a clock that has started; instants are microseconds UTC."""

    on: date
    """The last day, by Chinese time."""
    at: int
    """From this instant on it is late: the end of the hours, or 24:00 of the last day."""
    near_at: int
    """From this instant on it is shown as near."""
    calendar_missing: bool = False
    """The calendar lacks a year on the way: Monday to Friday was taken (节假日表缺失)."""

    def standing(self, now: int) -> Standing:
        if now >= self.at:
            return Standing.LATE
        return Standing.NEAR if now >= self.near_at else Standing.RUNNING


def start(clock: Clock, started: int, calendar: Calendar) -> Deadline:
    """The deadline of a clock that starts at an instant."""
    if clock.unit is Unit.HOUR:
        warn = clock.n * 3 // 4 if clock.warn_after is None else clock.warn_after
        at = add_hours(started, clock.n)
        return Deadline(local_date(at - 1), at, add_hours(started, warn))
    day = local_date(started)
    due = add(day, clock.n, clock.unit, calendar, moves=clock.moves)
    near = due.on if clock.warn_after is None else add(day, clock.warn_after, clock.unit, calendar).on
    return Deadline(due.on, _midnight(due.on + timedelta(days=1)), _midnight(near), due.calendar_missing)


def paused(deadline: Deadline, began: int, ended: int) -> Deadline:
    """The deadline of a clock in days after a time that is not counted, such as the testing of sealed goods (Coercion
    Law art. 25): later by as many days as the pause took. A pause that begins after the end changes nothing."""
    if began >= deadline.at or ended <= began:
        return deadline
    days = (local(ended).date() - local(began).date()).days
    on = deadline.on + timedelta(days=days)
    shift = days * 24 * 3_600_000_000
    return Deadline(on, deadline.at + shift, deadline.near_at + shift, deadline.calendar_missing)


def _midnight(day: date) -> int:
    """The instant at which a day begins."""
    return instant(datetime.combine(day, time(), CHINA).astimezone(UTC))
