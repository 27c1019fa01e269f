"""Errors planted on purpose (domain.md 9.2, last row), and the list that tells which they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

BAD_CHECK_DIGIT = 0.005
DUPLICATED_PERSON = 0.003
SWAPPED_DATES = 0.002
IMPOSSIBLE_COORDINATES = 0.001
OVERSOLD = 0.005
"""Share of sale lines that sell more of a batch than the shop has."""


class Fault(NamedTuple):
    """A field of a row that is wrong."""

    kind: str
    id: str
    field: str


def misprinted(number: str) -> str:
    """The number with another last character, so that its check digit fails."""
    return number[:-1] + (
        "0" if number[-1] == "X" else "X" if number[-1].isalpha() else str((int(number[-1]) + 1) % 10)
    )


def write_csv(path: Path, faults: Iterable[Fault]) -> None:
    """`faults.csv`: kind, id, field; in the order of planting."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Fault._fields)
        writer.writerows(faults)
