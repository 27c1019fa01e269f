"""The statistics sheet (统计): each figure for each township and the whole, with its formula and the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain.figures import Figure, Figures
from inspector_app.services.rules import rule
from inspector_app.storage.figures import Period, behind, by_township
from sync.record import Id


@dataclass(frozen=True, slots=True)
class Number:
    figure: Figure
    by_township: dict[str, int]
    """What belongs to no township stands under an empty code."""
    of: int | None = None
    """The whole that it is a part of, where it is one."""

    @property
    def total(self) -> int:
        return sum(self.by_township.values())

    @property
    def percent(self) -> float | None:
        """None where there is no whole, or the whole is nothing."""
        return None if not self.of else 100 * self.total / self.of


@dataclass(frozen=True, slots=True)
class Sheet:
    period: Period
    numbers: tuple[Number, ...]
    rule_version: date

    def number(self, figure_id: str) -> Number:
        return next(each for each in self.numbers if each.figure.id == figure_id)


def sheet(session: Session, period: Period) -> Sheet:
    """All figures of the pack that holds on the day of counting."""
    pack = rule(Figures, period.today)
    counts = {figure.id: by_township(session, figure, period) for figure in pack.figures}
    totals = {figure_id: sum(each.values()) for figure_id, each in counts.items()}
    numbers = (Number(each, counts[each.id], totals[each.of] if each.of else None) for each in pack.figures)
    return Sheet(period, tuple(numbers), pack.valid_from)


def rows_behind(session: Session, number: Number, period: Period, township: str | None = None) -> list[Id]:
    """The records that a number on the sheet counts."""
    return behind(session, number.figure, period, township)
