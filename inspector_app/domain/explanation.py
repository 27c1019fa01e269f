"""One line of why something came out as it did; pages hold a sentence for each code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

C = TypeVar("C", bound=StrEnum)


@dataclass(frozen=True)
class Line(Generic[C]):
    code: C
    facts: Mapping[str, str | int]


def half_up(numerator: int, denominator: int) -> int:
    """The quotient, rounded; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)
