"""Sheets of a clerk's workbook as rows of text, with what stands in the way of reading them."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.checklist_faults import FaultCode
from inspector_app.hq.sheet_faults import SheetCode, SheetFault

MOST_ROWS = 5000
MOST_BYTES = 64_000_000
"""Of a workbook unpacked; the longest of ours have some hundred thousand."""
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!")
"""What a formula shows that came to nothing."""


@dataclass(frozen=True)
class Row:
    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, code: SheetCode | FaultCode, **facts: Any) -> SheetFault:
        return SheetFault(self.sheet, self.number, column, code, facts)


@dataclass(frozen=True)
class Sheets:
    rows: Mapping[str, Sequence[Row]]
    faults: Sequence[SheetFault]


def read(data: bytes, wanted: Mapping[str, Sequence[str]]) -> Sheets:
    """The rows of the wanted sheets, by the wanted columns; other sheets and columns are the clerk's own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:  # which reads no more of a part than it says that it has
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                return Sheets({}, [SheetFault("", 0, "", SheetCode.TOO_LARGE, {"most": MOST_BYTES // 1_000_000})])
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError, OSError) as error:
        return Sheets({}, [SheetFault("", 0, "", SheetCode.NOT_A_WORKBOOK, {"reason": str(error)})])
    named = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
    rows: dict[str, list[Row]] = {}
    faults: list[SheetFault] = []
    for name, columns in wanted.items():
        if name not in named:
            faults.append(SheetFault(name, 0, "", SheetCode.SHEET_MISSING))
            continue
        faults += _merged(named[name], name)
        header, found = _header(named[name], name, columns)
        faults += found
        if (last := _last(named[name], header)) > MOST_ROWS:
            faults.append(SheetFault(name, last, "", SheetCode.TOO_MANY_ROWS, {"most": MOST_ROWS}))
        rows[name] = []
        for row, problems in _rows(named[name], name, header):
            rows[name].append(row)
            faults += problems
    return Sheets(rows, faults)


def _merged(sheet: Worksheet, name: str) -> Iterator[SheetFault]:
    for cells in sheet.merged_cells.ranges:
        yield SheetFault(name, cells.min_row, "", SheetCode.MERGED, {"cells": cells.coord})


def _header(sheet: Worksheet, name: str, columns: Sequence[str]) -> tuple[dict[int, str], list[SheetFault]]:
    """{column number: name}. Headers may differ in case, width and blanks."""
    wanted = {_loose(column): column for column in columns}
    header: dict[int, str] = {}
    faults = []
    for cell in next(sheet.iter_rows(min_row=1, max_row=1), ()):
        column = wanted.get(_loose(str(cell.value or "")))
        if column is None:
            continue
        if column in header.values():
            faults.append(SheetFault(name, 1, column, SheetCode.COLUMN_TWICE, {"name": column}))
        else:
            header[cell.column or 0] = column
    missing = [column for column in columns if column not in header.values()]
    return header, faults + [SheetFault(name, 1, each, SheetCode.COLUMN_MISSING, {"name": each}) for each in missing]


def _loose(header: str) -> str:
    return "".join(unicodedata.normalize("NFKC", header).lower().split())


def _rows(sheet: Worksheet, name: str, header: Mapping[int, str]) -> Iterator[tuple[Row, list[SheetFault]]]:
    for cells in sheet.iter_rows(min_row=2, max_row=min(_last(sheet, header), MOST_ROWS)):
        texts: dict[str, str] = {}
        faults = []
        for cell in cells:
            column = header.get(cell.column or 0)
            if column is None or cell.value is None:
                continue
            text, code = _text(cell.value)
            if code is not None:
                faults.append(SheetFault(name, cell.row or 0, column, code, {"value": cell.value}))
            elif text:
                texts[column] = text
        if texts or faults:
            yield Row(name, cells[0].row or 0, texts), faults


def _last(sheet: Worksheet, header: Mapping[int, str]) -> int:
    """The last row that holds something; going by rows would make a cell for each place of a sheet only coloured."""
    cells = (cell for cell in sheet._cells.values() if isinstance(cell, Cell) and cell.value is not None)
    return max((cell.row for cell in cells if cell.column in header), default=1)


def _text(value: Any) -> tuple[str, SheetCode | None]:
    """What was typed; a fault where the spreadsheet made something else of it."""
    match value:
        case bool():
            return ("yes" if value else "no"), None
        case int():
            return str(value), None
        case float():
            return (str(int(value)), None) if value.is_integer() else ("", SheetCode.NUMBER_CELL)
        case date() | time():
            return "", SheetCode.DATE_CELL
    text = unicodedata.normalize("NFC", str(value)).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u00a0", " ").strip()
    return ("", SheetCode.ERROR_CELL) if text in ERRORS else (text, None)
