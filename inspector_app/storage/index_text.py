"""Text as the search index wants it: characters in pairs, pinyin by syllable starts, numbers whole."""

from __future__ import annotations

import itertools
import math
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

INITIALS = 8
"""Letters of an initials token; a longer query is cut to it."""
PINYIN = 12
"""As INITIALS, for full pinyin."""
BEGINNINGS = range(2, 12)
"""Lengths of the beginnings of numbers that are indexed; shorter and longer ones are prefix queries."""
_NUMBER, _WHOLE, _BEGINS = "\ue000", "\ue001", "\ue002"
"""Stand before each number, before a number that is whole, and before the pinyin of a name from its beginning.

All columns share one list of words, and others' queries would walk through these too. Characters for private use:
nobody types them, and the tokenizer takes them for letters.
"""
BEGUN = 4
"""Ways to read a whole name that are marked as its beginning."""
_RUN = re.compile("[0-9a-z]+")
_SHORTEST, _LONGEST = 3, 32
"""Characters of a run that are indexed; a longer query is cut to them."""
READINGS = 12
"""Ways to read the same few characters that are indexed, those with the fewest unusual readings first."""


def characters(texts: Iterable[str | None]) -> str:
    """Each character of the texts with the one that follows it, so that any substring is a phrase of such pairs.

    Of single characters, those of place names are in every row, and a phrase of them takes long to find. The last one
    of a text stands alone, so that no phrase spans two texts.
    """
    return " ".join(pair for text in texts for pair in _pairs(_units(text)))


def initials(names: Iterable[str | None]) -> str:
    """For each character the initials from there on, in every usual reading: zjd jd d."""
    return " ".join(dict.fromkeys(_tokens(names, INITIALS, first_letter=True)))


def pinyin(names: Iterable[str | None]) -> str:
    """For each character the full pinyin from there on, in every usual reading: zhangjidian jidian dian."""
    return " ".join(dict.fromkeys(_tokens(names, PINYIN, first_letter=False)))


def beginning(name: str | None) -> str:
    """The pinyin and the initials of a whole name, in its most usual readings: what begins so is the nearest."""
    return " ".join(_BEGINS + way for way in readings(name))


def readings(name: str | None) -> list[str]:
    """The initials and the pinyin of a name from its beginning, in its most usual readings."""
    units = _units(name)[:PINYIN]
    return [
        way
        for length, first_letter in ((INITIALS, True), (PINYIN, False))
        for way in _starting(_window(units, 0, length, first_letter), length, first_letter)[:BEGUN]
    ]


def numbers(values: Iterable[str | None], within: Iterable[str] = ()) -> str:
    """Numbers without their spaces and hyphens, whole and by their beginnings, each as a word of its own.

    A county's numbers begin alike: a prefix query would merge the places of every one of them at each key. `within` are
    runs of other texts. A number is typed with and without the zeros before it.
    """
    own = list(dict.fromkeys(filter(None, (compact(value or "") for value in values))))
    own += [bare for number in own if number.startswith("0") and (bare := number.lstrip("0"))]
    every = [*own, *within]
    begun = (number[:n] for number in every for n in BEGINNINGS if len(number) >= n)
    return " ".join([*(_NUMBER + word for word in dict.fromkeys([*every, *begun])), *(_WHOLE + each for each in own)])


def runs(texts: Iterable[str | None]) -> list[str]:
    """The runs of letters and digits within texts, from each of their characters on.

    They are indexed among the numbers, so that such a word need not be sought among the characters (`is_run`).
    """
    whole = (run for text in texts for run in _RUN.findall(_units(text)))
    return [rest for run in whole for start in range(len(run)) if is_run(rest := run[start : start + _LONGEST])]


def is_run(word: str) -> bool:
    """Whether the numbers alone tell in which texts this stands.

    Digits are in almost every address: to find that a phrase of them is in none, a query walks through all.
    """
    return len(word) >= _SHORTEST and word.isascii()


def number_query(word: str) -> str:
    """The term that finds numbers beginning with this."""
    return f'"{_NUMBER}{word}"' if len(word) in BEGINNINGS else f'"{_NUMBER}{word[:_LONGEST]}" *'


