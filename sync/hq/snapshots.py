"""Snapshots as devices meet them: which feed has one, its signed manifest, its files."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.database import Database
from sync.hq.files import FeedFiles
from sync.hq.slices import MIN_ROWS, current_epoch
from sync.hq.tables import feed
from sync.hq.tables import snapshot as snapshots
from sync.protocol import FeedPage
from sync.snapshot import SignedManifest

log = logging.getLogger(__name__)

Build = Callable[[Sequence[int]], object]
"""Has snapshots of these feeds built, and returns when they are there."""
WAIT_S = 30
"""How long a device waits for others' builds before it is asked to come again."""
WITHOUT_US = 600 * 1_000_000
"""How long a feed travels in pages after its snapshot could not be built."""
STALE = 0.5
"""Part of a feed that may have changed before its snapshot is worth less than a new one."""


class Snapshots:
    """What the process that answers devices knows of snapshots; it cannot sign one."""

    def __init__(self, database: Database, files: FeedFiles, build: Build | None = None, min_rows: int = MIN_ROWS):
        self._database = database
        self._files = files
        self._build = build
        self._min_rows = min_rows
        self._building = threading.Lock()
        self._without: dict[int, int] = {}

    def page(self, row: Any, epoch: int, now: int, *, takes_files: bool, is_new: bool) -> FeedPage | None:
        """What to say of a feed (its row) that a device has to read from its beginning; None to send its entries.

        A device that has just been told of the feed says in its next request whether it takes files.
        """
        if row.n_rows < self._min_rows or self._without.get(row.id, 0) > now or not (takes_files or is_new):
            return None
        members: dict[str, Any] = {"f": row.id, "from": 0, "to": 0, "head": row.head, "floor": row.floor}
        if takes_files:
            key = base64.b64encode(self._files.key(row.id, epoch)).decode()
            members |= {"snap": True, "key": key}
        return FeedPage.model_validate(members)

    def manifests(self, feeds: Collection[int], now: int) -> list[SignedManifest]:
        """The manifests of these feeds; built now where there is none. A feed without one travels in pages."""
        found = self._database.read(lambda conn: self._current(conn, feeds, now))
        if len(found) < len(feeds) and self._build is not None:
            if not self._building.acquire(timeout=WAIT_S):
                raise Faulted(FaultReply(fault=Fault.BUSY, retry_after=WAIT_S))
            try:
                found = self._database.read(lambda conn: self._current(conn, feeds, now))
                if missing := sorted(set(feeds) - found.keys()):
                    self._build(missing)
                found = self._database.read(lambda conn: self._current(conn, feeds, now))
            except Exception:
                log.exception("snapshots of %d feeds could not be built", len(feeds))
            finally:
                self._building.release()
        self._without |= dict.fromkeys(set(feeds) - found.keys(), now + WITHOUT_US)
        return [found[number] for number in sorted(found)]

    def paths(self, conn: Connection, hashes: Sequence[str], feeds: Collection[int]) -> list[tuple[Path, int]]:
        """(path, size) of slices of these feeds. Raises Faulted."""
        return self._files.found(conn, hashes, feeds, current_epoch(conn))

    def _current(self, conn: Connection, feeds: Collection[int], now: int) -> dict[int, SignedManifest]:
        """{feed: newest manifest that a device would take and profit from}."""
        usable = (snapshots.c.epoch == current_epoch(conn)) & (snapshots.c.expires_at > now)
        query = (
            select(snapshots, feed.c.head, feed.c.floor, feed.c.n_rows)
            .join_from(snapshots, feed, feed.c.id == snapshots.c.feed_id)
            .where(snapshots.c.feed_id.in_(feeds), usable)
            .order_by(snapshots.c.v)
        )
        return {
            row.feed_id: SignedManifest(body=row.body, sig=row.sig)
            for row in conn.execute(query)
            if row.seq >= row.floor and row.head - row.seq <= STALE * row.n_rows
        }
