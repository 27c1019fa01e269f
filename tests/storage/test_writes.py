"""save(): row, search text and outbox entry are one; an open change holds first old and last new values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.records.operators import Operator
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.rows import put_row
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import DeviceWriter, find, save
from sync.device.tables import dirty_shadow, outbox
from sync.record import new_id
from sync.writer import Writer

Make = Callable[..., Any]


def changes(session: Session) -> list[Any]:
    return list(session.execute(select(outbox).order_by(outbox.c.mono)))


def test_row_and_change_are_written_together(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 5)
    with sessions() as session:
        (change,) = changes(session)
        assert find(session, Operator, shop.id) == shop
    assert (change.kind, change.row_id, change.k, change.by, change.wall) == ("operator", shop.id, "ins", user, 5)
    assert change.changes["name"] == [None, shop.name]
    assert change.n is None


def test_neither_remains_when_the_transaction_fails(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()

    def fail_after_saving() -> None:
        with sessions.begin() as session:
            save(session, shop, user, 5)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_saving()
    with sessions() as session:
        assert changes(session) == []
        assert find(session, Operator, shop.id) is None


def test_a_record_saved_unchanged_makes_no_change(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
        before = changes(session)
        save(session, shop, user, 2)
        assert changes(session) == before


def told_by_hq(session: Session, record: Any, ver: int = 3) -> None:
    with writing(session):
        meta = {"feed_id": 7, "ver": ver, "ver_epoch": 1, "extra": {"colour": "red"}}
        put_row(session, record.kind, record.wire() | meta)


def test_edits_in_between_are_one_change_of_first_old_and_last_new(
    sessions: Sessions, make_operator: Make, user: str
) -> None:
    shop = make_operator(phone="1")
    with sessions.begin() as session:
        told_by_hq(session, shop)
        for number in "234":
            save(session, shop.changed(phone=number), user, int(number))
        (change,) = changes(session)
    assert change.k == "upd"
    assert (change.base_epoch, change.base_ver) == (1, 3)
    assert change.changes == {
        "contact": [{"phone": "1", "phone_missing_reason": None}, {"phone": "4", "phone_missing_reason": None}]
    }


def test_a_unit_that_returns_to_its_old_value_leaves_the_change(
    sessions: Sessions, make_operator: Make, user: str
) -> None:
    shop = make_operator(phone="1", remark="a")
    with sessions.begin() as session:
        told_by_hq(session, shop)
        save(session, shop.changed(phone="2", remark="b"), user, 1)
        save(session, shop.changed(remark="b"), user, 2)
        (change,) = changes(session)
        assert change.changes == {"remark": ["a", "b"]}
        save(session, shop, user, 3)
        assert changes(session) == []
        assert session.execute(select(dirty_shadow)).all() == []  # or HQ's next version would be laid over the first


def test_each_answer_is_a_unit_of_its_own(sessions: Sessions, make_inspection: Make, user: str) -> None:
    visit = make_inspection(new_id())
    answer = Answer(code=AnswerCode.CONFORM, answered_at=9)
    with sessions.begin() as session:
        told_by_hq(session, visit)
        save(session, visit.changed(answers={"SW-A01": answer}), user, 1)
        save(session, visit.changed(answers={"SW-A01": answer, "SW-A02": answer}), user, 2)
        (change,) = changes(session)
        assert sorted(change.changes) == ["answers/SW-A01", "answers/SW-A02"]
        assert find(session, Inspection, visit.id).answers["SW-A02"] == answer  # type: ignore[union-attr]


def test_authors_have_changes_of_their_own_in_the_order_of_capture(
    sessions: Sessions, make_operator: Make, user: str
) -> None:
    shop, other = make_operator(remark="0"), new_id()
    with sessions.begin() as session:
        told_by_hq(session, shop)
        for text, by in (("1", user), ("2", other), ("3", user), ("4", user)):
            save(session, shop.changed(remark=text), by, 1)
        found = changes(session)
    assert [(c.by, c.changes["remark"]) for c in found] == [(user, ["0", "1"]), (other, ["1", "2"]), (user, ["2", "4"])]


def test_an_edit_after_numbering_is_another_change(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
        session.execute(update(outbox).values(n=1, inc=1, state="sent"))
        save(session, shop.changed(remark="x"), user, 2)
        first, second = changes(session)
    assert "remark" not in first.changes
    assert (second.k, second.changes) == ("upd", {"remark": ["", "x"]})


def test_unknown_fields_and_the_version_of_a_row_stay(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        told_by_hq(session, shop)
        save(session, shop.changed(remark="x"), user, 2)
        row = session.execute(select(TABLES["operator"])).one()
        assert (row.extra, row.feed_id, row.ver, row.ver_epoch) == ({"colour": "red"}, 7, 3, 1)
        assert "colour" not in str(changes(session)[0].changes)


def test_a_change_names_the_conflict_that_it_closes(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop, conflict = make_operator(), new_id()
    with sessions.begin() as session:
        told_by_hq(session, shop)
        save(session, shop, user, 2, resolves=conflict)
        (change,) = changes(session)
    assert (change.resolves, change.changes) == (conflict, {})


def test_the_children_of_a_visit_share_its_group(sessions: Sessions, make_inspection: Make, user: str) -> None:
    from inspector_app.records.inspections import Finding

    visit = make_inspection(new_id())
    finding = Finding(
        id=new_id(), inspection_id=visit.id, operator_id=visit.operator_id, item_id="A", key=True, description="x"
    )
    with sessions.begin() as session:
        save(session, visit, user, 1)
        save(session, finding, user, 2)
        assert {change.grp for change in changes(session)} == {visit.id}


def test_device_writer_is_a_writer(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        writer: Writer = DeviceWriter(session, user, 7)
        assert writer.find(Operator, shop.id) is None
        writer.save(shop)
        assert writer.find(Operator, shop.id) == shop
        assert changes(session)[0].by == user
