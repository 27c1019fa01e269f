"""What a cell says as a value of its column; what cannot be told from it is a fault, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from inspector_app.domain.shelf_life import DateOrder, read_date
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.sheets.cells import Cell, day_of
from inspector_app.sheets.columns import Column, Type, loose, words
from inspector_app.sheets.faults import SheetCode

LONGEST = 2_000
"""Characters of one cell that anybody means."""
LARGEST = 10**12
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "未知", "不详", "n/a", "na", "null", "none"})
"""What people write into a cell that they leave empty."""
ENDLESS = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "长久"})
_SEPARATORS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_AMOUNT = re.compile(r"[¥￥]?\s*([+-]?\d+(?:\.\d+)?)\s*(?:元|圆)?(?:整)?")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(\D*)")
_SHELF_LIFE = re.compile(r"(\d+)\s*([^\d\s]*)")
_DAY_MONTH_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_TWO_DIGIT_YEAR = re.compile(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{6}")
_SERIAL = re.compile(r"[1-7]\d{4}")
_TIME = re.compile(r"[T\s]+\d{1,2}[:：时]\d{1,2}.*$")


class CellFault(Exception):
    def __init__(self, code: SheetCode, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def is_nothing(cell: Cell) -> bool:
    return (
        not cell.literal and cell.doubt is None and unicodedata.normalize("NFKC", cell.text).strip().lower() in NOTHING
    )


def is_masked(text: str) -> bool:
    """A value that somebody was not to see: it says nothing of what it hides."""
    return "**" in text or "＊＊" in text or (text != "" and set(text) <= {"*", "＊"})


def value_of(column: Column, cell: Cell) -> Any:
    """The value in stored form; None of an empty cell. Raises CellFault."""
    if is_nothing(cell):
        return None
    if cell.doubt is not None:
        raise CellFault(SheetCode(cell.doubt.value))
    if len(cell.text) > LONGEST:
        raise CellFault(SheetCode.TOO_LONG, most=LONGEST)
    return _READERS[column.type](column, cell)


def _text(_: Column, cell: Cell) -> str:
    return cell.text


def _code(_: Column, cell: Cell) -> str:
    if is_masked(cell.text):
        raise CellFault(SheetCode.MASKED)
    return unicodedata.normalize("NFKC", cell.text) if not cell.literal else cell.text


def _date(_: Column, cell: Cell) -> date | None:
    if cell.day is not None:
        return cell.day
    text = _TIME.sub("", unicodedata.normalize("NFKC", cell.text).strip())
    if text in ENDLESS:
        return None
    if _SERIAL.fullmatch(text):  # of a workbook that was saved as text
        return day_of(int(text))
    if _DAY_MONTH_YEAR.fullmatch(text) or _TWO_DIGIT_YEAR.fullmatch(text):
        raise CellFault(SheetCode.DATE_ORDER)
    text = text.replace("/", "-").replace(".", "-")
    read = read_date(text, DateOrder.YMD)
    if read.day is None or read.codes:
        raise CellFault(SheetCode.NOT_A_DATE)
    return read.second or read.day  # from one day to another: until when


def _whole(_: Column, cell: Cell) -> int:
    number = _decimal(_plain(cell))
    if number != int(number):
        raise CellFault(SheetCode.NOT_WHOLE)
    return int(number)


def _quantity(_: Column, cell: Cell) -> int:
    found = _NUMBER.fullmatch(_plain(cell))
    if found is None:
        raise CellFault(SheetCode.NOT_A_NUMBER)
    return _scaled(found[1], 3)


def unit_beside(cell: Cell) -> str:
    """The unit behind a quantity, as in 20袋."""
    found = _NUMBER.fullmatch(_plain(cell))
    return found[2].strip() if found else ""


def _money(_: Column, cell: Cell) -> int:
    found = _AMOUNT.fullmatch(_plain(cell))
    if found is None:
        raise CellFault(SheetCode.NOT_A_NUMBER)
    return _scaled(found[1], 2)


def _degrees(_: Column, cell: Cell) -> float:
    number = _decimal(_plain(cell))
    if abs(number) > 180:
        raise CellFault(SheetCode.NOT_A_NUMBER)
    return float(number)


def _word(column: Column, cell: Cell) -> str:
    value = words(column.of).get(loose(cell.text))
    if value is None:
        raise CellFault(SheetCode.UNKNOWN_WORD, known=_known(column.of))
    return value.value


def _words(column: Column, cell: Cell) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[,，、;；/\s]+", cell.text) if part]
    return tuple(dict.fromkeys(_word(column, Cell(part)) for part in parts))


def _shelf_life(_: Column, cell: Cell) -> tuple[int, str]:
    """Of a number alone nobody knows whether it means days or months."""
    found = _SHELF_LIFE.fullmatch(_plain(cell))
    if found is None:
        raise CellFault(SheetCode.UNKNOWN_WORD, known=_known("ShelfLifeUnit"))
    unit = words("ShelfLifeUnit").get(loose(found[2]))
    if unit is None or not 0 < int(found[1]) < 100_000:
        raise CellFault(SheetCode.UNKNOWN_WORD, known=_known("ShelfLifeUnit"))
    return int(found[1]), ShelfLifeUnit(unit).value


_READERS: Mapping[Type, Callable[[Column, Cell], Any]] = {
    Type.TEXT: _text,
    Type.CODE: _code,
    Type.DATE: _date,
    Type.WHOLE: _whole,
    Type.QUANTITY: _quantity,
    Type.MONEY: _money,
    Type.DEGREES: _degrees,
    Type.WORD: _word,
    Type.WORDS: _words,
    Type.SHELF_LIFE: _shelf_life,
}


def _plain(cell: Cell) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", cell.text).strip())


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellFault(SheetCode.NOT_A_NUMBER) from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise CellFault(SheetCode.NOT_A_NUMBER)
    return number


def _scaled(text: str, digits: int) -> int:
    """A number in its smallest parts; more digits than those would be lost."""
    number = _decimal(text).scaleb(digits)
    if number != int(number):
        raise CellFault(SheetCode.NOT_WHOLE)
    return int(number)


def _known(enum: str) -> str:
    first: dict[Any, str] = {}
    for word, value in words(enum).items():
        if not word.isascii():
            first.setdefault(value, word)
    return "、".join(first.values())
