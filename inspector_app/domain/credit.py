"""Credit score (信用评分) as a sum of shown parts, repeat offenders and bans (domain.md 7.13; FSL 113, 134, 135)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.packs import Part, Version
from inspector_app.records.credit import CreditEvent


class Band(StrEnum):
    GOOD = "GOOD"
    NORMAL = "NORMAL"
    WATCHED = "WATCHED"
    POOR = "POOR"


class BanCause(StrEnum):
    LICENCE_REVOKED = "LICENCE_REVOKED"
    FOOD_CRIME = "FOOD_CRIME"


class EventRule(Part):
    """Points of an event while it counts: so many months from its day."""

    event: CreditEvent
    points: int
    months: int = Field(ge=1)
    most: int | None = Field(default=None, ge=1)
    """The most that all events of this kind may add."""
    marks: tuple[str, ...] = Field(default=(), alias="from")
    """What counts as this event, such as `sample.PASS` (credit_file.py)."""

    @model_validator(mode="after")
    def _only_gains_have_a_most(self) -> Self:
        if self.most is not None and self.points <= 0:
            raise ValueError("only points gained have a most")
        return self


class BandRule(Part):
    band: Band
    least: int


class Repeat(Part):
    penalties: int = Field(ge=1)
    months: int = Field(ge=1)


class Ban(Part):
    cause: BanCause
    months: int | None = None
    """None: for life."""


class CreditRules(Version):
    pack: ClassVar = "credit"
    begins: int
    least: int
    most: int
    events: tuple[EventRule, ...]
    bands: tuple[BandRule, ...]
    repeat: Repeat
    bans: tuple[Ban, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if sorted(each.event for each in self.events) != sorted(CreditEvent):
            raise ValueError("each event has one rule")
        marks = [mark for each in self.events for mark in each.marks]
        if len(set(marks)) < len(marks):
            raise ValueError("two events count the same")
        limits = [each.least for each in self.bands]
        if limits != sorted(set(limits), reverse=True) or limits[-1] > self.least:
            raise ValueError("the bands do not go from the best down to the least")
        return self

    def rule(self, event: CreditEvent) -> EventRule:
        return next(each for each in self.events if each.event is event)

    def event(self, mark: str) -> CreditEvent | None:
        """What a mark counts as: by itself, else by the kind of record before its dot."""
        known = {each: rule.event for rule in self.events for each in rule.marks}
        return known.get(mark) or known.get(mark.partition(".")[0])


class Entry(NamedTuple):
    """What happened, when, and the record that says so."""

    on: date
    event: CreditEvent
    source_id: str


class Cause(StrEnum):
    """What a part of the score comes from."""

    BEGINS = "BEGINS"
    EVENT = "EVENT"
    MOST = "MOST"
    """What goes above the most of its kind of event."""
    BOUND = "BOUND"
    """What goes above the most, or below the least, of the score."""


class ScorePart(NamedTuple):
    cause: Cause
    points: int
    entry: Entry | None = None
    event: CreditEvent | None = None


@dataclass(frozen=True, slots=True)
class CreditScore:
    """`score` is the sum of the parts' points."""

    score: int
    band: Band
    parts: tuple[ScorePart, ...]
    rules: CreditRules
    """The version that it was reckoned by: an old score stays under old rules."""


def credit_score(entries: Iterable[Entry], on_day: date, rules: CreditRules) -> CreditScore:
    """The score on a day, from what had happened by then and still counts."""
    parts = [ScorePart(Cause.BEGINS, rules.begins)]
    gained: defaultdict[CreditEvent, int] = defaultdict(int)
    for entry in sorted(entries):
        rule = rules.rule(entry.event)
        if entry.on <= on_day < months_later(entry.on, rule.months):
            parts.append(ScorePart(Cause.EVENT, rule.points, entry, entry.event))
            gained[entry.event] += rule.points
    for event, points in gained.items():
        most = rules.rule(event).most
        if most is not None and points > most:
            parts.append(ScorePart(Cause.MOST, most - points, event=event))
    total = sum(part.points for part in parts)
    score = max(rules.least, min(rules.most, total))
    if score != total:
        parts.append(ScorePart(Cause.BOUND, score - total))
    band = next(each.band for each in rules.bands if score >= each.least)
    return CreditScore(score, band, tuple(parts), rules)


def repeat_offender(penalties: Iterable[date], on_day: date, rules: CreditRules) -> bool:
    """So many penalties within the months up to a day that suspension or revocation has to be looked at (FSL 134)."""
    since = months_later(on_day, -rules.repeat.months)
    return sum(since < day <= on_day for day in penalties) >= rules.repeat.penalties


def banned_until(cause: BanCause, decided: date, rules: CreditRules) -> date | None:
    """The last day of a ban from the trade; None where there is none, the end of the calendar for life (FSL 135)."""
    ban = next((each for each in rules.bans if each.cause is cause), None)
    if ban is None:
        return None
    return date.max if ban.months is None else months_later(decided, ban.months)
