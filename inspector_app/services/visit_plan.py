"""When whom to visit (检查计划): the risk grade and the credit of an operator give its next day, and say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from inspector_app.domain.credit import CreditScore
from inspector_app.domain.local_time import local_date
from inspector_app.domain.risk import NextVisit, ProductRisk, Record, Risk, RiskRules, assess, is_focus, next_visit
from inspector_app.domain.risk import Place as NearBy
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.records.credit import CreditEvent, Grade, GradeKind
from inspector_app.records.inspections import InspectionType
from inspector_app.records.operators import Operator
from inspector_app.services.acting import Acting
from inspector_app.services.credit_files import CreditFile, open_file
from inspector_app.services.rules import rule
from sync.record import new_id

FULL = frozenset({InspectionType.DAILY, InspectionType.SYSTEM})
"""Visits that look at all items."""
_BAD = {CreditEvent.PENALTY: "penalties", CreditEvent.SAMPLE_FAIL: "failed_samples"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`risk.explanation`, `credit.parts` and `next_visit` say, each for itself, why."""

    risk: Risk
    credit: CreditScore
    next_visit: NextVisit
    inspection_ids: tuple[str, ...]
    """The signed visits that it rests on."""
    rule_version: str
    is_focus: bool
    """Named by law for focused inspection (重点监督检查, SIR 22)."""


def plan(
    session: Session,
    operator: Operator,
    on_day: date,
    products: Iterable[ProductRisk] = (),
    places: Iterable[NearBy] = (),
) -> Plan:
    """The plan for one operator on a day, from all that this laptop holds of it."""
    rules = rule(RiskRules, on_day, operator.division_code)
    file = open_file(session, operator.id, on_day, operator.division_code)
    full = [visit for visit in file.visits if visit.inspection_type in FULL]
    registered = local_date(operator.registered_at)
    record = Record(full[-1].score if full else None, **_bad_days(file), known_since=registered)
    found = assess(operator, tuple(products), tuple(places), record, on_day, rules)
    last, last_full = (local_date(each[-1].started_at) if each else None for each in (file.visits, full))
    due = next_visit(found.grade, registered, last, last_full, rules, file.score.band)
    visits = tuple(visit.id for visit in file.visits)
    return Plan(found, file.score, due, visits, rules.version_name, is_focus(operator, found.grade))


def give_grade(acting: Acting, operator_id: str) -> Grade:
    """Record the risk grade of today with its parts, and let the register show it.

    Raises AppError not_allowed, not_here.
    """
    acting.require_role(FIELD | LEAD)
    operator = acting.get(Operator, operator_id)
    made = plan(acting.session, operator, acting.today)
    if operator.risk_grade is not made.risk.grade:
        acting.save(operator.changed(risk_grade=made.risk.grade))
    return acting.save(
        Grade(
            id=new_id(),
            operator_id=operator.id,
            grade_kind=GradeKind.RISK,
            grade=made.risk.grade,
            score=made.risk.points,
            parts={
                "lines": [[line.code, dict(line.facts)] for line in made.risk.explanation],
                "credit": made.credit.score,
            },
            inspection_ids=made.inspection_ids,
            rule_version=made.rule_version,
            valid_from=acting.today,
            next_visit_by=made.next_visit.by,
            given_by=acting.user.id,
            given_at=acting.now,
        )
    )


def _bad_days(file: CreditFile) -> dict[str, Any]:
    days: dict[str, list[date]] = {name: [] for name in _BAD.values()}
    for entry in file.entries:
        if entry.event in _BAD:
            days[_BAD[entry.event]].append(entry.on)
    return {name: tuple(each) for name, each in days.items()}
