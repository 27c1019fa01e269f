"""Workbooks of Excel and WPS, a row at a time; merged cells give their value to all that they cover."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from inspector_app.sheets.cells import EMPTY, EPOCH, Cell, Doubt, cell_of, unescaped
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.reading import CHUNK, MOST_COLUMNS, Line, Sheet

T = TypeVar("T")

MOST_UNPACKED = 1_000_000_000
_MAC_EPOCH = date(1904, 1, 1)
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, zlib.error, struct.error, SyntaxError, EOFError, OSError, LookupError,
    ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError,
)  # fmt: skip
"""What openpyxl and the standard library raise on files that are no workbooks, or half of one."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*?)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no value; of one whose result is a text (t="str") that text may be empty."""
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_LONGEST_CELL = 20_000
_ZEROS = re.compile(r"0+")


@dataclass(frozen=True, slots=True)
class Merge:
    top: int
    bottom: int
    left: int
    right: int
    """Columns from 0."""


def workbook_sheets(path: Path) -> list[Sheet]:
    """The visible sheets. Raises FileRefused."""

    def names() -> list[str]:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise FileRefused(SheetCode.TOO_LARGE, most=MOST_UNPACKED // 1_000_000)
        with _opened(path) as book:
            return [s.title for s in book.worksheets if s.sheet_state == "visible"]

    return [WorkbookSheet(path, name) for name in _guarded(names)]


@dataclass(frozen=True)
class WorkbookSheet:
    path: Path
    name: str
    is_stored: ClassVar[bool] = False

    def lines(self) -> Iterator[Line]:
        with ExitStack() as held:
            book = _guarded(lambda: held.enter_context(_opened(self.path)))
            sheet = _guarded(lambda: book[self.name])
            epoch = _MAC_EPOCH if book.epoch == CALENDAR_MAC_1904 else EPOCH
            merges, uncounted = _guarded(lambda: _looked_through(self.path, sheet))
            yield from _filled(_rows(sheet, epoch, uncounted), merges)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The file is ours to close: openpyxl leaves one open that it cannot read."""
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()


def _rows(sheet: Any, epoch: date, uncounted: Set[tuple[int, int]]) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write wrong ones
    rows = iter(sheet.iter_rows())
    number = 0
    while True:
        row = _guarded(lambda: next(rows, None))
        if row is None:
            return
        number += 1
        cells = tuple(
            Cell(doubt=Doubt.UNCOUNTED) if (number, place) in uncounted else _cell(each, epoch)
            for place, each in enumerate(row[:MOST_COLUMNS])
        )
        if any(cells):
            yield Line(number, cells)


def _cell(cell: Any, epoch: date) -> Cell:
    value = cell.value
    if isinstance(value, str):
        return cell_of(unescaped(value))
    zeros = 0
    if isinstance(value, int | float):
        form = _guarded(lambda: cell.number_format) or ""
        zeros = len(form) if _ZEROS.fullmatch(form) and len(form) > 1 else 0
    return cell_of(value, zeros, epoch)


def _filled(lines: Iterator[Line], merges: list[Merge]) -> Iterator[Line]:
    """The lines with the value of each merged cell at all places that it covers, as a reader of the sheet sees it."""
    values: dict[Merge, Cell] = {}
    begun = 0
    for line in lines:
        while begun < len(merges) and merges[begun].top <= line.number:
            values[merges[begun]] = line[merges[begun].left] if merges[begun].top == line.number else EMPTY
            begun += 1
        for merge in [each for each in values if each.bottom < line.number]:
            del values[merge]
        if not values:
            yield line
            continue
        width = max(len(line.cells), *(merge.right + 1 for merge in values))
        cells = [*line.cells, *(EMPTY,) * (width - len(line.cells))]
        for merge, value in values.items():
            cells[merge.left : merge.right + 1] = [value] * (merge.right + 1 - merge.left)
        yield Line(line.number, tuple(cells))


def _looked_through(path: Path, sheet: Any) -> tuple[list[Merge], Set[tuple[int, int]]]:
    """The merged cells, which stand behind all rows of the sheet's part, and (line, place) of uncounted formulas."""
    found: set[Merge] = set()
    uncounted: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:
        kept = b""
        while chunk := part.read(CHUNK):
            seen = kept + chunk
            for left, top, right, bottom in _MERGE.findall(seen):
                merge = Merge(int(top), int(bottom), _column(left), min(_column(right), MOST_COLUMNS - 1))
                if merge.left <= merge.right and merge.top <= merge.bottom:
                    found.add(merge)
            for attributes in _FORMULA.findall(seen):
                if b't="str"' not in attributes and (place := _PLACE.search(attributes)):
                    uncounted.add((int(place[2]), _column(place[1])))
            kept = seen[-_LONGEST_CELL:]
    return sorted(found, key=lambda merge: (merge.top, merge.left)), uncounted


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _guarded(work: Callable[[], T]) -> T:
    """The result of reading; FileRefused where the workbook is broken. Openpyxl's remarks on a file are nobody's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return work()
        except _BROKEN:
            raise FileRefused(SheetCode.BROKEN) from None
