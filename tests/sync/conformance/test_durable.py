"""A copy of HQ's database counts only once it was restored and counted again; laptops keep their changes until then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.storage.tables import TABLES
from sync.hq import durable
from sync.hq.database import Database
from tests.sync.conformance.fleet import DAY, Fleet, Laptop, make_tables

RECORDS = list(TABLES.values())


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    made = Fleet(database, tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.sessions.close()


@pytest.fixture
def a(fleet: Fleet) -> Laptop:
    return fleet.laptop()


def prove(fleet: Fleet, path: Path) -> None:
    restored = Database(f"sqlite:///{path}")
    try:
        durable.check(restored, RECORDS)
        durable.declare(fleet.database, restored, path.name, "0" * 64, fleet.now)
    finally:
        restored.close()


def alter(path: Path, statement: str) -> None:
    copy = Database(f"sqlite:///{path}")
    copy.write(lambda conn: conn.exec_driver_sql(statement))
    copy.close()


def test_what_a_proven_backup_holds_is_durable_and_no_more(fleet: Fleet, a: Laptop) -> None:
    for _ in range(3):
        a.shop()
    a.sync()
    path = fleet.back_up()
    a.shop()
    a.sync()
    prove(fleet, path)
    assert fleet.query("SELECT dev, inc, n FROM durable_log WHERE dev <> 'HQ'") == [(a.device, 1, 3)]
    assert [row.name for row in fleet.query("SELECT name FROM backup_verified")] == [path.name]
    a.sync()
    assert a.query("SELECT n, durable FROM outbox ORDER BY n") == [(1, True), (2, True), (3, True), (4, False)]


def test_what_an_earlier_incarnation_told_is_durable_with_what_came_after_it(fleet: Fleet, a: Laptop) -> None:
    a.shop()
    a.sync()
    path = fleet.back_up()
    a.shop()
    a.sync()
    a.replica.begin_incarnation(1)
    prove(fleet, path)
    a.sync()
    assert a.query("SELECT 1 FROM outbox WHERE durable") == [], "of the log that it tells now nothing is in a backup"
    a.shop()
    a.sync()
    prove(fleet, fleet.back_up("after.sqlite"))
    waiting = a.shop()
    a.sync()
    assert a.query("SELECT inc, n FROM outbox WHERE durable ORDER BY inc, n") == [(1, 1), (1, 2), (2, 1)]
    assert a.query("SELECT durable FROM outbox WHERE row_id = :id", id=waiting.id) == [(False,)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE operator SET ver = ver + 1",
        "DELETE FROM operator",
        "UPDATE operator SET feed_id = feed_id + 1",
        "DELETE FROM feed_entry WHERE kind = 'operator'",
        "UPDATE feed SET head = 0",
        "DELETE FROM feed",
    ],
)
def test_a_copy_that_does_not_hold_what_it_says_is_never_durable(fleet: Fleet, a: Laptop, damage: str) -> None:
    a.shop()
    a.sync()
    path = fleet.back_up()
    alter(path, damage)
    with pytest.raises(durable.Damaged):
        prove(fleet, path)
    assert fleet.query("SELECT 1 FROM durable_log") == []


def test_a_torn_copy_is_never_durable(fleet: Fleet, a: Laptop) -> None:
    for _ in range(50):
        a.shop()
    a.sync()
    path = fleet.back_up()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8192] = bytes(8192)
    path.write_bytes(data)
    with pytest.raises(durable.Damaged):
        prove(fleet, path)


def test_a_backup_of_before_a_restore_says_nothing_of_now(fleet: Fleet, a: Laptop) -> None:
    old = fleet.back_up("old.sqlite")
    a.shop()
    a.sync()
    path = fleet.back_up()
    fleet.restore(old)
    with pytest.raises(durable.Damaged):
        prove(fleet, path)


def test_a_copy_of_an_hq_at_work_is_whole(fleet: Fleet, a: Laptop) -> None:
    for _ in range(20):
        a.shop()
    a.sync()
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            a.shop()
            a.sync()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(4):
            prove(fleet, fleet.back_up(f"{number}.sqlite"))
    finally:
        ended.set()
        thread.join()
    [(n,)] = fleet.query("SELECT n FROM durable_log WHERE dev <> 'HQ'")
    assert 20 <= n <= len(a.query("SELECT 1 FROM outbox"))


def test_a_copy_of_either_store_is_loaded_into_either(fleet: Fleet, a: Laptop, tmp_path: Path) -> None:
    shop = a.shop()
    a.sync()
    path = fleet.back_up()
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    make_tables(other)
    durable.load(path, other, RECORDS)
    moved = Fleet(other, tmp_path)
    assert moved.get(shop.id) == shop
    durable.check(other, RECORDS)
    other.close()


def test_changes_are_forgotten_when_durable_and_thirty_days_old_and_no_others(fleet: Fleet, a: Laptop) -> None:
    held = a.shop()
    a.sync()
    prove(fleet, fleet.back_up())
    later = a.shop()
    a.sync()
    fleet.now += 29 * DAY
    a.sync()
    assert len(a.query("SELECT 1 FROM outbox")) == 2
    waiting = a.shop()
    fleet.now += 2 * DAY
    a.sync()
    left = {row.row_id for row in a.query("SELECT row_id FROM outbox")}
    assert left == {later.id, waiting.id}
    assert a.get(held.id) == held


def test_what_is_purged_does_not_stop_the_log_after_a_restore(fleet: Fleet, a: Laptop) -> None:
    a.shop()
    a.sync()
    path = fleet.back_up()
    prove(fleet, path)
    fleet.now += 31 * DAY
    a.sync()
    assert a.query("SELECT 1 FROM outbox") == []
    lost = a.shop()
    a.sync()
    fleet.restore(path)
    a.sync()
    assert fleet.get(lost.id) == lost
    assert a.query("SELECT value FROM sync_meta WHERE key = 'inc'") in ([], [("1",)])
