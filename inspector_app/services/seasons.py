"""Visits that belong to a season: each canteen twice a year, and what to remind of now (row 11.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain.local_time import local_date
from inspector_app.domain.seasons import Season, Seasons
from inspector_app.records.inspections import Inspection
from inspector_app.records.notices import CampaignScope
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.services.rules import rule
from inspector_app.storage import campaigns, inspections
from inspector_app.storage.rows import find_all


@dataclass(frozen=True, slots=True)
class Planned:
    """One visit of an operator in a year."""

    season: Season
    first: date
    last: date
    visit: Inspection | None
    """The signed visit that fills it."""

    def overdue(self, today: date) -> bool:
        return self.visit is None and today > self.last


@dataclass(frozen=True, slots=True)
class Year:
    operator: Operator
    planned: tuple[Planned, ...]


def year_of(session: Session, kind: OperatorKind, year: int, today: date) -> list[Year]:
    """The visits of a year for every operator of a kind at work, and which of them were made."""
    seasons = rule(Seasons, today).visits_of(kind)
    ids = campaigns.in_scope(session, CampaignScope(operator_kinds=(kind.value,)), ())
    operators = find_all(session, Operator, ids)
    return [Year(operators[each], _planned(session, each, seasons, year)) for each in ids]


def reminders(today: date, kind: OperatorKind | None = None) -> list[Season]:
    """The seasons of today, of one kind of operator or of all."""
    return [
        each
        for each in rule(Seasons, today).seasons
        if each.holds(today) and (kind is None or kind in each.operator_kinds)
    ]


def _planned(session: Session, operator_id: str, seasons: list[Season], year: int) -> tuple[Planned, ...]:
    """Each visit fills one season only, the one in which it was made."""
    signed = inspections.signed_of(session, operator_id)
    made = []
    for season in seasons:
        first, last = season.days(year)
        within = [each for each in signed if first <= local_date(each.started_at) <= last]
        made.append(Planned(season, first, last, within[-1] if within else None))
    return tuple(made)
