"""The quality index of an area (质量指数): shares of what is right, by weight, from 0.0 to 100.0."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Self

from pydantic import Field, model_validator

from inspector_app.domain.areas import Counted
from inspector_app.domain.packs import Part, Version, Words


class Share(Part):
    """What is right of a figure: all that `of` counts but what `wrong` does."""

    id: str = Field(pattern=r"^[a-z-]+$")
    title: Words
    wrong: str
    of: str
    weight: int = Field(ge=1)


class QualityIndex(Version):
    pack: ClassVar = "quality"
    formula: Words
    least_weight: int = Field(ge=1)
    """Of the shares that can be measured: with less there is no index."""
    shares: tuple[Share, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        ids = [each.id for each in self.shares]
        if len(set(ids)) < len(ids):
            raise ValueError("two shares have one id")
        if self.least_weight > sum(each.weight for each in self.shares):
            raise ValueError("there would never be an index")
        return self


def index(rules: QualityIndex, counted: Mapping[str, Counted]) -> int | None:
    """The index in tenths, half a tenth upwards. A share of nothing has no weight; None where too little is left."""
    measured = [(share, counted[share.id]) for share in rules.shares if counted[share.id].of]
    weight = sum(share.weight for share, _ in measured)
    if weight < rules.least_weight:
        return None
    right = sum(share.weight * (1 - Fraction(each.count, each.of or 1)) for share, each in measured)
    return int(1000 * right / weight + Fraction(1, 2))
