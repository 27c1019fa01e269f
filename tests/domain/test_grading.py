"""Smile signs and yearly grades at every boundary, each with the lines that say why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import grading, packs
from inspector_app.domain.grading import AnnualGrade, Cause, GradeLine, GradingRules, Setback, VisitGrade

EXCELLENT, GOOD, FAIR = VisitGrade
PENALTY, INCIDENT, SAMPLE = Cause
DAY = date(2025, 6, 15)
OLD = date(2020, 1, 1)
G = GradeLine


@pytest.fixture(scope="module")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> GradingRules:
    (only,) = shipped(GradingRules)
    assert isinstance(only, GradingRules)
    return only


@pytest.mark.parametrize(
    ("score", "key_failed", "licensed", "setbacks", "grade", "codes"),
    [
        # the limits
        (100, 0, OLD, [], EXCELLENT, [G.SCORE, G.GRADE]),
        (91, 0, OLD, [], EXCELLENT, [G.SCORE, G.GRADE]),
        (90, 0, OLD, [], EXCELLENT, [G.SCORE, G.GRADE]),
        (89, 0, OLD, [], GOOD, [G.SCORE, G.GRADE]),
        (76, 0, OLD, [], GOOD, [G.SCORE, G.GRADE]),
        (75, 0, OLD, [], GOOD, [G.SCORE, G.GRADE]),
        (74, 0, OLD, [], FAIR, [G.SCORE, G.GRADE]),
        (61, 0, OLD, [], FAIR, [G.SCORE, G.GRADE]),
        (60, 0, OLD, [], FAIR, [G.SCORE, G.GRADE]),
        (59, 0, OLD, [], None, [G.SCORE, G.BELOW]),
        (0, 0, OLD, [], None, [G.SCORE, G.BELOW]),
        # key items
        (89, 1, OLD, [], GOOD, [G.SCORE, G.GRADE]),
        (89, 2, OLD, [], None, [G.SCORE, G.KEY_TOO_MANY]),
        (59, 2, OLD, [], None, [G.SCORE, G.KEY_TOO_MANY, G.BELOW]),
        (59, 3, OLD, [], None, [G.SCORE, G.KEY_TOO_MANY, G.BELOW]),
        # a new licence
        (95, 0, date(2025, 3, 15), [], EXCELLENT, [G.SCORE, G.GRADE]),
        (95, 0, date(2025, 3, 16), [], None, [G.SCORE, G.NEW_LICENCE]),
        (95, 0, DAY, [], None, [G.SCORE, G.NEW_LICENCE]),
        (95, 0, None, [], EXCELLENT, [G.SCORE, G.GRADE]),
        # penalties: two months
        (95, 0, OLD, [(PENALTY, "2025-04-15")], EXCELLENT, [G.SCORE, G.GRADE]),
        (95, 0, OLD, [(PENALTY, "2025-04-16")], None, [G.SCORE, G.PAUSED]),
        (95, 0, OLD, [(PENALTY, "2025-06-15")], None, [G.SCORE, G.PAUSED]),
        (95, 0, OLD, [(PENALTY, "2025-06-16")], EXCELLENT, [G.SCORE, G.GRADE]),  # the day after the visit
        # incidents and failed samples: six months
        (95, 0, OLD, [(INCIDENT, "2024-12-15")], EXCELLENT, [G.SCORE, G.GRADE]),
        (95, 0, OLD, [(INCIDENT, "2024-12-16")], None, [G.SCORE, G.PAUSED]),
        (95, 0, OLD, [(SAMPLE, "2025-06-01")], EXCELLENT, [G.SCORE, G.GRADE]),
        (95, 0, OLD, [(SAMPLE, "2024-12-20"), (SAMPLE, "2025-01-20")], None, [G.SCORE, G.PAUSED]),
        (95, 0, OLD, [(SAMPLE, "2024-10-20"), (SAMPLE, "2024-12-15")], EXCELLENT, [G.SCORE, G.GRADE]),
        (95, 0, OLD, [(SAMPLE, "2024-01-10"), (SAMPLE, "2025-01-11")], EXCELLENT, [G.SCORE, G.GRADE]),  # a year apart
        (95, 0, OLD, [(PENALTY, "2025-05-01"), (INCIDENT, "2025-05-01")], None, [G.SCORE, G.PAUSED, G.PAUSED]),
        (95, 2, date(2025, 6, 1), [(PENALTY, "2025-06-01")], None, [G.SCORE, G.NEW_LICENCE, G.PAUSED, G.KEY_TOO_MANY]),
    ],
)
def test_b_4_the_sign_after_a_visit(
    rules: GradingRules,
    score: int,
    key_failed: int,
    licensed: date | None,
    setbacks: list[tuple[Cause, str]],
    grade: VisitGrade | None,
    codes: list[GradeLine],
) -> None:
    happened = [Setback(cause, date.fromisoformat(on)) for cause, on in setbacks]
    found = grading.visit_grade(score, key_failed, DAY, licensed, happened, rules)
    assert found.grade is grade
    assert [line.code for line in found.explanation] == codes
    assert (found.next_visit_by is None) is (grade is None)


@pytest.mark.parametrize(
    ("score", "by"), [(95, date(2026, 6, 15)), (80, date(2025, 12, 15)), (65, date(2025, 10, 15)), (50, None)]
)
def test_the_better_the_grade_the_later_the_next_visit(rules: GradingRules, score: int, by: date | None) -> None:
    assert grading.visit_grade(score, 0, DAY, OLD, [], rules).next_visit_by == by


def test_a_pause_names_its_cause_and_its_end(rules: GradingRules) -> None:
    found = grading.visit_grade(95, 0, DAY, OLD, [Setback(INCIDENT, date(2025, 5, 31))], rules)
    assert found.explanation[1].facts == {"cause": "INCIDENT", "from": "2025-11-30"}


@pytest.mark.parametrize(
    ("scores", "mean", "grade"),
    [
        ([90, 90], 90, AnnualGrade.A),
        ([90, 89], 90, AnnualGrade.A),  # 89.5, half up
        ([89, 89, 90], 89, AnnualGrade.B),
        ([75], 75, AnnualGrade.B),
        ([75, 74, 74], 74, AnnualGrade.C),
        ([60], 60, AnnualGrade.C),
        ([59], 59, None),
    ],
)
def test_b_5_the_yearly_grade_is_the_mean_of_the_visits(
    rules: GradingRules, scores: list[int], mean: int, grade: AnnualGrade | None
) -> None:
    visits = [(date(2025, 1 + number, 10), score) for number, score in enumerate(scores)]
    found = grading.annual_grade(visits, DAY, OLD, rules)
    assert (found.score, found.grade) == (mean, grade)
    shown = [line.facts["score"] for line in found.explanation if line.code is G.VISIT]
    assert shown == scores
    (total,) = [line.facts for line in found.explanation if line.code is G.MEAN]
    assert total == {"sum": sum(scores), "visits": len(scores), "score": mean}


def test_only_the_visits_of_the_last_twelve_months_count(rules: GradingRules) -> None:
    visits = [(date(2024, 6, 15), 10), (date(2024, 6, 16), 80), (DAY, 90), (date(2025, 6, 16), 10)]
    assert grading.annual_grade(visits, DAY, OLD, rules).score == 85


def test_without_a_year_of_data_there_is_no_yearly_grade(rules: GradingRules) -> None:
    young = grading.annual_grade([(DAY, 95)], DAY, date(2024, 6, 16), rules)
    assert (young.grade, [line.code for line in young.explanation]) == (None, [G.TOO_SHORT])
    assert grading.annual_grade([(DAY, 95)], DAY, date(2024, 6, 15), rules).grade is AnnualGrade.A
    assert [line.code for line in grading.annual_grade([], DAY, OLD, rules).explanation] == [G.NO_VISIT]


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_better_score_never_gives_a_worse_sign(score: int, other: int) -> None:
    own = GradingRules(
        source="x", tag=packs.Tag.KNOWN, valid_from=OLD, most_key_failed=1, first_after_months=3, annual_months=12,
        grades=(
            grading.Grade(visit=EXCELLENT, annual=AnnualGrade.A, least=90, next_visit_months=12),
            grading.Grade(visit=FAIR, annual=AnnualGrade.C, least=40, next_visit_months=4),
        ),
    )  # fmt: skip
    order = [None, FAIR, EXCELLENT]
    low, high = (grading.visit_grade(each, 0, DAY, OLD, [], own).grade for each in sorted((score, other)))
    assert order.index(low) <= order.index(high)


def test_grades_go_from_the_best_down(rules: GradingRules) -> None:
    body = rules.model_dump(mode="json") | {"grades": rules.model_dump(mode="json")["grades"][::-1]}
    with pytest.raises(packs.PackInvalid, match="from the best down"):
        packs.parse(GradingRules, {"pack": "grading", "title": {"zh": "x", "en": "x"}, "versions": [body]})
