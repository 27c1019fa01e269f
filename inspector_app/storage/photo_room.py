"""Originals of photos on this laptop: which may leave its disk, and which HQ would have to get first.

The disk alone tells whether an original is here; the reduced copy of a photo never leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, tuple_
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.storage.tables import TABLES
from sync.device import outbox as meta
from sync.device.core import SETTLED, PhotoState
from sync.device.tables import blob_local, outbox

KEPT_US = 30 * 86_400 * 1_000_000
"""How long an original stays after HQ confirmed it, as changes do: an even older backup may have to be used."""
_ITEMS, _VISITS = TABLES["evidence_item"], TABLES["inspection"]


@dataclass(frozen=True, slots=True)
class Original:
    sha256: str
    size: int
    synced_sha256: str
    """Of the reduced copy that stays."""


def removable(session: Session, now: int, sha256: str | None = None) -> list[Original]:
    """Originals that HQ holds for certain, the oldest first; with a hash, that one if it is among them.

    HQ has checked the whole hash 30 days ago, a backup that was made afterwards was found whole, and nothing of the
    visit waits: all of it is signed, at HQ, and in such a backup too. In doubt an original stays.
    """
    durable = meta.meta(session, "durable")
    if durable is None:
        return []
    oldest = func.min(_ITEMS.c.received_at)
    query = (
        select(blob_local.c.sha256, blob_local.c.size, func.min(_ITEMS.c.synced_sha256).label("synced"))
        .join_from(blob_local, _ITEMS, _ITEMS.c.sha256 == blob_local.c.sha256)
        .where(
            blob_local.c.is_original,
            blob_local.c.state == PhotoState.AT_HQ,
            blob_local.c.confirmed_at <= now - KEPT_US,
            tuple_(blob_local.c.confirmed_inc, blob_local.c.confirmed_n) < tuple_(*durable),
        )
        .group_by(blob_local.c.sha256)
        .having(not_(func.max(_is_held_back())))
        .order_by(oldest, blob_local.c.sha256)
    )
    if sha256 is not None:
        query = query.where(blob_local.c.sha256 == sha256)
    return [Original(row.sha256, row.size, row.synced) for row in session.execute(query)]


def unsent(session: Session, device_id: str) -> list[Original]:
    """Originals of signed visits that this laptop took and that HQ was never sent, the oldest first."""
    is_signed = exists().where(_VISITS.c.id == _ITEMS.c.inspection_id, _VISITS.c.signed_at.is_not(None))
    query = (
        select(_ITEMS.c.sha256, _ITEMS.c.size, _ITEMS.c.synced_sha256)
        .where(
            _ITEMS.c.device_id == device_id,
            _ITEMS.c.sha256 != _ITEMS.c.synced_sha256,
            _ITEMS.c.voided_at.is_(None),
            or_(_ITEMS.c.inspection_id.is_(None), is_signed),
            _ITEMS.c.sha256.not_in(select(blob_local.c.sha256)),
        )
        .order_by(_ITEMS.c.received_at, _ITEMS.c.sha256)
    )
    found = {row.sha256: Original(row.sha256, row.size, row.synced_sha256) for row in session.execute(query)}
    return list(found.values())


def awaited(session: Session) -> set[str]:
    """Photos that HQ waits for; their files are on this laptop alone."""
    return set(session.scalars(select(blob_local.c.sha256).where(blob_local.c.state == PhotoState.WAITING)))


def queued(session: Session) -> tuple[int, int]:
    """(number, bytes) of originals that go to HQ once the line is fast."""
    total = func.coalesce(func.sum(blob_local.c.size), 0)
    number, size = session.execute(select(func.count(), total).where(blob_local.c.state == PhotoState.FAST_LINE)).one()
    return number, size


def queue(session: Session, originals: list[Original], now: int) -> None:
    """Have originals sent as soon as the line is fast."""
    rows = [
        {"sha256": each.sha256, "size": each.size, "state": PhotoState.FAST_LINE, "added_at": now, "is_original": True}
        for each in originals
    ]
    if rows:
        session.connection().execute(insert(blob_local).on_conflict_do_nothing(), rows)


def _is_held_back() -> ColumnElement[bool]:
    """Whether a record that names the original speaks against its leaving."""
    copy = blob_local.alias()
    copy_is_at_hq = exists().where(copy.c.sha256 == _ITEMS.c.synced_sha256, copy.c.state == PhotoState.AT_HQ)
    visit_is_over = exists().where(
        _VISITS.c.id == _ITEMS.c.inspection_id,
        _VISITS.c.ver > 0,
        or_(_VISITS.c.signed_at.is_not(None), _VISITS.c.voided_at.is_not(None)),
    )
    of_photo = and_(outbox.c.kind == "evidence_item", outbox.c.row_id == _ITEMS.c.id)
    of_visit = and_(outbox.c.kind == "inspection", outbox.c.row_id == _ITEMS.c.inspection_id)
    is_safe = and_(outbox.c.state.in_(SETTLED), outbox.c.durable)
    waits = exists().where(or_(of_photo, of_visit), not_(is_safe))
    return or_(
        _ITEMS.c.ver == 0,
        not_(copy_is_at_hq),
        and_(_ITEMS.c.inspection_id.is_not(None), not_(visit_is_over)),
        waits,
    )
