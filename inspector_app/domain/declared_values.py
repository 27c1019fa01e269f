"""What a maker declares of its goods against what a laboratory measured (企业内控标准, domain.md row 7.4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Meets(StrEnum):
    MEETS = "MEETS"
    FAILS = "FAILS"
    UNCLEAR = "UNCLEAR"
    """Not told in a way that can be compared: other units, a bare value, words."""
    NOT_TESTED = "NOT_TESTED"


@dataclass(frozen=True, slots=True)
class Compared:
    measure: str
    declared: str
    tested: str
    meets: Meets


_NUMBER = r"-?\d+(?:\.\d+)?"
_LEAST = ("≥", ">=", "不低于", "不少于", "不小于")
_MOST = ("≤", "<=", "不高于", "不超过", "不大于", "不多于")
_ABSENT = ("不得检出", "未检出", "ND", "阴性")


@dataclass(frozen=True, slots=True)
class _Span:
    """From the least to the most, in a unit; None is no bound."""

    least: Decimal | None
    most: Decimal | None
    unit: str


def compare(declared: Mapping[str, str], tested: Mapping[str, str]) -> list[Compared]:
    """Each declared measure beside the value of its name in the report."""
    values = {_plain(name): value for name, value in tested.items()}
    return [
        Compared(name, promise, value := values.get(_plain(name), ""), _meets(promise, value))
        for name, promise in declared.items()
    ]


def _meets(promise: str, value: str) -> Meets:
    if not value.strip():
        return Meets.NOT_TESTED
    if _is_absent(promise):
        if _is_absent(value):
            return Meets.MEETS
        return Meets.FAILS if _single(value) is not None else Meets.UNCLEAR
    bounds = _bounds(promise)
    if bounds is not None and _is_absent(value) and bounds.least is None:
        return Meets.MEETS
    found = _single(value)
    if bounds is None or found is None or found.unit != bounds.unit or found.least is None:
        return Meets.UNCLEAR
    low = bounds.least is None or found.least >= bounds.least
    high = bounds.most is None or found.least <= bounds.most
    return Meets.MEETS if low and high else Meets.FAILS


def _bounds(text: str) -> _Span | None:
    """At least, at most, or from and to. A bare number promises neither."""
    plain = _plain(text)
    if found := re.fullmatch(rf"({_NUMBER})(?:~|-|—|至)({_NUMBER})(\D.*)?", plain):
        return _Span(Decimal(found[1]), Decimal(found[2]), found[3] or "")
    for signs, is_least in ((_LEAST, True), (_MOST, False)):
        for sign in signs:
            rest = plain.removeprefix(_plain(sign))
            if rest != plain and (found := re.fullmatch(rf"({_NUMBER})(\D.*)?", rest)):
                bound = Decimal(found[1])
                return _Span(bound if is_least else None, None if is_least else bound, found[2] or "")
    return None


def _single(text: str) -> _Span | None:
    found = re.fullmatch(rf"({_NUMBER})(\D.*)?", _plain(text))
    return _Span(Decimal(found[1]), Decimal(found[1]), found[2] or "") if found else None


def _is_absent(text: str) -> bool:
    return _plain(text) in map(_plain, _ABSENT)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).replace("～", "~").replace("克", "g")
