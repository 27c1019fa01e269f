"""Empty databases of a laptop and of HQ, made once and copied; plain SQLite files, as fast as memory allows."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from inspector_app.storage import engine as storage_engine
from inspector_app.storage.engine import Sessions
from inspector_app.storage.migrate import RECORDS, migrate
from inspector_app.storage.upgrade import upgrade
from sync.hq.database import Database
from sync.hq.upgrade import prepare

DATASET = "REAL"
BEGINNING = 1_780_000_000_000_000


def folder_in_memory() -> Path:
    """A folder that no disk is waited for, where the system has one; it goes with the process."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="simulator-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _empty() -> Path:
    folder = folder_in_memory()
    with closing(open_hq(folder / "hq.db")) as database:
        prepare(database, DATASET, BEGINNING, lambda conn: migrate(conn, RECORDS))
    with closing(open_laptop(folder / "laptop.db")) as sessions:
        upgrade(sessions)
    return folder


def new_laptop(path: Path) -> Sessions:
    shutil.copy(_empty() / "laptop.db", path)
    sessions = open_laptop(path)
    upgrade(sessions)  # a run may be of other records than the one that the empty database was made in
    return sessions


def new_hq(path: Path) -> Database:
    shutil.copy(_empty() / "hq.db", path)
    return open_hq(path)


def on(address: str) -> Database:
    """An HQ on an empty database of a server."""
    database = Database(address)
    make_tables(database)
    return database


def make_tables(database: Database) -> None:
    prepare(database, DATASET, BEGINNING, lambda conn: migrate(conn, RECORDS))


def open_laptop(path: Path) -> Sessions:
    """A replica as the app opens it, but for the key: nobody reads this disk."""
    engine = create_engine(f"sqlite:///{path}", module=sqlcipher, poolclass=QueuePool, hide_parameters=True)
    _share_statements(engine, "laptop")
    event.listen(engine, "connect", storage_engine._prepare)
    event.listen(engine, "connect", _hurry)
    event.listen(engine, "begin", storage_engine._begin)
    return Sessions(engine)


def open_hq(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    _share_statements(database.engine, "hq")
    event.listen(database.engine, "connect", _hurry)
    return database


_first: dict[str, Engine] = {}


def _share_statements(engine: Engine, which: str) -> None:
    """Let a statement be compiled once for all engines of a kind, not once for each: a sixth of a run's time."""
    first = _first.setdefault(which, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


def _hurry(dbapi: Any, record: Any) -> None:
    """Processes are killed here, machines are not: nothing need be waited for."""
    dbapi.execute("PRAGMA synchronous = OFF")


def copy(source: Path, target: Path) -> None:
    """A whole and consistent copy of a laptop's database. By the library that has it open: two would lose its locks."""
    with closing(sqlcipher.connect(source)) as held, closing(sqlcipher.connect(target)) as made:
        held.backup(made)


def remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        (path.parent / name).unlink(missing_ok=True)
