"""Laptops and HQ over real sockets: nothing lost, nothing twice, both sides the same in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.records.inspections import Finding, Inspection, Subject
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator, OperatorKind, Person
from inspector_app.storage import conflicts, sync_state
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import save
from sync.device.core import RowState
from sync.device.problem import SyncProblem
from sync.hq.epoch import current_epoch
from sync.protocol import Refusal
from sync.record import new_id

Make = Callable[..., Any]


def inspection_of(shop: Operator, user: str, device: str, now: int, **fields: Any) -> Inspection:
    values = {
        "id": new_id(),
        "operator_id": shop.id,
        "author_id": user,
        "device_id": device,
        "subject": Subject(name=shop.name, operator_kind=OperatorKind.RURAL_STORE, address=shop.address),
        "checklist_id": new_id(),
        "checklist_sha256": "0" * 64,
        "started_at": now,
    }
    return Inspection.model_validate(values | fields)


def test_what_one_laptop_records_another_gets(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    first, second = make_laptop(), make_laptop()
    shop = make_operator(longitude=120.5, latitude=30.0, tags=("老店",))
    person = Person(id=new_id(), operator_id=shop.id, name="王一")
    first.save(shop)
    first.save(person)
    assert first.sync().pushed == 2
    assert second.sync().pulled == 2
    for laptop in (first, second):
        assert laptop.get(Operator, shop.id) == shop
        assert laptop.get(Person, person.id) == person
        with laptop.sessions() as session:
            assert page(session, OperatorFilter(text="wy"), None, 5) == [shop]
            assert sync_state.row_states(session, "operator", [shop.id]) == {shop.id: RowState.AT_HQ}
            assert sync_state.state(session).is_level
    assert hq.row(Operator, shop.id) == shop


def test_a_row_of_ours_does_not_come_back_with_its_content(make_laptop: Make, make_operator: Make) -> None:
    laptop = make_laptop()
    laptop.sync()
    laptop.save(make_operator())
    request = laptop.replica.next_request()
    reply = laptop.connect().exchange(request)
    assert "杨柳村" in str(request.ops)
    assert "杨柳村" not in str(reply.feeds)
    assert laptop.replica.apply(request, reply).more is False


def test_a_level_replica_needs_one_exchange(make_laptop: Make, make_operator: Make) -> None:
    laptop = make_laptop()
    laptop.save(make_operator())
    laptop.sync()
    assert laptop.sync().exchanges == 1


def test_edits_of_different_fields_are_both_kept(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    first, second = make_laptop(), make_laptop()
    shop = make_operator(phone="1")
    first.save(shop)
    first.sync()
    second.sync()
    first.save(shop.changed(phone="2"))
    second.save(shop.changed(remark="新门面"))
    first.sync()
    second.sync()
    first.sync()
    both = shop.changed(phone="2", remark="新门面")
    assert first.get(Operator, shop.id) == second.get(Operator, shop.id) == hq.row(Operator, shop.id) == both


def test_the_loser_of_the_same_field_is_visible_on_both(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    first, second = make_laptop(), make_laptop()
    shop = make_operator()
    first.save(shop)
    first.sync()
    second.sync()
    first.save(shop.changed(name="甲店"))
    second.save(shop.changed(name="乙店"))
    first.sync()
    assert second.sync().conflicts == 1
    first.sync()
    for laptop in (first, second):
        assert laptop.get(Operator, shop.id).name == "甲店"
        with laptop.sessions() as session:
            (conflict,) = conflicts.of_row(session, "operator", shop.id)
            assert (conflict.unit, conflict.base, conflict.winner, conflict.loser) == (
                "name",
                shop.name,
                "甲店",
                "乙店",
            )
            assert sync_state.row_states(session, "operator", [shop.id]) == {shop.id: RowState.CONFLICT}
    assert hq.row(Operator, shop.id).name == "甲店"
    second.save(shop.changed(name="乙店"), resolves=conflict.id)
    second.sync()
    first.sync()
    for laptop in (first, second):
        assert laptop.get(Operator, shop.id).name == "乙店"
        with laptop.sessions() as session:
            assert conflicts.of_row(session, "operator", shop.id) == []


def test_an_edit_during_the_exchange_is_kept_and_goes_next(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    shop = make_operator()
    laptop.save(shop)
    request = laptop.replica.next_request()
    laptop.save(shop.changed(phone="9"))
    reply = laptop.connect().exchange(request)
    laptop.save(shop.changed(phone="9", remark="x"))
    laptop.replica.apply(request, reply)
    assert laptop.get(Operator, shop.id) == shop.changed(phone="9", remark="x")
    with laptop.sessions() as session:
        assert sync_state.row_states(session, "operator", [shop.id]) == {shop.id: RowState.SAVED_HERE}
    laptop.sync()
    assert hq.row(Operator, shop.id) == laptop.get(Operator, shop.id) == shop.changed(phone="9", remark="x")


def test_a_lost_answer_is_asked_for_again_and_nothing_is_applied_twice(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop, other = make_laptop(), make_laptop()
    shop = make_operator()
    laptop.save(shop)
    request = laptop.replica.next_request()
    laptop.connect().exchange(request)  # the answer is lost
    laptop.save(shop.changed(remark="之后"))
    again = laptop.replica.next_request()
    assert (again.ops, again.log) == (request.ops, request.log)
    laptop.sync()
    other.sync()
    assert hq.row(Operator, shop.id) == other.get(Operator, shop.id) == shop.changed(remark="之后")


def test_a_draft_is_its_authors_alone_until_it_is_signed(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    author, other = make_laptop(), make_laptop()
    shop = make_operator()
    author.save(shop)
    visit = inspection_of(shop, author.user, author.device, author.now)
    finding = Finding(
        id=new_id(), inspection_id=visit.id, operator_id=shop.id, item_id="A", key=True, description="过期"
    )
    author.save(visit)
    author.save(finding)
    author.sync()
    other.sync()
    assert other.get(Inspection, visit.id) is None
    signed = visit.changed(signed_at=author.now, state="SIGNED", content_sha256="1" * 64)
    author.save(signed)
    author.sync()
    other.sync()
    for laptop in (author, other):
        assert laptop.get(Inspection, visit.id) == signed
        assert laptop.get(Finding, finding.id) == finding


def test_h_2_a_refused_change_stays_with_its_reason_and_does_not_block_others(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop = make_laptop()
    lost, good = make_operator(division_code="990909100200"), make_operator()
    laptop.save(lost)
    laptop.save(good)
    assert laptop.sync().refused == 1
    assert hq.row(Operator, good.id) == good
    assert laptop.get(Operator, lost.id) == lost
    with laptop.sessions() as session:
        (refused,) = sync_state.refused(session)
        assert (refused.kind, refused.row_id, refused.code) == ("operator", lost.id, Refusal.NO_HOME)
        assert sync_state.row_states(session, "operator", [lost.id]) == {lost.id: RowState.REFUSED}
        assert sync_state.state(session).refused == 1
    assert laptop.sync().exchanges == 1
    mended = lost.changed(division_code=good.division_code)
    laptop.save(mended)
    laptop.sync()
    assert hq.row(Operator, lost.id) == mended
    with laptop.sessions() as session:
        assert sync_state.refused(session) == []
        assert sync_state.row_states(session, "operator", [lost.id]) == {lost.id: RowState.AT_HQ}


def test_ledger_lines_travel_once(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop, other = make_laptop(), make_laptop()
    shop = make_operator()
    laptop.save(shop)
    lines = [
        LedgerEntry(
            id=new_id(),
            operator_id=shop.id,
            direction=Direction.IN,
            product_name=f"酱油{number}",
            quantity_milli=1000,
            unit="瓶",
            happened_on="2026-03-18",
            entered_by=laptop.user,
            entered_at=laptop.now,
        )
        for number in range(450)
    ]
    with laptop.sessions.begin() as session:
        for line in lines:
            save(session, line, laptop.user, laptop.now)
    summary = laptop.sync()
    assert (summary.pushed, summary.exchanges) == (451, 3)
    other.sync()
    for line in lines:
        assert other.get(LedgerEntry, line.id) == hq.row(LedgerEntry, line.id) == line


def test_rows_of_a_township_that_is_taken_away_go_and_come_back(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop, other = make_laptop(), make_laptop()
    shop = make_operator()
    other.save(shop)
    other.sync()
    laptop.sync()
    hq.townships[laptop.device].clear()
    laptop.sync()
    assert laptop.get(Operator, shop.id) is None
    hq.townships[laptop.device].add("990101100")
    laptop.sync()
    assert laptop.get(Operator, shop.id) == shop


def test_an_operator_that_moves_to_another_township_follows_for_everybody(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    here, there = make_laptop(), make_laptop({"990101200"})
    both = make_laptop({"990101100", "990101200"})
    shop = make_operator()
    person = Person(id=new_id(), operator_id=shop.id, name="王一")
    both.save(shop)
    both.save(person)
    both.sync()
    here.sync()
    there.sync()
    assert here.get(Person, person.id) == person
    moved = shop.changed(division_code="990101200300")
    both.save(moved)
    for laptop in (both, here, there):
        laptop.sync()
    assert here.get(Operator, shop.id) is here.get(Person, person.id) is None
    for laptop in (there, both):
        assert laptop.get(Operator, shop.id) == moved
        assert laptop.get(Person, person.id) == person


def test_more_text_than_a_record_holds_is_not_saved_and_stops_nothing(make_laptop: Make, make_operator: Make) -> None:
    laptop, other = make_laptop(), make_laptop()
    shop = make_operator(remark="长" * (1 << 20))
    laptop.save(shop)
    for _ in range(2):  # of the same size in place of it: old and new value travel together
        laptop.save(shop := shop.changed(remark=shop.remark[1:] + "短"))
        laptop.sync()
    with pytest.raises(AppError, match="record_too_large"):
        laptop.save(shop.changed(remark="长" * 10_000_000))
    assert laptop.sync().is_level
    other.sync()
    assert other.get(Operator, shop.id) == laptop.get(Operator, shop.id) == shop


def test_the_answer_to_another_request_acknowledges_nothing(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    """A proxy that mixes answers up: as many changes, but not these."""
    laptop = make_laptop()
    laptop.sync()
    connection, answers = laptop.connect(), []
    for _ in range(2):
        laptop.save(make_operator())
        request = laptop.replica.next_request()
        if not answers:
            answers.append(connection.exchange(request))
            laptop.replica.apply(request, answers[0])
    with pytest.raises(SyncProblem):
        laptop.replica.apply(request, answers[0])
    with laptop.sessions() as session:
        assert sync_state.state(session).waiting == 1
    laptop.sync()
    assert len(hq.database.read(lambda conn: conn.execute(select(TABLES["operator"].c.id)).all())) == 2
    assert hq.database.read(current_epoch).epoch == 1
