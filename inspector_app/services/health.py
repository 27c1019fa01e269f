"""How a laptop's data fare: keys, disk, backups, soundness, what waits. Facts; ui/health_sentences.py words them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from inspector_app.errors import AppError
from inspector_app.services import device_key, provisioning, restoring
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import DAY_US
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.files import room
from inspector_app.storage.integrity import require_sound
from inspector_app.storage.sync_state import state
from sync.device.outbox import meta

LOW, FULL = 500 << 20, 100 << 20
"""Bytes left on the disk: a warning, and too little."""
BACKUP_DAYS, WAITING_DAYS, LEASE_DAYS = 3, 7, 7
"""Older backups, work that waited longer, and a lease that ends sooner are worth a word."""
CLOCK_US = 5 * 60 * 1_000_000


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and how it is."""

    name: str
    level: Level
    facts: dict[str, int] = field(default_factory=dict)


def look(folder: Path, second: Path | None, now: int, key: bytes | None) -> list[Check]:
    """Look at everything; what is inside the data only with their key. No window is open on them."""
    checks = [*_keys(folder), _disk(folder), *_backups(folder, second, now)]
    if key is not None:
        checks += _inside(folder, key, now)
    return checks


def _keys(folder: Path) -> Iterator[Check]:
    if Laptop.load(folder) is None:
        yield Check("not_enrolled", Level.BAD)
        return
    people = len(provisioning.usernames(folder))
    yield Check("people", Level.GOOD if people else Level.BAD, {"count": people})
    try:
        is_there = (folder / "device.json").exists() and device_key.load(folder) is not None
    except AppError:
        is_there = False
    if not is_there:
        yield Check("device_key_missing", Level.BAD)
        return
    is_guarded = device_key.is_in_keyring(folder)
    yield Check(
        "device_key_guarded" if is_guarded else "device_key_in_file", Level.GOOD if is_guarded else Level.WARNING
    )


def _disk(folder: Path) -> Check:
    free = room(folder)
    level = Level.GOOD if free >= LOW else Level.WARNING if free >= FULL else Level.BAD
    return Check("disk", level, {"megabytes": free >> 20})


def _backups(folder: Path, second: Path | None, now: int) -> Iterator[Check]:
    yield _backup("backup", restoring.backups(folder), now)
    if second is None:
        yield Check("no_second_disk", Level.WARNING)
    elif not second.is_dir():
        yield Check("second_disk_away", Level.WARNING)
    else:
        there = [each for each in restoring.backups(folder, second) if each.path.is_relative_to(second)]
        yield _backup("second_backup", there, now)


def _backup(name: str, found: list[restoring.Backup], now: int) -> Check:
    if not found:
        return Check(f"no_{name}", Level.WARNING)
    days = max(0, now - found[0].made_at) // DAY_US
    return Check(name, Level.GOOD if days <= BACKUP_DAYS else Level.WARNING, {"days": days})


def _inside(folder: Path, key: bytes, now: int) -> Iterator[Check]:
    if not (folder / restoring.DATABASE).exists():
        yield Check("no_data", Level.BAD)
        return
    try:
        sessions = open_database(folder / restoring.DATABASE, key)
    except AppError:
        yield Check("damaged", Level.BAD)
        return
    try:
        require_sound(sessions)
        yield Check("sound", Level.GOOD)
        yield from _work(sessions, Laptop.load(folder), now)
    except AppError:
        yield Check("damaged", Level.BAD)
    finally:
        sessions.close()


def _work(sessions: Sessions, laptop: Laptop | None, now: int) -> Iterator[Check]:
    with sessions() as session:
        held, offset = state(session), meta(session, "clock_offset")
    if held.waiting_since is None:
        yield Check("nothing_waits", Level.GOOD)
    else:
        days = max(0, now - held.waiting_since) // DAY_US
        level = Level.GOOD if days <= WAITING_DAYS else Level.WARNING
        yield Check("waiting", level, {"count": held.waiting, "days": days, "photos": held.photos_waiting})
    if held.refused:
        yield Check("refused", Level.WARNING, {"count": held.refused})
    if laptop is not None and held.last_contact is not None:
        left = laptop.lease_days - max(0, now - held.last_contact) // DAY_US
        level = Level.GOOD if left > LEASE_DAYS else Level.WARNING if left > 0 else Level.BAD
        yield Check("lease", level, {"days": max(0, left)})
    if offset is not None and abs(offset) > CLOCK_US:
        yield Check("clock_wrong", Level.WARNING, {"minutes": abs(offset) // 60_000_000})
