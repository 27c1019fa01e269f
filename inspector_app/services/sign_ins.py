"""What a laptop remembers of sign-ins before anybody has signed in: who was last, and how many went wrong.

It slows down whoever guesses at the keyboard; who can change files is stopped by the keys' own slowness. Light to
import: the first window stands on it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inspector_app.domain.password_pause import pause_us, require_over
from inspector_app.storage.files import unless_full, write_atomically


def last(folder: Path) -> str:
    """The username of who signed in last; empty for nobody."""
    return str(_read(folder)["last"])


def require_no_pause(folder: Path, username: str, now: int) -> None:
    """Raises AppError sign_in_paused while too many wrong passwords lie too short a time back."""
    failures, paused_until = _read(folder)["wrong"].get(username, (0, 0))
    require_over(failures, paused_until, now)


def note_wrong(folder: Path, username: str, now: int) -> None:
    """Count a wrong password. Raises AppError sign_in_paused when it begins a pause."""
    known = _read(folder)
    failures = known["wrong"].get(username, (0, 0))[0] + 1
    known["wrong"][username] = (failures, now + pause_us(failures))
    with unless_full():
        _write(folder, known)
    require_no_pause(folder, username, now)


def note_right(folder: Path, username: str) -> None:
    """This person is signed in: what went wrong before no longer counts."""
    known = _read(folder)
    with unless_full():
        _write(folder, {"last": username, "wrong": {k: v for k, v in known["wrong"].items() if k != username}})


def _read(folder: Path) -> dict[str, Any]:
    """What lies in the file; nothing for a file that cannot be read, which must lock nobody out."""
    try:
        known = json.loads((folder / "sign-ins.json").read_text("utf-8"))
        wrong = {name: (int(failures), int(until)) for name, (failures, until) in known["wrong"].items()}
        return {"last": str(known["last"]), "wrong": wrong}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {"last": "", "wrong": {}}


def _write(folder: Path, known: dict[str, Any]) -> None:
    write_atomically(folder / "sign-ins.json", json.dumps(known, ensure_ascii=False).encode())
