"""Who works on one HQ at a time: locks that its database keeps, and gives back when their holders die.

`alone` is for upkeep: one process does it while others serve. `Use` is for everybody who has HQ open, and
`out_of_use` for who puts another database in its place.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from sync.hq.database import Database

_KEEPING, _USING = 0x48_51_6B_65_65_70, 0x48_51_6F_70_65_6E  # "HQkeep", "HQopen"; each database has its own numbers
_SHARED_S = 5.0
"""Somebody who asks for the lock alone is in the way for a moment, also when he does not get it."""


class Taken(Exception):
    """Another process holds the lock."""


def alone(database: Database) -> AbstractContextManager[None]:
    """Be the only one who does HQ's upkeep, while others serve. Raises Taken."""
    return _exclusive(database, "housekeeping", _KEEPING)


def out_of_use(database: Database) -> AbstractContextManager[None]:
    """Be the only one who works on this HQ at all. Raises Taken."""
    return _exclusive(database, "in-use", _USING)


class Use:
    """A share in an HQ's database, held until `release` or death. Raises Taken while somebody has it out of use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder: sqlite3.Connection | Connection
        if database.engine.dialect.name == "sqlite":
            self._holder = _locked(database, "in-use", "BEGIN; SELECT count(*) FROM sqlite_master", _SHARED_S)
        else:
            self._holder = self._share()

    def renew(self) -> None:
        """Take it again where the database server was started anew meanwhile. Raises Taken."""
        if isinstance(self._holder, Connection):
            try:
                self._holder.execute(text("SELECT 1"))
            except DBAPIError:
                self._holder.invalidate()
                self._holder.close()
                self._holder = self._share()

    def release(self) -> None:
        if isinstance(self._holder, Connection):
            with suppress(DBAPIError):  # a connection that broke holds nothing any more
                self._holder.execute(text("SELECT pg_advisory_unlock_shared(:key)"), {"key": _USING})
        self._holder.close()

    def _share(self) -> Connection:
        """A lock of a session: its connection is none of the pool's, and has no transaction open."""
        conn = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        conn.detach()
        if not conn.execute(text("SELECT pg_try_advisory_lock_shared(:key)"), {"key": _USING}).scalar():
            conn.close()
            raise Taken
        return conn


@contextmanager
def _exclusive(database: Database, name: str, key: int) -> Iterator[None]:
    is_file = database.engine.dialect.name == "sqlite"
    with _on_sqlite(database, name) if is_file else _on_postgresql(database, key):
        yield


@contextmanager
def _on_sqlite(database: Database, name: str) -> Iterator[None]:
    """A file beside the database; the operating system gives it back."""
    with closing(_locked(database, name, "BEGIN EXCLUSIVE")):
        yield


@contextmanager
def _on_postgresql(database: Database, key: int) -> Iterator[None]:
    """A lock of a session, which lasts until its connection ends; no transaction is open meanwhile."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if not conn.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
            raise Taken
        try:
            yield
        finally:
            conn.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


def _locked(database: Database, name: str, script: str, timeout_s: float = 0) -> sqlite3.Connection:
    """A file beside the database, in a transaction. Raises Taken, or OSError where there can be no such file."""
    path = f"{database.engine.url.database}.{name}"
    with ExitStack() as undo:
        try:
            holder = sqlite3.connect(path, timeout=timeout_s, isolation_level=None, check_same_thread=False)
            undo.callback(holder.close)
            holder.executescript(script)
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise Taken from exc
            is_full = exc.sqlite_errorcode == sqlite3.SQLITE_FULL
            raise OSError(errno.ENOSPC if is_full else errno.EIO, str(exc), path) from exc
        undo.pop_all()
    return holder
