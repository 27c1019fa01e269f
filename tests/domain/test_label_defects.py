"""A faulty label is a defect only with one of six reasons and three times no."""

from __future__ import annotations

import copy
from itertools import product
from typing import Any

import pytest

from inspector_app.domain import checklists, label_defects
from inspector_app.domain.checklists import Item
from inspector_app.domain.label_defects import DefectLine, DefectReason, Judgement, LabelLevel, Serious

COMPLIANT, DEFECT, VIOLATION, SERIOUS = LabelLevel
L = DefectLine
SLIGHT = Judgement(DefectReason.TYPE, touches_safety=False, at_fault=False, misleads=False)


@pytest.fixture
def items(body: dict[str, Any]) -> tuple[Item, ...]:
    """Of the first two items a fault may be a defect; of the third it is always an offence."""
    own = copy.deepcopy(body)
    for number, fail_class in enumerate(("DEFECT_OR_VIOLATION", "DEFECT_OR_VIOLATION", "VIOLATION")):
        own["sections"][0]["items"][number]["fail_class"] = fail_class
    return checklists.parse(own).items


def test_a_label_without_a_fault_is_in_order() -> None:
    assert label_defects.label_outcome([], {}).level is COMPLIANT


@pytest.mark.parametrize(
    ("reason", "safety", "fault", "misleads"),
    list(product([None, *DefectReason], [False, True], [False, True], [False, True])),
)
def test_a_defect_takes_a_reason_and_three_times_no(
    items: tuple[Item, ...], reason: DefectReason | None, safety: bool, fault: bool, misleads: bool
) -> None:
    judgement = Judgement(reason, safety, fault, misleads)
    found = label_defects.label_outcome(items[:1], {items[0].id: judgement})
    slight = reason is not None and not (safety or fault or misleads)
    assert found.level is (DEFECT if slight else VIOLATION)
    told = {line.code for line in found.explanation[:-1]}
    against = {L.NO_REASON: reason is None, L.TOUCHES_SAFETY: safety, L.AT_FAULT: fault, L.MISLEADS: misleads}
    assert told == ({L.DEFECT} if slight else {code for code, holds in against.items() if holds})


def test_the_gravest_fault_counts(items: tuple[Item, ...]) -> None:
    judged = {items[0].id: SLIGHT, items[1].id: SLIGHT, items[2].id: SLIGHT}
    assert label_defects.label_outcome(items[:2], judged).level is DEFECT
    assert label_defects.label_outcome(items[:3], judged).level is VIOLATION
    assert label_defects.label_outcome(items[:2], judged, [Serious.EXPIRED]).level is SERIOUS
    assert label_defects.label_outcome([], {}, [Serious.NO_LABEL]).level is SERIOUS


def test_what_nobody_has_judged_is_taken_as_an_offence(items: tuple[Item, ...]) -> None:
    found = label_defects.label_outcome(items[:1], {})
    assert found.level is VIOLATION
    assert [line.code for line in found.explanation] == [L.NOT_JUDGED, L.LEVEL]
