"""An operator's own checks (日管控、周排查、月调度): what was shown to the inspector, and which periods lack one."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from inspector_app.domain.deadlines import months_later
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.books import SelfCheck, SelfCheckPeriod
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import Operator
from inspector_app.services.acting import Acting, require
from inspector_app.storage import merges, rows
from inspector_app.storage.tables import TABLES

_CHECK = TABLES["self_check"]


def note(act: Acting, check: SelfCheck) -> SelfCheck:
    """Keep a check with its period and who signed it. Raises Refused for one without signatory, or whose days are no
    day, week or month."""
    act.get(Operator, check.operator_id)
    problems = [] if check.signatory.strip() else [Problem("signatory", Code.REQUIRED)]
    last = period_of(check.period, check.covers_from)[1]
    if check.covers_to < check.covers_from:
        problems.append(Problem("covers_to", Code.DATE_ORDER))
    elif check.covers_to > last:
        facts: dict[str, str | int] = {"first": check.covers_from.isoformat(), "last": last.isoformat()}
        problems.append(Problem("covers_to", Code.DATE_OUTSIDE, facts=facts))
    if check.covers_from > act.today:
        problems.append(Problem("covers_from", Code.DATE_FUTURE))
    require(problems)
    if check.evidence_id is not None:
        act.get(EvidenceItem, check.evidence_id)
    return act.save(check)


def period_of(period: SelfCheckPeriod, day: date) -> tuple[date, date]:
    """First and last day of the day, week (from Monday) or month in which a day lies."""
    if period is SelfCheckPeriod.DAILY:
        return day, day
    if period is SelfCheckPeriod.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    first = day.replace(day=1)
    return first, months_later(first, 1) - timedelta(days=1)


def of_operator(session: Session, operator_id: str, period: SelfCheckPeriod | None = None) -> list[SelfCheck]:
    """The checks of an operator, the last period first."""
    query = rows.columns(SelfCheck).where(merges.of_shop(session, _CHECK.c.operator_id, operator_id))
    query = query.where(_CHECK.c.voided_at.is_(None))
    if period is not None:
        query = query.where(_CHECK.c.period == period)
    return rows.records(session, SelfCheck, query.order_by(_CHECK.c.covers_from.desc(), _CHECK.c.id))


def missing(session: Session, operator_id: str, period: SelfCheckPeriod, first: date, last: date) -> list[date]:
    """First days of the periods from one day through another, each whole, of which no check was shown."""
    made = {period_of(period, each.covers_from)[0] for each in of_operator(session, operator_id, period)}
    found = []
    begins, ends = period_of(period, first)
    while ends <= last:
        if begins >= first and begins not in made:
            found.append(begins)
        begins, ends = period_of(period, ends + timedelta(days=1))
    return found
