"""`inspector-app backup`: a backup that stays, made by hand; and which second disk gets copies from now on."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from inspector_app import paths, settings
from inspector_app.services import backups
from inspector_app.storage.engine import open_database
from inspector_app.terminal_key import complaints, key_of
from inspector_app.ui import terminal


def run(data: Path | None, user: str, to: Path | None, also: Path | None) -> int:
    """The program's exit code: 0 when the backup is made, or the second disk is noted; else 2."""
    folder = data or paths.data_folder()
    with complaints(folder):
        if also is not None:
            if not also.is_dir():
                raise NotADirectoryError(20, "no such folder", str(also))
            file = paths.config_folder() / "settings.json"
            settings.save(file, settings.load(file).changed(second_backups=str(also.resolve())))
            typer.echo(terminal.terminal(terminal.SECOND_DISK, folder=also))
            return 0
        key = key_of(folder, user)
        sessions = open_database(folder / "replica.db", key)
        place = to or folder / "backups"
        try:
            made = backups.by_hand(sessions, key, place, time.time_ns() // 1_000)
        except OSError as error:
            terminal.complain(terminal.no_place(place, error.strerror or error, "--to"))
            return 2
        finally:
            sessions.close()
    typer.echo(terminal.terminal(terminal.BACKED_UP, file=made))
    return 0
