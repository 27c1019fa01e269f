"""The published result rule row by row, the score at its limits, and the steps that are told."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import checklists, scoring
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.domain.scoring import Line, LineCode, ScoringRules, Tally
from inspector_app.records.inspections import AnswerCode, InspectionResult, InspectionType

Make = Callable[..., Any]
CONFORM, BASICALLY, NONCONFORM = InspectionResult


@pytest.fixture(scope="module")
def rules(shipped: Make) -> ScoringRules:
    (only,) = shipped(ScoringRules)
    assert isinstance(only, ScoringRules)
    return only


@pytest.mark.parametrize(
    ("key", "key_failed", "general", "na", "failed", "permille", "result"),
    [
        (7, 0, 23, 0, 0, 1000, CONFORM),
        (7, 0, 23, 3, 1, 950, BASICALLY),
        (7, 1, 23, 0, 0, 1000, BASICALLY),
        (7, 1, 23, 3, 6, 700, BASICALLY),
        (7, 1, 23, 3, 7, 650, NONCONFORM),
        (7, 2, 23, 0, 0, 1000, NONCONFORM),
        (3, 0, 7, 0, 3, 571, NONCONFORM),
        (3, 1, 7, 7, 0, None, BASICALLY),
        (3, 0, 7, 7, 0, None, CONFORM),
        (3, 2, 7, 7, 0, None, NONCONFORM),
    ],
)
def test_the_published_rule(
    rules: ScoringRules,
    key: int,
    key_failed: int,
    general: int,
    na: int,
    failed: int,
    permille: int | None,
    result: InspectionResult,
) -> None:
    counts = Tally(
        key_checked=key, key_failed=key_failed, general_checked=general, general_na=na, general_failed=failed
    )
    outcome = scoring.conformity_2016(counts, rules)
    assert outcome.result is result
    rates = [line.facts["permille"] for line in outcome.explanation if line.code is LineCode.GENERAL_RATE]
    assert rates == ([] if permille is None else [permille])
    assert outcome.explanation[-1] == Line(LineCode.RESULT, {"result": result})


def test_a_rate_just_below_the_limit_is_told_as_below_it(rules: ScoringRules) -> None:
    counts = Tally(general_checked=10_000, general_failed=3_001)
    outcome = scoring.conformity_2016(counts, rules)
    assert outcome.result is NONCONFORM
    assert Line(LineCode.RATE_TOO_LOW, {"permille": 699, "limit": 70}) in outcome.explanation


def test_limits_are_the_lists_own(rules: ScoringRules) -> None:
    counts = Tally(key_checked=7, key_failed=2, general_checked=10, general_failed=4)
    other = rules.model_copy(update={"max_key_for_basic": 2, "min_general_rate": 60})
    assert scoring.conformity_2016(counts, rules).result is NONCONFORM
    assert scoring.conformity_2016(counts, other).result is BASICALLY


def test_a_visit_that_checked_nothing_has_no_result(rules: ScoringRules) -> None:
    nothing = Tally(general_checked=3, general_na=3)
    for outcome in (scoring.conformity_2016(nothing, rules), scoring.weighted_100(nothing, rules)):
        assert (outcome.result, outcome.score) == (None, None)
        assert outcome.explanation == (Line(LineCode.NOTHING_CHECKED, {}),)


@pytest.mark.parametrize(
    ("key", "key_failed", "general", "failed", "score"),
    [
        (7, 0, 23, 0, 100),
        (0, 0, 8, 1, 88),  # 87.5, half up
        (0, 0, 1000, 5, 100),  # 99.5, half up
        (1, 1, 0, 0, 0),
        (10, 1, 30, 0, 89),  # 95, capped
        (10, 2, 30, 0, 59),  # 90, capped
        (10, 3, 30, 0, 59),  # 85, capped as with two
        (3, 1, 7, 4, 56),  # 9 of 16, below the cap
        (0, 0, 1, 1, 0),
    ],
)
def test_the_weighted_score(
    rules: ScoringRules, key: int, key_failed: int, general: int, failed: int, score: int
) -> None:
    counts = Tally(key_checked=key, key_failed=key_failed, general_checked=general, general_failed=failed)
    assert scoring.weighted_100(counts, rules).score == score


def test_a_not_applicable_item_weighs_nothing(rules: ScoringRules) -> None:
    without = Tally(key_checked=2, general_checked=4, general_failed=1)
    beside = Tally(key_checked=5, key_na=3, general_checked=9, general_na=5, general_failed=1)
    assert scoring.weighted_100(without, rules).score == scoring.weighted_100(beside, rules).score == 90


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    key, general = draw(st.integers(0, 40)), draw(st.integers(0, 40))
    key_na, general_na = draw(st.integers(0, key)), draw(st.integers(0, general))
    key_failed, failed = draw(st.integers(0, key - key_na)), draw(st.integers(0, general - general_na))
    return Tally(key, key_na, key_failed, general, general_na, failed)


@given(tallies())
def test_the_result_is_that_of_exact_fractions(rules: ScoringRules, counts: Tally) -> None:
    outcome = scoring.conformity_2016(counts, rules)
    passed, counted = counts.general_counted - counts.general_failed, counts.general_counted
    if counts.key_counted + counted == 0:
        assert outcome.result is None
    elif counts.key_failed + counts.general_failed == 0:
        assert outcome.result is CONFORM
    else:
        within = counts.key_failed <= 1 and 10 * passed >= 7 * counted
        assert outcome.result is (BASICALLY if within else NONCONFORM)


def test_the_outcome_of_a_visit_counts_only_its_sections(
    rules: ScoringRules,
    form: ChecklistForm,
    make_operator: Make,
    make_answer: Make,
) -> None:
    answers = {f"T-{n:02}": make_answer() for n in range(1, 12)}
    answers["T-07"] = make_answer(AnswerCode.NONCONFORM, "货架有积尘")
    answers["T-08"] = make_answer(AnswerCode.NA, "无此情形")
    answers["T-09"] = make_answer(AnswerCode.NOT_CHECKED)
    answers["T-12"] = make_answer(AnswerCode.NONCONFORM, "不属于本店")
    sections = checklists.applicable_sections(form, make_operator())
    outcome = scoring.result_of(form, sections, answers, InspectionType.SPOT, rules)
    assert outcome.result is BASICALLY
    assert outcome.score == 94  # 16 of 17
    assert [(line.code, dict(line.facts)) for line in outcome.explanation] == [
        (LineCode.COVERAGE, {"type": "SPOT", "items": 11, "checked": 10}),
        (LineCode.KEY_ITEMS, {"checked": 4, "failed": 0}),
        (LineCode.GENERAL_ITEMS, {"checked": 6, "na": 1, "failed": 1}),
        (LineCode.GENERAL_RATE, {"passed": 4, "counted": 5, "permille": 800}),
        (LineCode.RESULT, {"result": "BASICALLY_CONFORM"}),
        (LineCode.WEIGHTED, {"earned": 16, "possible": 17, "score": 94}),
    ]


def test_a_list_that_names_no_score_gets_none(
    rules: ScoringRules, body: dict[str, Any], make_operator: Make, make_answer: Make
) -> None:
    plain = checklists.parse(copy.deepcopy(body) | {"scoring": ["conformity_2016"]})
    label = checklists.parse(copy.deepcopy(body) | {"scoring": ["label_defect"]})
    answers = {"T-01": make_answer()}
    first = scoring.result_of(plain, plain.sections, answers, InspectionType.DAILY, rules)
    assert (first.result, first.score) == (CONFORM, None)
    second = scoring.result_of(label, label.sections, answers, InspectionType.DAILY, rules)
    assert (second.result, second.score) == (None, None)


def test_nothing_answered_is_told_once(rules: ScoringRules, form: ChecklistForm) -> None:
    outcome = scoring.result_of(form, form.sections, {}, InspectionType.DAILY, rules)
    assert [line.code for line in outcome.explanation] == [LineCode.COVERAGE, LineCode.NOTHING_CHECKED]
