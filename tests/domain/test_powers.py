"""Fines on the spot stay within the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspector_app.domain import powers
from inspector_app.domain.powers import Powers
from inspector_app.domain.problems import Code


@pytest.fixture(scope="module")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> Powers:
    (only,) = shipped(Powers)
    assert isinstance(only, Powers)
    return only


@pytest.mark.parametrize(
    ("fine", "organisation", "clear", "codes"),
    [
        (20_000, False, True, []),
        (20_001, False, True, [Code.RANGE]),
        (300_000, True, True, []),
        (300_001, True, True, [Code.RANGE]),
        (0, False, True, []),
        (-1, False, True, [Code.RANGE]),
        (10_000, False, False, [Code.REQUIRED]),
    ],
)
def test_a_penalty_on_the_spot(rules: Powers, fine: int, organisation: bool, clear: bool, codes: list[Code]) -> None:
    found = powers.spot_penalty_problems(fine, organisation, clear, rules)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("fine", "hard_later", "may"),
    [(10_000, False, True), (10_001, False, False), (10_001, True, True), (0, True, False)],
)
def test_which_fines_are_collected_at_once(rules: Powers, fine: int, hard_later: bool, may: bool) -> None:
    assert powers.may_collect(fine, hard_later, rules) is may
