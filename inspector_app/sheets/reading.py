"""Files as counties really have them: CSV in whatever encoding, workbooks with whatever in them, line by line."""

from __future__ import annotations

import codecs
import csv
import itertools
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol

from inspector_app.sheets.cells import Cell, text_cell
from inspector_app.sheets.faults import FileRefused, SheetCode

BANNER = "演示数据 DEMO"
"""Stands above everything that is made up."""
MOST_BYTES = 200_000_000
MOST_COLUMNS = 256
CHUNK = 1 << 16
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = ",\t;"
_QUOTED = re.compile(r'"[^"]*(?:"|$)')


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """As the spreadsheet shows it, from 1."""
    cells: tuple[Cell, ...]
    is_last: bool = False
    """Of a text file that does not end its last line: it may have been cut there."""

    def __getitem__(self, place: int) -> Cell:
        return self.cells[place] if 0 <= place < len(self.cells) else Cell()

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


class Sheet(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def is_stored(self) -> bool:
        """Whether cells hold values in stored form, as JSON does."""

    def lines(self) -> Iterator[Line]:
        """From the first line on, each time anew. Raises FileRefused where the file breaks off."""


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a file; a CSV is one. Raises FileRefused, OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused(SheetCode.TOO_LARGE, most=MOST_BYTES // 1_000_000)
    with path.open("rb") as file:
        start = file.read(CHUNK)
    if not start.strip(b"\x00 \r\n\t"):
        raise FileRefused(SheetCode.EMPTY_FILE)
    if start.startswith(_OLD_EXCEL):
        raise FileRefused(SheetCode.OLD_OR_LOCKED)
    if start.startswith(b"PK\x03\x04"):
        if not zipfile.is_zipfile(path):  # its directory stands at the end
            raise FileRefused(SheetCode.BROKEN)
        from inspector_app.sheets.workbooks import workbook_sheets

        return workbook_sheets(path)
    if start.lstrip(codecs.BOM_UTF8 + b" \r\n\t")[:5].lower() in (b"<html", b"<!doc", b"<tabl", b"<?xml"):
        raise FileRefused(SheetCode.WEB_PAGE)
    encoding = encoding_of(path)
    if path.suffix.lower() == ".json":
        return json_sheets(path, encoding)
    return [CsvSheet(path, encoding)]


def encoding_of(path: Path) -> str:
    """By trial: a mark at the beginning, else the first in which the whole file is text. Raises FileRefused."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        tried: tuple[str, ...] = ("utf-8-sig",)
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ("utf-16",)
    else:
        tried = _ENCODINGS
    for encoding in tried:
        if _is_text(path, encoding):
            return encoding
    raise FileRefused(SheetCode.NO_TEXT)


def _is_text(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while part := file.read(CHUNK):
                if "\x00" in part:
                    return False
    except UnicodeError:
        return False
    return True


@dataclass(frozen=True)
class CsvSheet:
    path: Path
    encoding: str
    is_stored: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return self.path.stem

    def lines(self) -> Iterator[Line]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            delimiter = _delimiter(file.read(CHUNK))
        with self.path.open(encoding=self.encoding, newline="") as file:
            rows = csv.reader(file, delimiter=delimiter)
            try:
                line: Line | None = None
                for number, row in enumerate(rows, 1):
                    if line is not None:
                        yield line
                    line = Line(number, tuple(text_cell(each) for each in row[:MOST_COLUMNS]))
                if line is not None:
                    yield replace(line, is_last=not _ends_a_line(self.path))
            except csv.Error:
                raise FileRefused(SheetCode.BROKEN) from None


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(4, path.stat().st_size), os.SEEK_END)
        return file.read().replace(b"\x00", b"").endswith((b"\n", b"\r"))


def _delimiter(start: str) -> str:
    """The one that parts the most, outside of quotes; a comma where there is none."""
    return max(_DELIMITERS, key=_QUOTED.sub("", start).count)


@dataclass(frozen=True)
class JsonSheet:
    """A list of objects: after what the file says of itself, a line names the members."""

    name: str
    rows: Sequence[Mapping[str, Any]]
    banner: str = ""
    is_stored: ClassVar[bool] = True

    def lines(self) -> Iterator[Line]:
        names = list(dict.fromkeys(name for row in self.rows for name in row))[:MOST_COLUMNS]
        yield Line(1, (Cell(self.banner),))
        yield Line(2, tuple(Cell(name) for name in names))
        for number, row in enumerate(self.rows, 3):
            yield Line(number, tuple(_json_cell(row.get(name)) for name in names))


def json_sheets(path: Path, encoding: str) -> list[Sheet]:
    """A list of objects; such a list as `rows` of one; or several, as `tables`. Raises FileRefused."""
    try:
        told = json.loads(path.read_text(encoding))
    except (ValueError, RecursionError):
        raise FileRefused(SheetCode.BROKEN) from None
    tables = told.get("tables", [told]) if isinstance(told, dict) else [{"rows": told}]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise FileRefused(SheetCode.BROKEN)
    sheets: list[Sheet] = []
    for table in tables:
        rows = table.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise FileRefused(SheetCode.BROKEN)
        banner = BANNER if isinstance(told, dict) and told.get("dataset", "REAL") != "REAL" else ""
        sheets.append(JsonSheet(str(table.get("kind", path.stem)), rows, banner))
    return sheets


def _json_cell(value: Any) -> Cell:
    if value is None:
        return Cell()
    return Cell(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), literal=True)


def is_made_up(sheet: Sheet) -> bool:
    """Whether a file of ours says that its data are no real ones."""
    return any(cell.text.startswith(BANNER) for line in itertools.islice(sheet.lines(), 3) for cell in line.cells[:1])
