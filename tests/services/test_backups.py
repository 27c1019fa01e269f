"""A laptop's data are copied once a working day, a few copies are kept, and none is half-made or fills the disk."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from inspector_app.records.operators import Operator
from inspector_app.services import backups, restoring
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage import backup
from inspector_app.storage.engine import open_database
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.rows import find
from sync.device.core import PhotoState
from sync.device.tables import blob_local
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import KEY, Laptop

HOUR = 3_600_000_000


@pytest.fixture
def signed_in(laptop: Laptop, tmp_path: Path) -> SignedIn:
    enrolled = Enrolled(laptop.device_id, "", "DEMO", 45, "", "")
    return SignedIn(enrolled, tmp_path / "replica", laptop.sessions, KEY, laptop.wang, "wang")


def make(signed_in: SignedIn, now: int, stop: threading.Event | None = None) -> bool:
    return backups.make(signed_in, now, lambda done, total: None, stop or threading.Event())


def kept(signed_in: SignedIn) -> list[int]:
    return sorted(int(path.stem) for path in (signed_in.folder / "backups").glob("*"))


def test_a_backup_is_made_once_a_working_day_and_after_a_clock_that_ran_ahead(
    signed_in: SignedIn, laptop: Laptop
) -> None:
    now = laptop.now
    assert backups.last(signed_in.folder) is None
    assert backups.is_due(signed_in.folder, now)
    make(signed_in, now)
    assert backups.last(signed_in.folder) == now
    assert not backups.is_due(signed_in.folder, now + 7 * HOUR)
    assert backups.is_due(signed_in.folder, now + 8 * HOUR)
    assert backups.is_due(signed_in.folder, now - HOUR)


def test_g_7_backups_are_thinned_by_day_week_and_month_and_those_made_by_hand_stay(signed_in: SignedIn) -> None:
    place = signed_in.folder / "backups"
    place.mkdir()
    by_hand = backups.by_hand(signed_in.sessions, KEY, place, 5)
    (place / "before-upgrade-5.db").write_bytes(b"kept")
    first = int(datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()) * 1_000_000  # a Monday
    for day in range(60):
        (place / f"{first + day * 24 * HOUR}.db").touch()
    make(signed_in, first + 60 * 24 * HOUR)
    days = sorted((int(path.stem) - first) // (24 * HOUR) for path in place.glob("[0-9]*.db"))
    # the newest of three days, of two weeks, of two months: 28 February is day 54, Sunday of the week before day 55
    assert days == [54, 55, 58, 59, 60]
    assert by_hand.exists()
    assert (place / "before-upgrade-5.db").exists()


def test_g_7_a_second_disk_gets_a_copy_and_what_a_new_disk_would_lack(
    signed_in: SignedIn, laptop: Laptop, tmp_path: Path
) -> None:
    store = PhotoStore(signed_in.folder / "photos", KEY)
    visit = new_id()
    waiting, at_hq = laptop.hold_photos(visit, PhotoState.WAITING, PhotoState.WAITING)
    for item in (waiting, at_hq):
        store.put(item.sha256, item.sha256.encode())
    (signed_in.folder / "replica.keys").write_text("{}")
    stop = threading.Event()
    second = tmp_path / "second"
    assert backups.make(signed_in, 1, lambda done, total: None, stop, second), "it is not plugged in"
    assert not second.exists()
    second.mkdir()
    assert backups.make(signed_in, 2, lambda done, total: None, stop, second)
    place = backups.second_of(laptop.device_id, second)
    backup.check(place / "2.db", KEY)
    assert (place / "replica.keys").exists()
    assert {path.name for path in place.glob("photos/??/*")} == {
        Path(store.name_of(item.sha256)).name for item in (waiting, at_hq)
    }
    with laptop.sessions.begin() as session:
        gone = update(blob_local).where(blob_local.c.sha256 == at_hq.synced_sha256).values(state=PhotoState.AT_HQ)
        session.execute(gone)
    assert backups.make(signed_in, 3, lambda done, total: None, stop, second)
    [left] = place.glob("photos/??/*")
    assert left.name == Path(store.name_of(waiting.sha256)).name
    assert {path.name for path in place.glob("*.db")} == {"3.db"}
    new = tmp_path / "new"
    new.mkdir()
    [chosen] = restoring.backups(new, second)
    restoring.bring_back(new, chosen)
    done = restoring.restore(new, chosen, KEY)
    assert done.again == 0
    assert PhotoStore(new / "photos", KEY).get(waiting.sha256) == waiting.sha256.encode()


def test_a_backup_holds_the_days_work_encrypted(signed_in: SignedIn, laptop: Laptop) -> None:
    shop = factories.operator(name="PLANTEDNAME", registered_by=laptop.wang.id)
    with laptop.acting() as act:
        act.save(shop)
    make(signed_in, 1)
    path = signed_in.folder / "backups" / "1.db"
    backup.check(path, KEY)
    assert b"PLANTEDNAME" not in path.read_bytes()
    copy = open_database(path, KEY)
    with copy() as session:
        assert find(session, Operator, shop.id) == shop
    copy.close()


def test_one_that_is_stopped_leaves_nothing_and_keeps_the_old(signed_in: SignedIn) -> None:
    make(signed_in, 1)
    stop = threading.Event()
    stop.set()
    assert make(signed_in, 2, stop), "who stops it need not be told"
    assert kept(signed_in) == [1]


def test_without_room_none_is_made(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "room", lambda folder: 1 << 20)
    assert not make(signed_in, 1)
    assert backups.last(signed_in.folder) is None
