"""How alike two written names or addresses are, as people hear, write and shorten them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

Sounds = Callable[[str], Iterable[str]]
"""Readings of a character without tones."""

SAME_SOUND, EXCHANGED, TOO_MUCH, WRONG = 0.35, 0.5, 0.7, 1.0
"""What a character costs that sounds alike, changed places with the next, is there in one alone, is another."""

_BRACKETED = re.compile(r"\([^()]*\)")
_SUFFIX = re.compile("(?:自治区|自治县|街道|社区|居委会|村委会|省|市|县|区|镇|乡|村)$")
_HOUSE = re.compile(r"(\D*)(\d+)")
_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
_SPELT = re.compile("[〇零一二两三四五六七八九十百]+(?=[号栋幢楼室-]|$)")
_ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Told apart in the standard language, not in many villages."""


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Letters, digits and characters alone, narrow, lower case; what stands in brackets is left out."""
    narrow = _BRACKETED.sub("", unicodedata.normalize("NFKC", text).lower())
    return "".join(filter(str.isalnum, narrow))


def contradict(text: str, other: str) -> bool:
    """Whether two writings cannot be of one thing. Papers shorten names; one that says nothing contradicts nothing."""
    first, second = ("".join(unicodedata.normalize("NFKC", each).casefold().split()) for each in (text, other))
    return bool(first and second) and first not in second and second not in first


def names_contradict(name: str, other: str) -> bool:
    """The same of names: 省质检院 may be 福建省产品质量检验研究院, whose characters it keeps in their order."""
    if not contradict(name, other):
        return False
    short, long = sorted((plain(name), plain(other)), key=len)
    rest = iter(long)
    return not all(char in rest for char in short)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A shop's name without the places that it begins with: the name proper (字号), and what sort of shop it is."""

    proper: str
    ending: str
    sort: int | None
    """Which line of words that are taken for one another; None for none of them."""


@lru_cache(maxsize=1 << 12)
def name_parts(name: str, places: tuple[str, ...], sorts: tuple[tuple[str, ...], ...]) -> NameParts:
    body = _without(plain(name), places)
    ending, sort = max(
        ((word, line) for line, words in enumerate(sorts) for word in words if body.endswith(word)),
        key=lambda found: len(found[0]),
        default=("", None),
    )
    return NameParts(body.removesuffix(ending), ending, sort)


@lru_cache(maxsize=1 << 12)
def house(address: str, places: tuple[str, ...]) -> tuple[str, int | None]:
    """The street without the places that it lies in, and the house number."""
    text = plain(_SPELT.sub(lambda found: str(_number(found[0])), unicodedata.normalize("NFKC", address)))
    text = _without(text, places)
    if found := _HOUSE.match(text):
        return found[1], int(found[2][:9])
    return text, None


def _without(text: str, places: tuple[str, ...]) -> str:
    """The text without the places at its beginning, each by its full name or without 镇, 村 and the like."""
    words = _words(places)
    while text not in words and (found := next((word for word in words if word and text.startswith(word)), None)):
        text = text[len(found) :]
    return text


@lru_cache(maxsize=1 << 12)
def _words(places: tuple[str, ...]) -> list[str]:
    """The longest first."""
    full = {plain(place) for place in places}
    return sorted(full | {_SUFFIX.sub("", word) for word in full if len(word) > 2}, key=len, reverse=True)


def _number(spelt: str) -> int:
    """Both 三五 and 三十五 are 35."""
    if not any(char in _TENS for char in spelt):
        return int("".join(str(_DIGITS[char]) for char in spelt))
    total, digit = 0, 0
    for char in spelt:
        if char in _TENS:
            total, digit = total + (digit or 1) * _TENS[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit


def likeness(one: str, other: str, sounds: Sounds) -> float:
    """1 for the same text, 0 for nothing in common: the least cost of turning one into the other, by the longer one."""
    if one == other:
        return 1.0
    before: list[float] = []
    row = [place * TOO_MUCH for place in range(len(other) + 1)]
    for i, a in enumerate(one, start=1):
        above, before, row = before, row, [i * TOO_MUCH]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + TOO_MUCH, row[j - 1] + TOO_MUCH, before[j - 1] + _exchange(a, b, sounds))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b != a:
                cost = min(cost, above[j - 2] + EXCHANGED)
            row.append(cost)
    return max(0.0, 1 - row[-1] / max(len(one), len(other)))


def _exchange(one: str, other: str, sounds: Sounds) -> float:
    if one == other:
        return 0.0
    return SAME_SOUND if _heard(one, sounds) & _heard(other, sounds) else WRONG


@lru_cache(maxsize=1 << 14)
def _heard(char: str, sounds: Sounds) -> frozenset[str]:
    return frozenset(_worn(reading) for reading in sounds(char))


def _worn(reading: str) -> str:
    for standard, said in _ACCENTS:
        reading = reading.replace(standard, said)
    return reading
