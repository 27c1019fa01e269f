"""Replicas full of the synthetic county for the benchmarks, written at storage level.

`county_replica` is the county data set of the goals: 100,000 operators, 1,000,000 ledger lines, 50,000 inspections,
200,000 photo rows. It is made once, in some minutes, and kept outside the project until the generator or the tables
change; a new form of the search index is made as a laptop makes it.
"""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy.schema import CreateTable

from inspector_app import demo_county
from inspector_app.demo_county import SIZES, Plan, Size, rows
from inspector_app.demo_county.lists import shipped_lists
from inspector_app.paths import resources
from inspector_app.storage import bulk, search
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from sync.hq.bulk import insert
from sync.record import Wire

CHUNK = 5_000
KINDS = ("operator", "person", "licence", "region", "user", "device")
TODAY = date(2026, 4, 17)
KEY = bytes(range(32))
SOURCES = (
    Path(demo_county.__file__).parent,
    resources() / "demo",
    resources() / "divisions",
    resources() / "checklists",
)
META = {"feed_id": 1, "ver": 1, "ver_epoch": 1, "extra": None}


def fill(sessions: Sessions, operators: int) -> None:
    """The county's operators with their persons, papers and divisions, and the bureau's people and laptops."""
    plan = Plan(Size(operators=operators, ledger=0, inspections=0, photos=0, products=50), 1, TODAY)
    _write(sessions, rows(plan, []), KINDS)


def county_replica(folder: Path) -> Sessions:
    """An open copy of the county data set as a laptop's replica, of one's own to change; its key is KEY."""
    kept = Path(tempfile.gettempdir()) / "inspector-benchmarks"
    kept.mkdir(exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # others wait instead of making it too
        made = kept / f"county-{_fingerprint()}.db"
        if not made.exists():
            for stale in kept.glob("county-*"):
                stale.unlink()
            print("making the county data set, some minutes", file=sys.stderr)
            _make(made.with_suffix(".part"))
            made.with_suffix(".part").replace(made)
        sessions = open_database(made, KEY)
        upgrade(sessions)
        sessions.close()
        shutil.copyfile(made, folder / "replica.db")
    return open_database(folder / "replica.db", KEY)


def _make(path: Path) -> None:
    sessions = open_database(path, KEY)
    upgrade(sessions)
    plan = Plan(SIZES["goals"], 1, TODAY, shipped_lists(), card=str.encode)
    _write(sessions, rows(plan, []), TABLES)
    sessions.close()


def _write(sessions: Sessions, stream: Iterator[tuple[str, Wire]], kinds: Collection[str]) -> None:
    """Rows of these kinds as HQ told them; indexes are made once all are there."""
    with sessions.begin() as session, writing(session):
        bulk.begin(session, bulk.WORTH)
        bulk.lift_indexes(session, kinds)
    wanted = (pair for pair in stream if pair[0] in kinds)
    while chunk := list(itertools.islice(wanted, CHUNK)):
        with sessions.begin() as session, writing(session):
            for kind in kinds:
                insert(session.connection(), TABLES[kind], [row | META for name, row in chunk if name == kind])
    with sessions.begin() as session, writing(session):
        bulk.restore_indexes(session)
        search.rebuild(session.connection())


def _fingerprint() -> str:
    """A short name of what the data set follows from: the generator, its words, the tables."""
    digest = hashlib.sha256()
    for file in (file for source in SOURCES for file in sorted(source.iterdir()) if file.is_file()):
        digest.update(file.read_bytes())
    for kind, table in sorted(TABLES.items()):
        digest.update(f"{kind} {CreateTable(table)} {sorted(str(each.name) for each in table.indexes)}".encode())
    return digest.hexdigest()[:16]
