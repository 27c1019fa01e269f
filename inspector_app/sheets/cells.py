"""One cell of a spreadsheet as a person reads it, with what the spreadsheet did to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

EXACT = 10**15
"""From sixteen digits on a spreadsheet keeps no digit of a number for certain."""
EPOCH = date(1899, 12, 30)
_DAYS = range(18_264, 73_051)
"""Numbers that count to a day of 1950 to 2099."""
_ROUNDED = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d{2,}")
_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"})
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
"""How some programs make a spreadsheet keep the zeros of a number."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


class Doubt(StrEnum):
    """What the spreadsheet did to a cell; what stood there before cannot be told from it."""

    ROUNDED = "ROUNDED"
    FAILED = "FAILED"
    """A formula that came to nothing."""
    UNCOUNTED = "UNCOUNTED"
    """A formula whose result the file does not hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    doubt: Doubt | None = None
    is_number: bool = False
    """Held as a number: zeros in front of it are gone."""
    day: date | None = None
    """The day of a date, or the one that a number counts to."""
    literal: bool = False
    """To be taken as it stands, blanks at its ends too."""

    def __bool__(self) -> bool:
        return bool(self.text) or self.literal or self.doubt is not None


EMPTY = Cell()


def cell_of(value: Any, zeros: int = 0, epoch: date = EPOCH) -> Cell:
    """The cell of a value as a workbook holds it; `zeros` is the width to which its format fills with zeros."""
    match value:
        case None:
            return EMPTY
        case str():
            return text_cell(value)
        case bool():
            return Cell("是" if value else "否")
        case int() | float():
            return _number(value, zeros, epoch)
        case datetime():
            whole = value.time() == time()
            return Cell(value.date().isoformat() if whole else value.isoformat(" ", "seconds"), day=value.date())
        case date():
            return Cell(value.isoformat(), day=value)
    return Cell(str(value))


def text_cell(raw: str) -> Cell:
    """The cell of a text as a file holds it."""
    if raw.startswith("'"):
        return Cell(unicodedata.normalize("NFC", raw[1:]), literal=True)
    if as_text := _AS_TEXT.fullmatch(raw.strip()):
        raw = as_text[1]
    text = unicodedata.normalize("NFC", raw).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = text.replace("\u00a0", " ").replace("\ufeff", "").replace("\u200b", "").strip()
    if text in _ERRORS:
        return Cell(text, Doubt.FAILED)
    return Cell(text, Doubt.ROUNDED if _ROUNDED.fullmatch(text) else None)


def day_of(number: int, epoch: date = EPOCH) -> date | None:
    """The day that a spreadsheet means by a number."""
    return epoch + timedelta(days=number) if number in _DAYS else None


def as_written(text: str) -> str:
    """A text as it goes into a file: no spreadsheet makes a formula of it, and `text_cell` gives it back."""
    if not text or (not text.startswith(_FORMULA) and text_cell(text) == Cell(text)):
        return text
    return "'" + text


def escaped(text: str) -> str:
    """A text as a workbook can hold it: its form knows no control characters."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(value: int | float, zeros: int, epoch: date) -> Cell:
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return Cell(str(value), Doubt.FAILED)
    if abs(value) >= EXACT:
        return Cell(f"{value:.5E}", Doubt.ROUNDED, is_number=True)
    if isinstance(value, float) and not value.is_integer():
        return Cell(f"{value:.15g}", is_number=True)
    whole = int(value)
    return Cell(str(whole).zfill(zeros), is_number=zeros == 0, day=day_of(whole, epoch))
