"""What a laptop tells again to an HQ that was restored, beside what HQ lacks: whatever it may hold otherwise by now."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import pytest

from inspector_app.storage.writes import set_aside
from sync.device import log
from sync.hq.auth import hold_back
from sync.hq.database import Database
from sync.hq.epoch import MarkFile
from sync.protocol import ExchangeReply, ExchangeRequest
from sync.wire import unpack_ops
from tests.sync.conformance.fleet import TOWN_A, TOWN_B, Fleet, Laptop
from tests.sync.conformance.test_durable import prove
from tests.sync.conformance.test_restore import level


def retold(laptop: Laptop) -> list[str]:
    """The changes that a laptop sends until it is level, by id."""
    ids: list[str] = []
    exchange = laptop.exchange

    def listening(request: ExchangeRequest) -> ExchangeReply:
        ids.extend(op.id for op in unpack_ops(request.ops))
        return exchange(request)

    with mock.patch.object(laptop, "exchange", listening):
        laptop.sync()
    return ids


def test_a_change_that_was_judged_anew_after_the_restore_shows_its_new_result(
    database: Database, tmp_path: Path
) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop()
    backup = fleet.back_up()
    shop = a.shop()
    copy = a.replica.next_request()
    a.sync()
    assert a.query("SELECT state FROM outbox") == [("acked",)]
    fleet.service.close()
    fleet.restore(backup)
    a.towns = (TOWN_B,)
    fleet.service.exchange(a.device, copy, fleet.now)  # as from a relay, before the laptop itself comes
    assert fleet.get(shop.id) is None
    a.sync()
    assert a.query("SELECT state, code FROM outbox") == [("rejected", "out_of_scope")]
    a.sessions.close()


def test_an_answer_taken_in_twice_hides_nothing_that_is_told_again(database: Database, tmp_path: Path) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a, b = fleet.laptop(), fleet.laptop()
    a.shop()
    a.sync()
    backup = fleet.back_up()
    b.shop()
    b.sync()
    fleet.service.close()
    fleet.restore(backup)
    a.shop()
    request = a.replica.next_request()
    reply = a.exchange(request)
    assert a.query("SELECT n, state FROM outbox ORDER BY n") == [(1, "acked"), (2, "sent")]
    for _ in range(2):
        a.replica.apply(request, reply)
        assert a.query("SELECT n, state FROM outbox WHERE n = 1") == [(1, "sent")]
    level(fleet)
    for laptop in fleet.laptops:
        laptop.sessions.close()


@pytest.mark.parametrize("is_older", [False, True])
def test_what_a_proven_backup_holds_is_not_told_again(database: Database, tmp_path: Path, is_older: bool) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop()
    for _ in range(3):
        a.shop()
    a.sync()
    backup = fleet.back_up("older.sqlite")
    prove(fleet, backup)
    a.sync()
    backup = backup if is_older else fleet.back_up("newer.sqlite")
    a.shop()
    a.sync()
    ids = [row.id for row in a.query("SELECT id FROM outbox ORDER BY n")]
    fleet.service.close()
    fleet.restore(backup)
    assert retold(a) == (ids if is_older else ids[3:])  # the older one does not know that it was proven
    level(fleet)
    a.sessions.close()


def refused(laptop: Laptop, shop_id: str) -> str:
    """A change of the shop that HQ refuses whenever it hears of it, given up by its author."""
    laptop.edit(shop_id, division_code="990101999")
    laptop.sync()
    return given_up(laptop)


def given_up(laptop: Laptop) -> str:
    """The one change that HQ refused, set aside by its author."""
    [(op_id,)] = laptop.query("SELECT id FROM outbox WHERE state = 'rejected'")
    with laptop.sessions.begin() as session:
        set_aside(session, op_id)
    return str(op_id)


def test_what_was_refused_under_an_earlier_log_is_told_again_and_stays_aside(
    database: Database, tmp_path: Path
) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop()
    shop = a.shop()
    a.sync()
    backup = fleet.back_up()
    op_id = refused(a, shop.id)
    with a.sessions.begin() as session:
        log.begin(session, 1)
    a.sync()
    fleet.service.close()
    fleet.restore(backup)
    assert retold(a)[-1] == op_id
    assert fleet.query("SELECT op_id FROM op_result WHERE inc = 2 AND result LIKE '%rejected%'") == [(op_id,)]
    assert a.query("SELECT state FROM outbox WHERE id = :id", id=op_id) == [("aside",)]
    assert a.get(shop.id) == shop
    a.sessions.close()


def test_what_was_refused_takes_nothing_down_with_it_when_it_is_told_again(database: Database, tmp_path: Path) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop()
    backup = fleet.back_up()
    shop = a.shop()
    a.sync()
    refused(a, shop.id)
    a.edit(shop.id, phone="14000000001")
    a.sync()
    fleet.service.close()
    fleet.restore(backup)
    a.sync()
    assert a.query("SELECT state FROM outbox ORDER BY mono") == [("acked",), ("aside",), ("acked",)]
    held = fleet.get(shop.id)
    assert held is not None
    assert held.phone == "14000000001"
    assert a.rows() == fleet.rows(a)
    a.sessions.close()


@pytest.mark.parametrize("is_held", [False, True])
@pytest.mark.parametrize("is_earlier_log", [False, True])
def test_what_its_author_gave_up_is_not_applied_by_an_hq_that_would_take_it_now(
    database: Database, tmp_path: Path, is_earlier_log: bool, is_held: bool
) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop(TOWN_A)
    shop = a.shop()
    a.sync()
    backup = fleet.back_up()
    a.edit(shop.id, division_code=f"{TOWN_B}200")
    a.sync()
    op_id = given_up(a)
    if is_earlier_log:
        with a.sessions.begin() as session:
            log.begin(session, 1)
        a.sync()
    fleet.service.close()
    fleet.restore(backup)
    a.towns = (TOWN_A, TOWN_B)
    if is_held:  # what is kept back is not applied later either
        database.write(lambda conn: hold_back(conn, a.device))
        a.try_sync()
        fleet.service.release(a.device, fleet.now)
        a.sync()
    else:
        assert op_id in retold(a)
    held = fleet.get(shop.id)
    assert held is not None
    assert held == a.get(shop.id) == shop
    assert a.query("SELECT state, code FROM outbox WHERE id = :id", id=op_id) == [("aside", "out_of_scope")]
    [(told,)] = fleet.query("SELECT result FROM op_result WHERE op_id = :id", id=op_id)
    assert json.loads(told)["code"] == "out_of_scope"
    a.sessions.close()


def test_a_correction_meets_no_conflict_with_what_it_corrected(database: Database, tmp_path: Path) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop(TOWN_A)
    shop = a.shop()
    a.sync()
    backup = fleet.back_up()
    a.edit(shop.id, name="甲店", division_code=f"{TOWN_B}200")
    a.sync()
    a.edit(shop.id, name="乙店", division_code=shop.division_code)
    a.sync()
    states = [("acked",), ("aside",), ("acked",)]
    assert a.query("SELECT state FROM outbox ORDER BY mono") == states
    fleet.service.close()
    fleet.restore(backup)
    a.towns = (TOWN_A, TOWN_B)
    a.sync()
    held = fleet.get(shop.id)
    assert held is not None
    assert (held.name, held.division_code) == ("乙店", shop.division_code)
    assert a.query("SELECT state FROM outbox ORDER BY mono") == states
    assert fleet.query("SELECT id FROM conflict") == []
    a.sessions.close()


@pytest.mark.parametrize("towns", [(TOWN_A,), (TOWN_A, TOWN_B)])
def test_a_row_that_never_moved_comes_by_a_feed_that_is_new_here(
    database: Database, tmp_path: Path, towns: tuple[str, ...]
) -> None:
    """What a laptop holds of HQ before the restore is newer than the same row in the feed that it reads now."""
    fleet = Fleet(database, tmp_path)
    a, b = fleet.laptop(TOWN_A), fleet.laptop(TOWN_B)
    shop = a.shop()
    a.sync()
    backup = fleet.back_up()
    with fleet.service.author("HQ", fleet.now) as writer:
        writer.save(shop.changed(division_code=TOWN_B))
    a.sync()
    b.sync()
    fleet.restore(backup)
    a.sync()  # HQ learns that it was restored
    b.towns = towns
    b.sync()
    assert b.get(shop.id) == shop
    assert b.rows() == fleet.rows(b)
