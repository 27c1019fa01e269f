"""Photos and other files: named by the SHA-256 of their bytes, received in parts, any order, any source (R29, R30)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import Connection, Table, delete, func, select, update

from sync.hq.database import Database, insert_missing, upsert
from sync.hq.tables import blob, blob_part
from sync.protocol import PART_BYTES, BlobState, Fault, Faulted, FaultReply
from sync.record import Record, Rule, Schema, Sha256
from sync.wire import Malformed

MAX_BLOB_BYTES = 256 << 20
RUN_PARTS = 64
"""Parts that one request may carry."""
DAILY_QUOTA_BYTES = 1 << 30
"""What one device may announce in a day without a row that names it."""
MAX_ASKED = 1_000
_DAY_US = 24 * 3600 * 1_000_000
_COMPLETE, _INCOMPLETE = "complete", "incomplete"


class BlobStore(Protocol):
    """Where the bytes lie. What a method has returned from is on disk."""

    def put_part(self, sha256: str, i: int, data: bytes) -> None: ...

    def join(self, sha256: str, parts: int) -> bool:
        """Make the blob of its parts; False when they are not the bytes that the name promises."""
        ...

    def drop_parts(self, sha256: str, parts: int) -> None: ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of a joined blob. Raises FileNotFoundError."""
        ...


class LocalBlobs:
    """Blobs in a folder: `ab/abcd…` whole, `parts/abcd….7` while they arrive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put_part(self, sha256: str, i: int, data: bytes) -> None:
        part = self._part(sha256, i)
        part.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(part) as target:
            target.write(data)

    def join(self, sha256: str, parts: int) -> bool:
        whole, digest = self._whole(sha256), hashlib.sha256()
        whole.parent.mkdir(parents=True, exist_ok=True)
        # Not found: another request has just joined it and dropped the parts.
        with contextlib.suppress(FileNotFoundError, _NotTheSame), _replacing(whole) as target:
            for i in range(parts):
                data = self._part(sha256, i).read_bytes()
                digest.update(data)
                target.write(data)
            if digest.hexdigest() != sha256:
                raise _NotTheSame
        return whole.exists()

    def drop_parts(self, sha256: str, parts: int) -> None:
        for i in range(parts):
            self._part(sha256, i).unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        return self._whole(sha256).open("rb")

    def _whole(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _part(self, sha256: str, i: int) -> Path:
        return self._folder / "parts" / f"{sha256}.{i}"


class Blobs:
    """Which blobs HQ has, and which parts it lacks."""

    def __init__(self, database: Database, schema: Schema, tables: Mapping[str, Table], store: BlobStore) -> None:
        self._database = database
        self._store = store
        self._names = [tables[cls.kind].c[field] for cls in schema.kinds.values() for field in blob_fields(cls)]

    def missing(self, device: str, sizes: Mapping[str, int], now: int) -> list[BlobState]:
        """What HQ lacks of each blob. One beyond the device's quota of the day is neither complete nor asked for."""
        if len(sizes) > MAX_ASKED or any(not 0 < size <= MAX_BLOB_BYTES for size in sizes.values()):
            raise Faulted(FaultReply(fault=Fault.TOO_LARGE, detail="blobs"))

        def work(conn: Connection) -> list[BlobState]:
            today = (blob.c.announced_by == device) & (blob.c.announced_at > now - _DAY_US)
            spent: int = conn.execute(select(func.coalesce(func.sum(blob.c.size), 0)).where(today)).scalar_one()
            states = []
            for sha256, size in sorted(sizes.items()):
                held = conn.execute(select(blob).where(blob.c.sha256 == sha256)).first()
                if held is None or (held.size != size and held.state != _COMPLETE):
                    is_named = self._is_named(conn, sha256)
                    if not is_named and spent + size > DAILY_QUOTA_BYTES:
                        states.append(BlobState(sha256=sha256, size=size, missing=(), complete=False))
                        continue
                    spent += 0 if is_named else size
                    conn.execute(delete(blob_part).where(blob_part.c.sha256 == sha256))
                    row = {"sha256": sha256, "size": size, "state": _INCOMPLETE, "announced_at": now}
                    upsert(conn, blob, [{**row, "announced_by": "" if is_named else device}])
                states.append(_state(conn, sha256))
            return states

        return self._database.write(work)

    def put_parts(self, sha256: str, first: int, data: bytes) -> BlobState:
        """Take parts first, first + 1, …; the same part may come any number of times."""
        state = self._database.read(lambda conn: _state(conn, sha256))
        if state.complete:
            return state
        parts = [data[start : start + PART_BYTES] for start in range(0, len(data), PART_BYTES)]
        last = first + len(parts) - 1
        end = min((last + 1) * PART_BYTES, state.size)
        if not parts or first < 0 or len(data) != end - first * PART_BYTES:
            raise Malformed("parts do not fit the blob")
        for i, part in enumerate(parts, first):
            self._store.put_part(sha256, i, part)

        def work(conn: Connection) -> BlobState:
            insert_missing(conn, blob_part, [{"sha256": sha256, "i": i} for i in range(first, last + 1)])
            return _state(conn, sha256)

        return self._database.write(work)

    def complete(self, sha256: str) -> BlobState:
        """Join the parts and check the whole; what is missing when they are not all there, or not right."""
        state = self._database.read(lambda conn: _state(conn, sha256))
        if state.complete or state.missing:
            return state
        is_right = self._store.join(sha256, _part_count(state.size))

        def work(conn: Connection) -> BlobState:
            conn.execute(delete(blob_part).where(blob_part.c.sha256 == sha256))
            if is_right:
                conn.execute(update(blob).where(blob.c.sha256 == sha256).values(state=_COMPLETE))
            return _state(conn, sha256)

        state = self._database.write(work)
        self._store.drop_parts(sha256, _part_count(state.size))
        return state

    def open(self, sha256: str) -> BinaryIO:
        """The bytes of a blob. Raises FileNotFoundError."""
        return self._store.open(sha256)

    def _is_named(self, conn: Connection, sha256: str) -> bool:
        return any(
            conn.execute(select(column).where(column == sha256).limit(1)).first() is not None for column in self._names
        )


def blob_fields(cls: type[Record]) -> list[str]:
    """Fields that name blobs: the indexed hashes of a record."""
    (pattern,) = typing.get_args(Sha256)[1].metadata
    return [
        name
        for name, info in cls.model_fields.items()
        if any(isinstance(each, Rule) and each.index for each in info.metadata) and pattern in info.metadata
    ]


def _state(conn: Connection, sha256: str) -> BlobState:
    """Raises Faulted when nobody announced the blob."""
    held = conn.execute(select(blob).where(blob.c.sha256 == sha256)).first()
    if held is None:
        raise Faulted(FaultReply(fault=Fault.MALFORMED, detail="blob was not announced"))
    if held.state == _COMPLETE:
        return BlobState(sha256=sha256, size=held.size, missing=(), complete=True)
    have = set(conn.execute(select(blob_part.c.i).where(blob_part.c.sha256 == sha256)).scalars())
    missing = tuple(i for i in range(_part_count(held.size)) if i not in have)
    return BlobState(sha256=sha256, size=held.size, missing=missing, complete=False)


def _part_count(size: int) -> int:
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
