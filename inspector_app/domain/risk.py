"""Risk grade A to D from static and dynamic points, and when to visit next (domain.md 4.8; SIR art. 21, 22)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.credit import Band
from inspector_app.domain.deadlines import months_later
from inspector_app.domain.explanation import Line, half_up
from inspector_app.domain.packs import Part, Version
from inspector_app.records.operators import CanteenKind, Operator, OperatorKind, RiskGrade


class ProductRisk(StrEnum):
    MEAT = "MEAT"
    DAIRY = "DAIRY"
    COLD_DISHES = "COLD_DISHES"
    PASTRY = "PASTRY"
    TOFU = "TOFU"
    PICKLES = "PICKLES"
    NOODLES = "NOODLES"
    PREPACKED = "PREPACKED"


class Place(StrEnum):
    NEAR_SCHOOL = "NEAR_SCHOOL"
    MARKET = "MARKET"


class GradeRule(Part):
    grade: RiskGrade
    most: int
    """Highest points of the grade."""
    visits_a_year: int = Field(ge=1, le=12)


class Scale(Part):
    least_staff: int
    points: int


class RiskRules(Version):
    pack: ClassVar = "risk"
    grades: tuple[GradeRule, ...] = Field(min_length=1)
    by_credit: dict[Band, int] = Field(default_factory=dict)
    """{band of the credit score: visits a year more or less}."""
    full_every_months: int
    most_static: int
    most_dynamic: int
    kinds: dict[OperatorKind, int]
    products: dict[ProductRisk, int]
    scale: tuple[Scale, ...] = ()
    vulnerable: dict[CanteenKind, int]
    places: dict[Place, int]
    dynamic_percent: int
    never_inspected: int
    points_an_event: int
    events_months: int
    lower_after_clean_months: int

    @model_validator(mode="after")
    def _lowest_first(self) -> Self:
        limits = [each.most for each in self.grades]
        if limits != sorted(set(limits)) or limits[-1] < self.most_static + self.most_dynamic:
            raise ValueError("the grades do not go from low to high, to the most points that there are")
        if set(self.kinds) != set(OperatorKind):
            raise ValueError("a kind of operator has no points")
        return self

    def rule(self, grade: RiskGrade) -> GradeRule:
        return next(each for each in self.grades if each.grade is grade)


class RiskLine(StrEnum):
    """One step; pages hold a sentence each. All but GRADE, RAISED and LOWERED tell `points`, which add up."""

    KIND = "KIND"
    """kind, points"""
    PRODUCT = "PRODUCT"
    """product, points: of the riskiest product"""
    SCALE = "SCALE"
    """staff, points"""
    VULNERABLE = "VULNERABLE"
    """canteen, points"""
    PLACE = "PLACE"
    """place, points"""
    LAST_VISIT = "LAST_VISIT"
    """score, points: what the last full inspection lacked"""
    NEVER_INSPECTED = "NEVER_INSPECTED"
    """points"""
    EVENTS = "EVENTS"
    """penalties, samples, points"""
    CAPPED = "CAPPED"
    """most, points: what goes above the most, below nothing"""
    GRADE = "GRADE"
    """points, grade"""
    LOWERED = "LOWERED"
    """months, grade: without penalty or failed sample"""


RiskLines = tuple[Line[RiskLine], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What has been seen of an operator: days of penalties and failed samples, and the last full inspection's score."""

    last_full_score: int | None = None
    penalties: tuple[date, ...] = ()
    failed_samples: tuple[date, ...] = ()
    known_since: date | None = None
    """From when on its record is complete."""


@dataclass(frozen=True, slots=True)
class Risk:
    grade: RiskGrade
    points: int
    explanation: RiskLines


def assess(
    operator: Operator,
    products: Collection[ProductRisk],
    places: Collection[Place],
    record: Record,
    on_day: date,
    rules: RiskRules,
) -> Risk:
    """The grade on a day. The points of the lines before GRADE add up to `points`."""
    static = _static(operator, products, places, rules)
    lines = _capped(static, rules.most_static) + _capped(_dynamic(record, on_day, rules), rules.most_dynamic)
    points = _sum(lines)
    grade = next(each.grade for each in rules.grades if points <= each.most)
    lines.append(Line(RiskLine.GRADE, {"points": points, "grade": grade}))
    lower = _lower(grade, record, on_day, rules)
    if lower is not grade:
        lines.append(Line(RiskLine.LOWERED, {"months": rules.lower_after_clean_months, "grade": lower}))
    return Risk(lower, points, tuple(lines))


