"""`inspector-hq enter`: offices, posts, recall notices and other rows that HQ alone lays down, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspector_app.errors import AppError
from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import text


def enter(
    kind: Annotated[str, typer.Argument(help="office, post, recall_notice, legal_hold or credit_entry.")],
    file: Annotated[
        Path,
        typer.Argument(
            help="YAML: field: value, or a list of such; with an id it changes that row, a void_reason ends it."
        ),
    ],
    by: Annotated[str, typer.Option(help="User name of who decided it.", callback=options.given)],
    data: Data = DEFAULT,
) -> None:
    """Enter what HQ lays down: all of a file, or nothing of it."""
    from inspector_app.hq import entering

    if kind not in entering.ENTERED:
        raise typer.BadParameter(text("bad_choice", choices=", ".join(entering.ENTERED)), param_hint="KIND")
    with opened(data) as office:
        try:
            told = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise AppError("file_unreadable", file=file) from error
        for record in entering.enter(office, by, kind, told, now):
            say("entered", kind=kind, id=record.id)
