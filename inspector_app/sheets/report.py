"""The marked copy of a file: its faulty lines as they stand, cells at fault in colour, what is wrong in words."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from inspector_app.domain.problems import Severity
from inspector_app.sheets.cells import as_written, escaped
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetFault
from inspector_app.sheets.headers import Header
from inspector_app.sheets.sentences import sentence

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="FFC7CE"),
    Severity.WARN: PatternFill("solid", fgColor="FFEB9C"),
}
_HEADINGS = {True: ("行号", "问题"), False: ("Line", "What is wrong")}


class MarkedCopy:
    """Written line by line; made only when a line is at fault."""

    def __init__(self, path: Path, *, chinese: bool) -> None:
        self._path = path
        self._chinese = chinese
        self._book: Workbook | None = None
        self._header: Header | None = None
        self.lines = 0

    def __enter__(self) -> MarkedCopy:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._book is not None:
            whole = BytesIO()  # what breaks off in the library would be written on when it is collected
            self._book.save(whole)
            was_there = self._path.exists()
            try:
                self._path.write_bytes(whole.getvalue())
            except OSError as exc:
                if not was_there:
                    self._path.unlink(missing_ok=True)
                raise OSError(exc.errno, exc.strerror, str(self._path)) from exc  # of a full disk it has no name

    def add(self, entry: Entry, faults: Sequence[SheetFault]) -> None:
        """A line with what is wrong with it."""
        if not faults:
            return
        if self._book is None:
            self._book = Workbook(write_only=True)
        if self._header is not entry.header:  # of another sheet
            self._header = entry.header
            self._sheet = self._book.create_sheet()
            first, last = _HEADINGS[self._chinese]
            self._sheet.freeze_panes = "A2"
            self._sheet.append([self._cell(text, bold=True) for text in (first, *entry.header.texts, last)])
        self.lines += 1
        width = len(entry.header.texts)
        cells = [WriteOnlyCell(self._sheet, entry.line.number)]
        for place in range(width):
            here = [fault for fault in faults if fault.place == place]
            cells.append(self._cell(entry.line[place].text, here))
        cells.append(self._cell("\n".join(self._words(fault) for fault in faults)))
        self._sheet.append(cells)

    def _words(self, fault: SheetFault) -> str:
        words = sentence(fault, chinese=self._chinese)
        return f"{fault.column}：{words}" if fault.column else words

    def _cell(self, text: str, faults: Sequence[SheetFault] = (), *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(self._sheet, escaped(as_written(text)))
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        if faults:
            worst = Severity.ERROR if any(each.severity is Severity.ERROR for each in faults) else Severity.WARN
            cell.fill = _FILLS[worst]
            cell.comment = Comment("\n".join(sentence(each, chinese=self._chinese) for each in faults), "乡检通")
        return cell
