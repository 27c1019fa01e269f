"""What can stand in the way of a register file: told at its line and cell, never guessed away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.problems import Code, Severity


class SheetCode(StrEnum):
    # the whole file
    EMPTY_FILE = "EMPTY_FILE"
    OLD_OR_LOCKED = "OLD_OR_LOCKED"
    WEB_PAGE = "WEB_PAGE"
    NO_TEXT = "NO_TEXT"
    BROKEN = "BROKEN"
    TOO_LARGE = "TOO_LARGE"
    NO_HEADER = "NO_HEADER"
    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_UNKNOWN = "COLUMN_UNKNOWN"
    WRONG_DATASET = "WRONG_DATASET"
    FORM_UNKNOWN = "FORM_UNKNOWN"
    FILE_THERE = "FILE_THERE"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    NOT_GIVEN = "NOT_GIVEN"
    NOT_A_PAIR = "NOT_A_PAIR"
    # an import that was made
    UNKNOWN_IMPORT = "UNKNOWN_IMPORT"
    IMPORT_UNDONE = "IMPORT_UNDONE"
    # a cell
    ROUNDED = "ROUNDED"
    ZEROS_LOST = "ZEROS_LOST"
    FAILED = "FAILED"
    UNCOUNTED = "UNCOUNTED"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_WHOLE = "NOT_WHOLE"
    NOT_A_DATE = "NOT_A_DATE"
    DATE_ORDER = "DATE_ORDER"
    ENDS_BEFORE = "ENDS_BEFORE"
    UNKNOWN_WORD = "UNKNOWN_WORD"
    TOO_LONG = "TOO_LONG"
    MASKED = "MASKED"
    STORE_CODE = "STORE_CODE"
    UNREADABLE = "UNREADABLE"
    # a row
    BROKEN_OFF = "BROKEN_OFF"
    """The file ends in the middle of it."""
    SAME_AS_LINE = "SAME_AS_LINE"
    SAME_LINE_AGAIN = "SAME_LINE_AGAIN"
    KNOWN_TWICE = "KNOWN_TWICE"
    OPERATOR_UNKNOWN = "OPERATOR_UNKNOWN"
    OPERATOR_AMBIGUOUS = "OPERATOR_AMBIGUOUS"
    PLACE_UNKNOWN = "PLACE_UNKNOWN"
    DIVISION_AMBIGUOUS = "DIVISION_AMBIGUOUS"
    ELSEWHERE = "ELSEWHERE"


@dataclass(frozen=True, slots=True)
class SheetFault:
    """Something about a cell of a file; `column` is the heading as the file has it, empty for the whole line."""

    line: int
    """As the spreadsheet shows it; 0 for the file."""
    column: str
    value: str
    code: SheetCode | Code
    severity: Severity = Severity.ERROR
    facts: Mapping[str, str | int] = field(default_factory=dict)
    place: int = -1
    """Of the cell within its line, from 0; -1 where the fault is of no cell."""


class FileRefused(Exception):
    """Nothing can be done with the file, or the import; `fault` says why."""

    def __init__(self, code: SheetCode, **facts: str | int) -> None:
        super().__init__(code)
        self.fault = SheetFault(0, "", "", code, facts=facts)
