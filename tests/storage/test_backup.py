"""Backups hold all that was saved, stay encrypted, and come back."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.storage import backup
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.operators import OperatorFilter, search_operators
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from sync.device import log
from sync.device.outbox import meta

Make = Callable[..., Any]


def test_a_backup_of_the_open_replica_holds_what_is_still_in_its_log(
    sessions: Sessions, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    shop = make_operator(name="PLANTEDNAME")
    with sessions.begin() as session:
        save(session, shop, user, 1)
    target = tmp_path / "backups" / "one.db"
    backup.back_up(sessions, key, target)
    assert b"PLANTEDNAME" not in target.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["one.db"]
    copy = open_database(target, key)
    assert upgrade(copy, back_up=pytest.fail) is False
    with copy() as session:
        assert find(session, Operator, shop.id) == shop
    copy.close()


def test_a_backup_while_others_write_is_one_moment(
    sessions: Sessions, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with sessions.begin() as session:
                save(session, make_operator(), user, 1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup.back_up(sessions, key, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    backup.check(tmp_path / "2.db", key)


def test_g_7_restoring_brings_back_the_backup_and_what_was_not_sent_since(
    sessions: Sessions, database: Path, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    shop, later = make_operator(), make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    backup.back_up(sessions, key, tmp_path / "b.db")
    with sessions.begin() as session:
        save(session, later, user, 2)
        save(session, shop.changed(remark="edited since"), user, 3)
    sessions.close()
    done = backup.restore(tmp_path / "b.db", key, database)
    assert done.again == 2
    restored = open_database(database, key)
    with restored.begin() as session:
        assert meta(session, "inc") == 2  # the log of its own that begins with it
        assert find(session, Operator, shop.id) == shop.changed(remark="edited since")
        assert find(session, Operator, later.id) == later
        hits = search_operators(session, later.name, OperatorFilter(), None, 9)
        assert {hit.id for hit in hits} == {shop.id, later.id}
        sent = log.next_chunk(session).ops
        assert {op.row: op.set["remark"][1] if "remark" in op.set else "" for op in sent} == {
            shop.id: "edited since",
            later.id: "",
        }
    restored.close()
    replaced = open_database(done.kept, key)
    with replaced() as session:
        assert find(session, Operator, later.id) == later
    replaced.close()


def test_restoring_the_same_backup_again_begins_another_log_and_keeps_everything(
    sessions: Sessions, database: Path, key: bytes, tmp_path: Path
) -> None:
    backup.back_up(sessions, key, tmp_path / "b.db")
    sessions.close()
    kept = []
    for incarnation in (2, 3):
        kept.append(backup.restore(tmp_path / "b.db", key, database).kept)
        restored = open_database(database, key)
        with restored() as session:
            assert meta(session, "inc") == incarnation
        restored.close()
    assert len({*kept, database}) == 3
    assert sorted(path.name for path in database.parent.glob(database.name + "*")) == sorted(
        path.name for path in (database, *kept)
    )


def test_a_restored_backup_takes_the_place_of_what_cannot_be_read(
    sessions: Sessions, database: Path, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    backup.back_up(sessions, key, tmp_path / "b.db")
    sessions.close()
    database.write_bytes(b"no database" * 1_000)
    kept = backup.restore(tmp_path / "b.db", key, database).kept
    assert kept.read_bytes().startswith(b"no database")
    restored = open_database(database, key)
    with restored() as session:
        assert find(session, Operator, shop.id) == shop
    restored.close()


def test_a_disk_that_fills_up_leaves_everything_as_it_was(
    sessions: Sessions, database: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.back_up(sessions, key, tmp_path / "b.db")
    sessions.close()
    before = database.read_bytes()

    def full(*_: object) -> None:
        raise AppError("disk_full")

    monkeypatch.setattr(backup, "back_up", full)
    with pytest.raises(AppError, match="disk_full"):
        backup.restore(tmp_path / "b.db", key, database)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.glob(database.name + ".*")] == []


def test_a_damaged_backup_and_a_wrong_key_are_refused_before_anything_is_replaced(
    sessions: Sessions, database: Path, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    target = tmp_path / "b.db"
    backup.back_up(sessions, key, target)
    sessions.close()
    with pytest.raises(AppError, match="wrong_key"):
        backup.restore(target, bytes(32), database)
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)
    with pytest.raises(AppError, match="backup_damaged"):
        backup.restore(target, key, database)
    still = open_database(database, key)
    with still() as session:
        assert find(session, Operator, shop.id) == shop
    still.close()


@pytest.mark.parametrize("place", [0.3, 1.0])
def test_g_7_what_is_damaged_is_no_backup_and_the_good_one_stays(
    sessions: Sessions, database: Path, key: bytes, place: float, capfd: pytest.CaptureFixture[str]
) -> None:
    good = database.with_name("good.db")
    backup.back_up(sessions, key, good)
    sessions.close()
    page = CIPHERS[0].page
    held = bytearray(database.read_bytes())
    held[round((len(held) // page - 1) * place) * page + 100] ^= 1
    database.write_bytes(held)
    damaged = open_database(database, key)
    with pytest.raises(AppError, match="data_damaged"):
        backup.back_up(damaged, key, database.with_name("other.db"))
    damaged.close()
    assert not list(database.parent.glob("other.db*"))
    backup.check(good, key)
    assert capfd.readouterr().err == "", "the library's own lines are for nobody"


@pytest.mark.parametrize("place", [0, 0.5, 1.0])
def test_a_disk_that_spoils_the_copy_is_no_damage_of_the_laptop(
    sessions: Sessions, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: float
) -> None:
    """A bad stick: what is read back is not what was written."""
    checked = backup.check

    def spoiled(path: Path, key: bytes) -> None:
        page = CIPHERS[0].page
        held = bytearray(path.read_bytes())
        held[round((len(held) // page - 1) * place) * page + 100] ^= 1
        path.write_bytes(held)
        checked(path, key)

    with monkeypatch.context() as bad:
        bad.setattr(backup, "check", spoiled)
        with pytest.raises(AppError, match="copy_damaged"):
            backup.back_up(sessions, key, tmp_path / "stick" / "b.db")
    assert list((tmp_path / "stick").iterdir()) == []
    backup.back_up(sessions, key, tmp_path / "b.db")


def test_a_copy_whose_tables_do_not_hang_together_is_no_backup(sessions: Sessions, key: bytes, tmp_path: Path) -> None:
    """Each page proves itself, as those that were copied from a damaged page do."""
    target = tmp_path / "b.db"
    backup.back_up(sessions, key, target)
    copy = sqlcipher3.connect(str(target))
    CIPHERS[0].unlock(copy, key)
    [(root,)] = copy.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outbox'")
    copy.execute("PRAGMA writable_schema = ON")
    copy.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'blob_local'", (root,))
    copy.commit()
    copy.close()
    with pytest.raises(AppError, match="backup_damaged"):
        backup.check(target, key)


def test_a_backup_that_cannot_be_copied_whole_is_no_damage_of_the_laptop(
    sessions: Sessions, database: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(_: object) -> None:
        raise AppError("data_damaged")

    backup.back_up(sessions, key, tmp_path / "b.db")
    sessions.close()
    before = database.read_bytes()
    monkeypatch.setattr(backup, "_require_read", unread)
    with pytest.raises(AppError, match="backup_damaged") as refused:
        backup.restore(tmp_path / "b.db", key, database)
    assert refused.value.facts == {"file": "b.db"}
    assert database.read_bytes() == before


def test_a_disk_without_second_names_keeps_a_copy_of_what_was_there(
    sessions: Sessions, database: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    backup.back_up(sessions, key, tmp_path / "b.db")
    sessions.close()
    before = database.read_bytes()
    assert backup.restore(tmp_path / "b.db", key, database).kept.read_bytes() == before
    backup.check(database, key)
