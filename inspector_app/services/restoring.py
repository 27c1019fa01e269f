"""Going back to a backup of this laptop: which there are, what is not at HQ yet, and the exchange of the two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from inspector_app.errors import AppError
from inspector_app.storage import backup, keys
from inspector_app.storage.engine import open_database
from sync.device import log

DATABASE = "replica.db"
_BEFORE_UPGRADE = "before-upgrade-"


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    made_at: int
    bytes: int


def backups(folder: Path) -> list[Backup]:
    """The newest first, those that an upgrade left among them."""
    found = []
    for path in (folder / "backups").glob("*.db"):
        made = path.stem.removeprefix(_BEFORE_UPGRADE)
        if made.isascii() and made.isdecimal():
            found.append(Backup(path, int(made), path.stat().st_size))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def people(folder: Path) -> list[str]:
    """Whose passwords open the data."""
    return keys.people(folder / "replica.keys")


def open_key(folder: Path, username: str, password: str) -> bytes:
    """Raises AppError unknown_user, wrong_password."""
    return keys.open_slot(folder / "replica.keys", username, password)


def unsent(folder: Path, key: bytes) -> int:
    """How many changes of the data as they are HQ has not answered; 0 where they cannot be read any more."""
    if not (folder / DATABASE).exists():
        return 0
    try:
        sessions = open_database(folder / DATABASE, key)
    except AppError:
        return 0
    try:
        with sessions() as session:
            return log.waiting(session)
    except DatabaseError:
        return 0
    finally:
        sessions.close()


def restore(folder: Path, chosen: Backup, key: bytes) -> Path:
    """Put the backup in the place of the data; where these are kept now.

    Raises AppError wrong_key, file_unreadable, disk_full: nothing was changed then.
    """
    return backup.restore(chosen.path, key, folder / DATABASE)
