"""Which photos HQ still lacks: the replica's side of sync.device.blobs."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import bindparam, literal, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.engine import Sessions
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.tables import TABLES
from sync.clock import now_us
from sync.device.blobs import Unreadable
from sync.device.core import PhotoState
from sync.device.outbox import meta
from sync.device.tables import blob_local

_WAITING = (
    select(blob_local.c.sha256, blob_local.c.size)
    .where(blob_local.c.state.in_(bindparam("states", expanding=True)))
    .order_by(blob_local.c.state == PhotoState.FAST_LINE, blob_local.c.added_at)
)


def expect(session: Session, item: EvidenceItem, now: int) -> None:
    """Have the synced copy of a photo sent; in the transaction that saves its record."""
    row = {"sha256": item.synced_sha256, "size": item.synced_size, "state": PhotoState.WAITING, "added_at": now}
    session.execute(insert(blob_local).values(row).on_conflict_do_nothing())


def asked_for(session: Session, hashes: Collection[str], now: int) -> None:
    """Have photos sent that HQ asks this device for: originals, which stay here otherwise."""
    if not hashes:
        return
    items = TABLES["evidence_item"]
    is_original = items.c.sha256 != items.c.synced_sha256
    for hashed, size, apart in (
        (items.c.sha256, items.c.size, is_original),
        (items.c.synced_sha256, items.c.synced_size, literal(False)),
    ):
        columns = hashed.label("sha256"), size.label("size"), apart.label("is_original")
        rows = [
            {**row, "state": PhotoState.WAITING, "added_at": now}
            for row in session.execute(select(*columns).where(hashed.in_(list(hashes))).distinct()).mappings()
        ]
        if rows:
            again = insert(blob_local).on_conflict_do_update(["sha256"], set_={"state": PhotoState.WAITING})
            session.connection().execute(again, rows)


class LocalBlobs:
    """Photos of this device on their way to HQ (sync.device.blobs.BlobSource)."""

    def __init__(self, sessions: Sessions, photos: PhotoStore, clock: Callable[[], int] = now_us) -> None:
        self._sessions = sessions
        self._photos = photos
        self._clock = clock
        self.is_line_fast = False
        """Originals that wait for it go too, behind everything else."""

    def waiting(self) -> dict[str, int]:
        states = [PhotoState.WAITING, *([PhotoState.FAST_LINE] if self.is_line_fast else [])]
        with self._sessions() as session:
            return {row.sha256: row.size for row in session.execute(_WAITING, {"states": states})}

    def wants_fast_line(self) -> bool:
        query = select(blob_local.c.sha256).where(blob_local.c.state == PhotoState.FAST_LINE).limit(1)
        with self._sessions() as session:
            return session.execute(query).first() is not None

    def part(self, sha256: str, i: int) -> bytes:
        try:
            return self._photos.part(sha256, i)
        except (AppError, OSError) as exc:
            raise Unreadable(sha256) from exc

    def at_hq(self, sha256: str) -> None:
        with self._sessions.begin() as session:
            confirmed = {
                "state": PhotoState.AT_HQ,
                "confirmed_at": self._clock(),
                "confirmed_inc": meta(session, "inc", 1),
                "confirmed_n": meta(session, "log_last", 0),
            }
            session.execute(update(blob_local).where(blob_local.c.sha256 == sha256).values(confirmed))
