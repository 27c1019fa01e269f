"""Builds snapshots: a feed, read in one moment, as plain SQLite slices with a signed manifest (sync.md B.11).

Runs apart from the process that answers devices, which does not hold the key that signs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table, Text, func, insert, select, type_coerce

from sync.hq.database import Database
from sync.hq.files import FeedFiles, Outdated, Purpose
from sync.hq.tables import feed, server_epoch
from sync.hq.tables import snapshot as snapshots
from sync.record import Schema
from sync.snapshot import COLUMNS, SLICE_BYTES, VECTOR, Manifest, SignedManifest, Slice, sign
from sync.tables import CanonicalJson, Form, form_of

DAY_US = 86_400 * 1_000_000
LIFETIME_US = 14 * DAY_US
"""After this a manifest is refused; it is renewed at half time."""
MIN_ROWS = 400
"""A feed with fewer rows travels in pages: that is one exchange."""
MOVED = 0.02
"""Part of a feed that may have changed before its snapshot is built again at night."""
_LEVEL = 17
_PAGE = 65_536
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Read:
    """A feed as one moment saw it, sealed on disk."""

    feed: Any
    epoch: int
    slices: tuple[Slice, ...]


class SnapshotBuilder:
    """Makes, signs and renews snapshots."""

    def __init__(
        self,
        database: Database,
        schema: Schema,
        tables: Mapping[str, Table],
        files: FeedFiles,
        key: Ed25519PrivateKey,
        slice_bytes: int = SLICE_BYTES,
    ) -> None:
        self._database = database
        self._schema = schema
        self._tables = tables
        self._files = files
        self._key = key
        self._slice_bytes = slice_bytes

    def build(self, feeds: Iterable[int], now: int) -> list[Manifest]:
        """Build the snapshots of these feeds afresh."""
        return [self._build(number, now) for number in feeds]

    def nightly(self, now: int, min_rows: int = MIN_ROWS) -> list[Manifest]:
        """Build what has none, has changed by much or is in older terms; renew what would expire; sweep what is old."""
        made = []
        for number in self._database.read(lambda conn: self._wanting(conn, min_rows)):
            last = self._database.read(lambda conn, of=number: self._last(conn, of))  # type: ignore[misc]
            if last is None or self._has_moved(number, last):
                made.append(self._build(number, now))
            elif last.expires_at < now + LIFETIME_US // 2:
                made.append(self._published(last, now) or self._build(number, now))
        self._files.sweep(self._database, now)
        return made

    def _wanting(self, conn: Connection, min_rows: int) -> list[int]:
        large = select(feed.c.id).where(feed.c.n_rows >= min_rows, feed.c.closed_at.is_(None), feed.c.kind != "archive")
        return list(conn.execute(large.order_by(feed.c.id)).scalars())

    def _last(self, conn: Connection, number: int) -> Manifest | None:
        epoch = current_epoch(conn)
        query = select(snapshots.c.body).where(snapshots.c.feed_id == number, snapshots.c.epoch == epoch)
        body = conn.execute(query.order_by(snapshots.c.v.desc()).limit(1)).scalar()
        return None if body is None else Manifest.model_validate(json.loads(body))

    def _has_moved(self, number: int, last: Manifest) -> bool:
        row = self._database.read(lambda conn: conn.execute(select(feed).where(feed.c.id == number)).one())
        has_moved = row.head - last.seq > MOVED * row.n_rows or last.seq < row.floor
        return bool(has_moved or last.schema_ != self._schema.version)

    def _published(self, manifest: Manifest, now: int) -> Manifest | None:
        """As devices get it; None where something of it was erased meanwhile."""
        try:
            return self._database.write(lambda conn: self._publish(conn, manifest, now))
        except Outdated:
            return None

    def _build(self, number: int, now: int) -> Manifest:
        while True:
            if (made := self._published(self._made(number, now), now)) is not None:
                return made

    def _made(self, number: int, now: int) -> Manifest:
        read = self._database.read(lambda conn: self._read(conn, number))
        return Manifest(
            f=number,
            v=0,
            epoch=read.epoch,
            seq=read.feed.head,
            dig=read.feed.dig,
            rows=read.feed.n_rows,
            schema_=self._schema.version,
            made_at=now,
            expires_at=now,
            slices=read.slices,
        )

    def _publish(self, conn: Connection, manifest: Manifest, now: int) -> Manifest:
        """Give a manifest its number and its time, sign it, and let devices have it."""
        of_feed = (snapshots.c.feed_id == manifest.f) & (snapshots.c.epoch == manifest.epoch)
        last = conn.execute(select(func.max(snapshots.c.v)).where(of_feed)).scalar() or 0
        numbered = manifest.model_copy(update={"v": last + 1, "made_at": now, "expires_at": now + LIFETIME_US})
        signed: SignedManifest = sign(self._key, numbered)
        row = {"feed_id": manifest.f, "epoch": manifest.epoch, "v": numbered.v, "seq": manifest.seq}
        conn.execute(insert(snapshots), row | {"expires_at": numbered.expires_at, **signed.model_dump()})
        files = [(each.sha256, each.bytes) for each in manifest.slices]
        self._files.enter(conn, Purpose.SLICE, manifest.f, manifest.epoch, files, now, seen=manifest.seq)
        self._files.replace(conn, Purpose.SLICE, manifest.f, {sha256 for sha256, _ in files}, now)
        return numbered

    def _read(self, conn: Connection, number: int) -> _Read:
        row = conn.execute(select(feed).where(feed.c.id == number)).one()
        epoch = current_epoch(conn)
        slices = []
        vector = (number, row.head, epoch, row.dig, self._schema.version)
        for plain in _slices(self._rows(conn, number), vector, self._slice_bytes):
            packed = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(plain)
            sha256, size = self._files.put(number, epoch, packed)
            slices.append(Slice(sha256=sha256, bytes=size, plain=len(plain)))
        return _Read(row, epoch, tuple(slices))

    def _rows(self, conn: Connection, number: int) -> Iterator[_StoredRow]:
        """The feed's rows, in the order of their ids."""
        for kind, table in sorted(self._tables.items()):
            columns = list(table.columns)
            forms = {column.name: form_of(column) for column in columns}
            stored = [type_coerce(c, Text).label(c.name) if isinstance(c.type, CanonicalJson) else c for c in columns]
            query = select(*stored).where(table.c.feed_id == number).order_by(table.c.id)
            for row in conn.execution_options(yield_per=_BATCH).execute(query):
                yield kind, forms, row


