"""What becomes of the changes that a device sends."""

from __future__ import annotations

from typing import Any

import pytest

from sync.faults import Faulted
from sync.hq.auth import DeviceStatus, set_status
from sync.protocol import Kind, Outcome, Refusal
from sync.record import new_id

A, B = "330199101", "330199102"


def shop(laptop: Any, name: str = "绿水便利店", town: str = A, **fields: Any) -> str:
    row: str = laptop.insert("shop", name=name, division_code=town, **fields)
    return row


def refused(laptop: Any, op: Any) -> Refusal | None:
    result = laptop.results[op.id]
    assert result.r is Outcome.REJECTED
    code: Refusal | None = result.code
    return code


def test_a_new_row_reaches_another_laptop_and_never_comes_back(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    row = shop(a, phone="0571-1")
    assert a.sync() == 1
    b.sync()
    assert b.body("shop", row) == a.body("shop", row)
    assert b.body("shop", row)["name"] == "绿水便利店"
    assert (a.bodies, b.bodies) == (0, 1)


def test_a_row_changed_on_top_of_what_hq_holds_does_not_come_back(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    a.sync()
    a.update("shop", row, phone="1")
    a.update("shop", row, address="大街 1 号")
    a.sync()
    assert a.bodies == 0
    assert a.body("shop", row)["address"] == hq.row("shop", row)["address"] == "大街 1 号"


def test_a_row_that_hq_merged_comes_back_whole(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    row = shop(a)
    a.sync()
    b.sync()
    a.update("shop", row, phone="1")
    b.update("shop", row, address="大街 1 号")
    a.sync()
    b.sync()
    assert b.bodies == 2
    assert b.body("shop", row)["phone"] == "1"


def test_h_5_pushing_twice_applies_once(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    request = a.request()
    hq.route.exchange(a, request)  # the answer is lost
    a.update("shop", row, phone="1")
    a.sync()
    assert hq.row("shop", row)["ver"] == 2
    assert hq.count("op_result") == 2
    assert {result.r for result in a.results.values()} == {Outcome.APPLIED}


def test_a_replayed_result_is_the_first_one(hq: Any) -> None:
    a = hq.laptop(A)
    bad = a.change("shop", new_id(), {"name": (None, "x")}, k=Kind.INSERT)
    row = shop(a)
    hq.route.exchange(a, a.request())
    a.sync()
    assert refused(a, bad) is Refusal.INVALID_VALUE
    assert a.results[a.log[1].id].ver == (1, 1)
    assert hq.row("shop", row)["ver"] == 1


def test_a_change_whose_result_has_expired_is_a_duplicate(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    a.sync()
    with hq.service.database.engine.connect() as conn:
        conn.exec_driver_sql("DELETE FROM op_result")
        conn.commit()
    late = a.update("shop", row, phone="1")
    a.acked = 0
    a.sync()
    assert a.results[a.log[0].id].r is Outcome.DUPLICATE
    assert a.results[late.id].r is Outcome.APPLIED
    assert hq.row("shop", row)["ver"] == 2


def test_a_smaller_chunk_after_a_lost_answer_is_no_fork(hq: Any) -> None:
    a = hq.laptop(A)
    rows = [shop(a, f"店{i}") for i in range(6)]
    hq.route.exchange(a, a.request(last=5))
    a.exchange(last=2)
    a.sync()
    assert all(hq.row("shop", row)["ver"] == 1 for row in rows)
    assert len(a.results) == 6


def test_h_9_a_poisoned_change_does_not_block_the_others(hq: Any) -> None:
    a = hq.laptop(A)
    shops = [shop(a, f"店{i}") for i in range(4)]
    a.sync()
    poison = [
        a.change("nothing", new_id(), {}, k=Kind.INSERT),
        a.change("shop", shops[0], {"colour": (None, "red")}),
        a.change("shop", shops[1], {"place": (None, "not an object")}),
        a.change("shop", shops[2], {"tags": (None, [1, 2])}),
        a.change("shop", new_id(), {}, k=Kind.INSERT),
        a.change("shop", shops[3], {"visits": (3, ["x"])}),
    ]
    last = shop(a, "末店")
    a.sync()
    codes = [refused(a, op) for op in poison]
    assert codes == [Refusal.UNKNOWN_KIND, Refusal.UNKNOWN_UNIT, *[Refusal.INVALID_VALUE] * 4]
    assert all(hq.row("shop", row)["ver"] == 1 for row in shops)
    assert hq.row("shop", last)["name"] == "末店"
    assert hq.count("quarantine") == 6


def test_what_was_given_up_stays_refused_and_takes_nothing_of_its_group_with_it(hq: Any) -> None:
    a = hq.laptop(A)
    visit = a.insert("visit", shop_id=shop(a), author_id=a.user)
    first, second, third = (a.insert("fault", visit_id=visit, text=text) for text in "一二三")
    asked = a.request(aside={"3": "out_of_scope", "4": "a_reason_of_a_later_hq"})
    a.take(asked, hq.route.exchange(a, asked))
    assert [refused(a, op) for op in a.log[2:4]] == [Refusal.OUT_OF_SCOPE, Refusal.INVALID_VALUE]
    assert [hq.row("fault", row) is None for row in (first, second, third)] == [True, True, False]
    assert hq.count("quarantine") == 2
    a.exchange(first=3, aside={})
    assert refused(a, a.log[2]) is Refusal.OUT_OF_SCOPE
    assert hq.row("fault", first) is None


def test_a_refused_group_leaves_nothing(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    visit = a.insert("visit", shop_id=row, author_id=a.user)
    fault = a.insert("fault", visit_id=visit, text="过期")
    bad = a.change("fault", new_id(), {"visit_id": (None, visit), "text": (None, 5)}, k=Kind.INSERT, group=visit)
    after = shop(a, "另一家")
    a.sync()
    assert refused(a, bad) is Refusal.INVALID_VALUE
    assert [refused(a, op) for op in a.log[1:3]] == [Refusal.GROUP] * 2
    assert hq.row("visit", visit) is None
    assert hq.row("fault", fault) is None
    assert hq.row("shop", after) is not None
    assert hq.count("row_history", "row_id = :id", id=visit) == 0


def test_h_6_a_change_waits_for_its_parent(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    parent = new_id()
    worker = b.insert("worker", shop_id=parent, name="王五")
    badge = b.insert("badge", worker_id=worker, number="7")
    b.sync()
    assert [b.results[op.id].r for op in b.log] == [Outcome.PARKED] * 2
    assert b.results[b.log[0].id].waits == parent
    assert hq.row("worker", worker) is None
    shop(a, id=parent)
    a.sync()
    assert hq.row("badge", badge)["number"] == "7"
    assert hq.count("parked_op") == 0
    b.sync(ask=(1, 2))
    assert [b.results[op.id].r for op in b.log] == [Outcome.APPLIED] * 2
    assert b.body("badge", badge)["number"] == "7"


def test_a_parked_change_that_cannot_be_applied_later_is_refused_then(hq: Any) -> None:
    a, b = hq.laptop(A, B), hq.laptop(A)
    parent = new_id()
    worker = b.insert("worker", shop_id=parent, name="王五")
    b.sync()
    shop(a, id=parent, town=B)
    a.sync()
    b.sync(ask=(1,))
    assert refused(b, b.log[0]) is Refusal.OUT_OF_SCOPE
    assert hq.row("worker", worker) is None
    assert (hq.count("quarantine"), hq.count("parked_op")) == (1, 0)


def test_a_child_before_its_parent_in_one_request_is_applied(hq: Any) -> None:
    a = hq.laptop(A)
    parent = new_id()
    worker = a.insert("worker", shop_id=parent, name="王五")
    shop(a, id=parent)
    a.sync()
    assert hq.row("worker", worker)["feed_id"] == hq.row("shop", parent)["feed_id"]
    assert {result.r for result in a.results.values()} == {Outcome.APPLIED}


def test_a_gap_makes_hq_ask_for_what_is_missing(hq: Any) -> None:
    a = hq.laptop(A)
    rows = [shop(a, f"店{i}") for i in range(9)]
    a.exchange(last=4)
    reply = a.exchange(first=8)
    assert reply.need_from == 5
    assert hq.count("shop") == 4
    reply = hq.route.exchange(a, a.request(first=10))
    assert reply.need_from == 5, "a log that is ahead without changes is a gap too"
    a.sync()
    assert hq.count("shop") == 9
    assert all(row in {key[1] for key in a.rows} for row in rows)


def test_two_machines_of_one_identity_are_told_apart(hq: Any) -> None:
    a = hq.laptop(A)
    shop(a)
    a.sync()
    shop(a, "甲")
    a.sync()
    a.log[1] = a.log[1].model_copy(update={"id": new_id()})
    a.acked = 1
    with pytest.raises(Faulted) as fault:
        a.exchange()
    assert (fault.value.reply.fault, fault.value.reply.last) == ("forked", 2)
    shop(a, "乙")
    with pytest.raises(Faulted):
        a.exchange(first=3)
    assert hq.count("shop") == 2


def test_a_rolled_back_disk_is_told_where_its_log_stands(hq: Any) -> None:
    a = hq.laptop(A)
    for name in ("甲", "乙", "丙"):
        shop(a, name)
    a.sync()
    kept, a.log = a.log, a.log[:1]
    a.acked = 1
    with pytest.raises(Faulted) as fault:
        a.exchange()
    assert (fault.value.reply.fault, fault.value.reply.last) == ("log_ahead", 3)
    a.log, a.acked = kept, 3
    a.exchange()


def test_a_new_incarnation_keeps_the_ids_of_its_changes(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    other = shop(a, "乙")
    hq.route.exchange(a, a.request(last=1))
    a.inc, a.acked = 2, 0
    a.sync()
    assert hq.row("shop", row)["ver"] == hq.row("shop", other)["ver"] == 1
    assert {result.r for result in a.results.values()} == {Outcome.APPLIED}
    a.acked = 0
    a.sync()
    assert hq.count("op_result", "inc = 2") == 2


def test_another_change_under_a_known_id_changes_nothing(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    a.sync()
    forged = a.change("shop", row, {"name": ("绿水便利店", "红水便利店")}, op_id=a.log[0].id)
    a.sync()
    assert a.results[forged.id].code is Refusal.ID_TAKEN
    assert hq.row("shop", row)["name"] == "绿水便利店"


def test_two_changes_of_one_id_keep_their_own_answers_when_the_first_need_wait_no_longer(hq: Any) -> None:
    a = hq.laptop(A)
    parent = new_id()
    worker = a.insert("worker", shop_id=parent, name="王五")
    first = a.log[0]
    a.sync()
    other = a.change("worker", worker, first.set | {"name": (None, "赵六")}, k=Kind.INSERT, op_id=first.id)
    a.sync()
    shop(a, id=parent)
    a.sync()
    for inc, log, told in ((2, [other], Outcome.REJECTED), (3, [first], Outcome.APPLIED), (4, [other, first], None)):
        a.inc, a.log, a.acked = inc, log, 0
        a.sync()
        assert told in (None, a.results[first.id].r)
    results = hq.rows("SELECT inc, n, result FROM op_result ORDER BY inc, n")
    assert [(inc, n) for inc, n, result in results if "id_taken" in result] == [(1, 2), (2, 1), (4, 1)]
    assert hq.row("worker", worker)["name"] == "王五"
    assert hq.count("quarantine") == 3


def test_a_ledger_line_is_inserted_once_and_never_changed(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    line = a.insert("line", shop_id=row, goods="米", quantity=5)
    a.sync()
    change = a.update("line", line, quantity=6)
    a.insert("line", id=line, shop_id=row, goods="米", quantity=5)
    again = a.log[-1]
    a.insert("line", id=line, shop_id=row, goods="米", quantity=7)
    forged = a.log[-1]
    for last in (3, 4, 5):  # each in a request of its own, or they would be one group
        a.exchange(last=last)
    assert refused(a, change) is Refusal.INSERT_ONLY
    assert a.results[again.id].r is Outcome.DUPLICATE
    assert refused(a, forged) is Refusal.TAMPERED
    assert hq.row("line", line)["quantity"] == 5


def test_only_hq_writes_what_is_hqs(hq: Any) -> None:
    a = hq.laptop(A)
    notice = a.insert("notice", area=A, title="x")
    conflict = a.change("conflict", new_id(), {"row_kind": (None, "shop")}, k=Kind.INSERT)
    a.sync()
    assert refused(a, a.log[0]) is refused(a, conflict) is Refusal.HQ_ONLY
    assert hq.row("notice", notice) is None


def test_a_sealed_visit_never_changes(hq: Any) -> None:
    a = hq.laptop(A)
    row = shop(a)
    visit = a.insert("visit", shop_id=row, author_id=a.user, answers={"A1": {"code": "YES"}})
    fault = a.insert("fault", visit_id=visit, text="过期")
    a.update("visit", visit, signed_at=hq.now)
    a.sync()
    assert {result.r for result in a.results.values()} == {Outcome.APPLIED}
    a.update("visit", visit, answers={"A1": {"code": "NO"}})
    a.update("fault", fault, text="没有过期")
    a.insert("fault", visit_id=visit, text="补一条")
    late = a.log[-3:]
    a.sync()
    assert [refused(a, op) for op in late] == [Refusal.SEALED, Refusal.GROUP, Refusal.GROUP]
    content = {"id": visit, "shop_id": row, "author_id": a.user, "signed_at": hq.now}
    a.insert("visit", **content, answers={"A1": {"code": "YES"}})
    same = a.log[-1]
    a.insert("visit", **content, answers={"A1": {"code": "NO"}})
    forged = a.log[-1]
    a.exchange(last=len(a.log) - 1)
    a.sync()
    assert a.results[same.id].r is Outcome.DUPLICATE
    assert refused(a, forged) is Refusal.TAMPERED
    assert hq.row("fault", fault)["text"] == "过期"
    assert hq.row("visit", visit)["ver"] == 2


def test_a_draft_belongs_to_its_author(hq: Any) -> None:
    a = hq.laptop(A, users=2)
    row = shop(a)
    visit = a.insert("visit", shop_id=row, author_id=a.user)
    a.sync()
    other = a.change("visit", visit, {"answers/A1": (None, {"code": "YES"})}, by=a.users[1])
    a.sync()
    assert refused(a, other) is Refusal.NOT_AUTHOR
    mine = a.change("visit", visit, {"answers/A1": (None, {"code": "NO"})})
    a.sync()
    assert a.results[mine.id].r is Outcome.APPLIED


def test_out_of_scope_is_quarantined_and_not_lost(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    theirs = shop(b, town=B)
    b.sync()
    new = a.insert("shop", name="越界", division_code=B)
    edit = a.change("shop", theirs, {"name": ("绿水便利店", "改名")})
    mine = shop(a)
    a.sync()
    move = a.update("shop", mine, division_code=B)
    unknown = a.insert("shop", name="无", division_code="990199101")
    a.sync()
    assert [refused(a, op) for op in (a.log[0], edit, move)] == [Refusal.OUT_OF_SCOPE] * 3
    assert refused(a, a.log[-1]) is Refusal.NO_HOME
    assert hq.row("shop", new) is hq.row("shop", unknown) is None
    assert hq.row("shop", theirs)["name"] == "绿水便利店"
    assert hq.count("quarantine") == 4
    assert hq.count("op_result", "core IS NOT NULL") == 6


def test_hq_refuses_the_other_dataset_another_protocol_and_a_revoked_device(hq: Any) -> None:
    a = hq.laptop(A)
    shop(a)
    for members, fault in (({"ds": "REAL"}, "dataset"), ({"p": 9}, "protocol")):
        with pytest.raises(Faulted) as caught:
            a.exchange(**members)
        assert caught.value.reply.fault == fault
    with pytest.raises(Faulted) as caught:
        hq.route.exchange(a, a.request(sig="AAAA"))
    assert caught.value.reply.fault == "bad_signature"
    hq.service.database.write(lambda conn: set_status(conn, a.id, DeviceStatus.REVOKED))
    with pytest.raises(Faulted) as caught:
        a.exchange()
    assert caught.value.reply.fault == "revoked"
    assert hq.count("shop") == 0
