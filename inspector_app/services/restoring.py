"""Going back to a backup of this laptop: which there are, what is not at HQ yet, and the exchange of the two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.storage import backup
from inspector_app.storage.backup import Restored
from inspector_app.storage.salvage import salvage

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


def is_readable(folder: Path, key: bytes) -> bool:
    """Whether all changes that HQ may not have can be read from the data as they are: then none is lost."""
    database = folder / DATABASE
    return not database.exists() or salvage(database, key).is_whole


def restore(folder: Path, chosen: Backup, key: bytes) -> Restored:
    """Put the backup in the place of the data, with what was changed since over it.

    Raises AppError wrong_key, file_unreadable, disk_full: nothing was changed then.
    """
    return backup.restore(chosen.path, key, folder / DATABASE)
