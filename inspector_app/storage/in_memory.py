"""Finds among a few thousand texts kept in memory as the search index finds rows: what packs and checklists hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector_app.storage import index_text
from inspector_app.storage.finding import Nearness


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one text, as they are looked up; each line begins with a line break."""

    called: str
    written: str
    sounds: str
    begun: str
    numbers: str


def entry(names: Iterable[str], texts: Iterable[str] = (), numbers: Iterable[str] = ()) -> Entry:
    """`names` are found by their sound too; what begins as one of them, or is one, is near."""
    called = [index_text.plain(name) for name in names]
    written = [*called, *map(index_text.plain, texts)]
    own = list(filter(None, map(index_text.compact, numbers)))
    tokens = f"{index_text.initials(called)} {index_text.pinyin(called)}".split()
    begun = [way for name in called for way in index_text.readings(name)]
    return Entry(
        _lines([*called, *own]) + "\n",
        _lines(written),
        _lines(tokens),
        _lines([*called, *begun, *own]),
        _lines([*own, *index_text.runs(written)]),
    )


class Query:
    """What was typed, asked of one entry after the other."""

    def __init__(self, typed: str) -> None:
        self._words = index_text.words(typed)
        self._whole = f"\n{index_text.plain(typed)}\n"
        self._alike = [[f"\n{way}" for way in ways] for word in self._words for ways in index_text.homophones(word)]
        self._others = [word for word in self._words if not index_text.homophones(word)]

    def nearness(self, of: Entry) -> Nearness | None:
        if not self._words:
            return None
        if self._whole in of.called:
            return Nearness.EXACT
        if all(_holds(of, word) for word in self._words):
            return Nearness.BEGINS if f"\n{self._words[0]}" in of.begun else Nearness.WITHIN
        is_alike = self._alike and all(any(way in of.sounds for way in ways) for ways in self._alike)
        return Nearness.ALIKE if is_alike and all(_holds(of, word) for word in self._others) else None


def _holds(of: Entry, word: str) -> bool:
    if not word.isascii():
        return word in of.written
    if not index_text.is_run(word) and word in of.written:
        return True
    start = f"\n{word}"
    return start in of.numbers or f"\n{word[: index_text.PINYIN]}" in of.sounds


def _lines(words: Iterable[str]) -> str:
    return "".join(f"\n{word}" for word in words)
