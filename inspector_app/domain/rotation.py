"""Which of many backups stay: the newest of each of the last days, weeks and months that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.local_time import local_date


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many days, weeks and months are remembered; days without a backup do not count."""

    days: int
    weeks: int
    months: int

    def stays(self, moments: Iterable[int]) -> set[int]:
        """The moments (microseconds UTC) whose backups stay; the newest of all is among them."""
        inorder = sorted(moments)
        kept: set[int] = set()
        periods: tuple[tuple[int, Callable[[date], object]], ...] = (
            (self.days, lambda day: day),
            (self.weeks, lambda day: day.isocalendar()[:2]),
            (self.months, lambda day: (day.year, day.month)),
        )
        for count, period in periods:
            newest = {period(local_date(moment)): moment for moment in inorder}
            kept.update(sorted(newest.values())[-count:])
        return kept
