"""A whole data set into an HQ that has none of it: rows as they are, entered into their feeds by the thousand.

Nobody wrote them, so there is no change, no author and no history to keep. What anybody writes comes in by `push`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, select

from sync.hq import bulk
from sync.hq.epoch import current_epoch
from sync.hq.feeds import FeedDirectory, Move, day_of, publish
from sync.hq.homes import Homes
from sync.record import Schema, Wire

CHUNK = 5_000
REMEMBERED = 200_000
"""Rows whose feed is kept in memory; that of others is looked up."""
CACHE_KIB = 262_144
"""Of SQLite, while it enters rows in no order."""


@dataclass(frozen=True, slots=True)
class _Placed:
    feed_id: int


class _Places:
    """Where the rows that came so far live."""

    def __init__(self, conn: Connection, tables: Mapping[str, Table]) -> None:
        self._conn = conn
        self._tables = tables
        self._known: dict[str, int] = {}

    def put(self, row_id: str, feed_id: int) -> None:
        self._known[row_id] = feed_id

    def forget_many(self) -> None:
        """Call it when all rows that came are in their tables."""
        if len(self._known) > REMEMBERED:
            self._known.clear()

    def get(self, kind: str, row_id: str) -> _Placed | None:
        if row_id not in self._known:
            table = self._tables[kind]
            found = self._conn.execute(select(table.c.feed_id).where(table.c.id == row_id)).scalar()
            if found is None:
                return None
            self._known[row_id] = found
        return _Placed(self._known[row_id])


def load(
    conn: Connection, schema: Schema, tables: Mapping[str, Table], rows: Iterable[tuple[str, Wire]], now: int
) -> None:
    """Enter (kind, row), each after the rows that it lives with; the divisions have their feeds already.

    Raises OpRefused, Waits for a row without a home. Indexes are made again at the end.
    """
    version = (current_epoch(conn).epoch, 1)
    places = _Places(conn, tables)
    homes = Homes(schema, places, FeedDirectory(conn, day_of(now)))
    coming = iter(rows)
    with _quickly(conn, tables.values()):
        while chunk := list(islice(coming, CHUNK)):
            new: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
            moves = []
            for kind, row in chunk:
                feed_id = homes.find(schema.kinds[kind], row, may_open=True)
                places.put(row["id"], feed_id)
                new[kind].append(row | {"feed_id": feed_id, "ver_epoch": version[0], "ver": version[1], "extra": None})
                moves.append(Move(kind, row["id"], None, (feed_id, version)))
            for kind, values in new.items():
                bulk.insert(conn, tables[kind], values)
            publish(conn, moves, now)
            places.forget_many()


@contextmanager
def _quickly(conn: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Tables that are empty do without their indexes meanwhile, and SQLite has room to sort in."""
    empty = [table for table in tables if conn.execute(select(table.c.id).limit(1)).first() is None]
    indexes = sorted((index for table in empty for index in table.indexes), key=lambda index: str(index.name))
    is_sqlite = conn.dialect.name == "sqlite"
    before = conn.exec_driver_sql("PRAGMA cache_size").scalar_one() if is_sqlite else None
    if is_sqlite:
        conn.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
    for index in indexes:
        index.drop(conn)
    try:
        yield
        for index in indexes:
            index.create(conn)
    finally:
        if is_sqlite:
            conn.exec_driver_sql(f"PRAGMA cache_size = {before}")
