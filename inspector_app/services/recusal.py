"""Interests that officers declare (回避): who has one in an operator is sent to no visit of it (SIR 23, APL 43)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain.local_time import local_date
from inspector_app.domain.officers import Interest, Relation, recused
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.inspections import Inspector
from inspector_app.records.offices import ConflictOfInterest, InterestKind
from inspector_app.records.operators import Operator
from inspector_app.services.acting import Acting, require
from inspector_app.storage import merges, operators, rows
from inspector_app.storage.tables import TABLES
from sync.record import Id, new_id

_INTEREST, _PERSON = TABLES["conflict_of_interest"], TABLES["person"]
RELATIONS: Mapping[InterestKind, Relation] = {
    InterestKind.FAMILY: Relation.RELATIVE,
    InterestKind.SHARE: Relation.OWNER,
    InterestKind.FORMER_EMPLOYER: Relation.EMPLOYED,
    InterestKind.DEBT: Relation.CREDITOR,
    InterestKind.OTHER: Relation.OTHER,
}


def declare(act: Acting, operator_id: str, kind: InterestKind, note: str = "") -> ConflictOfInterest:
    """Everybody declares for himself alone. It counts from today on."""
    act.get(Operator, operator_id)
    interest = {"operator_id": operator_id, "user_id": act.user.id, "interest_kind": kind, "note": note.strip()}
    return act.save(ConflictOfInterest.model_validate({"id": new_id(), "declared_at": act.now, **interest}))


def end(act: Acting, interest_id: str, last_day: date) -> ConflictOfInterest:
    """Say that one's own interest is over. Raises Refused for another's."""
    interest = act.get(ConflictOfInterest, interest_id)
    require([] if interest.user_id == act.user.id else [Problem("user_id", Code.NOT_OWN)])
    return act.save(interest.changed(ended_on=last_day))


def away(session: Session, operator_id: str, on_day: date) -> dict[Id, Interest]:
    """{user id: the interest that keeps the officer away}: in the operator, or in another shop of the same person."""
    family = merges.family(session, operator_id)
    persons = {each.id_hmac for each in operators.persons_of(session, operator_id) if each.id_hmac}
    same = select(_PERSON.c.operator_id).where(_PERSON.c.id_hmac.in_(persons), _PERSON.c.voided_at.is_(None))
    shops = {*family, *session.scalars(same)}
    query = rows.columns(ConflictOfInterest).where(_INTEREST.c.operator_id.in_(shops), _INTEREST.c.voided_at.is_(None))
    declared = rows.records(session, ConflictOfInterest, query.order_by(_INTEREST.c.declared_at))
    return recused((_interest(each, operator_id) for each in declared), operator_id, persons, on_day)


def _interest(declared: ConflictOfInterest, operator_id: str) -> Interest:
    """As one in this operator: the query has followed mergers and persons."""
    relation, since = RELATIONS[declared.interest_kind], local_date(declared.declared_at)
    return Interest(declared.user_id, relation, since, declared.ended_on, operator_id)


def problems(act: Acting, operator_id: str, team: Iterable[Inspector]) -> list[Problem]:
    """Those of a team who may not go to this operator today."""
    absent = away(act.session, operator_id, act.today)
    return [Problem("inspectors", Code.RECUSED, facts={"name": each.name}) for each in team if each.user_id in absent]
