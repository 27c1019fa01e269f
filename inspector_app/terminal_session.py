"""Signing in at a terminal, for commands that work on a laptop's data while its window is closed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from PySide6.QtCore import QLockFile

from inspector_app import paths
from inspector_app.errors import AppError
from inspector_app.records.people import User
from inspector_app.services import provisioning, sign_ins
from inspector_app.services.laptop import Laptop
from inspector_app.sheets.faults import FileRefused
from inspector_app.sheets.sentences import said, sentence
from inspector_app.storage.engine import Sessions, storage_errors
from inspector_app.ui import terminal


class OpenAlready(Exception):
    """The window is open on these data."""


@dataclass(frozen=True)
class AtTerminal:
    """One person with the data of this laptop open."""

    sessions: Sessions
    user: User
    device_id: str
    dataset: str


def clock() -> int:
    """Microseconds UTC by this machine's clock."""
    return time.time_ns() // 1_000


@contextmanager
def signed_in(data: Path | None, username: str) -> Iterator[AtTerminal]:
    """The data, opened with a password that is asked for. Raises AppError, OSError, OpenAlready."""
    from inspector_app.app import lock_of

    folder = data or paths.data_folder()
    laptop = Laptop.load(folder)
    if laptop is None:
        raise AppError("not_enrolled")
    names = provisioning.usernames(folder)
    if username not in names:
        raise AppError("unknown_user", username=username)
    lock = lock_of(folder)
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        raise OpenAlready
    try:
        password = typer.prompt(terminal.terminal(terminal.PASSWORD, name=username), hide_input=True, err=True)
        person = _sign_in(folder, laptop, username, password)
        try:
            with storage_errors():
                yield person
        finally:
            person.sessions.close()
    finally:
        lock.unlock()


def _sign_in(folder: Path, laptop: Laptop, username: str, password: str) -> AtTerminal:
    sign_ins.require_no_pause(folder, username, clock())
    try:
        opened = provisioning.sign_in(folder, laptop, username, password, clock)
    except AppError as error:
        if error.code == "wrong_password":
            sign_ins.note_wrong(folder, username, clock())
        raise
    sign_ins.note_right(folder, username)
    if opened.user is None:
        opened.sessions.close()
        raise AppError("unknown_user", username=username)
    return AtTerminal(opened.sessions, opened.user, laptop.device_id, laptop.dataset)


def problem(error: Exception) -> str | None:
    """The sentence for what kept a command from its work; None for a bug."""
    match error:
        case FileRefused():
            return sentence(error.fault, chinese=terminal.is_chinese())
        case AppError():
            return terminal.problem(error)
        case OpenAlready():
            return terminal.terminal(terminal.OPEN_ALREADY)
        case OSError(filename=str() | Path() as name):
            reason = error.strerror or str(error)
            return said("unusable", chinese=terminal.is_chinese(), file=str(name), reason=reason)
    return None
