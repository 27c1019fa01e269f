"""Photos at HQ: how many of a visit are there, which are overdue, and asking for an original."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.tables import TABLES
from sync.hq.blobs import complete_among
from sync.hq.tables import blob

_ITEMS = TABLES["evidence_item"]
_IS_HERE = select(blob.c.sha256).where(blob.c.sha256 == _ITEMS.c.synced_sha256, blob.c.state == "complete").exists()


@dataclass(frozen=True, slots=True)
class Awaited:
    """A photo whose record is here, and whose bytes are not."""

    evidence_id: str
    inspection_id: str | None
    laptop: str
    received_at: int
    """When the laptop took it in, by its own clock."""


def overdue(office: Office, before: int, limit: int = 1_000) -> list[Awaited]:
    """Photos taken before a moment that are still not here, the oldest first (R29)."""
    devices = TABLES["device"]
    query = (
        select(_ITEMS.c.id, _ITEMS.c.inspection_id, _ITEMS.c.received_at, _ITEMS.c.device_id, devices.c.name)
        .join_from(_ITEMS, devices, devices.c.id == _ITEMS.c.device_id, isouter=True)
        .where(_ITEMS.c.voided_at.is_(None), _ITEMS.c.received_at < before, ~_IS_HERE)
        .order_by(_ITEMS.c.received_at)
        .limit(limit)
    )

    def look(connection: Connection) -> list[Awaited]:
        return [
            Awaited(row.id, row.inspection_id, row.name or row.device_id, row.received_at)
            for row in connection.execute(query)
        ]

    return office.database.read(look)


@dataclass(frozen=True, slots=True)
class VisitPhotos:
    """A visit, and how many of its photos are here."""

    inspection_id: str
    started_at: int
    operator: str
    here: int
    every: int


def incomplete_visits(office: Office, limit: int = 50) -> list[VisitPhotos]:
    """Visits of which photos are still not here, the oldest first."""
    visits = TABLES["inspection"]
    awaited = select(_ITEMS.c.inspection_id).where(_ITEMS.c.voided_at.is_(None), ~_IS_HERE)
    query = (
        select(visits.c.id, visits.c.started_at, visits.c.subject)
        .where(visits.c.id.in_(awaited), visits.c.voided_at.is_(None))
        .order_by(visits.c.started_at, visits.c.id)
        .limit(limit)
    )
    found = office.database.read(lambda connection: connection.execute(query).all())
    photos = of_visits(office, [row.id for row in found])
    return [
        VisitPhotos(row.id, row.started_at, row.subject["name"], *photos[row.id]) for row in found if row.id in photos
    ]


def of_visits(office: Office, inspection_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """{visit: (photos here, photos in all)}: "3 of 5 photos at HQ". Visits without photos are left out."""
    here = func.sum(case((_IS_HERE, 1), else_=0))
    query = (
        select(_ITEMS.c.inspection_id, here.label("here"), func.count().label("every"))
        .where(_ITEMS.c.inspection_id.in_(list(inspection_ids)), _ITEMS.c.voided_at.is_(None))
        .group_by(_ITEMS.c.inspection_id)
    )

    def look(connection: Connection) -> dict[str, tuple[int, int]]:
        return {row.inspection_id: (row.here, row.every) for row in connection.execute(query)}

    return office.database.read(look)


def want_original(office: Office, evidence_id: str, by: str, now: int) -> EvidenceItem:
    """Have the laptop that took a photo send its original, which HQ otherwise never gets.

    Raises AppError unknown_photo, photo_here.
    """
    item = office.one(EvidenceItem, id=evidence_id)
    if item is None:
        raise AppError("unknown_photo")
    if office.database.read(lambda connection: complete_among(connection, [item.sha256])):
        raise AppError("photo_here")
    office.service.blobs.want(item.device_id, item.sha256, by, now)
    return item
