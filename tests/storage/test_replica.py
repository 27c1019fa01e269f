"""Taking in HQ's answers: whole or not at all, only what is newer, and never over what is not yet sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, text

from inspector_app.records.operators import Operator
from inspector_app.storage import incoming, sync_state
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find, save, set_aside
from sync import wire
from sync.device.core import RowState
from sync.device.engine import run_once
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.tables import held_rows, outbox, sub
from sync.protocol import (
    Durable,
    Entry,
    EntryKind,
    ExchangeReply,
    ExchangeRequest,
    Fault,
    FeedPage,
    Log,
    Outcome,
    Refusal,
    Result,
    Subscription,
    Subscriptions,
)
from sync.record import Record, new_id

Make = Callable[..., Any]
HERE = Subscription(id=7, kind="township", code="990101100")
NOW = 1_780_000_000_000_000


class Script:
    """HQ's side, word for word."""

    def __init__(self, replica: LocalReplica, sessions: Sessions) -> None:
        self.replica = replica
        self.sessions = sessions
        self.request: ExchangeRequest | None = None

    def ask(self) -> list[Any]:
        """The ops of the device's next request."""
        self.request = self.replica.next_request()
        return wire.unpack_ops(self.request.ops)

    def answer(
        self,
        results: Sequence[Result] = (),
        pages: Sequence[FeedPage] = (),
        later: Sequence[Result] = (),
        **names: Any,
    ) -> Any:
        request = self.request or self.replica.next_request()
        values = {"epoch": 1, "now": NOW, "log": request.log, "feeds": tuple(pages)} | names
        reply = ExchangeReply(**values, res=wire.pack_results(results, later))
        self.request = None
        return self.replica.apply(request, wire.from_bytes(ExchangeReply, wire.to_bytes(reply)))

    def tell(self, *records: Record, ver: int = 1, seq: int = 1, feed: int = 7, extra: Any = None) -> Any:
        """Have rows come in by a feed."""
        entries = [
            Entry(seq=seq + i, t=each.kind, row=each.id, ver=(1, ver), body=each.wire() | (extra or {}))
            for i, each in enumerate(records)
        ]
        add = (Subscription(id=feed, kind="township", code=str(feed)),)
        return self.answer(pages=[page_of(entries, feed)], sub=Subscriptions(add=add))

    def get(self, shop: Operator) -> Operator | None:
        with self.sessions() as session:
            return find(session, Operator, shop.id)

    def state(self, shop: Operator) -> RowState:
        with self.sessions() as session:
            return sync_state.row_states(session, "operator", [shop.id])[shop.id]


def page_of(entries: Sequence[Entry], feed: int = 7, start: int = 0) -> FeedPage:
    to = max((entry.seq for entry in entries), default=start)
    return FeedPage.model_validate({"f": feed, "from": start, "to": to, "head": to, "e": wire.pack_entries(entries)})


@pytest.fixture
def script(sessions: Sessions) -> Script:
    return Script(LocalReplica(sessions, Enrolment(new_id(), "REAL", "1", lambda data: data, lambda: NOW)), sessions)


@pytest.fixture
def edit(sessions: Sessions, user: str) -> Callable[..., None]:
    def edit(record: Record, by: str = user, **names: Any) -> None:
        with sessions.begin() as session:
            save(session, record, by, NOW, **names)

    return edit


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
    script.answer(outcomes, sub=Subscriptions(drop=(7,)))
    assert (script.get(plain), script.get(edited), script.get(born)) == (None, None, born)
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
        lost.drop_feed(7)
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
            incoming.read_again(session)
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
        incoming.read_again(session)
        assert find(session, Operator, shop.id) == shop.changed(remark="x", phone="5")


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


def test_the_place_of_a_longer_log_at_hq_is_adopted(script: Script, edit: Any, make_operator: Make) -> None:
    edit(make_operator())
    (op,) = script.ask()
    problem = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.LOG_AHEAD, place=(40, "ab" * 32))

    class Ahead:
        def exchange(self, request: ExchangeRequest) -> ExchangeReply:
            if request.log.last < 40:
                raise problem
            assert request.log.last == 41
            return ExchangeReply(
                epoch=1,
                now=NOW,
                log=request.log,
                res=wire.pack_results([Result(n=41, id=op.id, r=Outcome.APPLIED, ver=(1, 1))]),
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
