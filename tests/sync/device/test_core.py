"""What a device decides without any input or output."""

from __future__ import annotations

import itertools
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.device.core import (
    GROUP_OPS,
    LocalChange,
    OpState,
    RowState,
    chunk,
    grouped,
    lay_over,
    merged_changes,
    row_state,
    state_after,
)
from sync.protocol import CHUNK_BYTES, CHUNK_OPS, Captured, Kind, Op, Outcome, Result
from sync.record import Changes, InDivision, Record, Rule, Text, Wire, defaults, differences, new_id

ROW = new_id()


class Shop(Record):
    kind = "shop"
    home = (InDivision("division"),)

    division: Text = "110101"
    name: Text = ""
    phone: Text | None = None
    street: Annotated[Text, Rule(unit="place")] = ""
    number: Annotated[int | None, Rule(unit="place")] = None
    answers: Annotated[dict[str, str], Rule(each=True)] = {}


WORDS = st.sampled_from(["", "a", "b", "c"])
ROWS = st.builds(
    lambda name, phone, street, number, answers: (
        defaults(Shop)
        | {"id": ROW, "name": name, "phone": phone, "street": street, "number": number, "answers": answers}
    ),
    WORDS,
    st.none() | WORDS,
    WORDS,
    st.none() | st.integers(0, 3),
    st.dictionaries(st.sampled_from(["A1", "A2"]), WORDS.filter(bool)),
)


def edits(rows: list[Wire]) -> list[Changes]:
    return [differences(Shop, before, after) for before, after in itertools.pairwise(rows)]


@given(st.lists(ROWS, min_size=1, max_size=6))
def test_the_base_with_all_edits_over_it_is_what_was_last_saved(rows: list[Wire]) -> None:
    changes = [LocalChange(Kind.UPDATE, each) for each in edits(rows)]
    assert lay_over(Shop, ROW, rows[0], changes) == rows[-1]


@given(st.lists(ROWS, min_size=1, max_size=6))
def test_an_insert_makes_the_row_without_any_base(rows: list[Wire]) -> None:
    first = LocalChange(Kind.INSERT, differences(Shop, None, rows[0]))
    later = [LocalChange(Kind.UPDATE, each) for each in edits(rows)]
    assert lay_over(Shop, ROW, None, [first, *later]) == rows[-1]


@given(st.lists(ROWS, min_size=2, max_size=6))
def test_edits_as_one_change_lead_to_the_same_row_from_the_same_values(rows: list[Wire]) -> None:
    one: Changes = {}
    for each in edits(rows):
        one = merged_changes(one, each)
    assert one == differences(Shop, rows[0], rows[-1])


@given(ROWS, ROWS, ROWS)
def test_a_new_base_shows_through_where_nothing_was_edited(base: Wire, mine: Wire, theirs: Wire) -> None:
    edit = differences(Shop, base, mine)
    shown = lay_over(Shop, ROW, theirs, [LocalChange(Kind.UPDATE, edit)])
    assert shown is not None
    for unit, (_, new) in differences(Shop, theirs, shown).items():
        assert edit[unit][1] == new


def test_an_update_without_base_makes_no_row() -> None:
    assert lay_over(Shop, ROW, None, [LocalChange(Kind.UPDATE, {"name": ("", "a")})]) is None


def test_a_unit_that_the_kind_no_longer_has_is_passed_over() -> None:
    row = defaults(Shop) | {"id": ROW}
    assert lay_over(Shop, ROW, row, [LocalChange(Kind.UPDATE, {"colour": (None, "red")})]) == row


GROUPS = [new_id() for _ in range(12)]


def op(group: int, mono: int = 1) -> Op:
    return Op(
        id=new_id(),
        t="shop",
        row=ROW,
        k=Kind.INSERT,
        b=(0, 0),
        set={},
        by=ROW,
        cap=Captured(wall=1, mono=mono),
        g=GROUPS[group],
    )


@given(st.lists(st.integers(0, 5), max_size=40))
def test_numbering_keeps_groups_together_and_the_order_within_and_among_them(groups: list[int]) -> None:
    ops = [op(group, mono) for mono, group in enumerate(groups)]
    ordered = grouped(ops)
    assert sorted(each.cap.mono for each in ordered) == list(range(len(ops)))
    names = [each.g for each in ordered]
    assert list(dict.fromkeys(names)) == list(dict.fromkeys(each.g for each in ops))
    assert sum(a != b for a, b in itertools.pairwise(names)) == max(0, len(set(names)) - 1)
    for name in set(names):
        assert [e.cap.mono for e in ordered if e.g == name] == [e.cap.mono for e in ops if e.g == name]


@given(st.lists(st.tuples(st.integers(1, 120), st.integers(1, 2_000)), max_size=12))
def test_a_request_carries_whole_groups_within_its_limits(sizes: list[tuple[int, int]]) -> None:
    ops = [(op(number), size) for number, (count, size) in enumerate(sizes) for _ in range(count)]
    sent = list(chunk(iter(ops)))
    assert sent == [each for each, _ in ops[: len(sent)]]
    if ops:
        assert sent
    groups = {each.g for each in sent}
    assert all(each in sent for each, _ in ops if each.g in groups)
    if len(groups) > 1:
        assert len(sent) <= CHUNK_OPS
        assert sum(size for each, size in ops if each.g in groups) <= CHUNK_BYTES


def test_a_group_is_cut_only_beyond_the_hard_limit() -> None:
    assert len(list(chunk([(op(0), 10)] * GROUP_OPS))) == GROUP_OPS
    assert len(list(chunk([(op(0), 10)] * (GROUP_OPS + 50)))) == GROUP_OPS


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_state(outcome: Outcome) -> None:
    assert state_after(Result(n=1, id=new_id(), r=outcome)) != OpState.SENT


def test_a_replayed_conflict_is_still_a_conflict() -> None:
    assert state_after(Result(n=1, id=new_id(), r=Outcome.DUPLICATE, cf=(new_id(),))) == OpState.CONFLICT


def test_a_row_says_the_most_urgent_thing() -> None:
    assert row_state([], False) == RowState.AT_HQ
    assert row_state([], True) == RowState.CONFLICT
    assert row_state([OpState.PENDING, OpState.SENT], False) == RowState.SAVED_HERE
    assert row_state([OpState.PENDING], True) == RowState.CONFLICT
    assert row_state([OpState.PENDING, OpState.REJECTED], True) == RowState.REFUSED
    assert row_state([OpState.SENT, OpState.PARKED], False) == RowState.PARKED
