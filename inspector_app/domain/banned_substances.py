"""Non-food substances (非食用物质): found by Chinese name or alias, pinyin, initials or English (domain.md 6.3).

In criminal law the list is evidence of a poisonous or harmful non-food material (judicial interpretation of 2021,
art. 9): a hit offers sealing, sampling, a case and the police.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Tag, Version
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.records.inspections import FindingAction
from inspector_app.records.operators import OperatorKind

SHORTEST_LATIN = 3
"""Letters from which pinyin, initials or English are searched."""


NO_FOOD = frozenset({OperatorKind.AGRI_INPUT_SHOP, OperatorKind.CONSUMER_GOODS_SHOP})
"""Who trades in such substances lawfully: a pesticide belongs on the shelf of a shop for farm supplies."""


class Substance(Part):
    number: int
    names: tuple[str, ...] = Field(min_length=1)
    """The name of the list, then its aliases."""
    pinyin: tuple[str, ...]
    """Of each name, syllables apart."""
    en: str = Field(min_length=1)
    foods: tuple[str, ...]
    foods_tag: Tag

    @model_validator(mode="after")
    def _pinyin_of_each_name(self) -> Self:
        if len(self.pinyin) != len(self.names):
            raise ValueError("each name has its pinyin")
        return self


class BannedSubstances(Version):
    pack: ClassVar = "banned-substances"
    edition: str
    """The edition of the list."""
    offers: tuple[FindingAction, ...]
    substances: tuple[Substance, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({each.number for each in self.substances}) < len(self.substances):
            raise ValueError("a number is there twice")
        return self


class Nearness(IntEnum):
    """How a text meets a substance; the least is the nearest."""

    NAME = 0
    BEGINS = 1
    WITHIN = 2


@dataclass(frozen=True, slots=True)
class Hit:
    substance: Substance
    name: str
    """The name that was met."""
    nearness: Nearness


def search(text: str, banned: BannedSubstances) -> list[Hit]:
    """Substances whose name, alias, pinyin, initials or English name hold the text, the nearest first."""
    wanted = _plain(text)
    if not wanted or (wanted.isascii() and len(wanted) < SHORTEST_LATIN):
        return []
    hits = [hit for each in banned.substances if (hit := _best(wanted, each)) is not None]
    return sorted(hits, key=lambda hit: (hit.nearness, hit.substance.number))


def named(text: str, banned: BannedSubstances) -> list[Hit]:
    """Substances that a longer text names, such as a list of ingredients or a bill: for the warning while typing."""
    written = _plain(text)
    hits = []
    for each in banned.substances:
        found = [name for name in each.names if _plain(name) in written]
        if found:
            hits.append(Hit(each, max(found, key=len), Nearness.WITHIN))
    return hits


def name_problems(name: str, kind: OperatorKind, banned: BannedSubstances) -> list[Problem]:
    """A warning at goods in the books of who handles food; whether it went into food an officer finds out."""
    if kind in NO_FOOD:
        return []
    found = named(name, banned)
    if not found:
        return []
    facts: dict[str, str | int] = {"name": found[0].name, "number": found[0].substance.number}
    return [Problem("product_name", Code.FORBIDDEN_SUBSTANCE, Severity.WARN, facts)]


def _best(wanted: str, substance: Substance) -> Hit | None:
    hits = [Hit(substance, name, near) for name, key in _keys(substance) if (near := _near(wanted, key)) is not None]
    return min(hits, key=lambda hit: hit.nearness, default=None)


def _keys(substance: Substance) -> Iterable[tuple[str, str]]:
    for name, pinyin in zip(substance.names, substance.pinyin, strict=True):
        yield name, _plain(name)
        yield name, _plain(pinyin)
        yield name, "".join(syllable[0] for syllable in pinyin.split())
    for english in substance.en.replace("(", ",").replace(")", "").split(","):
        yield english.strip(), _plain(english)


def _near(wanted: str, key: str) -> Nearness | None:
    if wanted == key:
        return Nearness.NAME
    if key.startswith(wanted):
        return Nearness.BEGINS
    return Nearness.WITHIN if wanted in key else None


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
