"""Which photos HQ still lacks: the replica's side of sync.device.blobs."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.engine import Sessions
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.tables import TABLES
from sync.device.blobs import Unreadable
from sync.device.core import PhotoState
from sync.device.tables import blob_local


def expect(session: Session, item: EvidenceItem, now: int) -> None:
    """Have the synced copy of a photo sent; in the transaction that saves its record."""
    row = {"sha256": item.synced_sha256, "size": item.synced_size, "state": PhotoState.WAITING, "added_at": now}
    session.execute(insert(blob_local).values(row).on_conflict_do_nothing())


def asked_for(session: Session, hashes: Collection[str], now: int) -> None:
    """Have photos sent that HQ asks this device for: originals, which stay here otherwise."""
    if not hashes:
        return
    items = TABLES["evidence_item"]
    for hashed, size in ((items.c.sha256, items.c.size), (items.c.synced_sha256, items.c.synced_size)):
        query = select(hashed.label("sha256"), size.label("size")).where(hashed.in_(list(hashes))).distinct()
        rows = [
            {"sha256": row.sha256, "size": row.size, "state": PhotoState.WAITING, "added_at": now}
            for row in session.execute(query)
        ]
        if rows:
            again = insert(blob_local).on_conflict_do_update(["sha256"], set_={"state": PhotoState.WAITING})
            session.connection().execute(again, rows)


class LocalBlobs:
    """Photos of this device on their way to HQ (sync.device.blobs.BlobSource)."""

    def __init__(self, sessions: Sessions, photos: PhotoStore) -> None:
        self._sessions = sessions
        self._photos = photos

    def waiting(self) -> dict[str, int]:
        query = select(blob_local.c.sha256, blob_local.c.size).where(blob_local.c.state == PhotoState.WAITING)
        with self._sessions() as session:
            return {row.sha256: row.size for row in session.execute(query.order_by(blob_local.c.added_at))}

    def part(self, sha256: str, i: int) -> bytes:
        try:
            return self._photos.part(sha256, i)
        except (AppError, OSError) as exc:
            raise Unreadable(sha256) from exc

    def at_hq(self, sha256: str) -> None:
        with self._sessions.begin() as session:
            session.execute(update(blob_local).where(blob_local.c.sha256 == sha256).values(state=PhotoState.AT_HQ))
