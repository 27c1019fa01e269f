"""Whether what was drawn can be somebody's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import dist

LEAST_POINTS, LEAST_LENGTH = 3, 50
"""Length in thousandths of the pad's width. A short name in one stroke passes; a dot, a tick or a slip does not."""


def is_signature(strokes: Iterable[Sequence[tuple[int, int]]]) -> bool:
    drawn = [stroke for stroke in strokes if len(stroke) > 1]
    length = sum(dist(one, other) for stroke in drawn for one, other in pairwise(stroke))
    return sum(map(len, drawn)) >= LEAST_POINTS and length >= LEAST_LENGTH
