"""The options of importing and exporting lists, the same on a laptop and at HQ."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from inspector_app.usage import is_chinese

ONE_OF = ("one of {known}", "应为 {known} 之一")


def _one_of(named: str, known: type[StrEnum]) -> str:
    if named and named not in set(known):
        raise typer.BadParameter(ONE_OF[is_chinese()].format(known=", ".join(known)))
    return named


def _register(named: str) -> str:
    from inspector_app.sheets.columns import Register  # the desktop must start fast

    return _one_of(named, Register)


def _role(named: str) -> str:
    from inspector_app.records.people import Role

    return _one_of(named, Role)


ListFile = Annotated[Path | None, typer.Argument(help="A list: .xlsx, .csv or .json.")]
As = Annotated[
    str,
    typer.Option(
        "--as", help="A register: operators, products, ledger, suppliers, doors or standards.", callback=_register
    ),
]
Mapping = Annotated[
    list[str], typer.Option("--mapping", help="HEADING=COLUMN; without a column the heading is left out.")
]
Value = Annotated[list[str], typer.Option("--value", help="COLUMN=TEXT for every line of the file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would become of it; write nothing.")]
Marked = Annotated[Path | None, typer.Option("--marked", help="Write faulty lines, marked, to this .xlsx.")]
Undo = Annotated[str, typer.Option("--undo", help="Take the import of this number back.")]
History = Annotated[bool, typer.Option("--list", help="The imports that were made here.")]
AsJson = Annotated[bool, typer.Option("--json", help="For a program.")]

What = Annotated[
    str,
    typer.Argument(help="A register: operators, products, ledger, suppliers, doors or standards.", callback=_register),
]
Target = Annotated[Path, typer.Argument(help="A file that ends in .xlsx, .csv or .json.")]
AsRole = Annotated[str, typer.Option("--role", help="Masked as for this role, if it sees less.", callback=_role)]
Reason = Annotated[str, typer.Option("--reason", help="With it a county's administrator gets identity numbers whole.")]
Replace = Annotated[bool, typer.Option("--replace", help="Overwrite files that are there.")]
