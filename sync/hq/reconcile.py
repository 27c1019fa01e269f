"""HQ's side of a comparison of feeds: which are the same, which rows of the others are not (R19).

A feed's digest is kept with its head and costs nothing to compare. Sums are computed from the rows themselves when a
device asks, and remembered for the head that they belong to: after a restore, each device asks for the same ones.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from sync.digest import BUCKETS, MODULUS, SHORT, bucket, content, row_hash, row_sum
from sync.hq.tables import feed
from sync.projection import down
from sync.protocol import Entry, ExchangeRequest
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.record import Schema, size
from sync.tables import META
from sync.wire import Malformed, pack_entries

READ_AHEAD = 2_000
REMEMBERED = 4_096
"""Sums of feeds that are kept in memory."""
LISTED_ROWS = 16_384
ASKED_ROWS = 8_192
"""Of one reply: sums of rows listed, rows looked up."""
_ENTRY_BYTES = 40


class Comparison:
    """Compares feeds in the snapshot of one connection; one object for a whole service."""

    def __init__(self, schema: Schema, tables: Mapping[str, Table]) -> None:
        self._schema = schema
        self._tables = tables
        self._sums: OrderedDict[tuple[int, int, int, bool], int] = OrderedDict()
        self._guard = threading.Lock()

    def answer(
        self, conn: Connection, request: ReconcileRequest, mine: Collection[int], epoch: int, budget: int
    ) -> ReconcileReply:
        """`mine`: the feeds that the asking device may read at this moment; of others nothing is told."""
        if request.epoch != epoch:
            return ReconcileReply(epoch=epoch)
        if not request.plain and request.schema_ != self._schema.version:
            return ReconcileReply(epoch=epoch, plain=True)
        heads = {row.id: row.head for row in conn.execute(select(feed.c.id, feed.c.head).where(feed.c.id.in_(mine)))}
        if request.feed is None:
            told = {number: heads[number] for number in request.sums if number in heads}
            plain = request.plain
            level = {f: head for f, head in told.items() if self._sum(conn, f, epoch, head, plain) == request.sums[f]}
            return ReconcileReply(epoch=epoch, level=level)
        if request.feed not in heads:
            return ReconcileReply(epoch=epoch)
        members: dict[str, Any] = {"epoch": epoch, "head": heads[request.feed]}
        if request.rows:
            return ReconcileReply(**members, **self._told(conn, request, budget))
        count = len(request.buckets) or request.count
        if count not in BUCKETS or any(place >= count for place in request.ask):
            raise Malformed("buckets")
        sums: list[list[int]] = [[] for _ in range(count)]
        for row_id, number in self._rows(conn, request.feed, request.plain):
            sums[bucket(row_id, count)].append(number % SHORT)
        differ = request.ask or tuple(
            place for place in range(len(request.buckets)) if sum(sums[place]) % SHORT != request.buckets[place]
        )
        listed: dict[int, tuple[int, ...]] = {}
        space = LISTED_ROWS
        for place in differ:
            if listed and len(sums[place]) > space:
                break
            listed[place] = tuple(sums[place])
            space -= len(sums[place])
        return ReconcileReply(**members, differ=differ, listed=listed)

    def _sum(self, conn: Connection, number: int, epoch: int, head: int, plain: bool) -> int:
        key = (number, epoch, head, plain)
        with self._guard:
            known = self._sums.get(key)
        if known is None:
            known = sum(each for _, each in self._rows(conn, number, plain)) % MODULUS
            with self._guard:
                self._sums[key] = known
                while len(self._sums) > REMEMBERED:
                    self._sums.popitem(last=False)
        return known

    def _rows(self, conn: Connection, number: int, plain: bool) -> Iterator[tuple[str, int]]:
        """(id, sum) of every row in a feed."""
        for kind, table in self._tables.items():
            columns = [table.c.id, table.c.ver_epoch, table.c.ver] if plain else list(table.columns)
            for row in _stream(conn, select(*columns).where(table.c.feed_id == number)):
                yield row["id"], self._row_sum(kind, row, plain)

    def _row_sum(self, kind: str, row: Mapping[str, Any], plain: bool) -> int:
        told = b"" if plain else content(self._schema.kinds[kind], row, row["extra"])
        return row_sum(row["id"], (row["ver_epoch"], row["ver"]), told)

    def _entry(self, kind: str, row: Mapping[str, Any], form: int) -> Entry:
        stored = {name: value for name, value in row.items() if name not in META} | (row["extra"] or {})
        body = down(self._schema, kind, stored, form)
        return Entry(seq=0, t=kind, row=row["id"], ver=(row["ver_epoch"], row["ver"]), body=body)

    def _told(self, conn: Connection, request: ReconcileRequest, budget: int) -> dict[str, Any]:
        """The rows of these sums that still are what they were, in the order asked, until the budget is spent."""
        asked = request.rows[:ASKED_ROWS]
        wanted, found = set(asked), {}
        for kind, table in self._tables.items():
            for row in _stream(conn, select(table).where(table.c.feed_id == request.feed)):
                number = self._row_sum(kind, row, request.plain) % SHORT
                if number in wanted:
                    found[number] = self._entry(kind, row, request.schema_)
        entries: list[Entry] = []
        told = sent = 0
        for number in asked:
            entry = found.get(number)
            if entry is not None:
                sent += _ENTRY_BYTES + size(entry.body)
                if entries and sent > budget:
                    break
                entries.append(entry)
            told += 1
        return {"told": told, "e": pack_entries(entries)}


def differing(conn: Connection, request: ExchangeRequest, mine: Collection[int]) -> tuple[int, ...]:
    """Feeds of the request's digests that are read to their end there and yet hold other rows here."""
    if not request.dig:
        return ()
    asked = request.dig.keys() & request.cur.keys() & set(mine)
    query = select(feed.c.id, feed.c.head, feed.c.dig).where(feed.c.id.in_(asked)).order_by(feed.c.id)
    return tuple(
        row.id for row in conn.execute(query) if row.head == request.cur[row.id] and row.dig != request.dig[row.id]
    )


def digest(conn: Connection, tables: Mapping[str, Table], number: int) -> tuple[int, int]:
    """(digest, number of rows) of a feed, counted from its rows."""
    dig = rows = 0
    for table in tables.values():
        query = select(table.c.id, table.c.ver_epoch, table.c.ver).where(table.c.feed_id == number)
        for row in _stream(conn, query):
            dig += row_hash(row["id"], (row["ver_epoch"], row["ver"]))
            rows += 1
    return dig % MODULUS, rows


def _stream(conn: Connection, query: Any) -> Iterator[Any]:
    yield from conn.execute(query.execution_options(yield_per=READ_AHEAD)).mappings()
