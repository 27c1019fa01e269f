"""What kinds, fields and values of records are called, for lists, forms and exports that follow the declarations.

Chinese stands in resources/names; the English name is the identifier, spelled out.
"""

from __future__ import annotations

import csv
from enum import StrEnum
from functools import cache

from inspector_app import paths

_ENDINGS = ("_ids", "_id", "_sha256")
_UNITS = {"fen": "(0.01 yuan)", "milli": "(thousandths)", "mg": "(mg)", "g": "(g)", "km": "(km)"}


def kind_name(kind: str, language: str) -> str:
    return _name("kinds", kind, kind, language)


def field_name(field: str, language: str) -> str:
    """Of a field, or of a merge unit."""
    return _name("fields", field, field, language)


def value_name(value: StrEnum, language: str) -> str:
    return _name("values", f"{type(value).__name__}.{value.name}", value.name, language)


def known(table: str, name: str) -> bool:
    """Whether the table (kinds, fields, values) names this."""
    return name in _chinese(table)


def _name(table: str, name: str, identifier: str, language: str) -> str:
    """The identifier itself where a table lacks it, so that nothing stays without a name."""
    spelled = _spelled(identifier)
    return _chinese(table).get(name, spelled) if language.startswith("zh") else spelled


@cache
def _chinese(table: str) -> dict[str, str]:
    with (paths.resources() / "names" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["zh"] for row in csv.DictReader(file)}


def _spelled(identifier: str) -> str:
    ending = next((each for each in _ENDINGS if identifier.endswith(each)), "")
    *words, last = identifier.removesuffix(ending).split("_")
    words.append(_UNITS.get(last, last) if words else last)
    text = " ".join(words).lower()
    return text[:1].upper() + text[1:]
