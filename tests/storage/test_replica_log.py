"""The replica's log: numbers, places and epochs that both sides hold, and when to give up for now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sync import wire
from sync.device.engine import run_once
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault
from sync.protocol import ExchangeReply, ExchangeRequest, Log, Outcome, Result
from tests.storage.scripted import NOW, Script

Make = Callable[..., Any]


def test_a_lower_epoch_is_not_listened_to(script: Script, make_operator: Make) -> None:
    shop = make_operator()
    script.answer(epoch=5)
    with pytest.raises(SyncProblem):
        script.tell(shop)
    assert script.get(shop) is None


def test_a_gap_is_filled_from_the_changes_that_were_kept(script: Script, edit: Any, make_operator: Make) -> None:
    shops = [make_operator() for _ in range(3)]
    for shop in shops[:2]:
        edit(shop)
    script.answer([Result(n=n, id=op.id, r=Outcome.APPLIED, ver=(1, 1)) for n, op in enumerate(script.ask(), 1)])
    edit(shops[2])
    assert [op.row for op in script.ask()] == [shops[2].id]
    assert script.answer(need_from=2).more
    assert [op.row for op in script.ask()] == [shops[1].id, shops[2].id]
    assert script.request is not None
    assert script.request.log.last == 3


def test_a_log_that_hq_holds_more_of_goes_on_as_the_next_incarnation(
    script: Script, edit: Any, make_operator: Make
) -> None:
    edit(make_operator())
    (op,) = script.ask()
    problem = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.LOG_AHEAD, place=(40, "ab" * 32))

    class Ahead:
        def exchange(self, request: ExchangeRequest) -> ExchangeReply:
            if request.inc == 1:
                raise problem
            assert request.log.last == 1
            return ExchangeReply(
                epoch=1,
                now=NOW,
                log=request.log,
                res=wire.pack_results([Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 1))]),
            )

    assert run_once(script.replica, Ahead()).is_level


def test_two_sides_that_never_come_level_give_up_for_now(script: Script) -> None:
    class Endless:
        def exchange(self, request: ExchangeRequest) -> ExchangeReply:
            return ExchangeReply(epoch=1, now=NOW, log=Log(last=0, chain="00" * 32), more=True)

    summary = run_once(script.replica, Endless())
    assert summary.problem is not None
    assert summary.problem.kind == ProblemKind.NO_PROGRESS
    assert summary.problem.retryable
