"""Files of feeds on HQ's disk: sealed, named by the SHA-256 of their bytes, known to the database by feed and epoch."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select, update

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.database import Database, upsert
from sync.hq.rows import IN_LIST
from sync.hq.tables import feed as feeds
from sync.hq.tables import feed_file
from sync.snapshot import feed_key, seal

KEPT_US = 7 * 86_400 * 1_000_000
"""How long a replaced file can still be fetched: a slow link takes days for a county."""
_STRAY_US = 86_400 * 1_000_000
"""Age of a file that the database does not know, after which nobody is about to enter it any more."""


_NOBODY = 0
"""The feed of a file that is to go from the disk: no device has it."""


class Outdated(Exception):
    """A file holds what was erased since it was read; it is gone from the disk."""


class Purpose(StrEnum):
    SLICE = "slice"
    SEGMENT = "segment"


class FeedFiles:
    """A folder of sealed files, `ab/abcd…`. Several processes of HQ share it."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self._folder = folder
        self._secret = secret

    def key(self, feed: int, epoch: int) -> bytes:
        """What opens the files of this feed and epoch."""
        return feed_key(self._secret, feed, epoch)

    def put(self, feed: int, epoch: int, packed: bytes) -> tuple[str, int]:
        """Seal and keep bytes that are compressed already; (hash, size) of what travels. On disk when this returns."""
        sealed = seal(self.key(feed, epoch), packed)
        sha256 = hashlib.sha256(sealed).hexdigest()
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{sha256}.{secrets.token_hex(4)}")
        with fresh.open("wb") as target:
            target.write(sealed)
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
        return sha256, len(sealed)

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def enter(
        self, conn: Connection, purpose: Purpose, feed: int, epoch: int, files: Sequence[tuple[str, int]], now: int,
        *, seen: int,
    ) -> None:  # fmt: skip
        """Let devices fetch these files, of a feed as it was when its head was `seen`. Raises Outdated."""
        erased = conn.execute(select(feeds.c.erased).where(feeds.c.id == feed)).scalar_one()
        if erased is not None and erased > seen:
            for sha256, _ in files:
                self.path(sha256).unlink(missing_ok=True)
            raise Outdated
        row = {"purpose": purpose.value, "feed_id": feed, "epoch": epoch, "made_at": now, "replaced_at": None}
        upsert(conn, feed_file, [row | {"sha256": sha256, "bytes": size} for sha256, size in files])

    def replace(self, conn: Connection, purpose: Purpose, feed: int, keep: Collection[str], now: int) -> None:
        """The feed's other files of this purpose are old from now on."""
        of_feed = (feed_file.c.feed_id == feed) & (feed_file.c.purpose == purpose.value)
        query = select(feed_file.c.sha256).where(of_feed, feed_file.c.replaced_at.is_(None))
        old = [sha256 for sha256 in conn.execute(query).scalars() if sha256 not in keep]
        for start in range(0, len(old), IN_LIST):
            these = feed_file.c.sha256.in_(old[start : start + IN_LIST])
            conn.execute(update(feed_file).where(these).values(replaced_at=now))

    def found(
        self, conn: Connection, hashes: Sequence[str], feeds: Collection[int], epoch: int
    ) -> list[tuple[Path, int]]:
        """(path, size) of files that belong to these feeds. Raises Faulted: none, or not for the asker."""
        query = select(feed_file).where(feed_file.c.sha256.in_(hashes), feed_file.c.epoch == epoch)
        known: dict[str, Any] = {row.sha256: row for row in conn.execute(query) if row.feed_id in feeds}
        paths = [(self.path(sha256), known[sha256].bytes) for sha256 in hashes if sha256 in known]
        if len(paths) != len(hashes) or not all(path.is_file() for path, _ in paths):
            raise Faulted(FaultReply(fault=Fault.NOT_FOUND))
        return paths

    def forget(self, conn: Connection, numbers: Collection[int]) -> None:
        """No device gets the files of these feeds any more; `remove_forgotten` takes them from the disk."""
        conn.execute(update(feed_file).where(feed_file.c.feed_id.in_(numbers)).values(feed_id=_NOBODY))

    def remove_forgotten(self, database: Database) -> None:
        """Take from the disk what was forgotten; what an earlier try, that was broken off, left as well."""
        of_nobody = feed_file.c.feed_id == _NOBODY
        hashes = database.read(lambda conn: list(conn.execute(select(feed_file.c.sha256).where(of_nobody)).scalars()))
        for sha256 in hashes:
            self.path(sha256).unlink(missing_ok=True)
        database.write(lambda conn: conn.execute(delete(feed_file).where(of_nobody, feed_file.c.sha256.in_(hashes))))

    def sweep(self, database: Database, now: int) -> int:
        """Remove what nobody fetches any more; how many files that were."""

        def forget(conn: Connection) -> set[str]:
            old = feed_file.c.replaced_at <= now - KEPT_US
            conn.execute(delete(feed_file).where(old, feed_file.c.feed_id != _NOBODY))
            return set(conn.execute(select(feed_file.c.sha256)).scalars())

        self.remove_forgotten(database)
        known = database.write(forget)
        strays = [
            path
            for path in self._folder.glob("??/*")
            if path.name not in known and path.stat().st_mtime_ns // 1_000 <= now - _STRAY_US
        ]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)
