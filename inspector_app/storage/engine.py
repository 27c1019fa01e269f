"""Opens the encrypted replica: SQLCipher under SQLAlchemy, and the gate that only our own write paths open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

from inspector_app.errors import AppError
from inspector_app.storage.cipher import CIPHERS, Cipher, in_its_way

GATE = "write_is_open"
"""SQL function that the guard triggers ask. Other programs do not have it, so they cannot write either."""
LOG_PAGES = 500
"""Pages of the log beyond which a commit folds it into the database file."""
LONG_LOG_PAGES = 32_768
"""The same while a first replica comes in: 256 MB."""
BUSY_MS = 10_000
CACHE_KIB = 16_384


class Sessions(sessionmaker[Session]):
    """Makes sessions: `sessions()` reads one snapshot, `sessions.begin()` writes and holds the write lock."""

    def __init__(self, engine: Engine, cipher: Cipher = CIPHERS[0]) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.engine = engine
        self.cipher = cipher
        self._writing = engine.execution_options(begin="IMMEDIATE")
        self._log_pages = LOG_PAGES
        event.listen(engine, "checkout", self._measure_log)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone when anything is raised."""
        with storage_errors(), self(bind=self._writing) as session, session.begin():
            yield session

    def writing_connection(self) -> Connection:
        """A connection whose transactions write, for what has to be done before one begins."""
        return self._writing.connect()

    def lengthen_log(self) -> None:
        """Let the log grow, by this program's commits: what comes in by the megabyte is written once for now."""
        self._log_pages = LONG_LOG_PAGES

    def fold_log(self) -> None:
        """Put a log that was let grow into the database file, and keep it short again.

        Raises AppError disk_full: all that was saved is in the log, and it can be folded once there is room.
        """
        if self._log_pages != LOG_PAGES:
            with storage_errors(), self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._log_pages = LOG_PAGES

    def _measure_log(self, dbapi: Any, record: Any, proxy: Any) -> None:
        if record.info.get("log_pages") != self._log_pages:
            record.info["log_pages"] = self._log_pages
            dbapi.execute(f"PRAGMA wal_autocheckpoint = {self._log_pages}")

    def close(self) -> None:
        """Close every connection; the log is then folded into the database file."""
        self.engine.dispose()


def open_database(path: Path, key: bytes) -> Sessions:
    """The replica at `path`, made when there is none. Raises AppError wrong_key, data_damaged, disk_full, storage_busy.

    One of an earlier version is read in its own way. On a full disk there is no room for the memory that connections
    share: it is then read by one connection alone, which keeps that in its own memory. It writes as any other as soon
    as there is room.
    """
    return in_its_way(lambda cipher: _open_anyhow(path, key, cipher))


def _open_anyhow(path: Path, key: bytes, cipher: Cipher) -> Sessions:
    try:
        return _open(path, key, cipher)
    except AppError as error:
        if error.code != "disk_full":
            raise
    return _open(path, key, cipher, alone=True)


def _open(path: Path, key: bytes, cipher: Cipher, *, alone: bool = False) -> Sessions:
    engine = create_engine(
        URL.create("sqlite+pysqlcipher", password=f"x'{key.hex()}'", database=str(path)),
        poolclass=QueuePool,  # the dialect's default pool crashes with many threads
        pool_size=1 if alone else 4,
        max_overflow=0 if alone else 16,
        hide_parameters=True,  # an error may be logged; names and numbers of people may not
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    event.listen(engine, "connect", lambda dbapi, _: cipher.choose(dbapi))
    event.listen(engine, "connect", _prepare_alone if alone else _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with storage_errors(), engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    except BaseException:
        engine.dispose()
        raise
    return Sessions(engine, cipher)


def _prepare_alone(dbapi: Any, record: Any) -> None:
    dbapi.execute("PRAGMA locking_mode = EXCLUSIVE")  # before the first look into the file, or it is too late
    _prepare(dbapi, record)


def _prepare(dbapi: Any, record: Any) -> None:
    gate = record.info["gate"] = [0]
    dbapi.isolation_level = None  # we begin and end transactions ourselves
    dbapi.create_function(GATE, 0, lambda: gate[0])
    cursor = dbapi.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        f"busy_timeout = {BUSY_MS}",
        "foreign_keys = OFF",
        "temp_store = MEMORY",
        f"cache_size = -{CACHE_KIB}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Explicit, so that a read is one snapshot and a write never has to wait in the middle.
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """Open the gate of this session's connection: synced tables can be written inside."""
    gate = session.connection().info["gate"]
    gate[0] += 1
    try:
        yield
    finally:
        gate[0] -= 1


def rows_written(session: Session) -> int:
    """How many rows this session's connection has written since it was opened."""
    return int(session.connection().connection.driver_connection.total_changes)  # type: ignore[union-attr]


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what SQLite says, by SQLAlchemy or by itself, into what a person can act on."""
    try:
        yield
    except (DatabaseError, sqlcipher3.DatabaseError) as exc:
        said = str(exc.orig if isinstance(exc, DatabaseError) else exc)
        if "file is not a database" in said:
            raise AppError("wrong_key") from exc
        if "malformed" in said:
            raise AppError("data_damaged") from exc
        if "disk is full" in said or "disk I/O error" in said:
            raise AppError("disk_full") from exc
        if "database is locked" in said:
            raise AppError("storage_busy", retryable=True) from exc
        raise
