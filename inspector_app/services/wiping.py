"""HQ's order to empty a laptop. Its keys are destroyed, and with them everything that was encrypted under them."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from inspector_app.services import device_key
from inspector_app.storage.sync_state import state
from sync.device.problem import SyncProblem
from sync.faults import Wipe


def is_due(session: Session, wipe: Wipe) -> bool:
    """Whether the order may be carried out now. One that waits for the hand-over does until HQ has every change and
    photo of this laptop; the other does not ask.
    """
    if wipe is Wipe.AT_ONCE:
        return True
    held = state(session)
    return not held.waiting and not held.photos_waiting


def carry_out(folder: Path, confirm: Callable[[], None]) -> None:
    """Destroy the keys of the replica, tell HQ, then destroy the laptop's own key and remove what is left.

    In this order: whatever happens in between, nothing on the disk can be read any more. HQ may not hear of it when
    the network fails just then; the order is carried out all the same.
    """
    for keys in (folder / "replica.keys", *folder.glob("database-*.sealed")):
        _destroy(keys)
    with contextlib.suppress(SyncProblem):
        confirm()
    device_key.destroy(folder)
    for name in ("photos", "backups", "downloads"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for file in (*folder.glob("replica.db*"), folder / "laptop.json", folder / "sign-ins.json"):
        with contextlib.suppress(OSError):  # another process may still have it open; it is ciphertext by now
            file.unlink()


def _destroy(file: Path) -> None:
    """Write over a file before it is removed: a name that is gone leaves its bytes on many disks."""
    with contextlib.suppress(FileNotFoundError):
        with file.open("r+b") as held:
            held.write(bytes(file.stat().st_size))
            held.flush()
        file.unlink()
