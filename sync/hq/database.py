"""HQ's store, SQLite or PostgreSQL: one kind of write transaction, one kind of snapshot, and retries below both."""

from __future__ import annotations

import errno
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    any_,
    bindparam,
    create_engine,
    event,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

ATTEMPTS = 6
"""One try and five more."""
BUSY_TIMEOUT_S = 10
_RETRIED_SQLSTATES = {"40001", "40P01", "23505", "55P03"}
"""Serialization failure, deadlock, a row that somebody else inserted just now, a lock not got in time."""
_RETRIED_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_INSERTED_MEANWHILE = {sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE}
_POSTGRES_OPTIONS = "-c lock_timeout=8000 -c idle_in_transaction_session_timeout=10000"
"""A connection that hangs while it holds a feed row must not stop the feed for long."""
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 8, "hide_parameters": True}
"""An error may be logged; names and numbers of people may not."""


class Database:
    """Transactions on one engine. `url` is an SQLAlchemy address: sqlite:///path or postgresql+psycopg://…"""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writes: Mapping[str, Any]
        self._notes: Mapping[str, Any]
        self._reads: Mapping[str, Any]
        self._turn: AbstractContextManager[Any] = nullcontext()
        """SQLite has one writer; those of this process wait in a line here, not by asking again and again."""
        if self.engine.dialect.name == "sqlite":
            self._turn = threading.Lock()
            self._writes, self._reads = {"sqlite_begin": "IMMEDIATE"}, {"sqlite_begin": "DEFERRED"}
        else:
            self._writes = {"isolation_level": "READ COMMITTED"}
            self._reads = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._notes = {**self._writes, "no_wait": True}

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction and commit; again when others were in the way. work must be repeatable."""
        with self._turn:
            return self._run(work, self._writes)

    def note(self, work: Callable[[Connection], T]) -> T:
        """As write, but without waiting for the disk: what a power cut may undo, until the next write at the latest."""
        with self._turn:
            return self._run(work, self._notes)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run work in one snapshot: every query in it sees the same moment (R37)."""
        return self._run(work, self._reads)

    def scrub(self) -> bool:
        """Leave nothing of what was deleted in the database's file; whether readers let that come to its end.

        PostgreSQL gives the room free and overwrites it as it needs it: its own files keep the bytes until then.
        """
        with self._turn, self.engine.connect() as conn:
            if conn.dialect.name == "postgresql":
                conn.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
                return True
            driver = conn.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                driver.execute("VACUUM")
            except sqlite3.OperationalError as exc:
                if exc.sqlite_errorcode & 0xFF in _RETRIED_SQLITE:
                    return False
                raise
            (busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def close(self) -> None:
        self.engine.dispose()

    def _run(self, work: Callable[[Connection], T], options: Mapping[str, Any]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.engine.connect().execution_options(**options) as conn, conn.begin():
                    return work(conn)
            except DBAPIError as exc:
                if attempt == ATTEMPTS or not is_contention(exc):
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("unreachable")


def among(conn: Connection, column: Column[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Whether a text is one of these. On PostgreSQL they are one parameter, so that the statement stays the same."""
    if conn.dialect.name == "postgresql":
        return column == any_(literal(list(values), postgresql.ARRAY(Text)))
    return column.in_(list(values))


def among_bound(dialect: str, column: Column[str], name: str) -> ColumnElement[bool]:
    """As among, in a statement that is made once; the texts are given as the parameter of this name, in a list."""
    if dialect == "postgresql":
        return column == any_(bindparam(name, type_=postgresql.ARRAY(Text)))
    return column.in_(bindparam(name, expanding=True))


def is_contention(exc: DBAPIError) -> bool:
    """Whether the statement failed because of what somebody else did at the same time."""
    if isinstance(exc.orig, sqlite3.Error):
        code = getattr(exc.orig, "sqlite_errorcode", 0)
        return code & 0xFF in _RETRIED_SQLITE or code in _INSERTED_MEANWHILE
    return getattr(exc.orig, "sqlstate", None) in _RETRIED_SQLSTATES


def is_full(exc: BaseException) -> bool:
    """Whether there was no room on a disk, of the database or of files; by SQLAlchemy's word or by the driver's own."""
    if isinstance(exc, OSError):
        return exc.errno in (errno.ENOSPC, errno.EDQUOT)
    told = getattr(exc, "orig", exc)
    is_of_sqlite = getattr(told, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return is_of_sqlite or getattr(told, "sqlstate", None) == "53100"


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, **_POOL, connect_args={"options": _POSTGRES_OPTIONS})

        @event.listens_for(engine, "begin")
        def on_postgres_begin(connection: Connection) -> None:
            if "no_wait" in connection.get_execution_options():
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

        return engine
    engine = create_engine(url, **_POOL, connect_args={"timeout": BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes late, and not before a SELECT
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {BUSY_TIMEOUT_S * 1000}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        level = "NORMAL" if "no_wait" in options else "FULL"
        if connection.info.get("synchronous") != level:
            connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
            connection.info["synchronous"] = level
        connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'IMMEDIATE')}")

    return engine


@cache
def _upsert_statement(dialect: str, table: Table) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def upsert(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or overwrite those that stand under the same key."""
    if rows:
        conn.execute(_upsert_statement(conn.dialect.name, table), rows)


def insert_missing(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; leave those that are there already."""
    if rows:
        insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
        conn.execute(insert(table).on_conflict_do_nothing(), rows)
