"""The columns that we know of each register, how counties head them, and how they write what we keep as codes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from inspector_app.domain.packs import Part
from inspector_app.paths import resources
from inspector_app.records import goods, ledgers, operators, suppliers


class Register(StrEnum):
    """What can be imported from a list of somebody else's."""

    OPERATORS = "operators"
    PRODUCTS = "products"
    LEDGER = "ledger"
    SUPPLIERS = "suppliers"
    DOORS = "doors"
    STANDARDS = "standards"
    """Headquarters' own: a laptop takes none in."""


class Type(StrEnum):
    TEXT = "text"
    CODE = "code"
    """A number that is a name: zeros in front of it count."""
    DATE = "date"
    WHOLE = "whole"
    QUANTITY = "quantity"
    MONEY = "money"
    DEGREES = "degrees"
    WORD = "word"
    WORDS = "words"
    SHELF_LIFE = "shelf_life"


class Column(Part):
    type: Type
    of: str = ""
    """The enumeration whose values words stand for."""
    needed: bool = False
    zh: str
    en: str
    also: tuple[str, ...] = ()


class Columns(Part):
    zh: str
    en: str
    columns: Mapping[str, Column]


ENUMS: Mapping[str, type[StrEnum]] = {
    each.__name__: each
    for each in (
        operators.OperatorKind, operators.CanteenKind, operators.AgriKind, operators.LicenceType, goods.ProductField,
        goods.PackForm, goods.ShelfLifeUnit, ledgers.Direction, suppliers.SupplyChannel,
    )
}  # fmt: skip
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NOISE = re.compile(r"[\s*:：、,，.。·_\-—()\[\]【】\"'“”]+")


def loose(text: str) -> str:
    """A heading or word as it is compared: half width, small letters, without blanks and what stands in brackets."""
    half = unicodedata.normalize("NFKC", text).lower()
    return _NOISE.sub("", _BRACKETS.sub("", half)) or _NOISE.sub("", half)


@cache
def columns_of(register: Register) -> Columns:
    told = _file("columns.yaml")[register]
    return Columns.model_validate_json(json.dumps(told))


@cache
def headings(register: Register) -> Mapping[str, str]:
    """{heading, loosely: column}. The column whose own name it is goes before others that are headed so too."""
    known: dict[str, str] = {}
    columns = columns_of(register).columns
    for name, column in columns.items():
        for heading in (name, column.zh, column.en):
            known.setdefault(loose(heading), name)
    for name, column in columns.items():
        for heading in column.also:
            known.setdefault(loose(heading), name)
    return known


def column_named(register: Register, told: str) -> str | None:
    """The column that a person means, by its code or as lists head it."""
    return headings(register).get(loose(told))


def known_columns(register: Register) -> str:
    """All columns, for whoever named one that is not there."""
    return "、".join(f"{column.zh}（{name}）" for name, column in columns_of(register).columns.items())


@cache
def words(enum: str) -> Mapping[str, StrEnum]:
    """{word, loosely: value} of an enumeration."""
    values = {ENUMS[enum](code): said for code, said in _file("words.yaml")[enum].items()}
    return {loose(word): value for value, said in values.items() for word in (value.value, *said)}


def word_for(value: StrEnum, *, chinese: bool) -> str:
    """The word that our own files write for a value."""
    said: list[str] = _file("words.yaml")[type(value).__name__][value.value]  # equal values of two enums are one key
    return said[0 if chinese else 1]


@cache
def _file(name: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = yaml.safe_load((resources() / "sheets" / name).read_text("utf-8"))
    return told
