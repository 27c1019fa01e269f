"""A record of any kind as a row of cells, and back: every field is a column, and nothing is lost on the way.

Texts are texts, also where they look like numbers; money is yuan, quantities are in their unit, moments Chinese time.
"""

from __future__ import annotations

import json
import types
import typing
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from inspector_app.domain.local_time import instant, local
from inspector_app.paths import resources
from inspector_app.records.names import field_name, value_name
from inspector_app.sheets.cells import Cell, as_written
from inspector_app.sheets.columns import ENUMS, loose, word_for, words
from inspector_app.sheets.faults import SheetCode
from inspector_app.sheets.values import CellFault
from sync.record import Instant, Json, Record

Written = str | int | Decimal | None
"""What goes into a cell: a text, a number, or nothing."""
_YES_NO = {True: ("否", "是"), False: ("No", "Yes")}


class Form(StrEnum):
    """How a field stands in a cell."""

    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    YES_NO = "yes or no"
    WHOLE = "whole number"
    MONEY = "yuan"
    QUANTITY = "quantity"
    DEGREES = "degrees"
    DATE = "date"
    MOMENT = "moment"
    JSON = "JSON"


_SCALES = {Form.MONEY: 2, Form.QUANTITY: 3}


@cache
def forms(cls: type[Record]) -> Mapping[str, Form]:
    """{field: how it stands in a cell}, in the order of declaration."""
    return {name: _form(name, _hints(cls)[name]) for name in cls.model_fields}


@cache
def _hints(cls: type[Record]) -> Mapping[str, Any]:
    """Types are dear to ask for, and a file has many cells."""
    return typing.get_type_hints(cls, include_extras=True)


def _form(name: str, hint: Any) -> Form:
    kind = _plain(hint)
    if kind is None:
        return Form.JSON
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Form.WORD
    if typing.get_origin(kind) is tuple:
        inner = _plain(typing.get_args(kind)[0])
        return Form.WORDS if isinstance(inner, type) and issubclass(inner, StrEnum) else Form.JSON
    if kind is int:
        if name.endswith("_fen"):
            return Form.MONEY
        if name.endswith("_milli"):
            return Form.QUANTITY
        return Form.MOMENT if _is_instant(hint) else Form.WHOLE
    simple: dict[Any, Form] = {str: Form.TEXT, bool: Form.YES_NO, float: Form.DEGREES, date: Form.DATE}
    return simple.get(kind, Form.JSON)


def _plain(hint: Any) -> Any:
    """The type without its metadata and without None; None where several remain."""
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        arms = [arm for arm in typing.get_args(hint) if arm is not type(None)]
        return _plain(arms[0]) if len(arms) == 1 else None
    return hint


def _is_instant(hint: Any) -> bool:
    marks = typing.get_args(Instant)[1:]
    if typing.get_origin(hint) is typing.Annotated:
        inner, *metadata = typing.get_args(hint)
        return any(mark in metadata for mark in marks) or _is_instant(inner)
    return any(_is_instant(arm) for arm in typing.get_args(hint))


@cache
def _enum(cls: type[Record], name: str) -> type[StrEnum]:
    kind = _plain(_hints(cls)[name])
    if typing.get_origin(kind) is tuple:
        kind = _plain(typing.get_args(kind)[0])
    enum: type[StrEnum] = kind
    return enum


@cache
def headings(cls: type[Record], *, chinese: bool) -> Mapping[str, str]:
    """{field: heading}; a field without one bears the name that records give it, or its own where that is taken."""
    told: dict[str, dict[str, list[str]]] = yaml.safe_load((resources() / "sheets" / "fields.yaml").read_text("utf-8"))
    known = {**told[""], **told.get(cls.kind, {})}
    heads = {name: known[name][chinese] for name in cls.model_fields if name in known}
    named = {name: field_name(name, "zh" if chinese else "en") for name in cls.model_fields if name not in heads}
    taken = Counter(map(loose, (*heads.values(), *named.values())))
    heads |= {name: head if taken[loose(head)] == 1 else name for name, head in named.items()}
    return {name: heads[name] for name in cls.model_fields}


def kind_of(texts: Sequence[str], kinds: Sequence[type[Record]]) -> type[Record] | None:
    """The kind whose columns these headings are, in either language or by the fields' own names."""
    found = {loose(text) for text in texts if text}
    for cls in kinds:
        for heads in (headings(cls, chinese=True), headings(cls, chinese=False), {name: name for name in forms(cls)}):
            if found == {loose(each) for each in heads.values()}:
                return cls
    return None


def fields_of(texts: Sequence[str], cls: type[Record]) -> dict[str, int]:
    """{field: place} of headings that `kind_of` knows."""
    places = {loose(text): place for place, text in enumerate(texts)}
    found: dict[str, int] = {}
    for chinese in (True, False):
        heads = headings(cls, chinese=chinese)
        found |= {name: places[loose(head)] for name, head in heads.items() if loose(head) in places}
    return found | {name: places[loose(name)] for name in forms(cls) if loose(name) in places}


