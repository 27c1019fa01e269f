"""`inspector-hq import` and `export`: lists into the register and out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from inspector_app.hq.terminal import DEFAULT, Data, complain, console, now, opened, progress
from inspector_app.hq.texts import is_chinese
from inspector_app.records.people import Role
from inspector_app.sheets.columns import Register as Kind
from inspector_app.sheets.faults import FileRefused
from inspector_app.sheets.sentences import sentence


def import_list(
    file: Annotated[Path | None, typer.Argument(help="A list: .xlsx, .csv or .json.")] = None,
    kind: Annotated[Kind | None, typer.Option("--as", help="What it holds.")] = None,
    user: Annotated[str, typer.Option("--user", help="In whose name it is imported.")] = "admin",
    data: Data = DEFAULT,
    mapping: Annotated[
        list[str], typer.Option("--mapping", help="HEADING=COLUMN; without a column the heading is left out.")
    ] = [],  # noqa: B006
    value: Annotated[list[str], typer.Option("--value", help="COLUMN=TEXT for every line of the file.")] = [],  # noqa: B006
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would become of it; write nothing.")] = False,
    marked: Annotated[Path | None, typer.Option("--marked", help="Write faulty lines, marked, to this .xlsx.")] = None,
    undo: Annotated[str, typer.Option("--undo", help="Take the import of this number back.")] = "",
    history: Annotated[bool, typer.Option("--list", help="The imports that were made here.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Import a register from a list, in whatever shape it is; take an import back."""
    from inspector_app.hq.registers import Register
    from inspector_app.services import import_report

    with opened(data) as office, progress() as bars:
        place = Register.of(office, user, now)
        task = bars.add_task("", total=None)
        try:
            if history or undo:
                chinese = is_chinese()
                told = import_report.undone(place, undo, chinese=chinese) if undo else None
                _print(told or import_report.history(place, chinese=chinese))
                return
            job = import_report.job_of(file, kind, mapping, value)
            report, lines = import_report.carry_out(
                place,
                job,
                trial=dry_run,
                chinese=is_chinese(),
                marked=marked,
                report=lambda done, _: bars.update(task, completed=done),
            )
        except FileRefused as refused:
            _refuse(refused)
    if as_json:
        typer.echo(json.dumps(import_report.as_json(report, chinese=is_chinese()), ensure_ascii=False, indent=1))
    else:
        _print(import_report.told(report, marked, lines, chinese=is_chinese()))
    if not import_report.is_whole(report):
        raise typer.Exit(1)


def export(
    what: Annotated[Kind, typer.Argument(help="What to write.")],
    file: Annotated[Path, typer.Argument(help="A file that ends in .xlsx, .csv or .json.")],
    user: Annotated[str, typer.Option("--user", help="In whose name it is exported.")] = "admin",
    data: Data = DEFAULT,
    role: Annotated[Role | None, typer.Option("--role", help="Masked as for this role, if it sees less.")] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="With it a county's administrator gets identity numbers whole.")
    ] = "",
) -> None:
    """Export a register, masked by what the user may see; the export is logged."""
    from inspector_app.hq.registers import Register
    from inspector_app.services import exporting

    with opened(data) as office, progress() as bars:
        task = bars.add_task("", total=None)
        wish = exporting.Wish(what, file, role, reason, is_chinese())
        place = Register.of(office, user, now)
        try:
            counts = exporting.export(place, wish, lambda done, _: bars.update(task, completed=done))
        except FileRefused as refused:
            _refuse(refused)
    _print([exporting.told(wish, counts)])


def _print(lines: list[str]) -> None:
    for line in lines:
        console.print(line, highlight=False, markup=False, emoji=False)


def _refuse(refused: FileRefused) -> NoReturn:
    complain(sentence(refused.fault, chinese=is_chinese()))
    raise typer.Exit(1)
