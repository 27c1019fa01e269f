"""Many values of one kind as one: constants once, numbers as steps, ids run together, objects member by member.

Like stands beside like, so it compresses well. A column is a list of values, or an object of one of the forms below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from sync.record import Json

MAX_CELLS = 2_000_000
"""Values that the constants and objects of one message may stand for; they are small as sent."""
_SAME, _STEPS, _IDS, _OBJECT = "=", "+", "#", "."
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RUN = re.compile(r"[0-9a-f]*")


class BadColumn(ValueError):
    """A column that is of no form, or of another length than told."""


def to_column(values: Sequence[Json]) -> Json:
    """The values as a column."""
    if len(values) > 1:
        first = values[0]
        if all(_is_whole(value) for value in values):
            steps = [first, *(b - a for a, b in pairwise(values))]
            return {_STEPS: steps} if any(steps[1:]) else {_SAME: first}
        if all(type(value) is type(first) and value == first for value in values) and not isinstance(
            first, list | dict
        ):
            return {_SAME: first}
        if all(isinstance(value, str) and _ID.fullmatch(value) for value in values):
            return {_IDS: "".join(values).replace("-", "")}
        if (
            isinstance(first, dict)
            and first
            and all(isinstance(value, dict) and value.keys() == first.keys() for value in values)
        ):
            return {_OBJECT: {name: to_column([value[name] for value in values]) for name in first}}
    return list(values)


class Cells:
    """How many values the columns of one message may still stand for."""

    def __init__(self, left: int = MAX_CELLS) -> None:
        self._left = left

    def take(self, count: int) -> None:
        """Use up so many, before they are made. Raises BadColumn."""
        self._left -= count
        if self._left < 0:
            raise BadColumn("too many values")


def from_column(column: Json, count: int, cells: Cells) -> list[Json]:
    """The values of a column. Raises BadColumn."""
    if isinstance(column, list):
        if len(column) != count:
            raise BadColumn("a column of another length")
        return column
    if not isinstance(column, dict) or len(column) != 1:
        raise BadColumn("no column")
    ((form, content),) = column.items()
    if form == _SAME:
        cells.take(count)
        return [content] * count
    if form == _STEPS and isinstance(content, list) and len(content) == count and all(map(_is_whole, content)):
        return list(accumulate(content))
    if form == _IDS and isinstance(content, str) and len(content) == 32 * count and _RUN.fullmatch(content):
        return [_hyphenated(content[start : start + 32]) for start in range(0, len(content), 32)]
    if form == _OBJECT and isinstance(content, dict) and content:
        cells.take(count)
        members = {name: from_column(inner, count, cells) for name, inner in content.items()}
        return [dict(zip(members, values, strict=True)) for values in zip(*members.values(), strict=True)]
    raise BadColumn("no column")


def _hyphenated(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _is_whole(value: Json) -> bool:
    return type(value) is int
