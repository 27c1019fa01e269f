"""Copies of a laptop's data, encrypted as they are: beside them, and on a second disk where one was named.

Those that nobody asked for are thinned by day, week and month. What was made by hand, or before an upgrade, stays.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.rotation import Rotation
from inspector_app.errors import AppError
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage import photo_room
from inspector_app.storage.backup import Stopped, back_up
from inspector_app.storage.engine import Sessions
from inspector_app.storage.files import atomic_file, room
from inspector_app.storage.photos import PhotoStore

Report = Callable[[int, int], None]

KEPT = Rotation(days=3, weeks=2, months=2)
EVERY_US = 8 * 3_600_000_000
"""One a working day, however often the window is closed in it."""
SPARE = 3
"""Only with room for so many times the data: a backup must not be what fills the disk."""
BY_HAND = "by-hand-"
WITHOUT_WHICH = ("replica.keys", "laptop.json", "ca.pem", "device.json")
"""Small files beside the replica that a new disk would lack."""

log = logging.getLogger(__name__)


def last(folder: Path) -> int | None:
    """When the newest backup was made, microseconds UTC; None for none."""
    made = _made(folder / "backups")
    return max(made) if made else None


def is_due(folder: Path, now: int) -> bool:
    """Whether the newest backup is of another day, or of a time that has not come: the clock was set back."""
    newest = last(folder)
    return newest is None or not newest <= now < newest + EVERY_US


def make(signed_in: SignedIn, now: int, report: Report, stop: threading.Event, second: Path | None = None) -> bool:
    """Make a backup and thin the older ones; False when it failed or there is no room for it.

    Then, and when stopped, everything stays as it was. second: a folder of another disk; it gets a copy if it is there.
    """
    folder = signed_in.folder
    try:
        size = sum(each.stat().st_size for each in folder.glob("replica.db*"))  # with what is still in its log
        if room(folder) < SPARE * size:
            log.warning("no backup: too little room on the disk")
            return False
        made = folder / "backups" / f"{now}.db"
        back_up(signed_in.sessions, signed_in.key, made, report, stop)
        _thin(made.parent)
    except Stopped:
        return True
    except (AppError, OSError) as error:
        log.warning("no backup: %s", error)
        return False
    if second is None or not second.is_dir():
        return True
    place = second_of(signed_in.laptop.device_id, second)
    return copy(folder, signed_in.sessions, signed_in.key, made, place)


def second_of(device_id: str, second: Path) -> Path:
    """Where a laptop's copies lie on a second disk, which may serve several."""
    return second / f"field-inspector-{device_id}"


def by_hand(sessions: Sessions, key: bytes, to: Path, now: int) -> Path:
    """A backup that stays until somebody removes it. Raises AppError disk_full, data_damaged, copy_damaged, OSError."""
    made = to / f"{BY_HAND}{now}.db"
    back_up(sessions, key, made)
    return made


def copy(folder: Path, sessions: Sessions, key: bytes, made: Path, place: Path) -> bool:
    """Bring a backup to a second disk, with the photos that HQ does not have yet; False when that failed."""
    try:
        place.mkdir(exist_ok=True, mode=0o700)
        for file in (made, *(folder / name for name in WITHOUT_WHICH)):
            if file.exists():
                _bring(file, place / file.name)
        _thin(place)
        _copy_photos(folder, sessions, key, place / "photos")
    except (AppError, OSError) as error:
        log.warning("no backup on the second disk: %s", error)
        return False
    return True


def _copy_photos(folder: Path, sessions: Sessions, key: bytes, place: Path) -> None:
    """The files of photos that are on this laptop alone; those that HQ has by now go."""
    store = PhotoStore(folder / "photos", key)
    with sessions() as session:
        names = {store.name_of(sha256) for sha256 in photo_room.awaited(session)}
    for name in names:
        source, target = folder / "photos" / name, place / name
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _bring(source, target)
    for file in place.glob("??/*"):
        if file.relative_to(place).as_posix() not in names:
            file.unlink()


def _bring(source: Path, target: Path) -> None:
    with source.open("rb") as file, atomic_file(target) as copy:
        shutil.copyfileobj(file, copy, 1 << 20)


def _thin(place: Path) -> None:
    made = _made(place)
    for moment in made.keys() - KEPT.stays(made):
        made[moment].unlink()


def _made(place: Path) -> dict[int, Path]:
    """{when: backup} of those that were made by themselves."""
    return {int(each.stem): each for each in place.glob("*.db") if each.stem.isascii() and each.stem.isdecimal()}
