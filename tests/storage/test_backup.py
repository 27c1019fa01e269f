"""Backups hold all that was saved, stay encrypted, and come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.storage import backup
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
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


def test_restoring_brings_back_the_moment_and_keeps_what_was_there(
    sessions: Sessions, database: Path, key: bytes, make_operator: Make, user: str, tmp_path: Path
) -> None:
    shop, later = make_operator(), make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    backup.back_up(sessions, key, tmp_path / "b.db")
    with sessions.begin() as session:
        save(session, later, user, 2)
    sessions.close()
    restored = backup.restore(tmp_path / "b.db", key, database)
    with restored.begin() as session:
        assert meta(session, "inc") == 2  # the log of its own that begins with it
        assert find(session, Operator, shop.id) == shop
        assert find(session, Operator, later.id) is None
        save(session, later, user, 3)
    restored.close()
    replaced = open_database(database.with_name(database.name + ".replaced"), key)
    with replaced() as session:
        assert find(session, Operator, later.id) == later
    replaced.close()


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
    with pytest.raises(AppError, match="file_unreadable"):
        backup.restore(target, key, database)
    still = open_database(database, key)
    with still() as session:
        assert find(session, Operator, shop.id) == shop
    still.close()
