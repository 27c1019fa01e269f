"""What the sync page and the status line show: what waits, since when, what HQ refused and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.clock import NO_MARKS, Marks
from inspector_app.records.inspections import Inspection
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from sync.device import outbox as changes
from sync.device.core import SHOWN, WAITING, OpState, PhotoState, RowState, SubState, row_state
from sync.device.tables import blob_local, held_rows, outbox, sub
from sync.protocol import NEWER, Refusal
from sync.record import ConflictStatus, Instant


@dataclass(frozen=True, slots=True)
class SyncState:
    """The whole replica at a glance."""

    waiting: int
    """Changes that HQ does not have yet."""
    waiting_since: Instant | None
    """When the oldest of them was last edited, by this device's clock."""
    parked: int
    """Changes that wait at HQ for a row that they need."""
    refused: int
    conflicts: int
    """Open ones, on rows of this device."""
    photos_waiting: int
    photo_bytes_waiting: int
    photos_at_hq: int
    held: int
    """Rows that this version of the app cannot read."""
    last_contact: Instant | None
    is_level: bool
    """Every feed was once read to its end; before, lists are incomplete."""
    clock: Marks = NO_MARKS
    ahead: int = 0
    """Changes that wait at HQ until it is upgraded: they say what its version of the records has no word for."""


