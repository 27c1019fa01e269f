"""Photos of a visit: taken in unchanged, kept encrypted, named by their hash (domain.md 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inspector_app.capture.photos import Photo, take_in
from inspector_app.domain.problems import Code, Problem
from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem, EvidenceKind, EvidenceOrigin, TimeSource
from inspector_app.services import legal_holds
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.inspections import UNSEALED, own
from inspector_app.storage import blobs
from inspector_app.storage.photos import PhotoStore
from sync.record import Record, new_id

LEAST_ROOM = 100 << 20
"""Bytes that photos leave on the disk: what is typed must still be saved."""


@dataclass(frozen=True)
class Place:
    """Where and for what a photo was taken."""

    inspection_id: str
    item_id: str | None = None
    caption: str = ""
    origin: EvidenceOrigin = EvidenceOrigin.FILE
    subject: Record | None = None
    """What it shows, where that is a record of its own, such as a line of the ledger."""


def keep(store: PhotoStore, data: bytes) -> Photo:
    """Write a photo's bytes, its thumbnail and its copy for HQ to disk. Slow; no transaction is open meanwhile.

    Raises PictureRefused for bytes that are no picture, AppError no_room_for_photos, disk_full.
    """
    if (left := store.room()) < LEAST_ROOM:
        raise AppError("no_room_for_photos", megabytes=left >> 20)
    photo = take_in(data)
    store.put(photo.sha256, data)
    if photo.reduced_sha256 != photo.sha256:
        store.put(photo.reduced_sha256, photo.reduced)
    store.put_thumbnail(photo.sha256, photo.thumbnail)
    return photo


def keep_thumbnail(store: PhotoStore, item: EvidenceItem) -> None:
    """Make the small picture of a photo that came from HQ, unless it is there."""
    held = next((each for each in (item.sha256, item.synced_sha256) if store.holds(each)), None)
    if held is not None and not store.has_thumbnail(item.sha256):
        store.put_thumbnail(item.sha256, take_in(store.get(held)).thumbnail)


def add(act: Acting, photo: Photo, place: Place) -> EvidenceItem:
    """Record a photo that `keep` has written, as evidence of a visit or of one of its items."""
    inspection = own(act, place.inspection_id, *UNSEALED)
    about = {"subject_kind": place.subject.kind, "subject_id": place.subject.id} if place.subject else {}
    return _save(
        act,
        photo,
        inspection_id=inspection.id,
        operator_id=inspection.operator_id,
        item_id=place.item_id,
        origin=place.origin,
        caption=place.caption,
        **about,
    )


def add_to(
    act: Acting, photo: Photo, subject: Record, caption: str = "", kind: EvidenceKind = EvidenceKind.PHOTO
) -> EvidenceItem:
    """As `add`, of a record that is no visit, such as a supplier: it goes where that goes."""
    return _save(
        act,
        photo,
        subject_kind=subject.kind,
        subject_id=subject.id,
        caption=caption,
        evidence_kind=kind,
    )


def _save(act: Acting, photo: Photo, **fields: Any) -> EvidenceItem:
    item = act.save(
        EvidenceItem(
            id=new_id(),
            sha256=photo.sha256,
            size=photo.size,
            mime=photo.mime,
            width=photo.width,
            height=photo.height,
            synced_sha256=photo.reduced_sha256,
            synced_size=len(photo.reduced),
            captured_at=photo.captured_at or act.now,
            captured_at_source=TimeSource.EXIF if photo.captured_at else TimeSource.DEVICE,
            received_at=act.now,
            taker_id=act.user.id,
            device_id=act.device_id,
            latitude=photo.latitude,
            longitude=photo.longitude,
            **fields,
        )
    )
    blobs.expect(act.session, item, act.now)
    return item


def remove(act: Acting, evidence_id: str, reason: str) -> EvidenceItem:
    """Take a photo out of an unsealed visit, with the reason; its hash stays on record."""
    item = act.get(EvidenceItem, evidence_id)
    _require_open(act, item)
    if not reason.strip():
        raise Refused([Problem("void_reason", Code.REASON_NEEDED)])
    legal_holds.require_none(act, item)
    return act.save(item.changed(voided_at=act.now, void_reason=reason))


def restore(act: Acting, evidence_id: str) -> EvidenceItem:
    """Put a photo back that was taken out of an unsealed visit."""
    item = act.get(EvidenceItem, evidence_id)
    _require_open(act, item)
    return act.save(item.changed(voided_at=None, void_reason=None))


def caption(act: Acting, evidence_id: str, text: str) -> EvidenceItem:
    item = act.get(EvidenceItem, evidence_id)
    _require_open(act, item)
    return act.save(item.changed(caption=text))


def _require_open(act: Acting, item: EvidenceItem) -> None:
    if item.inspection_id is not None:
        own(act, item.inspection_id, *UNSEALED)
