"""The quality index of an area (质量指数), counted anew from the records at each look (rows 5.6, 5.7; F.7)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.domain import quality
from inspector_app.domain.areas import Counted
from inspector_app.domain.figures import Figure, Figures
from inspector_app.domain.quality import QualityIndex, Share
from inspector_app.services.rules import rule
from inspector_app.storage import figures
from inspector_app.storage.figures import Period
from sync.record import Id


@dataclass(frozen=True, slots=True)
class Measured:
    """A share as it stands: how many are wrong, of how many."""

    share: Share
    wrong: Figure
    of: Figure
    counted: Counted


@dataclass(frozen=True, slots=True)
class Quality:
    division_code: str
    period: Period
    tenths: int | None
    """0 to 1000; None: too little was measured."""
    lines: tuple[Measured, ...]
    rules: QualityIndex


def of_area(session: Session, division_code: str, period: Period) -> Quality:
    """The index of a division of any level: figures of a period count that period, the others what stands."""
    rules = rule(QualityIndex, period.today, division_code)
    known = {each.id: each for each in rule(Figures, period.today).figures}

    def measured(share: Share) -> Measured:
        wrong, whole = known[share.wrong], known[share.of]
        counts = (figures.within(session, each, period, division_code) for each in (wrong, whole))
        return Measured(share, wrong, whole, Counted(*counts))

    lines = tuple(measured(share) for share in rules.shares)
    tenths = quality.index(rules, {line.share.id: line.counted for line in lines})
    return Quality(division_code, period, tenths, lines, rules)


def rows_behind(session: Session, found: Quality, figure: Figure) -> list[Id]:
    """The records that one of its figures counts."""
    return figures.behind(session, figure, found.period, found.division_code)
