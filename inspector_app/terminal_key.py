"""What commands that open a laptop's data share: no window may be open on them, and somebody's password is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from PySide6.QtCore import QLockFile

from inspector_app.errors import AppError
from inspector_app.services import provisioning
from inspector_app.services.laptop import Laptop
from inspector_app.ui import terminal


@contextmanager
def complaints(folder: Path) -> Iterator[None]:
    """Say in a sentence what cannot be done, and leave with 2."""
    from sync.device.problem import SyncProblem

    try:
        yield
    except AppError as error:
        terminal.complain(terminal.problem(error))
    except SyncProblem:
        terminal.complain(terminal.terminal(terminal.NO_HQ))
    except OSError as error:
        terminal.complain(terminal.folder_problem(folder, error))
    else:
        return
    raise typer.Exit(2)


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """While no window, and no other such command, works on the data."""
    from inspector_app.app import lock_of

    lock = lock_of(folder)
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        terminal.complain(terminal.terminal(terminal.OPEN_ALREADY))
        raise typer.Exit(2)
    try:
        yield
    finally:
        lock.unlock()


def key_of(folder: Path, user: str) -> bytes:
    """The data's key by a person's password; for somebody who has no slot here, HQ is asked.

    Raises AppError not_enrolled, wrong_password, SyncProblem.
    """
    names = provisioning.usernames(folder)
    if not user or (names and user not in names):
        terminal.complain(terminal.terminal(terminal.WHO, names=", ".join(names)))
        raise typer.Exit(2)
    laptop = Laptop.load(folder)
    if laptop is None and not names:
        raise AppError("not_enrolled")
    password = typer.prompt(terminal.terminal(terminal.PASSWORD, name=user), hide_input=True)
    if names or laptop is None:
        return provisioning.open_key(folder, user, password)
    return provisioning.key_from_hq(folder, laptop, user, password)[0]
