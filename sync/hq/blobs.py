"""Photos and other files: named by the SHA-256 of their bytes, received in parts, any order, any source (R29, R30)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import typing
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

from sqlalchemy import Connection, Row, Table, and_, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.database import Database, insert_missing, upsert
from sync.hq.rows import IN_LIST
from sync.hq.tables import blob, blob_claim, blob_part, blob_wanted, device_day
from sync.photos import BlobState
from sync.protocol import PART_BYTES
from sync.record import Record, Rule, Schema, Sha256
from sync.wire import Malformed

MAX_BLOB_BYTES = 256 << 20
RUN_PARTS = 64
"""Parts that one request may carry."""
DAILY_QUOTA_BYTES = 1 << 30
"""What one device may announce in a day without a row that names it."""
MAX_ASKED = 1_000
MAX_WANTED = 50
MAX_PARTS_A_DAY = 20_000
"""Of one device, 1.25 GB: a day's photos with all their originals are a quarter of it."""
LIMITED_RETRY_S = 900
DAY_US = 24 * 3600 * 1_000_000
_COMPLETE, _INCOMPLETE = "complete", "incomplete"


class StoreUnavailable(Exception):
    """The store of the blobs cannot be reached now."""


class BlobStore(Protocol):
    """Where the bytes lie. What a method has returned from is on disk."""

    def put_part(self, upload: str, i: int, data: bytes) -> None: ...

    def join(self, upload: str, sha256: str, parts: int) -> bool:
        """Make the blob of the parts of an upload; False when they are not the bytes that its name promises."""
        ...

    def drop_parts(self, upload: str, parts: int) -> None: ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of a joined blob. Raises FileNotFoundError."""
        ...

    def read(self, sha256: str, start: int, length: int) -> bytes:
        """So many bytes of a joined blob. Raises FileNotFoundError."""
        ...


class LocalBlobs:
    """Blobs in a folder: `ab/abcd…` whole, `parts/abcd….7` while they arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_part(self, upload: str, i: int, data: bytes) -> None:
        part = self._part(upload, i)
        part.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(part) as target:
            target.write(data)

    def join(self, upload: str, sha256: str, parts: int) -> bool:
        whole, digest = self._whole(sha256), hashlib.sha256()
        whole.parent.mkdir(parents=True, exist_ok=True)
        # Not found: another request has just joined it and dropped the parts.
        with contextlib.suppress(FileNotFoundError, _NotTheSame), _replacing(whole) as target:
            for i in range(parts):
                data = self._part(upload, i).read_bytes()
                digest.update(data)
                target.write(data)
            if digest.hexdigest() != sha256:
                raise _NotTheSame
        return whole.exists()

    def drop_parts(self, upload: str, parts: int) -> None:
        for i in range(parts):
            self._part(upload, i).unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        return self._whole(sha256).open("rb")

    def read(self, sha256: str, start: int, length: int) -> bytes:
        with self.open(sha256) as file:
            file.seek(start)
            return file.read(length)

    def _whole(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, upload: str, i: int) -> Path:
        return self._folder / "parts" / f"{upload}.{i}"


