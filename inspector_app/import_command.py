"""`inspector-app import`: a list into the register of this laptop, while the window is closed."""

from __future__ import annotations

from pathlib import Path

import typer

from inspector_app.services import import_report
from inspector_app.services.import_place import Replica
from inspector_app.services.import_report import Wish
from inspector_app.terminal_session import clock, problem, signed_in
from inspector_app.ui import terminal


def run(data: Path | None, user: str, wish: Wish) -> int:
    """The program's exit code: 0 when all of it was done, 1 when lines were left out, else 2."""
    try:
        with signed_in(data, user) as person:
            place = Replica(person.sessions, person.user, person.device_id, clock, person.dataset)
            told, is_whole = import_report.fulfil(place, wish, chinese=terminal.is_chinese())
    except Exception as error:
        if (words := problem(error)) is None:
            raise
        terminal.complain(words)
        return 2
    typer.echo(told)
    return 0 if is_whole else 1