class PhotosOfVisit(NamedTuple):
    """Photos of a visit that this device took."""

    at_hq: int = 0
    every: int = 0
    originals_here: int = 0
    """Those whose original HQ does not have, whatever it has of their reduced copy."""


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that HQ refused, for the person who made it."""

    op_id: str
    kind: str
    row_id: str
    code: Refusal
    unit: str | None
    detail: str
    """English, for support."""
    by: str
    captured_at: Instant
    refused_at: Instant


def state(session: Session) -> SyncState:
    by_state = select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
    counts = {row.state: row.number for row in session.execute(by_state)}
    oldest = select(func.min(outbox.c.wall)).where(outbox.c.state.in_(WAITING))
    held = func.count().label("count_"), func.sum(blob_local.c.size).label("bytes_")
    # An original that HQ has stands beside a copy that is counted already.
    counted = or_(blob_local.c.state == PhotoState.WAITING, blob_local.c.is_original.is_(False))
    by_place = select(blob_local.c.state, *held).where(counted).group_by(blob_local.c.state)
    photos = {row.state: (row.count_, row.bytes_) for row in session.execute(by_place)}
    waits_for_hq = outbox.c.waits.startswith(NEWER)
    ahead = session.execute(
        select(func.count()).select_from(outbox).where(outbox.c.state == OpState.PARKED, waits_for_hq)
    ).scalar_one()
    conflict = TABLES["conflict"]
    is_behind = select(sub.c.feed_id).where(sub.c.state != SubState.LIVE).limit(1)
    return SyncState(
        waiting=sum(counts.get(each, 0) for each in WAITING),
        waiting_since=session.execute(oldest).scalar(),
        parked=counts.get(OpState.PARKED, 0) - ahead,
        refused=counts.get(OpState.REJECTED, 0),
        conflicts=session.execute(
            select(func.count()).select_from(conflict).where(conflict.c.status == ConflictStatus.OPEN)
        ).scalar_one(),
        photos_waiting=photos.get(PhotoState.WAITING, (0, 0))[0],
        photo_bytes_waiting=photos.get(PhotoState.WAITING, (0, 0))[1],
        photos_at_hq=photos.get(PhotoState.AT_HQ, (0, 0))[0],
        held=session.execute(select(func.count()).select_from(held_rows)).scalar_one(),
        last_contact=changes.meta(session, "last_contact"),
        clock=clock_marks(session),
        is_level=changes.meta(session, "epoch", 0) > 0 and session.execute(is_behind).first() is None,
        ahead=ahead,
    )


def clock_marks(session: Session) -> Marks:
    """What the last contact with HQ, and the work since, say of the time."""
    contact = changes.meta(session, "last_contact")
    highest = changes.meta(session, "highest_time", 0) if changes.meta(session, "highest_since") == contact else 0
    return Marks(contact, changes.meta(session, "clock_offset") or 0, highest)


def refused(session: Session, limit: int = 200) -> list[RefusedChange]:
    """Changes that wait for their author, newest first."""
    query = select(outbox).where(outbox.c.state == OpState.REJECTED).order_by(outbox.c.mono.desc()).limit(limit)
    return [
        RefusedChange(
            row.id, row.kind, row.row_id, Refusal(row.code), row.unit, row.detail, row.by, row.wall, row.settled_at
        )
        for row in session.execute(query)
    ]


def row_states(session: Session, kind: str, ids: Iterable[str]) -> dict[str, RowState]:
    """{id: where the record is} for the rows of a page."""
    wanted = list(ids)
    found: dict[str, list[OpState]] = defaultdict(list)
    query = select(outbox.c.row_id, outbox.c.state)
    for row in session.execute(
        query.where(outbox.c.kind == kind, outbox.c.row_id.in_(wanted), outbox.c.state.in_(SHOWN))
    ):
        found[row.row_id].append(OpState(row.state))
    conflict = TABLES["conflict"]
    open_ones = select(conflict.c.row_id).where(
        conflict.c.row_kind == kind, conflict.c.row_id.in_(wanted), conflict.c.status == ConflictStatus.OPEN
    )
    in_conflict = set(session.scalars(open_ones))
    return {row_id: row_state(found[row_id], row_id in in_conflict) for row_id in wanted}


def photo_states(session: Session, hashes: Iterable[str]) -> dict[str, PhotoState]:
    """{SHA-256 of the synced copy: where it is}; those that this device did not take are left out."""
    query = select(blob_local.c.sha256, blob_local.c.state).where(blob_local.c.sha256.in_(list(hashes)))
    return {row.sha256: PhotoState(row.state) for row in session.execute(query)}


def photos_of_visits(session: Session, inspection_ids: Iterable[str]) -> dict[str, PhotosOfVisit]:
    """{visit: its photos}; visits without any are left out."""
    items, original = TABLES["evidence_item"], blob_local.alias()
    is_at_hq = and_(original.c.sha256.is_not(None), original.c.state == PhotoState.AT_HQ)
    is_here = and_(items.c.sha256 != items.c.synced_sha256, not_(is_at_hq))
    at_hq = func.sum(case((blob_local.c.state == PhotoState.AT_HQ, 1), else_=0))
    here = func.sum(case((is_here, 1), else_=0))
    query = (
        select(items.c.inspection_id, at_hq.label("at_hq"), func.count().label("every"), here.label("here"))
        .join_from(items, blob_local, blob_local.c.sha256 == items.c.synced_sha256)
        .outerjoin(original, original.c.sha256 == items.c.sha256)
        .where(items.c.inspection_id.in_(list(inspection_ids)), items.c.voided_at.is_(None))
        .group_by(items.c.inspection_id)
    )
    return {row.inspection_id: PhotosOfVisit(row.at_hq, row.every, row.here) for row in session.execute(query)}


def visits_awaiting_photos(session: Session, limit: int = 10) -> list[Inspection]:
    """Visits of which HQ lacks photos that this device took, the oldest first."""
    items, visits = TABLES["evidence_item"], TABLES["inspection"]
    waiting = (
        select(items.c.inspection_id)
        .join_from(items, blob_local, blob_local.c.sha256 == items.c.synced_sha256)
        .where(blob_local.c.state == PhotoState.WAITING, items.c.voided_at.is_(None))
    )
    query = columns(Inspection).where(visits.c.id.in_(waiting)).order_by(visits.c.started_at, visits.c.id)
    return records(session, Inspection, query.limit(limit))
