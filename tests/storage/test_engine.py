"""The replica is encrypted, refuses a wrong key, reads one snapshot, and bears many threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.storage.engine import LOG_PAGES, Sessions, open_database
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find, save
from sync.record import new_id

Make = Callable[..., Any]


def test_g_4_a_wrong_key_is_told(sessions: Sessions, database: Path) -> None:
    sessions.close()
    with pytest.raises(AppError, match="wrong_key"):
        open_database(database, bytes(32))


PLANTED = [
    *(f"PLANTEDNAMEOFSHOP{number:02}" for number in range(10)),
    *(f"张三丰小卖部{each}" for each in "甲乙丙丁戊己庚辛壬癸"),
]


def test_g_4_none_of_twenty_planted_names_stands_in_any_file(
    sessions: Sessions, database: Path, make_operator: Make, user: str
) -> None:
    with sessions.begin() as session:
        for planted in PLANTED:
            save(session, make_operator(name=planted), user, 1)
    for closed in (False, True):
        if closed:
            sessions.close()
        files = [path for path in database.parent.rglob("*") if path.is_file()]
        assert files
        for path in files:
            content = path.read_bytes()
            assert b"SQLite format 3" not in content
            for planted in PLANTED:
                for written in (planted, planted.lower()):
                    assert written.encode() not in content
                    assert written.encode("utf-16-le") not in content


def test_a_read_is_one_snapshot(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator(name="before")
    with sessions.begin() as session:
        save(session, shop, user, 1)
    with sessions() as reading:
        assert find(reading, Operator, shop.id) == shop
        with sessions.begin() as session:
            save(session, shop.changed(name="after"), user, 2)
        assert find(reading, Operator, shop.id) == shop
    with sessions() as reading:
        assert find(reading, Operator, shop.id) == shop.changed(name="after")


def test_saved_is_synchronous_full_in_wal(sessions: Sessions) -> None:
    with sessions() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert session.execute(text("PRAGMA synchronous")).scalar() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 0
        assert session.execute(text("PRAGMA temp_store")).scalar() == 2
        assert session.execute(text("PRAGMA wal_autocheckpoint")).scalar() == LOG_PAGES


def test_many_threads_write_and_read(sessions: Sessions, make_operator: Make, user: str) -> None:
    def work(number: int) -> str:
        shop = make_operator(name=f"铺{number}")
        with sessions.begin() as session:
            save(session, shop, user, number)
        with sessions() as session:
            assert find(session, Operator, shop.id) == shop
        return shop.id

    with ThreadPoolExecutor(12) as pool:
        ids = set(pool.map(work, range(96)))
    with sessions() as session:
        assert set(session.scalars(TABLES["operator"].select().with_only_columns(TABLES["operator"].c.id))) == ids


def test_raw_sql_and_bulk_updates_of_a_synced_table_are_aborted(
    sessions: Sessions, make_operator: Make, user: str
) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    table = TABLES["operator"]
    for statement in (
        text("UPDATE operator SET name = 'x'"),
        text("DELETE FROM operator"),
        table.update().values(name="x"),
        table.insert().values(shop.changed(id=new_id()).wire()),
    ):
        with pytest.raises(DatabaseError, match="write outside save"), sessions.begin() as session:
            session.execute(statement)
    with sessions() as session:
        assert find(session, Operator, shop.id) == shop


def test_the_gate_is_closed_again_after_a_save_that_failed(sessions: Sessions, make_operator: Make, user: str) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
        with pytest.raises(DatabaseError, match="write outside save"):
            session.execute(text("DELETE FROM operator"))


def test_another_program_with_the_key_cannot_write(
    sessions: Sessions, database: Path, make_operator: Make, user: str, key: bytes
) -> None:
    with sessions.begin() as session:
        save(session, make_operator(), user, 1)
    other = sqlcipher3.connect(str(database))
    try:
        sessions.cipher.unlock(other, key)
        with pytest.raises(sqlcipher3.OperationalError, match="write_is_open"):
            other.execute("UPDATE operator SET name = 'x'")
    finally:
        other.close()


def test_plain_sqlite_cannot_read(sessions: Sessions, database: Path) -> None:
    sessions.close()
    connection = sqlite3.connect(database)
    try:
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("SELECT * FROM operator")
    finally:
        connection.close()


def test_a_log_that_was_let_grow_is_folded_once_and_kept_short_again(sessions: Sessions, database: Path) -> None:
    def write() -> int:
        """A commit of more pages than the log has usually; how large the database file is then."""
        with sessions.begin() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS heap (content)"))
            session.execute(text("INSERT INTO heap VALUES (zeroblob(:size))"), {"size": LOG_PAGES * 10_000})
        return database.stat().st_size

    first = write()
    assert first > LOG_PAGES * 10_000
    sessions.lengthen_log()
    assert write() == write() == first
    sessions.fold_log()
    folded = database.stat().st_size
    assert folded > first + 2 * LOG_PAGES * 10_000
    assert write() > folded + LOG_PAGES * 10_000
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM heap")).scalar_one() == 4