class Blobs:
    """Which blobs HQ has, and which parts it lacks."""

    def __init__(self, database: Database, schema: Schema, tables: Mapping[str, Table], store: BlobStore) -> None:
        self._database = database
        self._store = store
        self._names = [tables[cls.kind].c[field] for cls in schema.kinds.values() for field in blob_fields(cls)]

    def missing(self, device: str, sizes: Mapping[str, int], now: int) -> list[BlobState]:
        """What HQ lacks of each blob. One beyond the device's measure of the day, or of a size that HQ takes of none,
        is neither complete nor asked for."""
        if len(sizes) > MAX_ASKED:
            raise Faulted(FaultReply(fault=Fault.TOO_LARGE, detail="blobs"))
        unfit = {sha256: size for sha256, size in sizes.items() if not 0 <= size <= MAX_BLOB_BYTES}
        sizes = {sha256: size for sha256, size in sizes.items() if sha256 not in unfit}

        def look(conn: Connection) -> tuple[dict[str, int], set[str], list[BlobState]]:
            states = _states(conn, sizes)
            arrived = {state.sha256 for state in states if not state.complete and not state.missing}
            if _parts_of_day(conn, device, now) >= MAX_PARTS_A_DAY:
                return {}, arrived, [state if state.complete else _not_now(state) for state in states]
            wanted = [state.sha256 for state in states if not state.complete]
            told = {row.sha256: row.size for row in _claims(conn, device, wanted)}
            return {sha256: sizes[sha256] for sha256 in wanted if told.get(sha256) != sizes[sha256]}, arrived, states

        fresh, arrived, states = self._database.read(look)
        taken = self._database.write(lambda conn: self._claim(conn, device, fresh, now)) if fresh else set()
        refused = fresh.keys() - taken
        # Whoever sent the last part may have been cut off before it could have the parts joined.
        told = [
            _not_now(state)
            if state.sha256 in refused
            else self.complete(device, state.sha256)
            if state.sha256 in arrived
            else state
            for state in states
        ]
        return told + [BlobState(sha256=name, size=size, missing=(), complete=False) for name, size in unfit.items()]

    def put_parts(self, device: str, sha256: str, first: int, data: IO[bytes], length: int, now: int) -> BlobState:
        """Take `length` bytes as parts first, first + 1, …; the same part may come any number of times."""

        def look(conn: Connection) -> tuple[BlobState, int]:
            return _claimed(conn, device, sha256), _parts_of_day(conn, device, now)

        state, today = self._database.read(look)
        if state.complete:
            return state
        count = -(-length // PART_BYTES)
        if not count or length != min((first + count) * PART_BYTES, state.size) - first * PART_BYTES:
            raise Malformed("parts do not fit the blob")
        if today + count > MAX_PARTS_A_DAY:
            raise Faulted(FaultReply(fault=Fault.LIMITED, detail="parts of a day", retry_after=LIMITED_RETRY_S), device)
        for i in range(first, first + count):
            self._store.put_part(_upload(sha256, state.size), i, data.read(PART_BYTES))

        def work(conn: Connection) -> BlobState:
            rows = [{"sha256": sha256, "size": state.size, "i": i} for i in range(first, first + count)]
            insert_missing(conn, blob_part, rows)
            _count_parts(conn, device, count, now)
            return _claimed(conn, device, sha256)

        return self._database.write(work)

    def complete(self, device: str, sha256: str) -> BlobState:
        """Join the parts and check the whole; what is missing when they are not all there, or not right."""
        state = self._database.read(lambda conn: _claimed(conn, device, sha256))
        if state.complete or state.missing:
            return state
        upload, count = _upload(sha256, state.size), part_count(state.size)
        is_right = self._store.join(upload, sha256, count)

        def work(conn: Connection) -> tuple[BlobState, list[int]]:
            parts = blob_part.c.sha256 == sha256
            if not is_right:
                conn.execute(delete(blob_part).where(parts, blob_part.c.size == state.size))
                return _claimed(conn, device, sha256), []
            others = list(conn.execute(select(blob_part.c.size).where(parts).distinct()).scalars())
            conn.execute(delete(blob_part).where(parts))
            conn.execute(delete(blob_wanted).where(blob_wanted.c.sha256 == sha256))
            whole = {"state": _COMPLETE, "size": state.size}
            conn.execute(update(blob).where(blob.c.sha256 == sha256).values(whole))
            return _claimed(conn, device, sha256), others

        after, others = self._database.write(work)
        for size in {state.size, *others}:
            self._store.drop_parts(_upload(sha256, size), part_count(size))
        return after

    def keep(self, sha256: str, data: bytes, now: int) -> None:
        """Take in a blob of HQ's own. `sha256` is of `data`."""
        upload, count = _upload(sha256, len(data)), part_count(len(data))
        for i in range(count):
            self._store.put_part(upload, i, data[i * PART_BYTES : (i + 1) * PART_BYTES])
        if not self._store.join(upload, sha256, count):
            raise StoreUnavailable
        self._store.drop_parts(upload, count)
        whole = {"sha256": sha256, "size": len(data), "state": _COMPLETE, "announced_at": now}
        self._database.write(lambda conn: upsert(conn, blob, [whole]))

    def want(self, device: str, sha256: str, by: str, now: int) -> None:
        """Ask a device for a blob, in its next exchange and until it is here."""
        row = {"dev": device, "sha256": sha256, "by": by, "at": now}
        self._database.write(lambda conn: insert_missing(conn, blob_wanted, [row]))

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of a blob. Raises FileNotFoundError."""
        return self._store.open(sha256)

    def _claim(self, conn: Connection, device: str, sizes: Mapping[str, int], now: int) -> set[str]:
        """Note the sizes that the device tells, as far as its quota goes; which blobs it may send."""
        named = self._named(conn, sizes)
        today = and_(blob_claim.c.dev == device, blob_claim.c.counts, blob_claim.c.at > now - DAY_US)
        others = and_(today, blob_claim.c.sha256.not_in(list(sizes)))
        spent: int = conn.execute(select(func.coalesce(func.sum(blob_claim.c.size), 0)).where(others)).scalar_one()
        claims, blobs = [], []
        for sha256, size in sorted(sizes.items()):
            counts = sha256 not in named
            if counts and spent + size > DAILY_QUOTA_BYTES:
                continue
            spent += size if counts else 0
            claims.append({"sha256": sha256, "dev": device, "size": size, "counts": counts, "at": now})
            blobs.append({"sha256": sha256, "size": size, "state": _INCOMPLETE, "announced_at": now})
        upsert(conn, blob_claim, claims)
        insert_missing(conn, blob, blobs)
        return {str(claim["sha256"]) for claim in claims}

    def _named(self, conn: Connection, hashes: Collection[str]) -> set[str]:
        """Those that a row names."""
        found: set[str] = set()
        for column in self._names:
            for some in _batches(hashes):
                found |= {str(name) for name in conn.execute(select(column).where(column.in_(some))).scalars()}
        return found


def wanted(conn: Connection, device: str) -> tuple[str, ...]:
    """Blobs that HQ asks this device for."""
    query = select(blob_wanted.c.sha256).where(blob_wanted.c.dev == device).order_by(blob_wanted.c.at).limit(MAX_WANTED)
    return tuple(conn.execute(query).scalars())


def complete_among(conn: Connection, hashes: Collection[str]) -> set[str]:
    """Those of the blobs that HQ holds whole."""
    found: set[str] = set()
    for some in _batches(hashes):
        query = select(blob.c.sha256).where(blob.c.sha256.in_(some), blob.c.state == _COMPLETE)
        found |= set(conn.execute(query).scalars())
    return found


def lost(conn: Connection, hashes: Collection[str]) -> None:
    """HQ holds these no more: it takes them from whoever still does. Who announced them need not do so again."""
    for some in _batches(hashes):
        conn.execute(update(blob).where(blob.c.sha256.in_(some)).values(state=_INCOMPLETE))


def blob_fields(cls: type[Record]) -> list[str]:
    """Fields that name blobs: the indexed hashes of a record."""
    (pattern,) = typing.get_args(Sha256)[1].metadata
    return [
        name
        for name, info in cls.model_fields.items()
        if any(isinstance(each, Rule) and each.index for each in info.metadata) and pattern in info.metadata
    ]


def _batches(hashes: Collection[str]) -> Iterator[list[str]]:
    every = sorted(hashes)
    for start in range(0, len(every), IN_LIST):
        yield every[start : start + IN_LIST]


def _claims(conn: Connection, device: str, hashes: Collection[str]) -> Iterator[Row[Any]]:
    for some in _batches(hashes):
        yield from conn.execute(select(blob_claim).where(blob_claim.c.dev == device, blob_claim.c.sha256.in_(some)))


def _claimed(conn: Connection, device: str, sha256: str) -> BlobState:
    """The blob's state at the size that the device told, else who came first. Raises Faulted when nobody did."""
    told = next(_claims(conn, device, [sha256]), None)
    if told is None:
        told = conn.execute(select(blob).where(blob.c.sha256 == sha256)).first()
    if told is None:
        raise Faulted(FaultReply(fault=Fault.MALFORMED, detail="blob was not announced"), device)
    return _states(conn, {sha256: told.size})[0]


def _states(conn: Connection, sizes: Mapping[str, int]) -> list[BlobState]:
    """What HQ has of blobs of these sizes, ordered by hash."""
    complete: dict[str, int] = {}
    have: dict[str, set[int]] = {}
    for some in _batches(sizes):
        query = select(blob.c.sha256, blob.c.size).where(blob.c.sha256.in_(some), blob.c.state == _COMPLETE)
        complete |= {row.sha256: row.size for row in conn.execute(query)}
        for row in conn.execute(select(blob_part).where(blob_part.c.sha256.in_(some))):
            if row.size == sizes[row.sha256]:
                have.setdefault(row.sha256, set()).add(row.i)
    states = []
    for sha256, size in sorted(sizes.items()):
        if sha256 in complete:
            states.append(BlobState(sha256=sha256, size=complete[sha256], missing=(), complete=True))
            continue
        parts = have.get(sha256, set())
        missing = tuple(i for i in range(part_count(size)) if i not in parts)
        states.append(BlobState(sha256=sha256, size=size, missing=missing, complete=False))
    return states


def _not_now(state: BlobState) -> BlobState:
    return state.model_copy(update={"missing": ()})


def _parts_of_day(conn: Connection, device: str, now: int) -> int:
    query = select(device_day.c.parts).where(device_day.c.dev == device, device_day.c.day == _day(now))
    return conn.execute(query).scalar() or 0


def _count_parts(conn: Connection, device: str, count: int, now: int) -> None:
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    statement = insert(device_day).values(dev=device, day=_day(now), parts=count)
    more = {"parts": device_day.c.parts + statement.excluded.parts}
    conn.execute(statement.on_conflict_do_update(index_elements=["dev", "day"], set_=more))


def _day(now: int) -> str:
    return datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()


def _upload(sha256: str, size: int) -> str:
    """The name under which parts are kept: of what claims to have this hash at this size."""
    return f"{sha256}-{size}"


def part_count(size: int) -> int:
    return -(-size // PART_BYTES)


class _NotTheSame(Exception):
    """The joined bytes are not those that the name promises."""


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when it is whole and on disk, or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with fresh.open("wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
        _sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and NTFS keeps the rename in its journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
