"""Copies of HQ's database: made in one snapshot, restored, counted again, and only then trusted as durable (R23).

A copy is an SQLite database whatever HQ itself runs on: it can be opened anywhere, and loaded into either kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import DBAPIError

from sync.digest import MODULUS, row_hash
from sync.hq.database import Database, upsert
from sync.hq.epoch import newest_epoch
from sync.hq.tables import HQ_TABLES, backup_verified, device_log, durable_log, feed, feed_entry
from sync.protocol import EntryKind

Report = Callable[[int, int], None]
"""report(done, total)."""
Prepare = Callable[[Database], None]
"""Makes the tables of an empty database."""
BATCH = 2_000
_STEPS = 100_000
"""SQLite's own instructions between two reports."""


class Damaged(Exception):
    """A copy that does not hold what it says. It never counts as a backup."""


def snapshot(
    database: Database,
    path: Path,
    records: Sequence[Table],
    prepare: Prepare,
    report: Report = lambda done, total: None,
) -> None:
    """Write a copy of the database as it stands at one moment, also while it is written to. The file is a new one.

    records: the tables beside those of sync; prepare: makes all of them in an SQLite database.
    """
    if database.engine.dialect.name == "sqlite":
        _vacuum(database, path, report)
        return
    copy = Database(f"sqlite:///{path}")
    try:
        prepare(copy)
        _copy(database, copy, [*HQ_TABLES.sorted_tables, *records], report)
    finally:
        copy.close()


def load(
    path: Path,
    database: Database,
    records: Sequence[Table],
    report: Report = lambda done, total: None,
    then: Callable[[Connection], None] = lambda conn: None,
) -> None:
    """Make the database hold what the copy holds, and nothing else; its tables are there already. All or nothing.

    then: what belongs to it, in the same transaction. No device has to be told: HQ's epoch rises when it notices
    (sync.hq.epoch).
    """
    copy = Database(f"sqlite:///{path}")
    try:
        _copy(copy, database, [*HQ_TABLES.sorted_tables, *records], report, then)
    finally:
        copy.close()


def check(database: Database, records: Sequence[Table], report: Report = lambda done, total: None) -> None:
    """Count every feed again from its rows. Raises Damaged."""
    try:
        database.read(lambda conn: _check(conn, records, report))
    except DBAPIError as exc:
        raise Damaged(str(exc.orig)) from exc


def declare(database: Database, restored: Database, name: str, sha256: str, now: int) -> None:
    """The restored copy was found whole: what it holds of the devices' logs is durable. Raises Damaged.

    It is read from the copy: a change that was on its way when the copy was made is not in it.
    """
    epoch, logs = restored.read(lambda conn: (newest_epoch(conn).epoch, _logs(conn)))

    def work(conn: Connection) -> None:
        here = _logs(conn)
        if newest_epoch(conn).epoch != epoch or any(n > here.get(key, 0) for key, n in logs.items()):
            raise Damaged("HQ was restored since this backup was made")
        upsert(conn, durable_log, [{"dev": dev, "inc": inc, "n": n} for (dev, inc), n in logs.items()])
        upsert(conn, backup_verified, [{"at": now, "epoch": epoch, "name": name, "sha256": sha256}])

    database.write(work)


def _logs(conn: Connection) -> dict[tuple[str, int], int]:
    query = select(device_log.c.dev, device_log.c.inc, device_log.c.last_n)
    return {(row.dev, row.inc): row.last_n for row in conn.execute(query)}


def _check(conn: Connection, records: Sequence[Table], report: Report) -> None:
    if conn.dialect.name == "sqlite":
        with _reporting(conn, report):
            said = conn.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if said != "ok":
            raise Damaged(f"database: {said}")
    held = _held(conn, records)
    total = sum(held.values())
    counted: dict[int, list[int]] = {}
    done = 0
    for table in held:
        if "ver_epoch" not in table.c:
            continue
        query = select(table.c.id, table.c.feed_id, table.c.ver_epoch, table.c.ver)
        for row in conn.execute(query.execution_options(yield_per=BATCH)):
            of_feed = counted.setdefault(row.feed_id, [0, 0])
            of_feed[0] += row_hash(row.id, (row.ver_epoch, row.ver))
            of_feed[1] += 1
            done += 1
            if done % BATCH == 0:
                report(done, total)
    entries = _entries(conn)
    for row in conn.execute(select(feed)):
        dig, rows = counted.pop(row.id, (0, 0))
        if (dig % MODULUS, rows) != (row.dig, row.n_rows):
            raise Damaged(f"feed {row.id}: {rows} rows, digest {dig % MODULUS}; it says {row.n_rows}, {row.dig}")
        here, last = entries.pop(row.id, (0, 0))
        if here != rows or last > row.head:
            raise Damaged(f"feed {row.id}: {here} entries for {rows} rows, up to {last} of {row.head}")
    if counted or entries:
        raise Damaged(f"rows of feeds that are not there: {sorted({*counted, *entries})[:5]}")
    report(total, total)


def _held(conn: Connection, tables: Sequence[Table]) -> dict[Table, int]:
    """How many rows each of these tables has; those that are empty are left out."""
    if not tables:
        return {}
    counts = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    return {table: n for table, n in zip(tables, conn.execute(select(*counts)).one(), strict=True) if n}


def _entries(conn: Connection) -> dict[int, tuple[int, int]]:
    """{feed: (rows in it, its last position)} by its entries."""
    puts = func.sum((feed_entry.c.entry == EntryKind.PUT.value).cast(feed_entry.c.seq.type))
    query = select(feed_entry.c.feed_id, puts, func.max(feed_entry.c.seq)).group_by(feed_entry.c.feed_id)
    return {number: (int(rows), last) for number, rows, last in conn.execute(query)}


def _vacuum(database: Database, path: Path, report: Report) -> None:
    """SQLite's own copy: one moment, nobody waits, and no page of it is torn."""
    raw = database.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        pages = driver.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]

        def tell() -> None:
            if path.exists():
                report(min(path.stat().st_size, pages), pages)

        driver.set_progress_handler(tell, _STEPS)
        try:
            driver.execute("VACUUM INTO ?", (str(path),))
        finally:
            driver.set_progress_handler(None, 0)
    finally:
        raw.close()
    report(pages, pages)


@contextmanager
def _reporting(conn: Connection, report: Report) -> Iterator[None]:
    """Tell at times that SQLite is still at it."""
    driver: Any = conn.connection.driver_connection
    driver.set_progress_handler(lambda: report(0, 0), _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def _copy(
    source: Database,
    target: Database,
    tables: Sequence[Table],
    report: Report,
    then: Callable[[Connection], None] = lambda conn: None,
) -> None:
    """Empty the tables of the target, and fill them with the source's rows of one moment."""

    def work(read: Connection, write: Connection) -> None:
        held = _held(read, tables)
        total = sum(held.values())
        done = 0
        for table in reversed(_held(write, tables)):
            write.execute(table.delete())
        for table in held:
            rows = read.execute(select(table).execution_options(yield_per=BATCH))
            for part in rows.mappings().partitions(BATCH):
                write.execute(insert(table), [dict(row) for row in part])
                done += len(part)
                report(done, total)
        then(write)

    source.read(lambda read: target.write(lambda write: work(read, write)))
