"""What a device takes as files in place of pages: snapshots for a beginning, segments for a long way behind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from sync.hq.database import Database
from sync.hq.feeds import Aside, PageReader
from sync.hq.files import FeedFiles
from sync.hq.segments import FAR, SEGMENT_BYTES, SegmentName, Segments
from sync.hq.slices import MIN_ROWS
from sync.hq.snapshots import Build, Snapshots
from sync.protocol import ExchangeRequest, FeedPage
from sync.record import Schema
from sync.snapshot import ManifestsReply

Readable = Callable[[Connection, str, int], set[int]]
"""The feeds that a device may read at a moment. Raises Faulted when it is not let in."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """From when on a device is sent to files."""

    min_rows: int = MIN_ROWS
    far: int = FAR
    segment_bytes: int = SEGMENT_BYTES


class Shelf:
    """Snapshots and segments of one HQ."""

    def __init__(
        self,
        database: Database,
        schema: Schema,
        tables: Mapping[str, Table],
        readable: Readable,
        files: FeedFiles,
        build: Build | None,
        sizes: Sizes,
    ) -> None:
        self._database = database
        self._readable = readable
        self.snapshots = Snapshots(database, files, build, sizes.min_rows)
        self.segments = Segments(
            database,
            files,
            lambda conn, budget: PageReader(conn, schema, tables, budget),
            sizes.far,
            sizes.segment_bytes,
        )

    def manifests(self, device: str, feeds: Collection[int], now: int) -> ManifestsReply:
        """Signed manifests of the snapshots of these feeds, as far as the device may read them. Raises Faulted."""
        mine = self._database.read(lambda conn: self._readable(conn, device, now)) & set(feeds)
        return ManifestsReply(manifests=tuple(self.snapshots.manifests(mine, now)) if mine else ())

    def slices(self, device: str, hashes: Sequence[str], now: int) -> list[tuple[Path, int]]:
        """(path, size) of slices on HQ's disk. Raises Faulted."""
        return self._database.read(lambda conn: self.snapshots.paths(conn, hashes, self._readable(conn, device, now)))

    def segment(self, device: str, name: SegmentName, now: int) -> tuple[Path, int]:
        """(path, size) of a segment on HQ's disk. Raises Faulted."""
        return self._database.read(lambda conn: self.segments.path(conn, name, self._readable(conn, device, now)))

    def seal(self, device: str, cursors: Mapping[int, int], now: int) -> None:
        """Have the segments ready that a device at these cursors needs."""
        mine = self._database.read(lambda conn: self._readable(conn, device, now))
        self.segments.seal({number: cursor for number, cursor in cursors.items() if number in mine and cursor}, now)


def aside(shelf: Shelf | None, conn: Connection, request: ExchangeRequest, epoch: int, now: int) -> Aside:
    """What to say of each feed in place of its entries."""

    def page(row: Any, cursor: int) -> FeedPage | None:
        if 0 < cursor < row.floor and request.began.get(row.id, 0) < row.floor:
            members = {"f": row.id, "from": cursor, "to": cursor, "head": row.head, "floor": row.floor, "gone": True}
            return FeedPage.model_validate(members)
        if shelf is None:
            return None
        if cursor == 0:
            instead = shelf.snapshots.page(row, epoch, now, takes_files=request.files, is_new=row.id not in request.cur)
            if instead is not None:
                return instead
        return shelf.segments.page(conn, row, cursor, epoch, now) if request.files else None

    return page
