"""Drafts that are kept again and again: of writes that pool threads finish in any order, the last one begun stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable


class LastWrite:
    """A number is taken in the GUI thread; write() is called inside a writing transaction, so one at a time."""

    def __init__(self) -> None:
        self._begun = 0
        self._written: defaultdict[str, int] = defaultdict(int)

    def number(self) -> int:
        self._begun += 1
        return self._begun

    def write(self, key: str, number: int, store: Callable[[], object]) -> None:
        """Store, unless a later write to the same place came before."""
        if number > self._written[key]:
            store()
            self._written[key] = number
