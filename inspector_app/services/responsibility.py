"""Responsibility for operators: who has nobody and who has two, and handing over with the history kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.responsibility import Responsible
from inspector_app.domain.states import COUNTY
from inspector_app.records.offices import Responsibility
from inspector_app.records.operators import Licence, Operator
from inspector_app.records.people import User
from inspector_app.services.acting import Acting
from inspector_app.storage import merges, operators, rows
from inspector_app.storage.tables import TABLES
from sync.record import new_id

_OPERATOR, _LICENCE, _RESPONSIBILITY = TABLES["operator"], TABLES["licence"], TABLES["responsibility"]


@dataclass(frozen=True, slots=True)
class Report:
    gaps: tuple[str, ...]
    """Operators for whom nobody answers."""
    overlaps: tuple[str, ...]
    """Operators for whom two or more do."""
    apart: tuple[str, ...]
    """Operators with a paper of an office that does not supervise them: who issued it answers too (谁发证谁监管)."""
    whole: int


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for one operator on a day."""

    supervising: tuple[Responsibility, ...]
    """Office, person and days; two persons are an overlap, none a gap."""
    issuing: tuple[Licence, ...]
    """Papers whose issuer is known, by their numbers."""


def report(session: Session, day: date) -> Report:
    """Of every operator on this laptop that is neither void nor merged into another."""
    responsible = Responsible(_on(session, day), day)
    given_up = merges.given_up(session)
    query = select(_OPERATOR.c.id, _OPERATOR.c.division_code, _OPERATOR.c.operator_kind)
    issued = _issuers(session)
    gaps: list[str] = []
    overlaps: list[str] = []
    apart: list[str] = []
    whole = 0
    for operator_id, division_code, kind in session.execute(query.where(_OPERATOR.c.voided_at.is_(None))):
        if operator_id in given_up:
            continue
        whole += 1
        persons = len(responsible.persons(operator_id, division_code, kind))
        if persons != 1:
            (overlaps if persons else gaps).append(operator_id)
        supervising = {each.office_code for each in responsible.of(operator_id, division_code, kind)}
        if issued.get(operator_id, supervising) - supervising:
            apart.append(operator_id)
    return Report(tuple(gaps), tuple(overlaps), tuple(apart), whole)


def of(session: Session, operator: Operator, day: date) -> Answering:
    """The office and person who supervise an operator, beside those who issued its papers."""
    found = Responsible(_on(session, day), day).of(operator.id, operator.division_code, operator.operator_kind)
    papers = operators.licences_of(session, operator.id)
    issuing = sorted((each for each in papers if each.issuing_office or each.issuer), key=lambda each: each.number)
    return Answering(tuple(found), tuple(issuing))


def _issuers(session: Session) -> dict[str, set[str]]:
    """{operator: codes of the offices that issued its papers}, where they are known."""
    known = _LICENCE.c.issuing_office.is_not(None) & _LICENCE.c.voided_at.is_(None)
    found: dict[str, set[str]] = {}
    for operator_id, office in session.execute(select(_LICENCE.c.operator_id, _LICENCE.c.issuing_office).where(known)):
        found.setdefault(operator_id, set()).add(office)
    return found


def hand_over(act: Acting, current: Responsibility, to: User, first_day: date, reason: str) -> Responsibility:
    """Another person answers from `first_day` on; what was before stays as history. Raises AppError not_allowed."""
    act.require_role(COUNTY)
    act.save(current.changed(valid_to=max(current.valid_from, first_day - timedelta(days=1))))
    new = {"id": new_id(), "user_id": to.id, "user_name": to.name, "office_code": to.office_code}
    return act.save(current.changed(**new, valid_from=first_day, valid_to=None, reason=reason))


def history(session: Session, operator_id: str) -> list[Responsibility]:
    """Every responsibility that named this very operator, the oldest first."""
    query = rows.columns(Responsibility).where(_RESPONSIBILITY.c.operator_id == operator_id)
    return rows.records(session, Responsibility, query.order_by(_RESPONSIBILITY.c.valid_from, _RESPONSIBILITY.c.id))


def _on(session: Session, day: date) -> list[Responsibility]:
    table = _RESPONSIBILITY
    lasts = or_(table.c.valid_to.is_(None), table.c.valid_to >= day.isoformat())
    query = rows.columns(Responsibility).where(table.c.valid_from <= day.isoformat(), lasts)
    return rows.records(session, Responsibility, query.where(table.c.voided_at.is_(None)))
