"""Score cards of areas (示范县、放心乡镇、放心社区): points of what is counted and of what an area says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from inspector_app.domain.packs import Part, Version, Words


class Measure(StrEnum):
    COUNT = "COUNT"
    PERCENT = "PERCENT"
    """Of the figure that it is a part of; none where there is nothing to be a part of."""


class Indicator(Part):
    """A figure with its bound: at least, or at most."""

    id: str = Field(pattern=r"^[a-z-]+$")
    title: Words
    figure: str
    measure: Measure
    least: int | None = None
    most: int | None = None
    points: int = Field(ge=1)

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.least is None) == (self.most is None):
            raise ValueError("an indicator has one bound")
        return self

    def met(self, counted: Counted) -> bool:
        """Nothing to be a part of meets every most, and no least."""
        if self.measure is Measure.COUNT:
            value, bound = counted.count, 1
        else:
            value, bound = 100 * counted.count, counted.of or 0
        if self.least is not None:
            return bound > 0 and value >= self.least * bound
        assert self.most is not None
        return value <= self.most * bound


class Question(Part):
    id: str = Field(pattern=r"^[a-z-]+$")
    text: Words
    points: int = Field(ge=1)


class Card(Part):
    id: str = Field(pattern=r"^[a-z-]+$")
    title: Words
    level: Literal[6, 9, 12]
    """Digits of the codes of areas that it is for."""
    pass_points: int
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = ()

    @property
    def most_points(self) -> int:
        return sum(each.points for each in self.indicators) + sum(each.points for each in self.questions)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [each.id for each in self.indicators] + [each.id for each in self.questions]
        if len(set(ids)) < len(ids):
            raise ValueError("two lines have one id")
        if not 0 < self.pass_points <= self.most_points:
            raise ValueError("nobody can pass, or everybody does")
        return self


class AreaCards(Version):
    pack: ClassVar = "areas"
    cards: tuple[Card, ...] = Field(min_length=1)

    def card(self, card_id: str) -> Card:
        return next(each for each in self.cards if each.id == card_id)


@dataclass(frozen=True, slots=True)
class Counted:
    count: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    points: int
    passed: bool
    lines: Mapping[str, int]
    """{indicator or question: its points}; they add up."""


def score(card: Card, numbers: Mapping[str, Counted], answers: Mapping[str, bool]) -> Scored:
    """`numbers` by indicator, `answers` by question; a question that nobody answered gives nothing."""
    lines = {each.id: each.points if each.met(numbers[each.id]) else 0 for each in card.indicators}
    lines |= {each.id: each.points if answers.get(each.id) else 0 for each in card.questions}
    points = sum(lines.values())
    return Scored(points, points >= card.pass_points, lines)
