"""HQ is restored from an older backup while laptops keep working: nothing is lost, and everybody is level again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.device.problem import SyncProblem
from sync.hq.database import Database
from sync.hq.epoch import Epochs, Mark, MarkFile
from sync.hq.upgrade import prepare
from tests.sync.conformance.fleet import DAY, TOWN_A, TOWN_B, Fleet


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    made = Fleet(database, tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.sessions.close()


def level(fleet: Fleet) -> None:
    """All laptops sync until nothing moves; each then holds what HQ's own tables say (I5)."""
    for _ in range(3):
        for laptop in fleet.laptops:
            laptop.sync()
    for laptop in fleet.laptops:
        assert laptop.rows() == fleet.rows(laptop)
        assert laptop.query("SELECT 1 FROM outbox WHERE state NOT IN ('acked', 'conflict')") == []


def test_what_hq_lost_is_told_again_and_everybody_is_level(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    early = a.shop()
    a.sync()
    backup = fleet.back_up()
    late = a.shop(name="晚")
    a.edit(early.id, remark="lost at HQ")
    a.sync()
    b.sync()
    b.edit(late.id, phone="1")
    b.sync()
    a.sync()
    fleet.restore(backup)
    level(fleet)
    found = fleet.get(late.id)
    assert found is not None
    assert (found.name, found.phone) == ("晚", "1")
    assert fleet.get(early.id) == a.get(early.id) == b.get(early.id)
    assert a.get(early.id).remark == "lost at HQ"  # type: ignore[union-attr]
    assert fleet.epochs() == [1, 2]


def test_a_cursor_beyond_the_end_skips_no_row(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    backup = fleet.back_up()
    for _ in range(5):
        a.shop()
    a.sync()
    b.sync()
    fleet.restore(backup)
    a.query("SELECT 1")
    with a.sessions.begin() as session:  # the author's laptop is gone for good
        session.connection().exec_driver_sql("DELETE FROM outbox")
    new = b.shop(name="新")
    level_of_b = b.sync()
    assert level_of_b.is_level
    assert fleet.epochs() == [1, 2]
    c = fleet.laptop()
    for name in ("一", "二"):
        c.shop(name=name)
    c.sync()
    b.sync()
    assert b.rows() == fleet.rows(b)
    assert {row.name for row in b.query("SELECT name FROM operator")} == {"新", "一", "二"}
    assert fleet.get(new.id) is not None


def test_a_change_that_others_have_is_seen_again_as_hq_has_it(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(phone="0")
    a.sync()
    b.sync()
    backup = fleet.back_up()
    b.edit(shop.id, phone="1")
    b.sync()
    a.sync()
    assert a.get(shop.id).phone == "1"  # type: ignore[union-attr]
    with b.sessions.begin() as session:  # the author's laptop is gone for good
        session.connection().exec_driver_sql("DELETE FROM outbox")
    fleet.restore(backup)
    a.shop()
    a.sync()
    assert a.get(shop.id).phone == "0"  # type: ignore[union-attr]
    assert a.rows() == fleet.rows(a)


def test_work_that_waits_is_untouched_and_comes_through(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(phone="0")
    a.sync()
    b.sync()
    backup = fleet.back_up()
    a.edit(shop.id, remark="acknowledged")
    a.sync()
    a.edit(shop.id, phone="2")
    b.edit(shop.id, address="新街1号")
    fleet.restore(backup)
    level(fleet)
    found = fleet.get(shop.id)
    assert found is not None
    assert (found.remark, found.phone, found.address) == ("acknowledged", "2", "新街1号")


def test_feeds_that_nothing_happened_to_cost_one_number(fleet: Fleet) -> None:
    quiet = [fleet.laptop(TOWN_B) for _ in range(2)]
    busy = fleet.laptop(TOWN_A)
    for _ in range(120):
        quiet[0].shop(TOWN_B)
    for laptop in quiet:
        laptop.sync()
    idle = quiet[1].bytes_of_sync()
    backup = fleet.back_up()
    busy.shop()
    busy.sync()
    fleet.restore(backup)
    busy.sync()
    assert fleet.epochs() == [1, 2]
    cost = quiet[1].bytes_of_sync()
    assert quiet[1].replica.side().epoch == 2
    assert quiet[1].rows() == fleet.rows(quiet[1])
    assert cost < 4 * idle  # three exchanges and a number for each feed


@pytest.mark.slow
def test_twenty_laptops_come_back_to_an_hq_of_yesterday(fleet: Fleet) -> None:
    laptops = [fleet.laptop(TOWN_A if number % 2 else TOWN_B) for number in range(20)]
    town = {laptop.device: laptop.towns[0] for laptop in laptops}
    shops = [laptop.shop(town[laptop.device]) for laptop in laptops for _ in range(3)]
    for laptop in [*laptops, *laptops]:
        laptop.sync()
    backup = fleet.back_up()
    for number, laptop in enumerate(laptops):
        shops.append(laptop.shop(town[laptop.device], name=f"后{number}"))
        laptop.edit(shops[number * 3].id, remark=f"后{number}")
        if number % 3:
            laptop.sync()
    for laptop in laptops[::4]:
        laptop.sync()
    fleet.restore(backup)
    for number, laptop in enumerate(laptops):
        laptop.edit(shops[number * 3].id, phone=f"{number}")
        if number % 2:
            laptop.start()
    level(fleet)
    assert fleet.epochs() == [1, 2]
    for number in range(20):
        found = fleet.get(shops[number * 3].id)
        assert found is not None
        assert (found.remark, found.phone) == (f"后{number}", f"{number}")
    assert all(fleet.get(shop.id) is not None for shop in shops)


def test_changes_of_an_earlier_log_are_told_again_too(fleet: Fleet) -> None:
    a = fleet.laptop()
    backup = fleet.back_up()
    shop = a.shop()
    a.sync()
    a.replica.begin_incarnation(1)
    later = a.shop()
    a.sync()
    fleet.restore(backup)
    level(fleet)
    assert fleet.get(shop.id) == shop
    assert fleet.get(later.id) == later


def test_a_log_that_was_purged_goes_on_as_another(fleet: Fleet) -> None:
    a = fleet.laptop()
    backup = fleet.back_up()
    for _ in range(3):
        a.shop()
    a.sync()
    a.query("SELECT 1")
    with a.sessions.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox WHERE n <= 2")
    fleet.restore(backup)
    level(fleet)
    assert len(fleet.rows(a)) == 1
    new = a.shop()
    level(fleet)
    assert fleet.get(new.id) == new


def test_hq_restored_twice_uses_no_epoch_twice(database: Database, tmp_path: Path) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json"))
    a = fleet.laptop()
    backup = fleet.back_up()
    for expected in (2, 3):
        a.shop()
        a.sync()
        fleet.service.close()
        fleet.restore(backup)
        assert fleet.epochs()[-1] == expected
        level(fleet)
    fleet.start()
    assert fleet.epochs()[-1] == 3
    a.sessions.close()


def test_a_device_that_knows_a_later_epoch_raises_hqs(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    backup = fleet.back_up()
    a.shop()
    a.sync()
    fleet.restore(backup)
    level(fleet)
    fleet.restore(backup)
    b.sync()
    assert fleet.epochs() == [1, 3]
    level(fleet)


def test_two_epochs_of_one_number_are_told_apart(fleet: Fleet) -> None:
    a, b = fleet.laptop(), fleet.laptop()
    backup = fleet.back_up()
    a.shop()
    b.shop()
    a.sync()
    b.sync()
    fleet.restore(backup)
    a.sync()
    late = a.shop(name="晚")
    a.sync()
    assert fleet.epochs() == [1, 2]
    fleet.restore(backup)
    for _ in range(3):
        b.shop()
    b.sync()  # it has never heard of an epoch 2
    assert fleet.epochs() == [1, 2]
    level(fleet)
    assert fleet.epochs() == [1, 2, 3]
    [row] = fleet.query("SELECT reason FROM server_epoch WHERE epoch = 3")
    assert row.reason == f"device {a.device} knows another epoch 2"
    assert fleet.get(late.id) == late


def test_the_mark_outside_tells_a_restore_that_no_device_has_seen(database: Database, tmp_path: Path) -> None:
    file = MarkFile(tmp_path / "store" / "mark.json")
    fleet = Fleet(database, tmp_path, file)
    a = fleet.laptop()
    backup = fleet.back_up()
    a.shop()
    a.sync()
    fleet.now += 61_000_000
    a.sync()
    mark = file.read()
    assert mark is not None
    assert mark.logs >= 1
    fleet.restore(backup)
    assert fleet.epochs() == [1, 2]
    fleet.start()
    assert fleet.epochs() == [1, 2]
    [row] = fleet.query("SELECT reason FROM server_epoch WHERE epoch = 2")
    assert row.reason == "the database holds less than it did"
    a.sessions.close()


def test_a_mark_that_cannot_be_reached_is_told_and_stops_no_exchange(fleet: Fleet, tmp_path: Path) -> None:
    lost = tmp_path / "store"
    fleet.service.epochs = epochs = Epochs(fleet.database, MarkFile(lost / "mark.json"))
    lost.write_text("a file where the folder was")
    laptop = fleet.laptop()
    assert laptop.sync()
    shop = laptop.shop()
    assert laptop.sync()
    assert laptop.get(shop.id) is not None
    assert epochs.is_lost
    epochs.close()
    with pytest.raises(OSError, match="ot a directory"):
        epochs.begin(fleet.now)
    lost.unlink()
    epochs.note(fleet.now, at_once=True)
    assert not epochs.is_lost


def test_the_mark_is_written_once_a_minute_and_a_damaged_one_counts_as_none(tmp_path: Path) -> None:
    file = MarkFile(tmp_path / "mark.json")
    assert file.read() is None
    file.write(Mark(1, 2, 3, 4))
    assert file.read() == Mark(1, 2, 3, 4)
    text = (tmp_path / "mark.json").read_text()
    (tmp_path / "mark.json").write_text(text.replace('"heads": 3', '"heads": 2'))
    assert file.read() is None
    assert [path.name for path in tmp_path.iterdir()] == ["mark.json"]


def test_a_lower_epoch_is_not_listened_to(fleet: Fleet) -> None:
    a = fleet.laptop()
    with a.sessions.begin() as session:
        session.connection().exec_driver_sql("UPDATE sync_meta SET value = '5000' WHERE key = 'epoch'")
        session.connection().exec_driver_sql("UPDATE sub SET epoch = 5000")
    with pytest.raises(SyncProblem):
        a.sync()
    assert fleet.epochs() == [1]
    assert a.query("SELECT DISTINCT epoch FROM sub") == [(5000,)]


def test_another_postgresql_server_raises_the_epoch(fleet: Fleet) -> None:
    if fleet.database.engine.dialect.name == "sqlite":
        fleet.database.write(
            lambda conn: conn.exec_driver_sql("UPDATE server_epoch SET pg_system_id = '1', pg_timeline = 1")
        )
    else:
        [row] = fleet.query("SELECT pg_system_id, pg_timeline FROM server_epoch")
        assert int(row.pg_system_id) > 0
        assert row.pg_timeline >= 1
        fleet.database.write(lambda conn: conn.exec_driver_sql("UPDATE server_epoch SET pg_timeline = 99"))
    a = fleet.laptop()
    shop = a.shop()
    level(fleet)
    assert fleet.epochs() == [1, 2]
    fleet.start()
    assert fleet.epochs() == [1, 2]
    assert fleet.get(shop.id) == shop


def test_h_11_rows_altered_behind_the_back_are_found_and_mended(fleet: Fleet) -> None:
    chance = random.Random(7)
    a, b = fleet.laptop(), fleet.laptop()

    def text(length: int) -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(length))

    shops = [a.shop(name=text(8), address=text(14), phone=f"1{chance.randrange(10**10):010}") for _ in range(600)]
    a.sync()
    fresh = b.bytes_of_sync()
    idle = [b.bytes_of_sync() for _ in range(3)][-1]
    pending = shops[7]
    b.edit(pending.id, remark="mine")
    b.behind_the_back("UPDATE operator SET name = 'altered' WHERE id = :id", id=shops[0].id)
    b.behind_the_back("UPDATE operator SET ver = 9 WHERE id = :id", id=shops[1].id)
    b.behind_the_back("DELETE FROM operator WHERE id = :id", id=shops[2].id)
    b.behind_the_back("UPDATE operator SET feed_id = 1 WHERE id = :id", id=shops[3].id)
    fleet.now += DAY + 1
    b.sync()  # what waits goes first
    [(before,)] = b.query("SELECT count(*) FROM outbox")
    sent = b.bytes_of_sync()
    assert b.query("SELECT count(*) FROM outbox WHERE state = 'acked'") == [(before,)]
    assert b.rows() == fleet.rows(b)
    assert [b.get(shop.id) for shop in shops] == [shop if shop != pending else b.get(pending.id) for shop in shops]
    assert b.get(pending.id) == pending.changed(remark="mine")
    assert sent - 3 * idle < fresh * 0.05


def test_a_feed_is_mended_at_most_once_a_day(fleet: Fleet) -> None:
    a = fleet.laptop()
    shop = a.shop()
    for _ in range(3):
        a.sync()
    asked: list[int] = []
    reconcile = a.reconcile

    def counting(request: object) -> object:
        asked.append(1)
        return reconcile(request)  # type: ignore[arg-type]

    a.reconcile = counting  # type: ignore[method-assign, assignment]
    for hours in (25, 3, 3):
        a.behind_the_back("UPDATE operator SET name = 'altered' WHERE id = :id", id=shop.id)
        fleet.now += hours * 3_600_000_000
        a.sync()
        a.sync()
    once = len(asked)
    assert once > 0
    assert a.get(shop.id).name == "altered"  # type: ignore[union-attr]
    fleet.now += DAY
    a.sync()
    assert len(asked) == 2 * once
    assert a.get(shop.id) == shop


def test_prepare_leaves_the_epoch_alone(fleet: Fleet) -> None:
    prepare(fleet.database, "REAL", fleet.now, lambda conn: None)
    assert fleet.epochs() == [1]
