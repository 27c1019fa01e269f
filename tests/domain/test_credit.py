"""A credit score is the sum of the parts that it shows, under the rules of its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain import credit, packs
from inspector_app.domain.credit import BanCause, Band, Cause, CreditRules, Entry
from inspector_app.records.credit import CreditEvent

DAY = date(2025, 6, 15)


@pytest.fixture(scope="module")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> CreditRules:
    (only,) = shipped(CreditRules)
    assert isinstance(only, CreditRules)
    return only


entries = st.lists(
    st.builds(
        Entry, st.dates(date(2021, 1, 1), date(2026, 1, 1)), st.sampled_from(CreditEvent), st.sampled_from("abcdefgh")
    ),
    max_size=15,
)


@settings(max_examples=1000, deadline=None)
@given(history=entries, on_day=st.dates(date(2021, 1, 1), date(2026, 1, 1)))
def test_f_2_the_shown_parts_are_the_score(rules: CreditRules, history: list[Entry], on_day: date) -> None:
    found = credit.credit_score(history, on_day, rules)
    assert sum(part.points for part in found.parts) == found.score
    assert rules.least <= found.score <= rules.most
    for part in found.parts:
        assert (part.entry is None) is (part.cause is not Cause.EVENT)
        if part.entry is not None:
            assert part.entry in history
            assert part.entry.on <= on_day


@settings(max_examples=200, deadline=None)
@given(history=entries, event=st.sampled_from(CreditEvent))
def test_a_bad_event_never_raises_the_score(rules: CreditRules, history: list[Entry], event: CreditEvent) -> None:
    before = credit.credit_score(history, DAY, rules).score
    after = credit.credit_score([*history, Entry(DAY, event, "new")], DAY, rules).score
    assert after <= before if rules.rule(event).points < 0 else after >= before


def test_f_2_an_old_score_stays_under_old_rules(rules: CreditRules) -> None:
    newer = rules.model_copy(update={"valid_from": date(2026, 1, 1), "begins": 60})
    versions = (rules, newer)

    def score(day: date) -> int:
        return credit.credit_score([], day, packs.in_force(versions, day)).score

    assert (score(date(2025, 12, 31)), score(date(2026, 1, 1))) == (80, 60)


@pytest.mark.parametrize(
    ("history", "score", "band"),
    [
        ([], 80, Band.NORMAL),
        (
            [("2025-01-01", CreditEvent.INSPECTION_CONFORM)] * 3 + [("2025-02-01", CreditEvent.COMMENDATION)],
            91,
            Band.GOOD,
        ),
        ([("2025-01-01", CreditEvent.INSPECTION_CONFORM)] * 9, 86, Band.NORMAL),  # at most six
        ([("2024-06-15", CreditEvent.COMPLAINT_UPHELD)], 80, Band.NORMAL),  # no longer counts
        ([("2024-06-16", CreditEvent.COMPLAINT_UPHELD)], 76, Band.NORMAL),
        ([("2025-06-16", CreditEvent.PENALTY)], 80, Band.NORMAL),  # has not happened yet
        ([("2023-06-01", CreditEvent.PENALTY)], 65, Band.WATCHED),
        ([("2025-01-01", CreditEvent.INCIDENT), ("2025-01-02", CreditEvent.SAMPLE_FAIL)], 40, Band.POOR),
        ([("2025-01-01", CreditEvent.BLACKLISTED), ("2025-01-01", CreditEvent.PENALTY)], 0, Band.POOR),
    ],
)
def test_the_score_of_a_history(
    rules: CreditRules, history: list[tuple[str, CreditEvent]], score: int, band: Band
) -> None:
    found = credit.credit_score([Entry(date.fromisoformat(on), event, "id") for on, event in history], DAY, rules)
    assert (found.score, found.band) == (score, band)


@pytest.mark.parametrize(
    ("penalties", "repeat"),
    [
        (["2024-06-16", "2025-01-01", "2025-06-15"], True),
        (["2024-06-15", "2025-01-01", "2025-06-15"], False),
        (["2025-01-01", "2025-06-15", "2025-06-16"], False),
        ([], False),
    ],
)
def test_three_penalties_within_a_year_are_looked_at(rules: CreditRules, penalties: list[str], repeat: bool) -> None:
    assert credit.repeat_offender(map(date.fromisoformat, penalties), DAY, rules) is repeat


def test_bans_last_five_years_or_for_life(rules: CreditRules) -> None:
    assert credit.banned_until(BanCause.LICENCE_REVOKED, date(2024, 2, 29), rules) == date(2029, 2, 28)
    assert credit.banned_until(BanCause.FOOD_CRIME, DAY, rules) == date.max
    assert credit.banned_until(BanCause.FOOD_CRIME, DAY, rules.model_copy(update={"bans": ()})) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("events", []),
        ("bands", [{"band": "GOOD", "least": 90}]),
        ("events", [{"event": "PENALTY", "points": -1, "months": 1, "most": 3}]),
    ],
)
def test_a_pack_that_leaves_a_history_without_score_is_refused(rules: CreditRules, field: str, value: Any) -> None:
    body = rules.model_dump(mode="json") | {field: value}
    with pytest.raises(packs.PackInvalid):
        packs.parse(CreditRules, {"pack": "credit", "title": {"zh": "x", "en": "x"}, "versions": [body]})
