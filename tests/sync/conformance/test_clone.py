"""Two machines with one identity, and one machine whose disk was set back: told apart, and nothing lost of either."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.storage.backup import back_up
from inspector_app.storage.engine import Sessions, open_database
from sync.device.problem import SyncProblem
from sync.faults import Fault, Wipe
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.database import Database
from sync.hq.epoch import MarkFile
from tests.sync.conformance.fleet import KEY, Fleet, Laptop


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    made = Fleet(database, tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.sessions.close()


def image(laptop: Laptop) -> Path:
    path = laptop.fleet.folder / f"{laptop.device}.image"
    back_up(laptop.sessions, KEY, path)
    return path


def put(path: Path, folder: Path) -> Sessions:
    """The disk is as in the image; no program of ours had a hand in it."""
    for suffix in ("-wal", "-shm"):
        (folder / f"replica.db{suffix}").unlink(missing_ok=True)
    shutil.copy(path, folder / "replica.db")
    return open_database(folder / "replica.db", KEY)


def set_back(laptop: Laptop, path: Path) -> None:
    laptop.sessions.close()
    laptop.sessions = put(path, laptop.fleet.folder / laptop.device)
    laptop.start()


def cloned(laptop: Laptop) -> Laptop:
    """Another machine with the same disk."""
    twin = Laptop(laptop.fleet, laptop.towns, user=laptop.user, key=laptop.key, folder=laptop.fleet.folder / "twin")
    twin.sessions.close()
    twin.device = laptop.device
    twin.sessions = put(image(laptop), laptop.fleet.folder / "twin")
    twin.start()
    laptop.fleet.laptops.append(twin)
    return twin


def status(fleet: Fleet, laptop: Laptop) -> str:
    [row] = fleet.query("SELECT status FROM device_key WHERE id = :id", id=laptop.device)
    return str(row.status)


def problem(laptop: Laptop) -> Fault | None:
    with pytest.raises(SyncProblem) as raised:
        laptop.sync()
    return raised.value.fault


@pytest.mark.parametrize("edits", [0, 3])
def test_a_laptop_set_back_a_week_goes_on_without_anybody(fleet: Fleet, edits: int) -> None:
    a = fleet.laptop()
    early = a.shop()
    a.sync()
    week_old = image(a)
    late = [a.shop() for _ in range(4)]
    a.sync()
    set_back(a, week_old)
    new = [a.shop() for _ in range(edits)]
    a.sync()
    a.sync()
    assert status(fleet, a) == "active"
    assert {row.id for row in a.query("SELECT id FROM operator")} == {shop.id for shop in [early, *late, *new]}
    assert all(fleet.get(shop.id) == shop for shop in [early, *late, *new])
    assert a.rows() == fleet.rows(a)


def both_worked(fleet: Fleet) -> tuple[Laptop, Laptop]:
    a = fleet.laptop()
    a.shop()
    a.sync()
    twin = cloned(a)
    a.sync()
    twin.sync()
    a.shop(name="甲")
    a.sync()
    twin.shop(name="乙")
    return a, twin


def test_h_15_two_machines_of_one_identity_are_held_and_nothing_is_lost(fleet: Fleet) -> None:
    a, twin = both_worked(fleet)
    assert problem(twin) is Fault.HELD
    assert status(fleet, a) == "forked"
    other = fleet.laptop()
    other.shop(name="别人")
    other.sync()
    a.shop(name="丙")
    assert problem(a) is Fault.HELD
    assert [row.name for row in a.query("SELECT name FROM operator WHERE name = '别人'")] == []
    assert {row.name for row in fleet.query("SELECT name FROM operator")} >= {"甲", "别人"}
    assert fleet.query("SELECT name FROM operator WHERE name IN ('乙', '丙')") == []
    assert len(fleet.query("SELECT 1 FROM parked_op")) == 2
    for held in (a, twin):
        held.start()
        held.shop()
        assert problem(held) is Fault.HELD
        assert held.query("SELECT 1 FROM outbox WHERE state = 'pending'") == []


def test_an_administrators_word_lets_one_machine_go_on(fleet: Fleet) -> None:
    a, twin = both_worked(fleet)
    assert problem(twin) is Fault.HELD
    a.shop(name="丙")
    assert problem(a) is Fault.HELD
    fleet.service.release(twin.device, fleet.now)
    assert status(fleet, a) == "active"
    assert {row.name for row in fleet.query("SELECT name FROM operator")} >= {"甲", "乙", "丙"}
    twin.sync()
    twin.sync()
    assert twin.rows() == fleet.rows(twin)
    assert twin.query("SELECT 1 FROM outbox WHERE state <> 'acked'") == []
    a.shop(name="丁")
    assert problem(a) is Fault.HELD
    assert status(fleet, a) == "forked"
    fleet.service.release(a.device, fleet.now)
    a.sync()
    a.sync()
    assert a.rows() == fleet.rows(a)


@pytest.mark.parametrize("is_marked", [True, False], ids=["by the mark", "by the log alone"])
def test_a_twin_that_comes_first_to_a_restored_hq_hides_no_change(
    database: Database, tmp_path: Path, is_marked: bool
) -> None:
    fleet = Fleet(database, tmp_path, MarkFile(tmp_path / "mark.json") if is_marked else None)
    a = fleet.laptop()
    early = a.shop()
    a.sync()
    twin = cloned(a)
    backup = fleet.back_up()
    lost = [a.shop() for _ in range(2)]
    a.sync()
    fleet.service.close()
    fleet.restore(backup)
    others = [twin.shop() for _ in range(3)]
    twin.sync()  # HQ holds changes of this log under the numbers of those that it lost
    new = a.shop()
    assert problem(a) is Fault.HELD
    fleet.service.release(a.device, fleet.now)
    a.sync()
    a.sync()
    assert fleet.epochs() == [1, 2]
    assert all(fleet.get(shop.id) == shop for shop in [early, *lost, *others, new])
    assert a.rows() == fleet.rows(a)
    assert a.query("SELECT 1 FROM outbox WHERE state <> 'acked'") == []
    for laptop in fleet.laptops:
        laptop.sessions.close()


def test_a_laptop_in_other_hands_stays_so_when_it_turns_out_to_be_two(fleet: Fleet) -> None:
    a, twin = both_worked(fleet)
    fleet.database.write(lambda conn: set_status(conn, a.device, DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER))
    assert problem(twin) is Fault.TRANSFERRED
    [row] = fleet.query("SELECT status, wipe FROM device_key WHERE id = :id", id=a.device)
    assert (row.status, row.wipe) == ("transferred", "after_hand_over")
    assert fleet.query("SELECT name FROM operator WHERE name = '乙'") == []
    assert len(fleet.query("SELECT 1 FROM quarantine")) == 1


def test_what_was_kept_back_is_for_a_person_once_the_laptop_is_handed_over(fleet: Fleet) -> None:
    a, twin = both_worked(fleet)
    assert problem(twin) is Fault.HELD
    a.shop(name="丙")
    assert problem(a) is Fault.HELD
    fleet.service.release(a.device, fleet.now, DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER)
    assert (status(fleet, a), fleet.query("SELECT 1 FROM parked_op")) == ("transferred", [])
    assert fleet.query("SELECT name FROM operator WHERE name IN ('乙', '丙')") == []
    assert [row.code for row in fleet.query("SELECT code FROM quarantine")] == ["transferred"] * 2
    assert problem(a) is Fault.TRANSFERRED
    fleet.service.release(a.device, fleet.now)
    assert fleet.query("SELECT name FROM operator WHERE name IN ('乙', '丙')") == [], "a person decides"


def test_a_machine_far_behind_its_twin_catches_up_at_once(fleet: Fleet) -> None:
    """The twin has gone through many logs, as two machines that take turns do; ours need not begin each of them."""
    a = fleet.laptop()
    twin = cloned(a)
    mine = twin.shop(name="乙")
    for inc in range(1, 13):
        a.replica.begin_incarnation(inc)
        a.shop(name=f"店{inc}")
        a.sync()
    twin.sync()
    assert twin.query("SELECT 1 FROM outbox WHERE state <> 'acked'") == []
    assert int(twin.query("SELECT value FROM sync_meta WHERE key = 'inc'")[0].value) == 14
    assert fleet.get(mine.id) == mine


def test_a_machine_far_behind_its_twin_and_with_nothing_to_send_catches_up_at_once(fleet: Fleet) -> None:
    a = fleet.laptop()
    twin = cloned(a)
    a.shop()
    a.sync()
    for inc in range(1, 13):
        a.replica.begin_incarnation(inc)
        a.shop(name=f"店{inc}")
        a.sync()
    twin.sync()
    assert len(twin.query("SELECT 1 FROM operator WHERE name LIKE '店%'")) == 12
    assert int(twin.query("SELECT value FROM sync_meta WHERE key = 'inc'")[0].value) == 14


def test_a_held_machine_far_behind_its_twin_hands_over_at_once(fleet: Fleet) -> None:
    """What it sends is kept for whoever decides, and it need not try each log of its twin for that."""
    a, twin = both_worked(fleet)
    for inc in range(1, 13):
        a.replica.begin_incarnation(inc)
        a.shop(name=f"店{inc}")
        a.sync()
    fleet.database.write(lambda conn: set_status(conn, a.device, DeviceStatus.FORKED))
    assert problem(twin) is Fault.HELD
    assert twin.query("SELECT 1 FROM outbox WHERE state = 'pending'") == []
    assert int(twin.query("SELECT value FROM sync_meta WHERE key = 'inc'")[0].value) == 14


def test_a_request_of_before_marks_nobody(fleet: Fleet) -> None:
    a = fleet.laptop()
    a.shop()
    late_push = a.replica.next_request()
    a.sync()
    late_idle = a.replica.next_request()
    a.replica.begin_incarnation(1)
    a.shop()
    a.sync()
    for late in (late_push, late_idle):
        with pytest.raises(SyncProblem) as raised:
            a.exchange(late)
        assert raised.value.fault in (Fault.FORKED, Fault.LOG_AHEAD)
    assert status(fleet, a) == "active"


def test_a_revoked_laptop_keeps_its_work_and_its_user_goes_on_elsewhere(fleet: Fleet) -> None:
    old = fleet.laptop()
    old.shop(name="旧")
    old.sync()
    waiting = old.shop()
    fleet.database.write(lambda conn: set_status(conn, old.device, DeviceStatus.REVOKED))
    assert problem(old) is Fault.REVOKED
    new = Laptop(fleet, old.towns, user=old.user)
    fleet.add(new)
    assert {row.name for row in new.query("SELECT name FROM operator")} == {"旧"}
    assert old.get(waiting.id) == waiting
    assert old.query("SELECT state FROM outbox WHERE row_id = :id", id=waiting.id) in ([("pending",)], [("sent",)])
