"""`inspector-app rescue`: what HQ does not have yet, out of data that may be damaged, into a file for HQ."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from inspector_app import paths
from inspector_app.errors import AppError
from inspector_app.services.laptop import Laptop
from inspector_app.services.rescuing import rescue
from inspector_app.terminal_key import closed, complaints, key_of
from inspector_app.ui import terminal
from sync.clock import now_us


def run(data: Path | None, user: str, out: Path) -> int:
    """The program's exit code: 0 when there is a package, else 2."""
    folder = data or paths.data_folder()
    errors = Console(stderr=True)
    if out.exists():
        terminal.complain(terminal.terminal(terminal.FILE_THERE, file=out))
        return 2
    with complaints(folder):
        laptop = Laptop.load(folder)
        if laptop is None:
            raise AppError("not_enrolled")
        with closed(folder), Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:
            key = key_of(folder, user)
            bar = bars.add_task(out.name, total=None)
            done = rescue(
                folder, laptop, key, out, now_us(),
                lambda count, total: bars.update(bar, completed=count, total=total),
            )  # fmt: skip
    app = paths.program("inspector-app")
    facts = {"file": out, "changes": done.changes, "photos": done.photos, "app": app}
    typer.echo(terminal.terminal(terminal.RESCUED, **facts))
    if done.lost_photos:
        typer.echo(terminal.terminal(terminal.RESCUED_PHOTOS_LOST, count=done.lost_photos))
    if not done.is_whole:
        typer.echo(terminal.terminal(terminal.RESCUED_PARTLY))
    return 0