def whole_number(word: str) -> str:
    """The term that finds this very number."""
    return f'"{_WHOLE}{word}"'


def begins(word: str) -> str:
    """The term that finds names whose pinyin or initials begin so."""
    return f'"{_BEGINS}{word[:PINYIN]}" *'


def homophones(word: str) -> list[tuple[str, ...]]:
    """How a word of Chinese characters sounds, piece by piece, each in its ways to read it: what else sounds so?

    Nothing for a single character, which sounds like too many.
    """
    if len(word) < 2 or not all(_is_read(char) for char in word):
        return []
    pieces, rest = [], word
    while rest:
        piece = _window(rest, 0, PINYIN, first_letter=False)
        pieces.append(_starting(piece, PINYIN, first_letter=False))
        rest = rest[len(piece) :]
    return pieces


def compact(text: str) -> str:
    """Letters and digits alone, narrow, lower case."""
    return "".join(filter(str.isascii, _units(text)))


def plain(text: str) -> str:
    """Letters, digits and characters alone, narrow, lower case."""
    return _units(text)


def words(query: str) -> list[str]:
    """What the user typed, word by word."""
    return [units for word in query.split() if (units := _units(word))]


def phrase(word: str) -> str:
    """The phrase that finds a word among `characters`."""
    return f'"{" ".join(_pairs(word)[:-1])}"' if len(word) > 1 else f'"{word}" *'


def _pairs(units: str) -> list[str]:
    return [units[start : start + 2] for start in range(len(units))]


def _units(text: str | None) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text or "").lower()))


def _tokens(names: Iterable[str | None], length: int, first_letter: bool) -> Iterator[str]:
    for name in names:
        units = _units(name)
        for start in range(len(units)):
            yield from _starting(_window(units, start, length, first_letter), length, first_letter)


def _window(units: str, start: int, length: int, first_letter: bool) -> str:
    """The characters from `start` on that make up the length, however they are read."""
    letters = 0
    for place in range(start, len(units)):
        letters += _shortest(units[place], first_letter)
        if letters >= length:
            return units[start : place + 1]
    return units[start:]


@lru_cache(maxsize=1 << 16)  # names share their endings: so many are a shop or a restaurant
def _starting(units: str, length: int, first_letter: bool) -> tuple[str, ...]:
    """The ways to read these characters, the usual one first."""
    choices = [_readings(char, first_letter) for char in units]
    few = math.prod(map(len, choices)) <= READINGS
    ways = itertools.product(*choices) if few else itertools.islice(_ways(choices), READINGS)
    return tuple(dict.fromkeys("".join(way)[:length] for way in ways))


def _ways(choices: list[tuple[str, ...]]) -> Iterator[Iterable[str]]:
    """Every way to take one of each, the first of each first, then with one other, with two others ..."""
    several = [place for place, options in enumerate(choices) if len(options) > 1]
    for others in range(len(several) + 1):
        for places in itertools.combinations(several, others):
            for picked in itertools.product(*(choices[place][1:] for place in places)):
                way = [options[0] for options in choices]
                for place, reading in zip(places, picked, strict=True):
                    way[place] = reading
                yield way


def _is_read(char: str) -> bool:
    return _readings(char, first_letter=False) != (char,)


@cache
def _shortest(char: str, first_letter: bool) -> int:
    return min(map(len, _readings(char, first_letter)))


def sounds(char: str) -> tuple[str, ...]:
    """The usual readings of a character without tones; itself when it is no Chinese character."""
    return _readings(char, False)


@cache
def _readings(char: str, first_letter: bool) -> tuple[str, ...]:
    """Readings of a character without tones, or their first letters; itself when it is no Chinese character."""
    if char.isascii():
        return (char,)
    return tuple(dict.fromkeys(reading[:1] if first_letter else reading for reading in _pinyin_of(char)))


@cache
def _pinyin_of(char: str) -> tuple[str, ...]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # every reading is indexed: no need of the phrase table
    import pypinyin

    read = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(read[0][:3])) if read else (char,)
