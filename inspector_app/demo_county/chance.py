"""Chance from a seed: a stream for each part of the county, so that resizing one leaves the others as they were."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")

DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_ZONE_MINUTES = 8 * 60


def instant(day: date, minute: float) -> int:
    """Microseconds UTC of a minute of a Chinese local day."""
    return (day.toordinal() - _EPOCH) * DAY + int((minute - _ZONE_MINUTES) * 60_000_000)


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """Things with weights, prepared for drawing."""

    things: tuple[T, ...]
    upto: tuple[float, ...]

    @staticmethod
    def of(weights: Mapping[T, float]) -> Choice[T]:
        return Choice(tuple(weights), tuple(accumulate(weights.values())))


class Chance(random.Random):
    """A repeatable stream."""

    @classmethod
    def at(cls, *place: int | str) -> Chance:
        """The stream of a place in the plan: Chance.at(7, "operator", 12)."""
        return cls("/".join(map(str, place)))

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def one(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def draw(self, choice: Choice[T]) -> T:
        return choice.things[bisect_right(choice.upto, self.random() * choice.upto[-1], 0, len(choice.upto) - 1)]

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def poisson(self, mean: float) -> int:
        """Knuth's multiplication; for small means."""
        floor, product, count = math.exp(-mean), self.random(), 0
        while product > floor:
            product *= self.random()
            count += 1
        return count

    def geometric(self, p: float) -> int:
        """Failures before the first success."""
        return int(math.log(1.0 - self.random()) / math.log(1.0 - p))

    def id_at(self, moment: int) -> str:
        """A UUIDv7 of that instant (microseconds), its random bits from this stream."""
        time, bits = f"{moment // 1000:012x}", self.getrandbits(74)
        tail = f"{bits & ((1 << 62) - 1) | 1 << 63:016x}"
        return f"{time[:8]}-{time[8:]}-7{bits >> 62:03x}-{tail[:4]}-{tail[4:]}"
