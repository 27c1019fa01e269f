"""Copies of the open replica, encrypted as it is, and back again."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from inspector_app.errors import AppError
from inspector_app.storage.cipher import Cipher, in_its_way
from inspector_app.storage.engine import Sessions, open_database, storage_errors
from inspector_app.storage.files import atomic_file, full_disk, sync_folder
from inspector_app.storage.put_back import put_back
from inspector_app.storage.salvage import Salvaged, salvage
from inspector_app.storage.upgrade import upgrade
from sync.device import log
from sync.device.outbox import meta, set_meta

PAGES = 4_096
"""Pages copied before writers get their turn."""
_SUFFIXES = ("", "-wal", "-shm")


class Stopped(Exception):
    """The copy was stopped before its end; nothing remains of it."""


def back_up(
    sessions: Sessions,
    key: bytes,
    target: Path,
    report: Callable[[int, int], None] = lambda done, total: None,
    stop: threading.Event | None = None,
) -> None:
    """Copy the replica as it stands now, also while it is written to. What is damaged is never copied.

    By SQLite's backup API: copying the file of an open WAL database loses what is still in the log. Raises AppError
    disk_full, data_damaged, copy_damaged (what was copied is whole, the disk that it went to is not), Stopped; OSError
    for a folder that cannot be written.
    """
    temporary = target.with_name(target.name + ".tmp")
    with full_disk():
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)  # what a copy that was killed has left is no beginning of this one
        temporary.touch(mode=0o600)

    def progress(_: int, left: int, total: int) -> None:
        if stop is not None and stop.is_set():
            raise Stopped
        report(total - left, total)

    try:
        with storage_errors(), sessions.engine.connect() as connection:
            source: Any = connection.connection.dbapi_connection
            copy = sqlcipher3.connect(str(temporary))
            try:
                sessions.cipher.unlock(copy, key)  # pages are copied as they are
                copy.execute("PRAGMA journal_mode = OFF")  # a new file: what is half-made is thrown away
                source.backup(copy, pages=PAGES, progress=progress)
            except sqlcipher3.OperationalError as exc:
                raise AppError("disk_full") from exc
            finally:
                copy.close()
            _require_read(connection)
        try:
            check(temporary, key)
        except AppError as exc:
            raise AppError("copy_damaged" if _holds_together(sessions) else "data_damaged") from exc
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _require_read(connection: Connection) -> None:
    """Raise AppError data_damaged when a page could not be read: the copy then has nothing from there on.

    SQLCipher says so at the next page that a connection reads, not while it copies.
    """
    source: Any = connection.connection.dbapi_connection
    try:
        source.execute("PRAGMA shrink_memory")  # so that there is a page to read
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as exc:
        connection.invalidate()
        raise AppError("data_damaged") from exc


def _holds_together(sessions: Sessions) -> bool:
    """Whether an open replica does: every page in its file and its log."""
    with sessions.engine.connect() as connection:
        try:
            return _is_whole(connection.connection.dbapi_connection)
        except sqlcipher3.DatabaseError:
            connection.invalidate()
            return False


def check(path: Path, key: bytes) -> None:
    """Every page proves itself, and the tables hang together. Raises AppError wrong_key, backup_damaged."""
    in_its_way(lambda cipher: _check(path, key, cipher))


def _check(path: Path, key: bytes, cipher: Cipher) -> None:
    connection = sqlcipher3.connect(str(path))
    try:
        cipher.unlock(connection, key)
        is_whole = _is_whole(connection)
    except sqlcipher3.DatabaseError as exc:
        if "file is not a database" in str(exc):
            raise AppError("wrong_key") from exc
        raise AppError("backup_damaged", file=path.name) from exc
    finally:
        connection.close()
    if not is_whole:
        raise AppError("backup_damaged", file=path.name)


def _is_whole(connection: Any) -> bool:
    """Whether every page proves itself, and the tables hang together. Raises DatabaseError where it cannot be read."""
    damage = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    return not damage and tables > 0 and bool(found == "ok")


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    kept: Path
    """Where that lies which was there."""
    again: int
    """Changes since the backup that HQ has yet to be told; they are in it again."""


def restore(source: Path, key: bytes, database: Path) -> Restored:
    """Put a backup in the place of a closed replica, which is kept beside it. Until the end nothing is changed.

    What was changed since is laid over it, as far as it can be read. It goes on as the next incarnation of its log,
    beyond that of what was there: numbers for papers that were printed since are not given again. Raises AppError
    wrong_key, backup_damaged, copy_damaged, disk_full.
    """
    check(source, key)
    new = _beside(database, ".restoring")
    for suffix in _SUFFIXES:
        _beside(new, suffix).unlink(missing_ok=True)
    backup = open_database(source, key)
    try:
        back_up(backup, key, new)
    except AppError as exc:
        if exc.code == "data_damaged":  # of what was copied: nothing on this laptop
            raise AppError("backup_damaged", file=source.name) from exc
        raise
    finally:
        backup.close()
    _fold(database, key)
    since = salvage(database, key) if database.exists() else None
    again = _go_on(new, key, since)
    kept = next(path for number in count(1) if not (path := _beside(database, f".replaced-{number}")).exists())
    if database.exists():
        _keep(database, kept)
    for suffix in _SUFFIXES:  # the log of what was there would be read as that of the backup
        if suffix and _beside(database, suffix).exists():
            _beside(database, suffix).replace(_beside(kept, suffix))
    new.replace(database)
    sync_folder(database.parent)
    return Restored(kept, again)


def _go_on(new: Path, key: bytes, since: Salvaged | None) -> int:
    """Make the copy of a backup the laptop's replica; how many changes since are in it again."""
    copy = open_database(new, key)
    try:
        if since is not None:
            upgrade(copy)  # it may be of an earlier version than what is laid over it
        with copy.begin() as session:
            log.begin(session, meta(session, "inc", 1))
            again = 0 if since is None else put_back(session, since)
            before = (
                0 if since is None else max([since.meta.get("inc", 0), *(row["inc"] or 0 for row in since.changes)])
            )
            set_meta(session, inc=max(meta(session, "inc"), before + 1))
    finally:
        copy.close()
    return again


def _keep(database: Path, kept: Path) -> None:
    """Give a file a second name; where the disk has no such thing (exFAT), a copy of it. Raises AppError disk_full."""
    try:
        os.link(database, kept)
    except OSError:
        with database.open("rb") as source, atomic_file(kept) as copy:
            shutil.copyfileobj(source, copy, 1 << 20)


def _fold(database: Path, key: bytes) -> None:
    """Fold what was there into one file, where it can be read still."""
    if database.exists():
        with suppress(AppError, DatabaseError):
            open_database(database, key).close()


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
