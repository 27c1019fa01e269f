"""`inspector-app doctor`: how this laptop's data fare, in plain words or as JSON."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import typer

from inspector_app import paths, settings
from inspector_app.services.health import Level, look
from inspector_app.terminal_key import closed, complaints, key_of
from inspector_app.ui import terminal
from inspector_app.ui.health_sentences import line


def run(data: Path | None, user: str, *, as_json: bool) -> int:
    """The program's exit code: 0 when nothing is bad, 1 when something is, 2 when it could not look."""
    folder = data or paths.data_folder()
    second = settings.load(paths.config_folder() / "settings.json").second_backups
    with complaints(folder), closed(folder):
        key = key_of(folder, user) if user else None
        checks = look(folder, Path(second) if second else None, time.time_ns() // 1_000, key)
    is_well = all(check.level is not Level.BAD for check in checks)
    if as_json:
        typer.echo(json.dumps({"is_well": is_well, "checks": [asdict(check) for check in checks]}))
    else:
        for check in checks:
            typer.echo(line(check))
        if not user:
            typer.echo(terminal.terminal(terminal.LOOK_INSIDE))
    return 0 if is_well else 1
