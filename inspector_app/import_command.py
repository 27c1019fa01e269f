"""`inspector-app import`: a list into the register of this laptop, while the window is closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from inspector_app.services import import_report
from inspector_app.services.import_place import Replica
from inspector_app.sheets.columns import Register
from inspector_app.terminal_session import clock, problem, signed_in
from inspector_app.ui import terminal


@dataclass(frozen=True)
class Wish:
    """What the options say."""

    file: Path | None
    register: Register | None
    mapping: Sequence[str]
    values: Sequence[str]
    trial: bool
    marked: Path | None
    undo: str
    history: bool
    as_json: bool


def run(data: Path | None, user: str, wish: Wish) -> int:
    """The program's exit code: 0 when all of it was done, 1 when lines were left out, else 2."""
    chinese = terminal.is_chinese()
    try:
        with signed_in(data, user) as person:
            place = Replica(person.sessions, person.user, person.device_id, clock, person.dataset)
            if wish.history or wish.undo:
                told = import_report.undone(place, wish.undo, chinese=chinese) if wish.undo else None
                typer.echo("\n".join(told or import_report.history(place, chinese=chinese)))
                return 0
            job = import_report.job_of(wish.file, wish.register, wish.mapping, wish.values)
            report, lines = import_report.carry_out(place, job, trial=wish.trial, chinese=chinese, marked=wish.marked)
    except Exception as error:
        if (words := problem(error)) is None:
            raise
        terminal.complain(words)
        return 2
    if wish.as_json:
        typer.echo(json.dumps(import_report.as_json(report, chinese=chinese), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(import_report.told(report, wish.marked, lines, chinese=chinese)))
    return 0 if import_report.is_whole(report) else 1
