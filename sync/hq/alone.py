"""One process at a time, of all that work on one HQ: a lock that its database keeps, and gives back when they die."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from sqlalchemy import text

from sync.hq.database import Database

_KEY = 0x48_51_6B_65_65_70  # "HQkeep"; PostgreSQL's advisory locks are numbers, each database has its own


class Taken(Exception):
    """Another process holds the lock."""


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Be the only one inside. Raises Taken, OSError when the lock cannot be asked for."""
    inside = _on_sqlite(database) if database.engine.dialect.name == "sqlite" else _on_postgresql(database)
    with inside:
        yield


@contextmanager
def _on_sqlite(database: Database) -> Iterator[None]:
    """A file beside the database; the operating system gives it back."""
    path = f"{database.engine.url.database}.housekeeping"
    with ExitStack() as held:
        try:
            holder = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            held.enter_context(closing(holder)).execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # no room, or no right to the folder
                raise OSError(errno.EIO, str(exc), path) from exc
            raise Taken from exc
        yield


@contextmanager
def _on_postgresql(database: Database) -> Iterator[None]:
    """A lock of a session, which lasts until its connection ends; no transaction is open meanwhile."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if not conn.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar():
            raise Taken
        try:
            yield
        finally:
            conn.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
