"""`inspector-app restore`: which backups there are, and going back to one while the window is closed."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path

import typer
from PySide6.QtCore import QLockFile

from inspector_app import paths
from inspector_app.errors import AppError
from inspector_app.services import restoring
from inspector_app.services.restoring import Backup
from inspector_app.ui import terminal


def run(data: Path | None, number: int, user: str, *, anyway: bool) -> int:
    """The program's exit code: 0 when the backups were listed or one is back, else 2."""
    folder = data or paths.data_folder()
    try:
        found = restoring.backups(folder)
        if not found:
            terminal.complain(terminal.terminal(terminal.NO_BACKUPS, folder=folder))
            return 2
        if number == 0:
            _list(found, data)
            return 0
        if number > len(found):
            terminal.complain(terminal.terminal(terminal.NO_SUCH_BACKUP, number=number))
            return 2
        return _restore(folder, found[number - 1], user, anyway=anyway)
    except AppError as error:
        terminal.complain(terminal.problem(error))
    except OSError as error:
        terminal.complain(terminal.folder_problem(folder, error))
    return 2


def _restore(folder: Path, chosen: Backup, user: str, *, anyway: bool) -> int:
    from inspector_app.app import lock_of

    names = restoring.people(folder)
    if user not in names:
        terminal.complain(terminal.terminal(terminal.WHO, names=", ".join(names)))
        return 2
    lock = lock_of(folder)
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        terminal.complain(terminal.terminal(terminal.OPEN_ALREADY))
        return 2
    try:
        password = typer.prompt(terminal.terminal(terminal.PASSWORD, name=user), hide_input=True)
        key = restoring.open_key(folder, user, password)
        waiting = restoring.unsent(folder, key)
        if waiting and not anyway:
            terminal.complain(terminal.terminal(terminal.UNSENT, count=waiting))
            return 2
        kept = restoring.restore(folder, chosen, key)
    finally:
        lock.unlock()
    typer.echo(terminal.terminal(terminal.RESTORED, made=_moment(chosen), kept=kept))
    return 0


def _list(found: list[Backup], data: Path | None) -> None:
    for number, each in enumerate(found, 1):
        typer.echo(f"{number:>3}  {_moment(each)}  {each.bytes / 1_000_000:,.1f} MB")
    app = paths.program("inspector-app")
    of_data = "" if data is None else f" --data {shlex.quote(str(data))}"
    typer.echo(terminal.terminal(terminal.HOW_TO_RESTORE, app=app + of_data))


def _moment(backup: Backup) -> str:
    return f"{datetime.fromtimestamp(backup.made_at / 1_000_000).astimezone():%Y-%m-%d %H:%M}"
