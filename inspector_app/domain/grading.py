"""Quantified grading of catering (量化分级): smile signs of visits, the yearly grade, and why (domain.md 4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, NamedTuple, Self

from pydantic import Field, model_validator

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.explanation import Line, half_up
from inspector_app.domain.packs import Part, Version


class VisitGrade(StrEnum):
    """大笑, 微笑, 平脸. Without a grade the sign says 整改中."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    FAIR = "FAIR"


class AnnualGrade(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Cause(StrEnum):
    """What takes the sign away for a time."""

    PENALTY = "PENALTY"
    """A warning or anything heavier."""
    INCIDENT = "INCIDENT"
    FAILED_SAMPLE = "FAILED_SAMPLE"


class Grade(Part):
    visit: VisitGrade
    annual: AnnualGrade
    least: int = Field(ge=0, le=100)
    next_visit_months: int = Field(ge=1)


class Pause(Part):
    """So many of a cause within the yearly months stop grading for so many months after the last."""

    cause: Cause
    count: int = Field(ge=1)
    months: int = Field(ge=1)


class GradingRules(Version):
    pack: ClassVar = "grading"
    grades: tuple[Grade, ...] = Field(min_length=1)
    most_key_failed: int
    first_after_months: int
    annual_months: int
    pauses: tuple[Pause, ...] = ()

    @model_validator(mode="after")
    def _best_first(self) -> Self:
        limits = [grade.least for grade in self.grades]
        if limits != sorted(set(limits), reverse=True):
            raise ValueError("the grades do not go from the best down")
        return self

    def of(self, score: int) -> Grade | None:
        return next((grade for grade in self.grades if score >= grade.least), None)


class GradeLine(StrEnum):
    """One step; pages hold a sentence each."""

    SCORE = "SCORE"
    """score"""
    KEY_TOO_MANY = "KEY_TOO_MANY"
    """failed, limit"""
    NEW_LICENCE = "NEW_LICENCE"
    """from: the first day on which a grade is given"""
    PAUSED = "PAUSED"
    """cause, from: the first day on which grading goes on"""
    BELOW = "BELOW"
    """score, limit: of the lowest grade"""
    GRADE = "GRADE"
    """grade, limit"""
    VISIT = "VISIT"
    """on, score: a visit that counts for the year"""
    MEAN = "MEAN"
    """sum, visits, score"""
    NO_VISIT = "NO_VISIT"
    TOO_SHORT = "TOO_SHORT"
    """from: the first day with a whole year of data"""


GradeLines = tuple[Line[GradeLine], ...]


class Setback(NamedTuple):
    cause: Cause
    on: date


@dataclass(frozen=True, slots=True)
class Graded:
    grade: VisitGrade | None
    next_visit_by: date | None
    """Without a grade the re-inspection of what has to be corrected decides."""
    explanation: GradeLines


def visit_grade(
    score: int,
    key_failed: int,
    visited: date,
    licensed: date | None,
    setbacks: Iterable[Setback],
    rules: GradingRules,
) -> Graded:
    """The sign after a visit, by its weighted score of 0 to 100."""
    lines = [Line(GradeLine.SCORE, {"score": score})]
    lines += _stops(visited, licensed, setbacks, rules)
    if key_failed > rules.most_key_failed:
        lines.append(Line(GradeLine.KEY_TOO_MANY, {"failed": key_failed, "limit": rules.most_key_failed}))
    found = rules.of(score)
    if found is None:
        lines.append(Line(GradeLine.BELOW, {"score": score, "limit": rules.grades[-1].least}))
    if found is None or len(lines) > 1:
        return Graded(None, None, tuple(lines))
    lines.append(Line(GradeLine.GRADE, {"grade": found.visit, "limit": found.least}))
    return Graded(found.visit, months_later(visited, found.next_visit_months), tuple(lines))


def _stops(
    day: date, licensed: date | None, setbacks: Iterable[Setback], rules: GradingRules
) -> Iterable[Line[GradeLine]]:
    if licensed is not None and day < (first := months_later(licensed, rules.first_after_months)):
        yield Line(GradeLine.NEW_LICENCE, {"from": first.isoformat()})
    happened = sorted(each for each in setbacks if each.on <= day)
    for pause in rules.pauses:
        days = [each.on for each in happened if each.cause is pause.cause]
        ends = [
            months_later(last, pause.months)
            for first, last in zip(days, days[pause.count - 1 :], strict=False)
            if last <= months_later(first, rules.annual_months)
        ]
        if ends and day < max(ends):
            yield Line(GradeLine.PAUSED, {"cause": pause.cause, "from": max(ends).isoformat()})


@dataclass(frozen=True, slots=True)
class AnnuallyGraded:
    grade: AnnualGrade | None
    score: int | None
    explanation: GradeLines


def annual_grade(
    visits: Sequence[tuple[date, int]], on_day: date, licensed: date | None, rules: GradingRules
) -> AnnuallyGraded:
    """The mean of the last year's scores, rounded half up, by the same limits. `visits` are (day, score)."""
    if licensed is not None and on_day < (whole := months_later(licensed, rules.annual_months)):
        return AnnuallyGraded(None, None, (Line(GradeLine.TOO_SHORT, {"from": whole.isoformat()}),))
    since = months_later(on_day, -rules.annual_months)
    counted = sorted(each for each in visits if since < each[0] <= on_day)
    if not counted:
        return AnnuallyGraded(None, None, (Line(GradeLine.NO_VISIT, {}),))
    total = sum(score for _, score in counted)
    mean = half_up(total, len(counted))
    lines = [Line(GradeLine.VISIT, {"on": day.isoformat(), "score": score}) for day, score in counted]
    lines.append(Line(GradeLine.MEAN, {"sum": total, "visits": len(counted), "score": mean}))
    found = rules.of(mean)
    if found is None:
        lines.append(Line(GradeLine.BELOW, {"score": mean, "limit": rules.grades[-1].least}))
        return AnnuallyGraded(None, mean, tuple(lines))
    lines.append(Line(GradeLine.GRADE, {"grade": found.annual, "limit": found.least}))
    return AnnuallyGraded(found.annual, mean, tuple(lines))
