"""A quiz is marked by its pack, and the pack is versioned data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.outreach import Outreach, Quiz, mark
from inspector_app.domain.packs import PackInvalid, parse
from inspector_app.records.equipment import TrainingKind
from inspector_app.shipped import versions_of

PACK: Outreach = versions_of(Outreach)[0]
QUIZ = PACK.quiz("shopkeeper")


def test_all_right_is_a_hundred_and_nothing_is_none() -> None:
    right = [question.right for question in QUIZ.questions]
    assert (mark(QUIZ, right).percent, mark(QUIZ, right).passed, mark(QUIZ, right).wrong) == (100, True, ())
    assert mark(QUIZ, [None] * len(right)).percent == 0
    assert mark(QUIZ, [*right[:-1], None]).passed, "four of five are 80"
    assert not mark(QUIZ, [*right[:-2], None, None]).passed


@pytest.mark.parametrize("quiz", PACK.quizzes, ids=lambda quiz: quiz.id)
@given(data=st.data())
def test_the_marks_are_the_share_of_right_answers(quiz: Quiz, data: st.DataObject) -> None:
    choices = [st.sampled_from([None, *range(1, len(each.choices) + 1)]) for each in quiz.questions]
    answers = [data.draw(choice) for choice in choices]
    found = mark(quiz, answers)
    right = sum(given == each.right for given, each in zip(answers, quiz.questions, strict=True))
    assert len(found.wrong) == len(answers) - right
    assert abs(found.percent - 100 * right / len(answers)) <= 0.5
    assert found.passed == (found.percent >= quiz.pass_percent)


def test_answers_to_another_quiz_are_not_marked() -> None:
    with pytest.raises(ValueError, match="answers to"):
        mark(QUIZ, [1])


def test_everybody_has_something_to_read() -> None:
    readers = {reader for each in (*PACK.leaflets, *PACK.quizzes) for reader in each.readers}
    assert readers >= {TrainingKind.PUBLIC, TrainingKind.SCHOOL, TrainingKind.OPERATORS, TrainingKind.STAFF}


@pytest.mark.parametrize("change", [{"right": 9}, {"choices": []}])
def test_a_quiz_that_nobody_can_answer_is_refused(change: dict[str, Any]) -> None:
    version = PACK.model_dump(mode="json")
    version["quizzes"][0]["questions"][0] |= change
    with pytest.raises(PackInvalid):
        parse(Outreach, {"pack": "outreach", "title": {"zh": "x", "en": "x"}, "versions": [version]})


def test_the_pack_says_from_when_it_holds() -> None:
    assert PACK.valid_from == date(2025, 1, 1)
    assert PACK.source
