"""Photos given back to devices: part by part, and only those that a row names which the device may read (I4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Table, select

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.blobs import BlobStore, blob_fields, complete_among, part_count
from sync.hq.database import Database
from sync.hq.rows import IN_LIST
from sync.hq.tables import blob
from sync.protocol import PART_BYTES
from sync.record import Schema

Readable = Callable[[Connection, str, int], set[int]]
"""The feeds that a device may read at a moment. Raises Faulted when it is not let in."""


class BlobReads:
    """What devices may have of the blobs of one HQ. Whoever is not to know of one gets the answer of one not here."""

    def __init__(
        self, database: Database, schema: Schema, tables: Mapping[str, Table], store: BlobStore, readable: Readable
    ) -> None:
        self._database = database
        self._store = store
        self._readable = readable
        self._names = [(tables[cls.kind], field) for cls in schema.kinds.values() for field in blob_fields(cls)]

    def part(self, device: str, sha256: str, i: int, now: int) -> bytes:
        """Part i of a blob. Raises Faulted: not here, or not for this device."""

        def look(conn: Connection) -> int | None:
            feeds = self._readable(conn, device, now)
            if not complete_among(conn, [sha256]) or not self._is_named(conn, sha256, feeds):
                return None
            size: int = conn.execute(select(blob.c.size).where(blob.c.sha256 == sha256)).scalar_one()
            return size

        size = self._database.read(look)
        if size is None or i >= part_count(size):
            raise Faulted(FaultReply(fault=Fault.NOT_FOUND), device)
        try:
            return self._store.read(sha256, i * PART_BYTES, min(PART_BYTES, size - i * PART_BYTES))
        except FileNotFoundError as exc:
            raise Faulted(FaultReply(fault=Fault.NOT_FOUND), device) from exc

    def _is_named(self, conn: Connection, sha256: str, feeds: set[int]) -> bool:
        numbers = sorted(feeds)
        for table, field in self._names:
            for start in range(0, len(numbers), IN_LIST):
                of_these = table.c.feed_id.in_(numbers[start : start + IN_LIST])
                query = select(table.c.id).where(table.c[field] == sha256, of_these).limit(1)
                if conn.execute(query).first() is not None:
                    return True
        return False
