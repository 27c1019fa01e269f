"""Two officers with certificates go, none with an interest in the operator, and a draw can be repeated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import officers
from inspector_app.domain.officers import Interest, Relation
from inspector_app.domain.problems import Code, Severity
from inspector_app.records.inspections import Inspector
from sync.record import new_id

DAY = date(2025, 6, 15)
WANG, LI, ZHAO = (new_id() for _ in range(3))
SHOP = new_id()


def officer(user_id: str, certificate: str | None) -> Inspector:
    return Inspector(user_id=user_id, name=user_id[-4:], certificate_no=certificate)


@pytest.mark.parametrize(
    ("fields", "blocks"),
    [
        ({"operator_id": SHOP}, True),
        ({"operator_id": new_id()}, False),
        ({"person_hmac": "aa"}, True),
        ({"person_hmac": "bb"}, False),
        ({}, False),
        ({"operator_id": SHOP, "since": date(2025, 6, 16)}, False),
        ({"operator_id": SHOP, "since": DAY, "until": DAY}, True),
        ({"operator_id": SHOP, "until": date(2025, 6, 14)}, False),
    ],
)
def test_an_interest_keeps_an_officer_away_while_it_lasts(fields: dict[str, Any], blocks: bool) -> None:
    interest = Interest(**{"user_id": WANG, "relation": Relation.RELATIVE, "since": date(2020, 1, 1)} | fields)
    assert (WANG in officers.recused([interest], SHOP, {"aa"}, DAY)) is blocks


@pytest.mark.parametrize(
    ("team", "away", "codes"),
    [
        ([(WANG, "1"), (LI, "2")], set(), []),
        ([(WANG, "1"), (LI, "2"), (ZHAO, None)], set(), []),
        ([(WANG, "1"), (LI, None)], set(), [Code.INSPECTORS_TOO_FEW]),
        ([(WANG, "1"), (LI, "1")], set(), [Code.INSPECTORS_TOO_FEW]),  # one certificate twice
        ([(WANG, "1"), (WANG, "2")], set(), [Code.INSPECTORS_TOO_FEW]),  # one person twice
        ([(WANG, "1"), (LI, "2")], {LI}, [Code.RECUSED, Code.INSPECTORS_TOO_FEW]),
        ([(WANG, "1"), (LI, "2"), (ZHAO, "3")], {LI}, [Code.RECUSED]),
        ([], set(), [Code.INSPECTORS_TOO_FEW]),
    ],
)
def test_b_8_a_team_is_two_with_certificates_and_without_interest(
    team: list[tuple[str, str | None]], away: set[str], codes: list[Code]
) -> None:
    found = officers.team_problems([officer(*each) for each in team], away)
    assert [problem.code for problem in found] == codes
    assert all(problem.severity is Severity.ERROR for problem in found)


def test_a_draft_may_be_made_by_one_but_not_by_one_who_stays_away() -> None:
    (few,) = officers.team_problems([officer(WANG, "1")], set(), draft=True)
    assert few.severity is Severity.WARN
    away = officers.team_problems([officer(WANG, "1")], {WANG}, draft=True)
    assert [problem.severity for problem in away] == [Severity.ERROR, Severity.WARN]


def test_a_draw_of_known_seed_is_known() -> None:
    pool = [f"shop-{number}" for number in range(10)]
    assert officers.draw("2025-06-15/7", pool, 3) == ("shop-9", "shop-7", "shop-2")  # by sha256sum and sort


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=20), st.integers(0, 25), st.randoms())
def test_b_7_anyone_can_repeat_a_draw(seed: str, pool: list[str], n: int, chance: Any) -> None:
    drawn = officers.draw(seed, pool, n)
    other = [*pool, *pool]
    chance.shuffle(other)
    assert officers.draw(seed, other, n) == drawn
    assert len(drawn) == len(set(drawn)) == min(n, len(set(pool)))
    assert set(drawn) <= set(pool)
    if drawn:
        assert officers.draw(seed, set(pool) - {drawn[0]}, n)[: n - 1] == drawn[1:]
