"""What becomes of a change by HQ's answer: refused, corrected, parked, kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.storage import sync_state
from inspector_app.storage.engine import Sessions
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.writes import set_aside
from sync.device.core import RowState
from sync.device.problem import SyncProblem
from sync.device.tables import outbox
from sync.protocol import (
    Durable,
    Outcome,
    Refusal,
    Result,
    Subscriptions,
)
from sync.record import new_id
from tests.storage.scripted import HERE, NOW, Script

Make = Callable[..., Any]


def refuse(op: Any, n: int, code: Refusal = Refusal.INVALID_VALUE) -> Result:
    return Result(n=n, id=op.id, r=Outcome.REJECTED, code=code, unit="remark")


def test_an_edit_corrects_a_refused_change_from_what_hq_holds(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator()
    script.tell(shop)
    edit(shop.changed(remark="bad", phone="7"))
    (op,) = script.ask()
    script.answer([refuse(op, 1)])
    assert script.get(shop) == shop.changed(remark="bad", phone="7")
    assert script.state(shop) == RowState.REFUSED
    edit(shop.changed(remark="good", phone="7"))
    (again,) = script.ask()
    assert again.replaces == op.id
    assert again.set["remark"] == ("", "good")
    assert again.set["contact"][1]["phone"] == "7"
    assert script.state(shop) == RowState.SENT


def test_a_refused_change_that_was_edited_meanwhile_is_corrected_at_once(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    edit(shop.changed(remark="bad"))
    (op,) = script.ask()
    edit(shop.changed(remark="good"))
    step = script.answer([refuse(op, 1)])
    assert step.more
    assert script.get(shop) == shop.changed(remark="good")
    (again,) = script.ask()
    assert (again.k, again.b, again.replaces, again.set["remark"]) == ("ins", (0, 0), op.id, ("", "good"))


def test_a_refused_change_set_aside_shows_what_hq_holds(
    script: Script, edit: Any, make_operator: Make, sessions: Sessions
) -> None:
    shop, born = make_operator(), make_operator()
    script.tell(shop)
    edit(shop.changed(remark="bad"))
    edit(born)
    first, second = script.ask()
    script.answer([refuse(first, 1), refuse(second, 2)])
    with sessions.begin() as session:
        set_aside(session, first.id)
        set_aside(session, second.id)
        assert sync_state.refused(session) == []
    assert (script.get(shop), script.get(born)) == (shop, None)
    assert script.ask() == []


def test_a_group_refused_for_one_goes_again_when_that_is_corrected(
    script: Script, edit: Any, make_operator: Make, make_inspection: Make
) -> None:
    from inspector_app.records.inspections import Finding

    visit = make_inspection(new_id(), remark="bad")
    finding = Finding(
        id=new_id(), inspection_id=visit.id, operator_id=visit.operator_id, item_id="A", key=False, description="x"
    )
    edit(visit)
    edit(finding)
    first, second = script.ask()
    script.answer([refuse(first, 1), refuse(second, 2, Refusal.GROUP)])
    assert script.ask() == []
    edit(visit.changed(remark="good"))
    ops = script.ask()
    assert [(op.row, op.replaces) for op in ops] == [(visit.id, first.id), (finding.id, second.id)]
    assert {op.g for op in ops} == {visit.id}


def test_a_parked_change_is_asked_for_until_it_has_another_result(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    edit(shop)
    (op,) = script.ask()
    assert script.answer([Result(n=1, id=op.id, r=Outcome.PARKED, waits=new_id())]).parked == 1
    assert script.state(shop) == RowState.PARKED
    assert script.replica.next_request().ask == (1,)
    script.answer(later=[Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 1))])
    assert script.replica.next_request().ask == ()
    assert script.get(shop) == shop
    assert script.state(shop) == RowState.AT_HQ


def test_acked_changes_are_kept_and_marked_durable(script: Script, edit: Any, make_operator: Make) -> None:
    edit(make_operator())
    edit(make_operator())
    results = [Result(n=n, id=op.id, r=Outcome.APPLIED, ver=(1, 1)) for n, op in enumerate(script.ask(), 1)]
    script.answer(results, durable=Durable(inc=1, n=1))
    with script.sessions() as session:
        rows = session.execute(select(outbox.c.n, outbox.c.state, outbox.c.durable).order_by(outbox.c.n)).all()
    assert [tuple(row) for row in rows] == [(1, "acked", True), (2, "acked", False)]


def test_what_waits_and_since_when_is_told(script: Script, edit: Any, make_operator: Make) -> None:
    with script.sessions() as session:
        assert not sync_state.state(session).is_level
    script.answer(sub=Subscriptions(add=(HERE,)))
    edit(make_operator())
    with script.sessions() as session:
        state = sync_state.state(session)
    assert (state.waiting, state.waiting_since, state.last_contact, state.is_level) == (1, NOW, NOW, True)


def test_the_other_dataset_does_not_open(script: Script) -> None:
    with pytest.raises(SyncProblem, match="other_dataset"):
        LocalReplica(script.sessions, Enrolment(new_id(), "DEMO", "1", lambda data: data, lambda: NOW))
