"""Segments: stretches of a feed sealed once as files, for devices far behind; many devices fetch the same ones (R32).

A segment stays right when rows have changed since: what is newer stands later in the feed, and only the newer counts.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.database import Database, upsert
from sync.hq.feeds import PageReader
from sync.hq.files import KEPT_US, FeedFiles, Outdated, Purpose
from sync.hq.slices import current_epoch
from sync.hq.tables import feed
from sync.hq.tables import segment as segments
from sync.protocol import FeedPage, SegmentRef
from sync.wire import to_bytes

SEGMENT_BYTES = 1 << 20
"""Size of a segment's rows before they are compressed."""
FAR = 2_000
"""Entries behind from which a device is sent to segments: fewer are a few pages."""
SEALED_AT_ONCE = 8
"""Segments that one exchange may have sealed; a device that needs more asks again after these."""
NAMED_AT_ONCE = 32

Reader = Callable[[Connection, int], PageReader]
"""A reader of pages with this budget of bytes."""


@dataclass(frozen=True, slots=True)
class SegmentName:
    """What an address tells. The hash alone finds the file; the rest lets a cache and a person read it."""

    feed: int
    epoch: int
    from_: int
    to: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    feed: int
    epoch: int
    from_: int
    to: int
    body: bytes
    head: int = 0
    """Of the feed, when it was read."""


class Segments:
    """Seals segments where they are wanted, and names them to devices."""

    def __init__(
        self, database: Database, files: FeedFiles, reader: Reader, far: int = FAR, size: int = SEGMENT_BYTES
    ) -> None:
        self._database = database
        self._files = files
        self._reader = reader
        self._far = far
        self._size = size

    def seal(self, cursors: Mapping[int, int], now: int) -> None:
        """Seal what devices at these cursors need and is not there yet. A last, half-filled stretch stays pages."""
        left = SEALED_AT_ONCE
        for number, behind in self._database.read(lambda conn: self._far_behind(conn, cursors)).items():
            place = behind
            while left:
                stretch = self._database.read(lambda conn, f=number, c=place: self._next(conn, f, c, now))  # type: ignore[misc]
                if stretch is None:
                    break
                if stretch.body:
                    self._keep(stretch, now)
                    left -= 1
                place = stretch.to

    def page(self, conn: Connection, row: Any, cursor: int, epoch: int, now: int) -> FeedPage | None:
        """What to say of a feed (its row) to a device far behind; None to send entries."""
        if row.head - cursor < self._far:
            return None
        chain = self._chain(conn, row.id, cursor, epoch, now)
        if not chain:
            return None
        key = base64.b64encode(self._files.key(row.id, epoch)).decode()
        members = {"f": row.id, "from": cursor, "to": cursor, "head": row.head, "floor": row.floor}
        return FeedPage.model_validate(members | {"seg": chain, "key": key})

    def path(self, conn: Connection, name: SegmentName, feeds: Collection[int]) -> tuple[Path, int]:
        """(path, size) of a segment of these feeds. Raises Faulted: no such segment, or not for the asker."""
        (found,) = self._files.found(conn, [name.sha256], {name.feed} & set(feeds), name.epoch)
        if name.epoch != current_epoch(conn):
            raise Faulted(FaultReply(fault=Fault.NOT_FOUND))
        return found

    def _far_behind(self, conn: Connection, cursors: Mapping[int, int]) -> dict[int, int]:
        heads = conn.execute(select(feed.c.id, feed.c.head).where(feed.c.id.in_(cursors)))
        return {row.id: cursors[row.id] for row in heads if row.head - cursors[row.id] >= self._far}

    def _next(self, conn: Connection, number: int, cursor: int, now: int) -> _Stretch | None:
        """The segment that covers the cursor, without its body when it is there; None where none can be sealed."""
        epoch = current_epoch(conn)
        chain = self._chain(conn, number, cursor, epoch, now, limit=1)
        if chain:
            return _Stretch(number, epoch, chain[0].from_, chain[0].to, b"")
        later = select(segments.c.from_seq).where(
            segments.c.feed_id == number,
            segments.c.epoch == epoch,
            segments.c.from_seq > cursor,
            segments.c.made_at > now - KEPT_US,
        )
        upto = conn.execute(later.order_by(segments.c.from_seq).limit(1)).scalar()
        reader = self._reader(conn, self._size)
        pages, more = reader.read({number: cursor}, {})
        if not more or (upto is not None and pages[0].to > upto):
            return None  # the end of the feed, or a short gap before what is sealed already: it travels in pages
        body = to_bytes(pages[0].model_copy(update={"s": reader.form}))
        return _Stretch(number, epoch, cursor, pages[0].to, body, pages[0].head)

    def _chain(
        self, conn: Connection, number: int, cursor: int, epoch: int, now: int, limit: int = NAMED_AT_ONCE
    ) -> list[SegmentRef]:
        """Segments that lead on from the cursor, each from within the one before."""
        query = select(segments).where(
            segments.c.feed_id == number,
            segments.c.epoch == epoch,
            segments.c.to_seq > cursor,
            segments.c.made_at > now - KEPT_US,
        )
        chain: list[SegmentRef] = []
        place = cursor
        for row in conn.execute(query.order_by(segments.c.from_seq)):
            if row.from_seq > place or len(chain) == limit:
                break
            if row.to_seq > place:
                members = {"from": row.from_seq, "to": row.to_seq, "sha256": row.sha256, "bytes": row.bytes}
                chain.append(SegmentRef.model_validate(members))
                place = row.to_seq
        return chain

    def _keep(self, stretch: _Stretch, now: int) -> None:
        sha256, size = self._files.put(stretch.feed, stretch.epoch, stretch.body)

        def work(conn: Connection) -> None:
            key = {"feed_id": stretch.feed, "epoch": stretch.epoch, "from_seq": stretch.from_}
            row = {"to_seq": stretch.to, "sha256": sha256, "bytes": size, "made_at": now}
            upsert(conn, segments, [key | row])
            made = [(sha256, size)]
            self._files.enter(conn, Purpose.SEGMENT, stretch.feed, stretch.epoch, made, now, seen=stretch.head)
            fresh = select(segments.c.sha256).where(
                segments.c.feed_id == stretch.feed, segments.c.made_at > now - KEPT_US
            )
            kept = set(conn.execute(fresh).scalars())
            self._files.replace(conn, Purpose.SEGMENT, stretch.feed, kept, now)

        with suppress(Outdated):  # it is sealed anew when somebody wants it
            self._database.write(work)
