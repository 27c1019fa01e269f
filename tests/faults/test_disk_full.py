"""A full disk: a clear error, nothing called saved that is not, and work goes on once there is room."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any
from unittest import mock

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from inspector_app.app import lock_of
from inspector_app.errors import AppError
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.records.people import Device
from inspector_app.services import device_key, provisioning, sign_ins
from inspector_app.services.acting import Acting
from inspector_app.services.exchanging import Exchanger
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import SignedIn
from inspector_app.settings import Settings
from inspector_app.storage import keys, search
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.files import room
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.rows import put_row
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from inspector_app.ui import language
from inspector_app.ui.tasks import TaskRunner
from inspector_app.ui.workplace import Files, Workplace
from sync.device import engine
from sync.device.outbox import set_meta
from sync.device.tables import outbox
from sync.record import new_id
from tests import factories

NOW = 1_773_000_000_000_000
SIZE = 16 << 20
USER = new_id()
LAPTOP = Laptop(
    device_id=new_id(), address="127.0.0.1:9", dataset="DEMO", lease_days=45, recovery_key="", matching_key="00" * 32
)
CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB, of which an empty replica takes half."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def shop(remark: str = "") -> Operator:
    return Operator(
        id=new_id(),
        name="店",
        operator_kind=OperatorKind.FOOD_STALL,
        division_code="990101100",
        address="街",
        remark=remark,
        registered_at=1,
        registered_by=USER,
    )


def fill(sessions: Sessions) -> list[Operator]:
    """Save until the disk is full; what was saved."""
    saved: list[Operator] = []
    with pytest.raises(AppError) as raised:  # noqa: PT012 - every save may be the one that fails
        while True:
            each = shop("長" * 20_000)
            with sessions.begin() as session:
                save(session, each, USER, 1)
            saved.append(each)
    assert raised.value.code == "disk_full"
    return saved


def count(sessions: Sessions, table: Any) -> int:
    with sessions() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_saving_on_a_full_disk_is_refused_whole(small_disk: Path) -> None:
    sessions = open_database(small_disk / "replica.db", bytes(32))
    upgrade(sessions)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    saved = fill(sessions)
    assert saved
    assert count(sessions, TABLES["operator"]) == count(sessions, outbox) == len(saved)
    ballast.unlink()
    later = shop()
    with sessions.begin() as session:
        save(session, later, USER, 2)
    sessions.close()
    again = open_database(small_disk / "replica.db", bytes(32))
    with again() as session:
        for each in [*saved, later]:
            assert find(session, Operator, each.id) == each
    again.close()


def test_a_long_log_that_cannot_be_folded_yet_is_folded_once_there_is_room(small_disk: Path) -> None:
    sessions = open_database(small_disk / "replica.db", bytes(32))
    upgrade(sessions)
    sessions.lengthen_log()
    saved = shop("長" * 100_000)
    with sessions.begin() as session:
        save(session, saved, USER, 1)
    ballast = to_the_brim(small_disk)
    size = (small_disk / "replica.db").stat().st_size
    for _ in range(2):
        with pytest.raises(AppError, match="disk_full"):
            sessions.fold_log()
    with sessions() as session:
        assert find(session, Operator, saved.id) == saved
    ballast.unlink()
    sessions.fold_log()
    assert (small_disk / "replica.db").stat().st_size > size
    sessions.close()


@pytest.fixture
def own_folder(small_disk: Path) -> Path:
    """The data folder of a laptop on which wang has signed in before."""
    key = keys.new_key()
    keys.add_slot(small_disk / "replica.keys", "wang", "password", key, CHEAP)
    device_key.load(small_disk)
    sessions = open_database(small_disk / "replica.db", key)
    upgrade(sessions)
    wang = factories.user(id=USER)
    device = Device(id=LAPTOP.device_id, name="L", user_ids=(USER,), lease_days=45, enrolled_at=1)
    stall = factories.operator(registered_by=USER)
    with sessions.begin() as session, writing(session):
        for each in (wang, device, stall):
            put_row(session, each.kind, each.wire() | {"ver": 1, "ver_epoch": 1})
        search.refresh(session, [(stall.kind, stall.id)])
        set_meta(session, dataset=LAPTOP.dataset)  # as its first sync left it
    sessions.close()
    signed_in(small_disk).sessions.close()
    return small_disk


def to_the_brim(folder: Path) -> Path:
    """Leave no byte on the disk; the file that can be made smaller again."""
    ballast = folder / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert room(folder) == 0
    return ballast


def signed_in(folder: Path) -> SignedIn:
    return provisioning.sign_in(folder, LAPTOP, "wang", "password", lambda: NOW)


@pytest.mark.parametrize("was_killed", [False, True])
def test_people_sign_in_and_read_on_a_full_disk_and_save_once_there_is_room(own_folder: Path, was_killed: bool) -> None:
    if was_killed:  # what was saved last still lies in the log of the database
        process = multiprocessing.get_context("fork").Process(target=_save_and_die, args=(own_folder,))
        process.start()
        process.join()
        assert (own_folder / "replica.db-wal").stat().st_size > 0
        (own_folder / "replica.db-shm").unlink()
    ballast = to_the_brim(own_folder)
    opened = signed_in(own_folder)
    assert opened.user is not None
    with opened.sessions() as session:
        shops = page(session, OperatorFilter(), None, 10)
    assert [each.remark for each in shops] == (["保存过"] if was_killed else [""])
    for _ in range(2):
        with pytest.raises(AppError, match="disk_full"), opened.sessions.begin() as session:
            save(session, shops[0].changed(remark="改"), USER, 2)
    os.truncate(ballast, ballast.stat().st_size - 500_000)
    with opened.sessions.begin() as session:
        save(session, shops[0].changed(remark="改"), USER, 3)
    opened.sessions.close()
    again = signed_in(own_folder)
    with again.sessions() as session:
        assert [each.remark for each in page(session, OperatorFilter(), None, 10)] == ["改"]
    again.sessions.close()


def _save_and_die(folder: Path) -> None:
    opened = signed_in(folder)
    with opened.sessions.begin() as session:
        (shop,) = page(session, OperatorFilter(), None, 10)
        save(session, shop.changed(remark="保存过"), USER, 1)
    os._exit(0)


def test_a_sync_that_the_disk_ends_folds_the_log_all_the_same(own_folder: Path) -> None:
    wang = signed_in(own_folder)
    wang.sessions.lengthen_log()
    with wang.sessions.begin() as session:
        save(session, shop("長" * 100_000), USER, 1)
    size = (own_folder / "replica.db").stat().st_size
    with mock.patch.object(engine, "run_once", side_effect=AppError("disk_full")), pytest.raises(AppError):
        Exchanger(wang, lambda: NOW).run(lambda done, total: None, Event())
    assert (own_folder / "replica.db").stat().st_size > size
    wang.sessions.close()


def test_a_wrong_password_on_a_full_disk_is_called_so(own_folder: Path) -> None:
    to_the_brim(own_folder)
    with pytest.raises(AppError, match="wrong_password"):
        provisioning.sign_in(own_folder, LAPTOP, "wang", "another", lambda: NOW)
    sign_ins.note_wrong(own_folder, "wang", NOW)
    sign_ins.note_right(own_folder, "wang")


def test_the_window_opens_on_a_full_disk_and_says_what_cannot_be_done(
    own_folder: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    ballast = to_the_brim(own_folder)
    assert lock_of(own_folder).tryLock(0) is False
    files = Files(own_folder / "settings.json", own_folder)
    language.install(qapp, "en")
    place = Workplace(signed_in(own_folder), Settings(language="en"), files, TaskRunner())
    place.start(exchange=False)
    said = place.window.status.said
    qtbot.waitUntil(lambda: said().startswith("The disk is full: you can look everything up"))
    place.window.show_page("OPERATOR")
    qtbot.waitUntil(lambda: place.context.tasks.is_idle)
    assert said().startswith("The disk is full: you can look everything up")

    def save_remark(act: Acting) -> None:
        (shop,) = page(act.session, OperatorFilter(), None, 10)
        act.save(shop.changed(remark="改"))

    place.context.write(place.window, save_remark)
    qtbot.waitUntil(lambda: said().startswith("The disk is full, so nothing more can be saved"))
    place.timer.run_now()
    qtbot.waitUntil(lambda: not place.timer.is_running)
    os.truncate(ballast, ballast.stat().st_size - 500_000)
    place.context.write(place.window, save_remark)
    qtbot.waitUntil(lambda: said().startswith("There is room on the disk again"))
    place.close()


def test_a_slot_file_survives_a_full_disk(small_disk: Path) -> None:
    key, path = keys.new_key(), small_disk / "slots"
    keys.add_slot(path, "wang", "one", key, CHEAP)
    (small_disk / "ballast").write_bytes(bytes(SIZE - 150_000))
    with pytest.raises(AppError, match="disk_full"):
        keys.add_slot(path, "x" * 200_000, "two", key, CHEAP)
    assert keys.open_slot(path, "wang", "one") == key
    assert sorted(each.name for each in small_disk.iterdir()) == ["ballast", "slots"]
