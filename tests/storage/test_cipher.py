"""A replica of an earlier version is opened, written, backed up and restored in the way in which it was made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import text

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.storage import backup, cipher
from inspector_app.storage.cipher import CIPHERS, Cipher
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save

Make = Callable[..., Any]
NEW, OLD = CIPHERS


def made(path: Path, key: bytes, way: Cipher, monkeypatch: pytest.MonkeyPatch) -> Sessions:
    path.parent.mkdir(exist_ok=True)
    with monkeypatch.context() as then:
        then.setattr(cipher, "CIPHERS", (way,))
        sessions = open_database(path, key)
    upgrade(sessions)
    return sessions


def test_sqlcipher_left_to_itself_reads_what_version_0_1_made_and_not_what_is_new(
    database: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way, is_read in ((OLD, True), (NEW, False)):
        path = tmp_path / way.digest / "replica.db"
        made(path, key, way, monkeypatch).close()
        other = sqlcipher3.connect(str(path))
        other.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if is_read:
            assert other.execute("SELECT count(*) FROM operator").fetchone() == (0,)
        else:
            with pytest.raises(sqlcipher3.DatabaseError, match="not a database"):
                other.execute("SELECT count(*) FROM operator")
        other.close()


@pytest.mark.parametrize("way", CIPHERS, ids=lambda way: way.digest)
def test_a_replica_of_either_way_is_saved_to_backed_up_and_restored(
    way: Cipher, database: Path, key: bytes, make_operator: Make, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_operator()
    made(database, key, way, monkeypatch).close()
    sessions = open_database(database, key)
    assert sessions.cipher == way
    with sessions.begin() as session:
        save(session, shop, user, 1)
        assert int(session.execute(text("PRAGMA page_size")).scalar_one()) == way.page
    copy = database.with_name("backup.db")
    backup.back_up(sessions, key, copy)
    sessions.close()
    with pytest.raises(AppError, match="wrong_key"):
        backup.check(copy, bytes(32))
    backup.restore(copy, key, database)
    again = open_database(database, key)
    assert again.cipher == way
    with again() as session:
        assert find(session, Operator, shop.id) == shop
    again.close()


@pytest.mark.parametrize("way", CIPHERS, ids=lambda way: way.digest)
def test_a_backup_of_either_way_that_is_damaged_is_called_so(
    way: Cipher, database: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = made(database, key, way, monkeypatch)
    copy = database.with_name("backup.db")
    backup.back_up(sessions, key, copy)
    sessions.close()
    held = bytearray(copy.read_bytes())
    held[way.page * 3 + 100] ^= 1
    copy.write_bytes(held)
    with pytest.raises(AppError, match="backup_damaged"):
        backup.check(copy, key)


@pytest.mark.parametrize("way", CIPHERS, ids=lambda way: way.digest)
def test_what_a_kill_left_in_the_log_is_there_when_it_is_opened_again(
    way: Cipher, database: Path, key: bytes, make_operator: Make, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_operator()
    sessions = made(database, key, way, monkeypatch)
    with sessions.begin() as session:
        save(session, shop, user, 1)
    killed = database.with_name("killed.db")
    for suffix in ("", "-wal"):
        shutil.copy(f"{database}{suffix}", f"{killed}{suffix}")
    sessions.close()
    assert Path(f"{killed}-wal").stat().st_size > way.page
    with pytest.raises(AppError, match="wrong_key"):
        open_database(killed, bytes(32))
    again = open_database(killed, key)
    with again() as session:
        assert find(session, Operator, shop.id) == shop
    again.close()
