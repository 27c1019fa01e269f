"""The truth table of the merge (sync.md B.7, C-21): every policy in every case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.hq.merge import FUTURE_TOLERANCE_US, TRUSTED_AGE_US, Merged, merge, trusted_time
from sync.record import Json, Policy, comparable

KEEPING = (Policy.KEEP_CURRENT, Policy.MANUAL, Policy.LATEST_OBSERVATION, Policy.ROW_LOCK)


@pytest.mark.parametrize("policy", [*KEEPING, Policy.MAX, Policy.MIN])
@pytest.mark.parametrize(
    ("old", "new", "current", "after"),
    [
        (5, 5, 5, 5),
        (5, 7, 5, 7),
        (5, 7, 7, 7),
        (None, 7, None, 7),
        (5, None, 5, None),
        (5, None, None, None),
    ],
)
def test_what_only_one_side_changed_is_no_conflict(
    policy: Policy, old: Json, new: Json, current: Json, after: Json
) -> None:
    assert merge(policy, old, new, current) == Merged(after)


@pytest.mark.parametrize("policy", [Policy.KEEP_CURRENT, Policy.MANUAL, Policy.LATEST_OBSERVATION, Policy.ROW_LOCK])
@pytest.mark.parametrize(
    ("old", "new", "current"), [(5, 7, 9), (None, 7, 9), (5, None, 9), (5, 7, None), ("a", "b", "c")]
)
def test_when_both_changed_the_current_value_stays_and_the_other_is_kept(
    policy: Policy, old: Json, new: Json, current: Json
) -> None:
    assert merge(policy, old, new, current) == Merged(current, True, new)


@pytest.mark.parametrize(
    ("seen_at", "current_seen_at", "wins"),
    [(2, 1, True), (1, 2, False), (1, 1, False), (None, 1, False), (2, None, False), (None, None, False)],
)
def test_the_later_observation_wins_when_both_times_are_trusted(
    seen_at: int | None, current_seen_at: int | None, wins: bool
) -> None:
    outcome = merge(Policy.LATEST_OBSERVATION, 1, 2, 3, seen_at=seen_at, current_seen_at=current_seen_at)
    assert outcome == (Merged(2, True, 3) if wins else Merged(3, True, 2))


def test_there_and_back_is_no_change_but_under_a_lock() -> None:
    for policy in (Policy.KEEP_CURRENT, Policy.MANUAL, Policy.LATEST_OBSERVATION):
        assert merge(policy, "A", "C", "A", same_version=False) == Merged("C")
    assert merge(Policy.ROW_LOCK, "A", "C", "A", same_version=False) == Merged("A", True, "C")
    assert merge(Policy.ROW_LOCK, "A", "C", "A", same_version=True) == Merged("C")


@pytest.mark.parametrize(
    ("policy", "new", "current", "after"),
    [
        (Policy.MAX, 7, 9, 9),
        (Policy.MAX, 9, 7, 9),
        (Policy.MIN, 7, 9, 7),
        (Policy.MIN, 9, 7, 7),
        (Policy.MAX, None, 9, 9),
        (Policy.MIN, 9, None, 9),
        (Policy.MAX, "2026-02-01", "2026-01-01", "2026-02-01"),
    ],
)
def test_extremes_need_no_judge(policy: Policy, new: Json, current: Json, after: Json) -> None:
    assert merge(policy, 5, new, current) == Merged(after)


@pytest.mark.parametrize(
    ("old", "new", "current", "after"),
    [
        ([], ["a"], ["b"], ["b", "a"]),
        (["a"], [], ["a", "b"], ["b"]),
        (["a"], ["b"], ["a", "c"], ["c", "b"]),
        (["a"], ["a", "b"], ["a", "b"], ["a", "b"]),
        (["a"], ["a", "b"], [], ["b"]),
        (None, ["a"], None, ["a"]),
        (["a"], None, ["a", "b"], ["b"]),
        (["ａ1"], ["ａ１"], ["x"], ["x"]),
    ],
)
def test_sets_take_what_was_added_and_lose_what_was_removed(old: Json, new: Json, current: Json, after: Json) -> None:
    assert merge(Policy.UNION, old, new, current) == Merged(after)


def test_retyping_is_no_change() -> None:
    assert merge(Policy.KEEP_CURRENT, "1", "１２ ", "12") == Merged("12")
    assert merge(Policy.KEEP_CURRENT, "e\u0301", "x", "\u00e9 ") == Merged("x")


values = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b", "ａ", "１", "1 "]))


@given(
    policy=st.sampled_from([Policy.KEEP_CURRENT, Policy.MANUAL, Policy.ROW_LOCK]),
    old=values,
    new=values,
    current=values,
)
def test_no_value_is_replaced_but_by_one_that_knew_it(policy: Policy, old: Json, new: Json, current: Json) -> None:
    outcome = merge(policy, old, new, current)
    if comparable(outcome.value) != comparable(current):
        assert comparable(old) == comparable(current)
    if outcome.is_conflict:
        assert {comparable(outcome.value), comparable(outcome.loser)} == {comparable(current), comparable(new)}


sets = st.lists(st.sampled_from("abcde"), unique=True)


@given(base=sets, one=sets, two=sets)
def test_two_edits_of_a_set_give_the_same_in_either_order(base: Json, one: Json, two: Json) -> None:
    first = merge(Policy.UNION, base, two, merge(Policy.UNION, base, one, base).value).value
    second = merge(Policy.UNION, base, one, merge(Policy.UNION, base, two, base).value).value
    assert set(first) == set(second)
    assert len(first) == len(set(first))


def test_a_capture_time_is_trusted_near_the_time_of_hearing_of_it() -> None:
    now = 1_780_000_000_000_000
    assert trusted_time(now - 5, 3, now) == now - 2
    assert trusted_time(now - 5, None, now) == now - 5
    assert trusted_time(now + FUTURE_TOLERANCE_US, 0, now) == now + FUTURE_TOLERANCE_US
    assert trusted_time(now + FUTURE_TOLERANCE_US + 1, 0, now) is None
    assert trusted_time(now - TRUSTED_AGE_US, 0, now) == now - TRUSTED_AGE_US
    assert trusted_time(now - TRUSTED_AGE_US - 1, 0, now) is None
    assert trusted_time(0, now, now) == now
