"""The next visit follows from risk and credit, and the plan says why."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.local_time import local_date
from inspector_app.domain.risk import DueReason, RiskLine
from inspector_app.errors import AppError
from inspector_app.records.credit import Grade, GradeKind
from inspector_app.records.inspections import InspectionType
from inspector_app.records.measures import PenaltyKind, SpotPenalty
from inspector_app.records.operators import Operator, OperatorKind, RiskGrade
from inspector_app.services.visit_plan import Plan, give_grade, plan
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

DAY_US = 24 * 60 * factories.MINUTE


def made(laptop: Laptop) -> Plan:
    with laptop.sessions() as session:
        return plan(session, laptop.shop, local_date(laptop.now))


def visited(laptop: Laptop, days_ago: int, score: int, kind: InspectionType = InspectionType.DAILY) -> str:
    at = laptop.now - days_ago * DAY_US
    visit = factories.visit(
        laptop.shop,
        laptop.wang,
        laptop.device_id,
        started_at=at,
        signed_at=at,
        score=score,
        inspection_type=kind,
    )
    laptop.receive(visit)
    return visit.id


def fined(laptop: Laptop, days_ago: int) -> None:
    laptop.receive(
        SpotPenalty(
            id=new_id(),
            operator_id=laptop.shop.id,
            number=str(days_ago),
            penalty_kind=PenaltyKind.FINE,
            facts="x",
            penalty_basis="x",
            decided_by=laptop.wang.id,
            second_user_id=laptop.li.id,
            decided_at=laptop.now - days_ago * DAY_US,
        )
    )


def test_who_was_never_visited_is_due_from_registration(laptop: Laptop) -> None:
    found = made(laptop)
    assert found.next_visit.reason is DueReason.FIRST
    assert RiskLine.NEVER_INSPECTED in [line.code for line in found.risk.explanation]


def test_the_plan_names_who_is_under_special_watch(laptop: Laptop) -> None:
    assert not made(laptop).is_focus
    workshop = laptop.shop.changed(operator_kind=OperatorKind.SMALL_WORKSHOP, staff_count=60)
    for days in range(1, 13):
        fined(laptop, days)
    with laptop.sessions() as session:
        found = plan(session, workshop, local_date(laptop.now))
    assert found.risk.grade in (RiskGrade.C, RiskGrade.D)
    assert found.is_focus


def test_f_6_a_penalty_brings_the_next_visit_nearer_and_the_plan_says_why(laptop: Laptop) -> None:
    visits = (visited(laptop, 200, 60), visited(laptop, 100, 95))
    before = made(laptop)
    fined(laptop, 20)
    fined(laptop, 10)
    after = made(laptop)
    assert after.next_visit.by < before.next_visit.by
    assert after.next_visit.reason is DueReason.CREDIT
    assert after.next_visit.by_credit > 0
    assert (after.credit.score, after.credit.band) < (before.credit.score, before.credit.band)
    (events,) = (line for line in after.risk.explanation if line.code is RiskLine.EVENTS)
    assert events.facts["penalties"] == 2
    assert after.inspection_ids == visits


def test_the_last_full_visit_counts_and_not_a_spot_check(laptop: Laptop) -> None:
    visited(laptop, 50, 40)
    visited(laptop, 10, 100, InspectionType.SPOT)
    (line,) = (line for line in made(laptop).risk.explanation if line.code is RiskLine.LAST_VISIT)
    assert line.facts["score"] == 40


def test_a_grade_is_recorded_with_its_parts_and_shown_in_the_register(laptop: Laptop) -> None:
    visit = visited(laptop, 30, 80)
    with laptop.acting() as acting:
        given = give_grade(acting, laptop.shop.id)
    assert (given.grade_kind, given.inspection_ids) == (GradeKind.RISK, (visit,))
    assert (
        sum(int(facts["points"]) for code, facts in given.parts["lines"] if code not in ("GRADE", "LOWERED"))
        == given.score
    )
    assert given.next_visit_by == made(laptop).next_visit.by
    with laptop.acting() as acting:
        assert acting.get(Operator, laptop.shop.id).risk_grade is RiskGrade(given.grade)
        assert acting.get(Grade, given.id) == given


def test_auxiliary_staff_give_no_grade(laptop: Laptop) -> None:
    with laptop.acting(laptop.helper) as acting, pytest.raises(AppError, match="not_allowed"):
        give_grade(acting, laptop.shop.id)


def test_one_who_is_overdue_is_so_from_the_next_day(laptop: Laptop) -> None:
    visited(laptop, 30, 80)
    due = made(laptop).next_visit
    assert not due.overdue(due.by)
    assert due.overdue(date.fromordinal(due.by.toordinal() + 1))
