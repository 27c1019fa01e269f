"""Tables that are no records, such as statistics: lines of texts and numbers, as WPS and Excel open them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from inspector_app.sheets.cells import escaped
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import BANNER

PlainCell = str | int | float | None


@dataclass(frozen=True)
class PlainTable:
    name: str
    lines: Sequence[Sequence[PlainCell]]
    """The headings first, where there are any."""


def write_plain(path: Path, tables: Sequence[PlainTable], dataset: str) -> None:
    """Write a workbook, or a CSV file for each table, the first one under the name given. A made-up county says so.

    Raises FileRefused, OSError.
    """
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise FileRefused(SheetCode.FORM_UNKNOWN, forms=".xlsx, .csv")
    banner = [[f"{BANNER} dataset_id={dataset}"]] if dataset != "REAL" else []
    book = Workbook(write_only=True)
    for number, table in enumerate(tables):
        lines = [*banner, *table.lines]
        if path.suffix.lower() == ".csv":
            beside = path if number == 0 else path.with_name(f"{path.stem}-{number}{path.suffix}")
            with beside.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(lines)
            continue
        sheet = book.create_sheet(table.name)
        for line in lines:
            sheet.append([escaped(cell) if isinstance(cell, str) else cell for cell in line])
    if path.suffix.lower() == ".xlsx":
        book.save(path)
