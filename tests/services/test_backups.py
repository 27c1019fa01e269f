"""A laptop's data are copied once a working day, a few copies are kept, and none is half-made or fills the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from inspector_app.records.operators import Operator
from inspector_app.services import backups
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage import backup
from inspector_app.storage.engine import open_database
from inspector_app.storage.rows import find
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


def test_three_are_kept_and_that_of_an_upgrade_stays(signed_in: SignedIn) -> None:
    for now in range(9, 14):
        make(signed_in, now)
    assert kept(signed_in) == [11, 12, 13]
    (signed_in.folder / "backups" / "before-upgrade-5.db").write_bytes(b"kept")
    make(signed_in, 14)
    assert (signed_in.folder / "backups" / "before-upgrade-5.db").exists()


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
