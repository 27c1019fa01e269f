"""The points of a risk grade add up line by line, and the grade says when to visit next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain import packs, risk
from inspector_app.domain.credit import Band
from inspector_app.domain.risk import DueReason, Place, ProductRisk, Record, RiskLine, RiskRules
from inspector_app.records.operators import CanteenKind, OperatorKind, RiskGrade

Make = Callable[..., Any]
DAY = date(2025, 6, 15)
A, B, C, D = RiskGrade
R = RiskLine
K = OperatorKind


@pytest.fixture(scope="module")
def rules(shipped: Make) -> RiskRules:
    (only,) = shipped(RiskRules)
    assert isinstance(only, RiskRules)
    return only


def days(*texts: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, texts))


@pytest.mark.parametrize(
    ("fields", "products", "places", "record", "points", "grade"),
    [
        ({}, [], [], Record(100), 5, A),
        ({}, [ProductRisk.PREPACKED], [], Record(60), 31, B),  # 5 + 2 + 24
        ({}, [ProductRisk.PREPACKED], [], Record(62), 30, A),  # 22.8 is 23
        ({}, [ProductRisk.PREPACKED], [Place.NEAR_SCHOOL], Record(45), 44, B),
        ({}, [ProductRisk.PREPACKED], [Place.NEAR_SCHOOL], Record(43), 45, B),  # 34.2 is 34
        ({}, [ProductRisk.PREPACKED], [Place.NEAR_SCHOOL], Record(42), 46, C),  # 34.8 is 35
        ({"operator_kind": K.SMALL_WORKSHOP}, [ProductRisk.MEAT, ProductRisk.PREPACKED], [], Record(40), 60, C),
        ({"operator_kind": K.SMALL_WORKSHOP}, [ProductRisk.MEAT], [], Record(39), 61, D),
        ({"operator_kind": K.SMALL_WORKSHOP}, [ProductRisk.MEAT], [], Record(), 54, C),
        ({"staff_count": 3}, [], [], Record(100), 7, A),
        ({"staff_count": 2}, [], [], Record(100), 5, A),
        ({"staff_count": 60}, [], [], Record(100), 11, A),
        (
            {"operator_kind": K.COLLECTIVE_CANTEEN, "canteen_kind": CanteenKind.SCHOOL, "staff_count": 50},
            [ProductRisk.COLD_DISHES],
            [Place.NEAR_SCHOOL],
            Record(100),
            40,
            B,
        ),
        ({}, [], [], Record(100, days("2024-06-16"), days("2025-06-15", "2024-06-15")), 15, A),
        ({}, [], [], Record(0, days(*["2025-06-01"] * 9)), 65, D),  # dynamic points are capped
    ],
)
def test_the_points_and_their_grade(
    rules: RiskRules,
    make_operator: Make,
    fields: dict[str, Any],
    products: list[ProductRisk],
    places: list[Place],
    record: Record,
    points: int,
    grade: RiskGrade,
) -> None:
    found = risk.assess(make_operator(**fields), products, places, record, DAY, rules)
    assert (found.points, found.grade) == (points, grade)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    kind=st.sampled_from(OperatorKind),
    canteen=st.none() | st.sampled_from(CanteenKind),
    staff=st.none() | st.integers(0, 500),
    products=st.lists(st.sampled_from(ProductRisk)),
    places=st.lists(st.sampled_from(Place)),
    score=st.none() | st.integers(0, 100),
    events=st.lists(st.dates(date(2023, 1, 1), DAY), max_size=20),
)
def test_the_lines_add_up_to_the_points(rules: RiskRules, make_operator: Make, **case: Any) -> None:
    operator = make_operator(operator_kind=case["kind"], canteen_kind=case["canteen"], staff_count=case["staff"])
    record = Record(case["score"], tuple(case["events"]))
    found = risk.assess(operator, case["products"], case["places"], record, DAY, rules)
    shown = [int(line.facts["points"]) for line in found.explanation if line.code not in (R.GRADE, R.LOWERED)]
    assert sum(shown) == found.points <= 100
    assert [line.code for line in found.explanation][len(shown)] is R.GRADE


def test_three_clean_years_on_record_lower_the_grade_by_one(rules: RiskRules, make_operator: Make) -> None:
    def grade(record: Record) -> RiskGrade:
        return risk.assess(make_operator(), [ProductRisk.PREPACKED], [], record, DAY, rules).grade

    since = date(2022, 6, 15)
    assert grade(Record(60)) is B
    assert grade(Record(60, known_since=since)) is A
    assert grade(Record(60, known_since=since + timedelta(days=1))) is B
    assert grade(Record(60, days("2022-06-16"), known_since=since)) is B
    assert grade(Record(60, days("2022-06-15"), known_since=since)) is A
    assert grade(Record(100, known_since=since)) is A


@pytest.mark.parametrize(
    ("grade", "visited", "full", "by", "reason"),
    [
        (A, "2025-01-31", "2025-01-31", "2026-01-31", DueReason.GRADE),
        (B, "2025-01-31", "2025-01-31", "2026-01-31", DueReason.GRADE),
        (C, "2025-08-31", "2025-08-31", "2026-02-28", DueReason.GRADE),
        (D, "2025-01-31", "2025-01-31", "2025-05-31", DueReason.GRADE),
        (A, "2025-01-31", "2023-06-01", "2025-06-01", DueReason.FULL),
        (A, None, None, "2024-03-01", DueReason.FIRST),
        (D, None, None, "2023-07-01", DueReason.FIRST),
        (A, "2024-12-01", None, "2025-03-01", DueReason.FULL),
    ],
)
def test_b_6_the_grade_says_when_the_next_visit_is_due(
    rules: RiskRules, grade: RiskGrade, visited: str | None, full: str | None, by: str, reason: DueReason
) -> None:
    visited_on, full_on = (date.fromisoformat(text) if text else None for text in (visited, full))
    found = risk.next_visit(grade, date(2023, 3, 1), visited_on, full_on, rules)
    assert (found.by, found.reason) == (date.fromisoformat(by), reason)
    assert not found.overdue(found.by)
    assert found.overdue(found.by + timedelta(days=1))


@pytest.mark.parametrize(
    ("grade", "band", "by", "reason"),
    [
        (C, Band.NORMAL, "2025-07-31", DueReason.GRADE),
        (C, Band.GOOD, "2026-01-31", DueReason.CREDIT),
        (C, Band.WATCHED, "2025-05-31", DueReason.CREDIT),
        (C, Band.POOR, "2025-04-30", DueReason.CREDIT),
        (A, Band.GOOD, "2026-01-31", DueReason.GRADE),  # one a year stays
    ],
)
def test_f_6_good_credit_asks_for_fewer_visits_and_bad_credit_for_more(
    rules: RiskRules, grade: RiskGrade, band: Band, by: str, reason: DueReason
) -> None:
    visited = date(2025, 1, 31)
    found = risk.next_visit(grade, date(2023, 3, 1), visited, visited, rules, band)
    assert (found.by, found.reason) == (date.fromisoformat(by), reason)
    assert found.visits_a_year == rules.rule(grade).visits_a_year + found.by_credit


def test_a_riskier_grade_is_never_visited_later(rules: RiskRules) -> None:
    due = [risk.next_visit(grade, DAY, DAY, DAY, rules).by for grade in RiskGrade]
    assert due == sorted(due, reverse=True)


@pytest.mark.parametrize(
    ("kind", "focus"),
    [(K.FOOD_PRODUCER, {C, D}), (K.SMALL_WORKSHOP, {C, D}), (K.RURAL_STORE, {D}), (K.CATERING, {D})],
)
def test_whom_the_law_names_for_focused_inspection(
    make_operator: Make, kind: OperatorKind, focus: set[RiskGrade]
) -> None:
    operator = make_operator(operator_kind=kind)
    assert {grade for grade in RiskGrade if risk.is_focus(operator, grade)} == focus


@pytest.mark.parametrize(
    ("field", "value"),
    [("most_dynamic", 70), ("kinds", {"RURAL_STORE": 5}), ("grades", [{"grade": "A", "most": 30, "visits_a_year": 1}])],
)
def test_a_pack_that_leaves_an_operator_without_grade_is_refused(rules: RiskRules, field: str, value: Any) -> None:
    body = rules.model_dump(mode="json") | {field: value}
    with pytest.raises(packs.PackInvalid):
        packs.parse(RiskRules, {"pack": "risk", "title": {"zh": "x", "en": "x"}, "versions": [body]})