def _static(
    operator: Operator, products: Collection[ProductRisk], places: Collection[Place], rules: RiskRules
) -> list[Line[RiskLine]]:
    kind = operator.operator_kind
    lines = [Line(RiskLine.KIND, {"kind": kind, "points": rules.kinds[kind]})]
    if products:
        worst = max(sorted(products), key=lambda each: rules.products.get(each, 0))
        lines.append(Line(RiskLine.PRODUCT, {"product": worst, "points": rules.products.get(worst, 0)}))
    staff = operator.staff_count or 0
    if points := max((each.points for each in rules.scale if staff >= each.least_staff), default=0):
        lines.append(Line(RiskLine.SCALE, {"staff": staff, "points": points}))
    if operator.canteen_kind and (points := rules.vulnerable.get(operator.canteen_kind, 0)):
        lines.append(Line(RiskLine.VULNERABLE, {"canteen": operator.canteen_kind, "points": points}))
    if places:
        place = max(sorted(places), key=lambda each: rules.places.get(each, 0))
        lines.append(Line(RiskLine.PLACE, {"place": place, "points": rules.places.get(place, 0)}))
    return lines


def _dynamic(record: Record, on_day: date, rules: RiskRules) -> list[Line[RiskLine]]:
    if record.last_full_score is None:
        lines = [Line(RiskLine.NEVER_INSPECTED, {"points": rules.never_inspected})]
    else:
        points = half_up(rules.dynamic_percent * (100 - record.last_full_score), 100)
        lines = [Line(RiskLine.LAST_VISIT, {"score": record.last_full_score, "points": points})]
    since = months_later(on_day, -rules.events_months)
    penalties, samples = (_within(days, since, on_day) for days in (record.penalties, record.failed_samples))
    if penalties + samples:
        points = rules.points_an_event * (penalties + samples)
        lines.append(Line(RiskLine.EVENTS, {"penalties": penalties, "samples": samples, "points": points}))
    return lines


def _within(days: Iterable[date], since: date, until: date) -> int:
    return sum(since < day <= until for day in days)


def _capped(lines: list[Line[RiskLine]], most: int) -> list[Line[RiskLine]]:
    above = _sum(lines) - most
    return [*lines, Line(RiskLine.CAPPED, {"most": most, "points": -above})] if above > 0 else lines


def _sum(lines: Iterable[Line[RiskLine]]) -> int:
    return sum(int(line.facts["points"]) for line in lines)


def _lower(grade: RiskGrade, record: Record, on_day: date, rules: RiskRules) -> RiskGrade:
    """One grade lower after so many months on record without a penalty or a failed sample."""
    since = months_later(on_day, -rules.lower_after_clean_months)
    bad = _within((*record.penalties, *record.failed_samples), since, on_day)
    order = [each.grade for each in rules.grades]
    if bad or record.known_since is None or record.known_since > since:
        return grade
    return order[max(0, order.index(grade) - 1)]


class DueReason(StrEnum):
    GRADE = "GRADE"
    """By the visits a year that the grade asks for."""
    CREDIT = "CREDIT"
    """As GRADE, sooner or later for the operator's credit."""
    FULL = "FULL"
    """One full inspection in so many months, whatever the grade."""
    FIRST = "FIRST"
    """Never visited: counted from registration."""


@dataclass(frozen=True, slots=True)
class NextVisit:
    by: date
    reason: DueReason
    visits_a_year: int
    by_credit: int = 0
    """How many of them the credit adds or takes away."""

    def overdue(self, today: date) -> bool:
        return today > self.by


def next_visit(
    grade: RiskGrade,
    registered: date,
    last_visit: date | None,
    last_full: date | None,
    rules: RiskRules,
    band: Band | None = None,
) -> NextVisit:
    """The last day for the next visit; another grade or another credit gives another day at once."""
    asked = rules.rule(grade).visits_a_year
    visits = min(12, max(1, asked + (rules.by_credit.get(band, 0) if band else 0)))
    interval, by_credit = 12 // visits, visits - asked
    if last_visit is None:
        return NextVisit(months_later(registered, interval), DueReason.FIRST, visits, by_credit)
    by_law = months_later(last_full or registered, rules.full_every_months)
    by = months_later(last_visit, interval)
    if by_law < by:
        return NextVisit(by_law, DueReason.FULL, visits, by_credit)
    return NextVisit(by, DueReason.CREDIT if by_credit else DueReason.GRADE, visits, by_credit)


def is_focus(operator: Operator, grade: RiskGrade) -> bool:
    """Whether the law names it for focused inspection: producers of C and D, sellers and caterers of D (SIR 22)."""
    producer = operator.operator_kind in (OperatorKind.FOOD_PRODUCER, OperatorKind.SMALL_WORKSHOP)
    return grade is RiskGrade.D or (producer and grade is RiskGrade.C)
