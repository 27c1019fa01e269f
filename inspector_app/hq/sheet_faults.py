"""What can stand in the way of reading a clerk's spreadsheet, each at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from inspector_app.domain.checklist_faults import FaultCode


class SheetCode(StrEnum):
    NOT_A_WORKBOOK = "NOT_A_WORKBOOK"
    TOO_LARGE = "TOO_LARGE"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    SHEET_MISSING = "SHEET_MISSING"
    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_TWICE = "COLUMN_TWICE"
    MERGED = "MERGED"
    DATE_CELL = "DATE_CELL"
    NUMBER_CELL = "NUMBER_CELL"
    ERROR_CELL = "ERROR_CELL"
    TYPE_UNKNOWN = "TYPE_UNKNOWN"
    OUTSIDE_SECTION = "OUTSIDE_SECTION"
    SECTION_IN_SECTION = "SECTION_IN_SECTION"
    SECTION_OPEN = "SECTION_OPEN"
    END_WITHOUT_BEGIN = "END_WITHOUT_BEGIN"
    NOT_OF_THE_ITEM = "NOT_OF_THE_ITEM"
    ROW_TWICE = "ROW_TWICE"
    CELL_UNREADABLE = "CELL_UNREADABLE"
    RELEVANT_UNREADABLE = "RELEVANT_UNREADABLE"
    RELEVANT_NOT_HERE = "RELEVANT_NOT_HERE"
    REQUIRED_DIFFERS = "REQUIRED_DIFFERS"


@dataclass(frozen=True)
class SheetFault:
    """Something wrong at a cell; row 0 is the sheet itself."""

    sheet: str
    row: int
    column: str
    code: SheetCode | FaultCode
    facts: Mapping[str, Any] = field(default_factory=dict)