def written(cls: type[Record], name: str, value: Json, *, chinese: bool = True) -> Written:
    """What stands in the cell of a field, of its stored form."""
    if value is None:
        return None
    match forms(cls)[name]:
        case Form.TEXT | Form.DATE:
            return _text(str(value), optional=not _has_text_default(cls, name))
        case Form.WORD:
            return _word(_enum(cls, name), str(value), chinese=chinese)
        case Form.WORDS:
            return "、".join(_word(_enum(cls, name), each, chinese=chinese) for each in value) or None
        case Form.YES_NO:
            return _YES_NO[chinese][bool(value)]
        case Form.WHOLE:
            return int(value)
        case Form.MONEY | Form.QUANTITY as form:
            return Decimal(int(value)).scaleb(-_SCALES[form])
        case Form.DEGREES:
            return Decimal(repr(value))
        case Form.MOMENT:
            return local(int(value)).isoformat(" ")
        case Form.JSON:
            if value == [] and _is_list(cls, name):
                return None
            return as_written(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _text(text: str, *, optional: bool) -> str | None:
    if text:
        return as_written(text)
    return "'" if optional else None  # an empty text is something else than none


def _has_text_default(cls: type[Record], name: str) -> bool:
    """Whether an empty cell means an empty text."""
    hint = _hints(cls)[name]
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    return hint is str


def _word(enum: type[StrEnum], code: str, *, chinese: bool) -> str:
    if enum.__name__ in ENUMS:
        return word_for(enum(code), chinese=chinese)
    name = value_name(enum(code), "zh" if chinese else "en")
    return name if _named(enum).get(loose(name)) == code and "、" not in name else code


@cache
def _named(enum: type[StrEnum]) -> Mapping[str, str]:
    """{name in either language: code} of values that bear it alone."""
    found: dict[str, str] = {}
    for code in enum:
        for language in ("zh", "en"):
            name = loose(value_name(code, language))
            found[name] = code.value if found.get(name, code.value) == code.value else ""
    return found


def _is_list(cls: type[Record], name: str) -> bool:
    """Whether an empty cell means an empty list."""
    hint = _hints(cls)[name]
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    return typing.get_origin(hint) is tuple


def stored(cls: type[Record], name: str, cell: Cell) -> Json:
    """The stored form of what stands in a cell. Raises CellFault."""
    if not cell:
        return "" if _has_text_default(cls, name) and forms(cls)[name] is Form.TEXT else _nothing(cls, name)
    if cell.doubt is not None:
        raise CellFault(SheetCode(cell.doubt.value))
    text = cell.text
    try:
        match forms(cls)[name]:
            case Form.TEXT:
                return text
            case Form.DATE:
                return cell.day.isoformat() if cell.day else date.fromisoformat(text).isoformat()
            case Form.WORD:
                return _code(_enum(cls, name), text)
            case Form.WORDS:
                return [_code(_enum(cls, name), each) for each in text.split("、") if each]
            case Form.YES_NO:
                return next(pair for pair in _YES_NO.values() if text in pair).index(text) == 1
            case Form.WHOLE:
                return int(text)
            case Form.MONEY | Form.QUANTITY as form:
                return _whole(Decimal(text).scaleb(_SCALES[form]))
            case Form.DEGREES:
                return float(text)
            case Form.MOMENT:
                return instant(datetime.fromisoformat(text))
            case Form.JSON:
                return json.loads(text)
    except (ValueError, LookupError, ArithmeticError, TypeError, RecursionError, StopIteration):
        raise CellFault(SheetCode.UNREADABLE, reason=forms(cls)[name].value) from None


def _nothing(cls: type[Record], name: str) -> Json:
    return [] if forms(cls)[name] is Form.WORDS or _is_list(cls, name) else None


def _code(enum: type[StrEnum], text: str) -> str:
    if text in set(enum):
        return enum(text).value
    return words(enum.__name__)[loose(text)].value if enum.__name__ in ENUMS else enum(_named(enum)[loose(text)]).value


def _whole(number: Decimal) -> int:
    if number != int(number):
        raise ValueError(number)
    return int(number)


def documentation(cls: type[Record], *, chinese: bool) -> list[list[str]]:
    """What each column is: heading, field, form, the words it takes, its class of personal data."""
    rows = []
    for name, form in forms(cls).items():
        known = []
        if form in (Form.WORD, Form.WORDS):
            known = [_word(_enum(cls, name), each.value, chinese=chinese) for each in _enum(cls, name)]
        rule = cls.rules()[name]
        rows.append([headings(cls, chinese=chinese)[name], name, form.value, "、".join(known), rule.personal.value])
    return rows


def told(cls: type[Record], name: str, cell: Cell) -> Json:
    """The stored form of a cell that holds it already. Raises CellFault."""
    if not cell:
        return None
    if forms(cls)[name] in (Form.TEXT, Form.WORD, Form.DATE):
        return cell.text
    try:
        return json.loads(cell.text)
    except (ValueError, RecursionError):
        raise CellFault(SheetCode.UNREADABLE, reason=forms(cls)[name].value) from None
