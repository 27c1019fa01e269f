"""Going back to a backup of this laptop: which there are, what is not at HQ yet, and the exchange of the two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inspector_app.services.backups import BY_HAND, WITHOUT_WHICH
from inspector_app.storage import backup
from inspector_app.storage.backup import Restored
from inspector_app.storage.files import write_atomically
from inspector_app.storage.salvage import salvage

DATABASE = "replica.db"
_BEFORE_UPGRADE = "before-upgrade-"


@dataclass(frozen=True, slots=True)
class Backup:
    path: Path
    made_at: int
    bytes: int


def backups(folder: Path, second: Path | None = None) -> list[Backup]:
    """The newest first, those made by hand or left by an upgrade among them, and those on a second disk."""
    found = []
    places = [folder / "backups", *(second.glob("field-inspector-*") if second is not None else ())]
    for path in (path for place in places for path in place.glob("*.db")):
        made = path.stem.removeprefix(_BEFORE_UPGRADE).removeprefix(BY_HAND)
        if made.isascii() and made.isdecimal():
            found.append(Backup(path, int(made), path.stat().st_size))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def bring_back(folder: Path, chosen: Backup) -> None:
    """Put back what the data folder lacks of the small files and photos beside a backup on a second disk."""
    beside = chosen.path.parent
    photos = [path.relative_to(beside) for path in beside.glob("photos/??/*")]
    for name in (*map(Path, WITHOUT_WHICH), *photos):
        if (beside / name).is_file() and not (folder / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / name, (beside / name).read_bytes())


def require_whole(chosen: Backup, key: bytes) -> None:
    """Raises AppError wrong_key, backup_damaged."""
    backup.check(chosen.path, key)


def is_readable(folder: Path, key: bytes) -> bool:
    """Whether all changes that HQ may not have can be read from the data as they are: then none is lost."""
    database = folder / DATABASE
    return not database.exists() or salvage(database, key).is_whole


def restore(folder: Path, chosen: Backup, key: bytes) -> Restored:
    """Put the backup in the place of the data, with what was changed since over it.

    Raises AppError wrong_key, backup_damaged, copy_damaged, disk_full: nothing was changed then.
    """
    return backup.restore(chosen.path, key, folder / DATABASE)