_StoredRow = tuple[str, Mapping[str, Form], Sequence[Any]]
"""(kind, its columns, values in stored form)."""


def _slices(rows: Iterable[_StoredRow], vector: tuple[int, ...], limit: int) -> Iterator[bytes]:
    """SQLite databases with these rows, none larger than the limit but by a single row."""
    number = 0
    slice_: _Slice | None = None
    for kind, forms, row in rows:
        size = sum(len(value) * 3 if isinstance(value, str) else 9 for value in row)
        if slice_ is not None and slice_.size + size > limit:
            yield slice_.bytes()
            slice_, number = None, number + 1
        slice_ = slice_ or _Slice((*vector, number))
        slice_.add(kind, forms, row, size)
    if slice_ is not None:
        yield slice_.bytes()


class _Slice:
    """A database in memory. Rows stand in tables without types or keys: the device's own tables have them."""

    def __init__(self, vector: tuple[int, ...]) -> None:
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        self._database.execute(f"PRAGMA page_size = {_PAGE}")
        self._database.execute("BEGIN")
        self._database.execute(f'CREATE TABLE "{VECTOR}" (feed, seq, epoch, dig, "schema", number)')
        self._database.execute(f'INSERT INTO "{VECTOR}" VALUES (?, ?, ?, ?, ?, ?)', vector)
        self._database.execute(f'CREATE TABLE "{COLUMNS}" (kind, name, form)')
        self._kinds: set[str] = set()
        self._waiting: list[tuple[Any, ...]] = []
        self._statement = ""
        self._estimate = _PAGE

    @property
    def size(self) -> int:
        """Not less than what it takes."""
        return self._estimate

    def add(self, kind: str, forms: Mapping[str, Form], row: Sequence[Any], size: int) -> None:
        statement = f'INSERT INTO "{kind}" VALUES ({", ".join("?" * len(forms))})'
        if statement != self._statement or len(self._waiting) >= _BATCH:
            self._flush()
            self._statement = statement
        if kind not in self._kinds:
            self._kinds.add(kind)
            columns = ", ".join(f'"{name}"' for name in forms)
            self._database.execute(f'CREATE TABLE "{kind}" ({columns})')
            told = [(kind, name, form.value) for name, form in forms.items()]
            self._database.executemany(f'INSERT INTO "{COLUMNS}" VALUES (?, ?, ?)', told)
            self._estimate += _PAGE
        self._waiting.append(tuple(row))
        self._estimate += size

    def bytes(self) -> bytes:
        self._flush()
        self._database.execute("COMMIT")
        plain = self._database.serialize()
        self._database.close()
        return plain

    def _flush(self) -> None:
        """Write what was added, and know again what it really takes."""
        if self._waiting:
            self._database.executemany(self._statement, self._waiting)
            self._waiting = []
            (pages,) = self._database.execute("PRAGMA page_count").fetchone()
            self._estimate = (pages + 1) * _PAGE


def current_epoch(conn: Connection) -> int:
    """HQ's epoch in this snapshot of the database."""
    return int(conn.execute(select(func.max(server_epoch.c.epoch))).scalar_one())
