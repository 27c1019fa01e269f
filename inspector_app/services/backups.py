"""Copies of a laptop's data beside them, encrypted as they are: one for each of the last days of work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from inspector_app.errors import AppError
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage.backup import Stopped, back_up
from inspector_app.storage.files import room

Report = Callable[[int, int], None]

KEPT = 3
EVERY_US = 8 * 3_600_000_000
"""One a working day, however often the window is closed in it."""
SPARE = 3
"""Only with room for so many times the data: a backup must not be what fills the disk."""

log = logging.getLogger(__name__)


def last(folder: Path) -> int | None:
    """When the newest backup was made, microseconds UTC; None for none."""
    made = _made(folder)
    return _moment(made[-1]) if made else None


def is_due(folder: Path, now: int) -> bool:
    """Whether the newest backup is of another day, or of a time that has not come: the clock was set back."""
    newest = last(folder)
    return newest is None or not newest <= now < newest + EVERY_US


def make(signed_in: SignedIn, now: int, report: Report, stop: threading.Event) -> bool:
    """Make a backup and let the oldest go; False when it failed or there is no room for it.

    Then, and when stopped, everything stays as it was.
    """
    folder = signed_in.folder
    try:
        size = sum(each.stat().st_size for each in folder.glob("replica.db*"))  # with what is still in its log
        if room(folder) < SPARE * size:
            log.warning("no backup: too little room on the disk")
            return False
        back_up(signed_in.sessions, signed_in.key, folder / "backups" / f"{now}.db", report, stop)
        for old in _made(folder)[:-KEPT]:
            old.unlink()
    except Stopped:
        return True
    except (AppError, OSError) as error:
        log.warning("no backup: %s", error)
        return False
    return True


def _made(folder: Path) -> list[Path]:
    """The oldest first; not those that an upgrade left."""
    return sorted((each for each in (folder / "backups").glob("*.db") if each.stem.isdigit()), key=_moment)


def _moment(backup: Path) -> int:
    return int(backup.stem)
