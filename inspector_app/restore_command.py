"""`inspector-app restore`: which backups there are, and going back to one while the window is closed."""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from inspector_app import paths, settings
from inspector_app.domain.local_time import local
from inspector_app.services import restoring
from inspector_app.services.restoring import Backup
from inspector_app.terminal_key import closed, complaints, key_of
from inspector_app.ui import terminal


def run(data: Path | None, number: int, user: str, *, anyway: bool) -> int:
    """The program's exit code: 0 when the backups were listed or one is back, else 2."""
    folder = data or paths.data_folder()
    with complaints(folder):
        second = settings.load(paths.config_folder() / "settings.json").second_backups
        found = restoring.backups(folder, Path(second) if second else None)
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


def _restore(folder: Path, chosen: Backup, user: str, *, anyway: bool) -> int:
    with closed(folder):
        restoring.bring_back(folder, chosen)
        key = key_of(folder, user)
        restoring.require_whole(chosen, key)  # said before anything is said of the data themselves
        if not anyway and not restoring.is_readable(folder, key):
            app = paths.program("inspector-app")
            terminal.complain(terminal.terminal(terminal.NOT_READABLE, app=app))
            return 2
        done = restoring.restore(folder, chosen, key)
    typer.echo(terminal.terminal(terminal.RESTORED, made=_moment(chosen), kept=done.kept, count=done.again))
    return 0


def _list(found: list[Backup], data: Path | None) -> None:
    for number, each in enumerate(found, 1):
        typer.echo(f"{number:>3}  {_moment(each)}  {each.bytes / 1_000_000:,.1f} MB")
    app = paths.program("inspector-app")
    of_data = "" if data is None else f" --data {shlex.quote(str(data))}"
    typer.echo(terminal.terminal(terminal.HOW_TO_RESTORE, app=app + of_data))


def _moment(backup: Backup) -> str:
    return f"{local(backup.made_at):%Y-%m-%d %H:%M}"
