"""`inspector-hq import` and `export`: lists into the register and out of it."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer

from inspector_app.hq.terminal import DEFAULT, Data, complain, now, opened, progress
from inspector_app.hq.texts import is_chinese
from inspector_app.list_options import (
    As,
    AsJson,
    AsRole,
    DryRun,
    History,
    ListFile,
    Mapping,
    Marked,
    Reason,
    Replace,
    Target,
    Undo,
    Value,
    What,
)
from inspector_app.sheets.faults import FileRefused
from inspector_app.sheets.sentences import sentence


def import_list(
    file: ListFile = None,
    kind: As = "",
    user: Annotated[str, typer.Option("--user", help="In whose name it is imported.")] = "admin",
    data: Data = DEFAULT,
    mapping: Mapping = [],  # noqa: B006
    value: Value = [],  # noqa: B006
    dry_run: DryRun = False,
    marked: Marked = None,
    undo: Undo = "",
    history: History = False,
    as_json: AsJson = False,
) -> None:
    """Import a register from a list, in whatever shape it is; take an import back."""
    from inspector_app.hq.registers import Register
    from inspector_app.services import import_report

    wish = import_report.Wish(file, kind, mapping, value, dry_run, marked, undo, history, as_json)
    with opened(data) as office, progress() as bars:
        place = Register.of(office, user, now)
        task = bars.add_task("", total=None)
        try:
            told, is_whole = import_report.fulfil(
                place, wish, chinese=is_chinese(), report=lambda done, _: bars.update(task, completed=done)
            )
        except FileRefused as refused:
            _refuse(refused)
    typer.echo(told)
    if not is_whole:
        raise typer.Exit(1)


def export(
    what: What,
    file: Target,
    user: Annotated[str, typer.Option("--user", help="In whose name it is exported.")] = "admin",
    data: Data = DEFAULT,
    role: AsRole = "",
    reason: Reason = "",
    replace: Replace = False,
) -> None:
    """Export a register, masked by what the user may see; the export is logged."""
    from inspector_app.hq.registers import Register
    from inspector_app.services import exporting

    with opened(data) as office, progress() as bars:
        task = bars.add_task("", total=None)
        wish = exporting.Wish.told(what, file, role, reason, chinese=is_chinese(), replace=replace)
        place = Register.of(office, user, now)
        try:
            counts = exporting.export(place, wish, lambda done, _: bars.update(task, completed=done))
        except FileRefused as refused:
            _refuse(refused)
    typer.echo(exporting.told(wish, counts))


def _refuse(refused: FileRefused) -> NoReturn:
    complain(sentence(refused.fault, chinese=is_chinese()))
    raise typer.Exit(1)
