"""An operator at one glance: grade, last visit, next one, and every problem that is still open; one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain.risk import NextVisit
from inspector_app.domain.workflows import KINDS, field_of, machines
from inspector_app.records import SCHEMA
from inspector_app.records.inspections import Inspection
from inspector_app.records.operators import Operator, OperatorKind, RiskGrade
from inspector_app.services.visit_plan import plan
from inspector_app.storage import inspections, merges, rows
from inspector_app.storage.tables import TABLES
from sync.record import Record

PROBLEMS = ("rectification", "complaint", "sample", "recall_task", "seal", "case_file", "incident", "blacklist_entry")
"""Kinds of record that stand for a problem until their machine comes to an end."""
SETTLED = {"rectification": ("CORRECTED",), "sample": ("PLANNED", "TAKEN", "SUBMITTED", "TESTING")}
"""States that are no end, and yet no problem."""
_OPERATOR = TABLES["operator"]


@dataclass(frozen=True, slots=True)
class Overview:
    operator: Operator
    grade: RiskGrade
    """As it comes out today; the register keeps the one that was given last."""
    last_visit: Inspection | None
    next_visit: NextVisit
    open_problems: tuple[Record, ...]
    """By kind, the oldest first."""


def overview(session: Session, operator: Operator, today: date) -> Overview:
    """What this laptop knows of one operator and of those that were merged into it."""
    planned = plan(session, operator, today)
    signed = inspections.signed_of(session, operator.id)
    problems = [record for kind in PROBLEMS for record in _open(session, kind, operator.id)]
    return Overview(operator, planned.risk.grade, signed[0] if signed else None, planned.next_visit, tuple(problems))


def workshops(session: Session, division_code: str, today: date) -> list[Overview]:
    """The small workshops of a division, the highest grade first."""
    query = rows.columns(Operator).where(
        _OPERATOR.c.operator_kind == OperatorKind.SMALL_WORKSHOP,
        _OPERATOR.c.division_code.between(division_code, division_code + "~"),
        _OPERATOR.c.voided_at.is_(None),
    )
    given_up = merges.given_up(session)
    found = rows.records(session, Operator, query.order_by(_OPERATOR.c.name, _OPERATOR.c.id))
    told = [overview(session, each, today) for each in found if each.id not in given_up]
    return sorted(told, key=lambda each: each.grade.value, reverse=True)


def open_states(kind: str) -> list[str]:
    """The states of a kind from which something is still to be done."""
    assert kind in KINDS
    states = {state for machine in machines(kind) for state in machine.states}
    ends = {state for machine in machines(kind) for state in machine.ends}
    return sorted(str(state) for state in states - ends if state not in SETTLED.get(kind, ()))


def _open(session: Session, kind: str, operator_id: str) -> list[Record]:
    table, cls = TABLES[kind], SCHEMA.kinds[kind]
    query = select(*(table.c[name] for name in cls.model_fields)).where(
        merges.of_shop(session, table.c.operator_id, operator_id),
        table.c[field_of(kind)].in_(open_states(kind)),
        table.c.voided_at.is_(None),
    )
    return rows.records(session, cls, query.order_by(table.c.id))
