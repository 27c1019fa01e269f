"""`inspector-app backup`: a backup that stays, made by hand; and which second disk gets copies from now on."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from inspector_app import paths, settings
from inspector_app.services import backups
from inspector_app.services.laptop import Laptop
from inspector_app.storage.engine import open_database
from inspector_app.terminal_key import complaints, key_of
from inspector_app.ui import terminal


def run(data: Path | None, user: str, to: Path | None, also: Path | None) -> int:
    """The program's exit code: 0 when the backup is made, or the second disk is noted; else 2."""
    folder = data or paths.data_folder()
    with complaints(folder):
        return _make(folder, user, to) if also is None else _note(folder, also)


def _note(folder: Path, also: Path) -> int:
    if not also.is_dir():
        terminal.complain(terminal.terminal(terminal.NO_SECOND, folder=also))
        return 2
    if also.resolve().is_relative_to(folder.resolve()):
        terminal.complain(terminal.terminal(terminal.SECOND_IS_FIRST, folder=also))
        return 2
    file = paths.config_folder() / "settings.json"
    settings.save(file, settings.load(file).changed(second_backups=str(also.resolve())))
    typer.echo(terminal.terminal(terminal.SECOND_DISK, folder=also))
    return 0


def _make(folder: Path, user: str, to: Path | None) -> int:
    """The second disk gets a copy of what is made in its usual place."""
    key = key_of(folder, user)
    laptop, chosen = Laptop.load(folder), settings.load(paths.config_folder() / "settings.json").second_backups
    sessions = open_database(folder / "replica.db", key)
    place = to or folder / "backups"
    try:
        made = backups.by_hand(sessions, key, place, time.time_ns() // 1_000)
        typer.echo(terminal.terminal(terminal.BACKED_UP, file=made))
        if to is None and laptop is not None and chosen:
            second = backups.second_of(laptop.device_id, Path(chosen))
            is_copied = backups.copy(folder, sessions, key, made, second)
            typer.echo(terminal.terminal(terminal.COPIED if is_copied else terminal.NOT_COPIED, folder=second))
    except OSError as error:
        terminal.complain(terminal.no_place(place, error.strerror or error, "--to"))
        return 2
    finally:
        sessions.close()
    return 0
