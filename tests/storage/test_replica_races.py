"""Answers that come late, again, or in parts; a disk that was set back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspector_app.records.operators import Operator
from sync import wire
from sync.device.engine import run_once
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault
from sync.protocol import Entry, EntryKind, ExchangeReply, ExchangeRequest, Outcome, Result, Subscription, Subscriptions
from tests.storage.scripted import HERE, NOW, Script, page_of

Make = Callable[..., Any]


def entry(shop: Operator, seq: int, ver: int, kind: EntryKind = EntryKind.PUT) -> Entry:
    body = shop.wire() if kind is EntryKind.PUT else None
    return Entry(seq=seq, kind=kind, t="operator", row=shop.id, ver=(1, ver), body=body)


def test_a_late_answer_does_not_bring_back_a_row_that_has_left(script: Script, make_operator: Make) -> None:
    shop = make_operator()
    script.answer(sub=Subscriptions(add=(HERE,)))
    late = script.replica.next_request()
    script.answer(pages=[page_of([entry(shop, 1, 1)])])
    script.answer(pages=[page_of([entry(shop, 2, 2, EntryKind.LEAVE)], start=1)])
    assert script.get(shop) is None
    script.request = late
    script.answer(pages=[page_of([entry(shop, 1, 1)])])
    assert script.get(shop) is None
    assert script.replica.next_request().cur == {7: 2}


def test_an_answer_that_is_replayed_does_not_lay_an_old_change_over_a_newer_row(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    script.tell(shop)
    edit(shop.changed(remark="mine"))
    (op,) = script.ask()
    first = script.request
    result = Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 2))
    script.answer([result], [page_of([entry(shop.changed(remark="mine"), 2, 2)], start=1)])
    script.answer(pages=[page_of([entry(shop.changed(remark="theirs"), 3, 3)], start=2)])
    script.request = first
    script.answer([result])
    assert script.get(shop) == shop.changed(remark="theirs")


def test_a_row_that_moves_is_never_away_between_two_pages(script: Script, make_operator: Make) -> None:
    shop = make_operator()
    there = Subscription(id=9, kind="township", code="9")
    script.answer(sub=Subscriptions(add=(HERE, there)))
    script.answer(pages=[page_of([entry(shop, 1, 1)])])
    script.answer(pages=[page_of([entry(shop, 2, 2, EntryKind.LEAVE)], start=1)], more=True)
    assert script.get(shop) == shop
    script.answer(pages=[page_of([entry(shop.changed(remark="moved"), 5, 2)], feed=9)])
    assert script.get(shop) == shop.changed(remark="moved")


def test_a_row_that_left_for_good_is_gone_once_both_sides_are_level(script: Script, make_operator: Make) -> None:
    shop = make_operator()
    script.answer(sub=Subscriptions(add=(HERE,)))
    script.answer(pages=[page_of([entry(shop, 1, 1)])])
    script.answer(pages=[page_of([entry(shop, 2, 2, EntryKind.LEAVE)], start=1)], more=True)
    script.answer()
    assert script.get(shop) is None


def test_a_change_that_was_numbered_keeps_its_bytes_when_it_is_numbered_again(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    edit(shop)
    (op,) = script.ask()
    script.replica.adopt_log(40)
    edit(shop.changed(remark="later"))
    again, later = script.ask()
    assert again == op
    assert later.set == {"remark": ("", "later")}


def test_a_place_that_we_have_passed_is_not_adopted(script: Script, edit: Any, make_operator: Make) -> None:
    edit(make_operator())
    edit(make_operator())
    first = script.replica.next_request()
    script.replica.adopt_log(1)  # said to a request of before
    assert script.replica.next_request() == first


def test_a_log_that_forked_goes_on_as_a_new_incarnation(script: Script, edit: Any, make_operator: Make) -> None:
    edit(make_operator())
    (op,) = script.ask()

    class Forked:
        def exchange(self, request: ExchangeRequest) -> ExchangeReply:
            if request.inc == 1:
                raise SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.FORKED, place=(40, "ab" * 32))
            assert request.log.last == 1
            results = [Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 1))]
            return ExchangeReply(epoch=1, now=NOW, log=request.log, res=wire.pack_results(results))

    assert run_once(script.replica, Forked()).is_level


def test_an_answer_to_the_log_of_before_says_nothing_of_the_new_one(
    script: Script, edit: Any, make_operator: Make
) -> None:
    first, second, third = [make_operator() for _ in range(3)]
    edit(first)
    (op,) = script.ask()
    script.answer([Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 1))])
    edit(second)
    (op,) = script.ask()
    late = script.request
    script.replica.begin_incarnation(1)
    assert script.ask() == [op]
    script.request = late
    script.answer([Result(n=2, id=op.id, r=Outcome.APPLIED, ver=(1, 1))])
    edit(third)
    if script.ask() == [op]:  # that it has its answer in the new log too, is not known
        script.answer([Result(n=1, id=op.id, r=Outcome.DUPLICATE)])
    assert [lost.row for lost in script.ask()] == [third.id]
    assert [again.row for again in script.ask()] == [third.id]


def test_a_value_that_no_message_can_carry_is_not_saved(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator(staff_count=1 << 60)
    with pytest.raises(ValueError, match="safe"):
        edit(shop)
    assert script.get(shop) is None
    assert script.ask() == []
