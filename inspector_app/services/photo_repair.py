"""Photos that HQ waits for and this laptop holds no more: made again from their originals, where these are whole."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.rows import columns, records, table
from sync.device.core import PhotoState
from sync.device.tables import blob_local


@dataclass(frozen=True, slots=True)
class Repaired:
    again: int = 0
    """Photos that are here again; the next sync sends them."""
    lost: int = 0
    """Photos that no whole file is left of on this laptop."""


def repair(sessions: sessionmaker[Session], store: PhotoStore) -> Repaired:
    """Look after each photo that is to be sent and whose file is damaged or gone."""
    again = lost = 0
    for item in _lacking(sessions, store):
        if _made_again(store, item):
            again += 1
        else:
            lost += 1
    return Repaired(again, lost)


def _lacking(sessions: sessionmaker[Session], store: PhotoStore) -> list[EvidenceItem]:
    items = table(EvidenceItem)
    waiting = select(blob_local.c.sha256).where(blob_local.c.state == PhotoState.WAITING)
    query = columns(EvidenceItem).where(items.c.synced_sha256.in_(waiting)).order_by(items.c.id)
    with sessions() as session:
        found = {item.synced_sha256: item for item in records(session, EvidenceItem, query)}
    return [item for sha256, item in found.items() if not store.holds(sha256)]


def _made_again(store: PhotoStore, item: EvidenceItem) -> bool:
    """The reduced copy from the original: only if it comes out as the one that was recorded."""
    from inspector_app.capture.photos import take_in

    try:
        photo = take_in(store.get(item.sha256))
    except AppError:
        return False
    if photo.reduced_sha256 != item.synced_sha256:
        return False
    store.put(photo.reduced_sha256, photo.reduced)
    return True
