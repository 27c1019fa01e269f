"""Registers as files that WPS and Excel open, and that `reading` reads back without loss."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import WorkbookAlreadySaved

from inspector_app.sheets.cells import escaped
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import BANNER
from inspector_app.sheets.tables import Written, documentation, headings, written
from sync.record import Record, Wire

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
ABOUT = {True: "说明", False: "About"}
_ABOUT_HEADINGS = {
    True: ["表", "列名", "字段", "形式", "可填内容", "个人信息级别"],
    False: ["Table", "Column", "Field", "Form", "Words", "Personal class"],
}


@dataclass(frozen=True)
class Table:
    """The records of one kind, in stored form, as they come."""

    cls: type[Record]
    name: str
    rows: Iterable[Wire]


@dataclass(frozen=True)
class Heading:
    """What a file says of itself."""

    dataset: str
    chinese: bool = True

    @property
    def banner(self) -> str | None:
        return f"{BANNER} dataset_id={self.dataset}" if self.dataset != "REAL" else None


def files_of(path: Path, kinds: Sequence[type[Record]]) -> list[Path]:
    """What `write` writes: of a CSV with several tables each gets a file of its own."""
    others = kinds[1:] if path.suffix.lower() == ".csv" else ()
    return [path, *(path.with_name(f"{path.stem}-{cls.kind}{path.suffix}") for cls in others)]


def write(path: Path, tables: Sequence[Table], head: Heading) -> dict[str, int]:
    """Write a file; {kind: rows}. The ending says its form; of a CSV with several tables each gets a file of its own.

    Raises FileRefused, OSError.
    """
    forms: dict[str, Callable[[Path, Sequence[Table], Heading], dict[str, int]]] = {
        ".xlsx": _workbook,
        ".csv": _csv,
        ".json": _json,
    }
    if path.suffix.lower() not in forms:
        raise FileRefused(SheetCode.FORM_UNKNOWN, forms=", ".join(forms))
    return forms[path.suffix.lower()](path, tables, head)


def _workbook(path: Path, tables: Sequence[Table], head: Heading) -> dict[str, int]:
    book = Workbook(write_only=True)
    try:
        counts = {table.cls.kind: _sheet(book, table, head) for table in tables}
        about = book.create_sheet(ABOUT[head.chinese])
        about.append([head.banner or f"dataset_id={head.dataset}"])
        about.append(_ABOUT_HEADINGS[head.chinese])
        for table in tables:
            for line in documentation(table.cls, chinese=head.chinese):
                about.append([table.name, *line])
        with TemporaryFile() as whole:  # what breaks off in the library would be written on when it is collected
            book.save(whole)
            whole.seek(0)
            with path.open("wb") as file:
                copyfileobj(whole, file)
    except BaseException:
        for begun in book.worksheets:
            with suppress(WorkbookAlreadySaved):
                begun.close()  # or it would write when it is collected
        raise
    return counts


def _sheet(book: Workbook, table: Table, head: Heading) -> int:
    """Write the rows of a kind; how many."""
    sheet = book.create_sheet(table.name)
    heads = list(headings(table.cls, chinese=head.chinese).values())
    for place, text in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, min(40, 2 * len(text) + 4))
    sheet.freeze_panes = "A3" if head.banner else "A2"
    if head.banner:
        sheet.append([head.banner])
    bold = [WriteOnlyCell(sheet, text) for text in heads]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    count = 0
    for row in table.rows:
        sheet.append([_value(each) for each in _cells(table, row, head)])
        count += 1
    return count


def _value(written_value: Written) -> str | int | float | None:
    """Numbers as numbers while a spreadsheet keeps them whole; no text begins a formula."""
    if isinstance(written_value, str):
        text = escaped(written_value)
        if len(text) > LONGEST_CELL:
            raise FileRefused(SheetCode.CELL_TOO_LONG, most=LONGEST_CELL)
        return text
    if written_value is None:
        return None
    digits = str(written_value).replace(".", "").lstrip("-0")
    if len(digits) > 15:
        return str(written_value)
    return written_value if isinstance(written_value, int) else float(written_value)


def _csv(path: Path, tables: Sequence[Table], head: Heading) -> dict[str, int]:
    counts = {}
    for beside, table in zip(files_of(path, [each.cls for each in tables]), tables, strict=True):
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
            if head.banner:
                writer.writerow([head.banner])
            writer.writerow(headings(table.cls, chinese=head.chinese).values())
            counts[table.cls.kind] = 0
            for row in table.rows:
                writer.writerow(_cells(table, row, head))
                counts[table.cls.kind] += 1
    return counts


def _json(path: Path, tables: Sequence[Table], head: Heading) -> dict[str, int]:
    """Rows in stored form; row by row, as there may be many."""
    counts = {}
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"dataset": {json.dumps(head.dataset)}, "tables": [')
        for number, table in enumerate(tables):
            about = [
                {"heading": line[0], "field": line[1], "form": line[2], "words": line[3], "personal": line[4]}
                for line in documentation(table.cls, chinese=head.chinese)
            ]
            begin = {"kind": table.cls.kind, "columns": about}
            file.write((",\n" if number else "\n") + json.dumps(begin, ensure_ascii=False)[:-1] + ', "rows": [')
            counts[table.cls.kind] = 0
            for row in table.rows:
                file.write((",\n" if counts[table.cls.kind] else "\n") + json.dumps(row, ensure_ascii=False))
                counts[table.cls.kind] += 1
            file.write("]}")
        file.write("\n]}\n")
    return counts


def _cells(table: Table, row: Wire, head: Heading) -> list[Written]:
    return [written(table.cls, name, row[name], chinese=head.chinese) for name in table.cls.model_fields]
