"""`inspector-app export`: a register of this laptop as a file, while the window is closed."""

from __future__ import annotations

from pathlib import Path

import typer

from inspector_app.services import exporting
from inspector_app.services.import_place import Replica
from inspector_app.terminal_session import clock, problem, signed_in
from inspector_app.ui import terminal


def run(data: Path | None, user: str, what: str, file: Path, role: str, reason: str, *, replace: bool) -> int:
    """The program's exit code: 0 when the file is written, else 2."""
    wish = exporting.Wish.told(what, file, role, reason, chinese=terminal.is_chinese(), replace=replace)
    try:
        with signed_in(data, user) as person:
            place = Replica(person.sessions, person.user, person.device_id, clock, person.dataset)
            counts = exporting.export(place, wish)
    except Exception as error:
        if (words := problem(error)) is None:
            raise
        terminal.complain(words)
        return 2
    typer.echo(exporting.told(wish, counts))
    return 0
