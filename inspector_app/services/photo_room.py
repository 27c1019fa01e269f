"""Room on the disk: originals that HQ holds for certain leave it, and can be fetched again (sync.md B.12)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from inspector_app.storage import photo_room
from inspector_app.storage.files import room
from inspector_app.storage.photo_room import Original
from inspector_app.storage.photos import PhotoStore

LOW = 2 << 30
"""Bytes left on the disk below which originals leave it by themselves, until so much is free again."""
FETCHED_KEPT = 500 << 20
"""Bytes of photos fetched from HQ that stay for the next look."""

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Freed:
    """Originals that left the disk, and the bytes that this freed, with those of photos fetched from HQ."""

    count: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """What could be done about the room that photos take."""

    removable: int
    removable_bytes: int
    unsent: int
    """Originals that HQ does not have; they would have to go there first."""
    unsent_bytes: int
    queued: int
    """Those of them that wait for a fast line."""
    queued_bytes: int


def look(sessions: sessionmaker[Session], store: PhotoStore, device_id: str, now: int) -> Room:
    """How things stand. Looks at the disk, so it may take a moment."""
    with sessions() as session:
        may_go = [each for each in photo_room.removable(session, now) if _may_go(store, each)]
        lacking = [each for each in photo_room.unsent(session, device_id) if store.holds(each.sha256)]
        number, size = photo_room.queued(session)
    return Room(len(may_go), _bytes(may_go), len(lacking), _bytes(lacking), number, size)


def send_originals(sessions: sessionmaker[Session], store: PhotoStore, device_id: str, now: int) -> int:
    """Have HQ get the originals that it lacks, as soon as the line is fast; how many."""
    with sessions.begin() as session:
        lacking = [each for each in photo_room.unsent(session, device_id) if store.holds(each.sha256)]
        photo_room.queue(session, lacking, now)
    return len(lacking)


def free(
    sessions: sessionmaker[Session],
    store: PhotoStore,
    now: int,
    report: Report = lambda done, total: None,
    stop: threading.Event | None = None,
    is_enough: Callable[[], bool] = lambda: False,
) -> Freed:
    """Remove the originals that HQ holds for certain, the oldest first, until it is enough; their copies stay."""
    freed = store.trim_fetched(0)
    count = 0
    with sessions() as session:
        found = photo_room.removable(session, now)
    for done, each in enumerate(found):
        if is_enough() or (stop is not None and stop.is_set()):
            break
        report(done, len(found))
        with sessions() as session:  # somebody may just have taken the same photo into another visit
            is_still = bool(photo_room.removable(session, now, each.sha256))
        if is_still and _may_go(store, each):
            size = store.drop(each.sha256)
            freed += size
            count += size > 0
    return Freed(count, freed)


def make_room(
    sessions: sessionmaker[Session], store: PhotoStore, folder: Path, device_id: str, now: int, low: int = LOW
) -> Freed | None:
    """When the disk of the folder is nearly full: let originals go, and have HQ get those that it lacks.

    None when there was room enough.
    """
    if room(folder) >= low:
        return None
    send_originals(sessions, store, device_id, now)
    return free(sessions, store, now, is_enough=lambda: room(folder) >= low)


def _may_go(store: PhotoStore, original: Original) -> bool:
    """Whether the original takes room, and its reduced copy is here to stay."""
    return store.has_taken(original.sha256) and store.has_taken(original.synced_sha256)


def _bytes(originals: list[Original]) -> int:
    return sum(each.size for each in originals)
