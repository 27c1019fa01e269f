"""Taking in HQ's answers: whole or not at all, only what is newer, and never over what is not yet sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.storage import carry_over, incoming, sync_state
from inspector_app.storage.engine import writing
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find
from sync.device.core import RowState
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.tables import held_rows, outbox, sub
from sync.protocol import (
    Entry,
    EntryKind,
    Outcome,
    Refusal,
    Result,
    Subscriptions,
)
from sync.record import new_id
from tests.storage.scripted import HERE, Script, page_of

Make = Callable[..., Any]


def test_a_change_keeps_number_and_bytes_until_it_is_answered(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator(longitude=30.0)
    edit(shop)
    first = script.replica.next_request()
    edit(shop.changed(remark="later"))
    again = script.replica.next_request()
    assert (first.ops, first.log, first.sig) == (again.ops, again.log, again.sig)
    assert script.state(shop) == RowState.SAVED_HERE


def test_a_newer_row_shows_through_but_not_over_an_edit(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator(phone="1", remark="a")
    script.tell(shop)
    assert script.ask() == []
    edit(shop.changed(remark="mine"))  # while the request is under way
    script.tell(shop.changed(phone="2", remark="theirs"), ver=2, seq=2)
    assert script.get(shop) == shop.changed(phone="2", remark="mine")
    (op,) = script.ask()
    assert op.set == {"remark": ("a", "mine")}
    assert op.b == (1, 1)


def test_an_older_row_changes_nothing(script: Script, make_operator: Make) -> None:
    shop = make_operator(remark="new")
    script.tell(shop, ver=5)
    script.tell(shop.changed(remark="old"), ver=4, seq=2)
    assert script.get(shop) == shop


def test_page_and_cursor_are_one(script: Script, make_operator: Make) -> None:
    shop = make_operator()
    gap = page_of([Entry(seq=9, t="operator", row=shop.id, ver=(1, 1), body=shop.wire())], start=5)
    with pytest.raises(SyncProblem) as raised:
        script.answer(pages=[gap], sub=Subscriptions(add=(HERE,)))
    assert raised.value.kind == ProblemKind.CUT
    assert script.get(shop) is None
    with script.sessions() as session:
        assert session.execute(select(sub)).all() == []


def test_a_page_that_cannot_be_written_moves_no_cursor(
    script: Script, make_operator: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_operator()
    page = page_of([Entry(seq=1, t="operator", row=shop.id, ver=(1, 1), body=shop.wire())])

    def full(*_: Any) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "put_row", full)
        with pytest.raises(OSError, match="no room"):
            script.answer(pages=[page], sub=Subscriptions(add=(HERE,)))
    with script.sessions() as session:
        assert session.execute(select(sub)).all() == []
    script.answer(pages=[page], sub=Subscriptions(add=(HERE,)))
    assert script.get(shop) == shop


def test_results_that_do_not_fit_the_request_change_nothing(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator()
    edit(shop)
    (op,) = script.ask()
    with pytest.raises(SyncProblem):
        script.answer([Result(n=1, id=new_id(), r=Outcome.REJECTED, code=Refusal.SEALED)])
    with script.sessions() as session:
        assert session.execute(select(outbox.c.state)).scalar() == "sent"
    assert [each.id for each in script.ask()] == [op.id]


def test_a_row_leaves_only_the_feed_in_which_it_still_is(script: Script, make_operator: Make) -> None:
    moved, gone, newer = make_operator(), make_operator(), make_operator()
    script.tell(moved, gone, newer, ver=3)
    script.tell(moved, ver=4, feed=8)
    leaves = [
        Entry(seq=10 + i, kind=EntryKind.LEAVE, t="operator", row=each.id, ver=(1, ver))
        for i, (each, ver) in enumerate(((moved, 4), (gone, 3), (newer, 2)))
    ]
    script.answer(pages=[page_of(leaves, start=3)])
    assert (script.get(moved), script.get(gone), script.get(newer)) == (moved, None, newer)


def test_a_dropped_feed_takes_rows_but_no_change(script: Script, edit: Any, make_operator: Make) -> None:
    edited, born, plain = make_operator(), make_operator(), make_operator()
    script.tell(edited, plain)
    edit(edited.changed(remark="mine"))
    edit(born)
    first, second = script.ask()
    outcomes = [
        Result(n=1, id=first.id, r=Outcome.PARKED),
        Result(n=2, id=second.id, r=Outcome.REJECTED, code=Refusal.OUT_OF_SCOPE),
    ]
    step = script.answer(outcomes, sub=Subscriptions(drop=(7,)))
    assert (script.get(plain), script.get(edited), script.get(born)) == (None, None, born)
    assert step.kinds == {"operator"}  # or pages would go on showing what is gone
    with script.sessions() as session:
        assert session.execute(text("SELECT count(*) FROM outbox")).scalar() == 2
        assert session.execute(text("SELECT count(*) FROM sub")).scalar() == 0


def test_an_answered_change_lies_over_its_row_until_that_is_here(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    script.tell(shop)
    edit(shop.changed(remark="mine"))
    (op,) = script.ask()
    script.answer([Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 3))], more=True)
    assert script.get(shop) == shop.changed(remark="mine")
    assert script.state(shop) == RowState.AT_HQ
    script.tell(shop.changed(remark="mine", phone="9"), ver=3, seq=2)
    assert script.get(shop) == shop.changed(remark="mine", phone="9")
    script.tell(shop.changed(remark="theirs"), ver=4, seq=3)
    assert script.get(shop) == shop.changed(remark="theirs")


def test_an_own_row_without_the_base_it_was_made_on_is_read_again(
    script: Script, edit: Any, make_operator: Make
) -> None:
    shop = make_operator()
    script.tell(shop, ver=2)
    edit(shop.changed(remark="mine"))
    (op,) = script.ask()
    with script.sessions.begin() as session, writing(session):
        lost = incoming.Incoming(session)
        lost.remove([("operator", shop.id)])
        lost.write()
    own = page_of([Entry(seq=5, ver=(1, 3), own=1)], start=1)
    step = script.answer([Result(n=1, id=op.id, r=Outcome.APPLIED, ver=(1, 3))], [own])
    assert step.more
    assert script.replica.next_request().cur == {7: 4}
    whole = Entry(seq=5, t="operator", row=shop.id, ver=(1, 3), body=shop.changed(remark="mine").wire())
    script.answer(pages=[page_of([whole], start=4)])
    assert script.get(shop) == shop.changed(remark="mine")


def test_a_row_that_cannot_be_read_is_held_and_the_cursor_goes_on(script: Script, make_operator: Make) -> None:
    shop, good = make_operator(), make_operator()
    strange = Entry(seq=1, t="operator", row=shop.id, ver=(1, 1), body=shop.wire() | {"status": "ON_THE_MOON"})
    unknown = Entry(seq=2, t="spaceship", row=new_id(), ver=(1, 1), body={"warp": 9})
    plain = Entry(seq=3, t="operator", row=good.id, ver=(1, 1), body=good.wire())
    script.answer(pages=[page_of([strange, unknown, plain])], sub=Subscriptions(add=(HERE,)))
    assert (script.get(shop), script.get(good)) == (None, good)
    assert script.replica.next_request().cur == {7: 3}
    with script.sessions.begin() as session:
        assert sync_state.state(session).held == 2
        body = session.execute(select(held_rows.c.body).where(held_rows.c.kind == "spaceship")).scalar()
        assert body == {"warp": 9}
        session.execute(held_rows.update().where(held_rows.c.kind == "operator").values(body=shop.wire()))
        with writing(session):
            carry_over.read_again(session, SCHEMA.version)
        assert find(session, Operator, shop.id) == shop
        assert sync_state.state(session).held == 1


def test_unknown_fields_are_kept_and_named_by_an_upgrade(script: Script, edit: Any, make_operator: Make) -> None:
    shop = make_operator()
    table = TABLES["operator"]
    script.tell(shop, extra={"hue": "red", "remark2": None})
    edit(shop.changed(remark="x"))
    with script.sessions() as session:
        assert session.execute(select(table.c.extra)).scalar() == {"hue": "red", "remark2": None}
    with script.sessions.begin() as session, writing(session):
        session.execute(table.update().values(extra={"hue": "red", "phone": "5"}))
        session.execute(text("UPDATE dirty_shadow SET body = json_set(body, '$.extra', json('{\"phone\": \"5\"}'))"))
        carry_over.read_again(session, SCHEMA.version)
        assert find(session, Operator, shop.id) == shop.changed(remark="x", phone="5")
