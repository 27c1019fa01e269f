"""Queries for the versions of corrected visits: one visit in every count, whatever number of versions it has.

A version names the one that it corrects, and counts once its team lead has approved it; those that HQ took in before
version 3 of the records needed none. Two officers out of each other's reach may correct the same version; of the
versions that none follows, the one signed last counts then, on every machine alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Amendment, AmendmentState, Inspection
from inspector_app.storage.rows import columns, find, records
from inspector_app.storage.tables import TABLES
from sync.record import Id

_VISIT, _AMENDMENT = TABLES[Inspection.kind], TABLES[Amendment.kind]


def not_replaced(shops: Collection[Id] | None = None) -> ColumnElement[bool]:
    """The condition for visits that count: no other signed version stands in their place.

    `shops` are those that the query is about, where it is about few: it then looks at their visits alone.
    """
    version = _ranked(shops)
    return _VISIT.c.id.not_in(select(version.c.id).where(version.c.place > 1))


def replaced(session: Session, shops: Collection[Id] | None = None) -> dict[Id, Id]:
    """{version that counts no more: the one that does}, of these shops or of all."""
    found = session.execute(select(_ranked(shops))).all()
    counting = {each.visit: each.id for each in found if each.place == 1}
    return {each.id: counting[each.visit] for each in found if each.place > 1}


def _ranked(shops: Collection[Id] | None) -> Subquery:
    """(id, visit, place) of the signed versions of corrected visits: `visit` is the id of the first, place 1 counts."""
    first, each, corrected, later = (_VISIT.alias() for _ in range(4))
    # IS NOT NULL would pass the index by, and IS NULL would take it: nearly every visit corrects none.
    has_versions = first.c.id.in_(select(corrected.c.supersedes).where(corrected.c.supersedes > ""))
    told = ("signed_at", "voided_at", "needs_approval", "supersedes")
    begins = select(first.c.id, first.c.id.label("visit"), *(first.c[name] for name in told))
    begins = begins.where(func.coalesce(first.c.supersedes, "") == "", has_versions)
    if shops is not None:
        begins = begins.where(first.c.operator_id.in_(shops))
    tree = begins.cte("versions", recursive=True)
    follows = select(each.c.id, tree.c.visit, *(each.c[name] for name in told))
    tree = tree.union(follows.join(tree, each.c.supersedes == tree.c.id))
    followed = exists().where(
        later.c.supersedes == tree.c.id, later.c.signed_at.is_not(None), later.c.voided_at.is_(None), _may_count(later)
    )
    place = func.row_number().over(
        partition_by=tree.c.visit, order_by=(~_may_count(tree), followed, tree.c.signed_at.desc(), tree.c.id.desc())
    )
    signed = tree.c.signed_at.is_not(None), tree.c.voided_at.is_(None)
    return select(tree.c.id, tree.c.visit, place.label("place")).where(*signed).subquery()


def _may_count(version: FromClause) -> ColumnElement[bool]:
    """Whether a version waits for nobody's approval; one that was refused waits for ever. Of a correction that does not
    say that it waits, HQ says so by the amendment that it makes."""
    asked = exists().where(_AMENDMENT.c.inspection_id == version.c.id)
    approved = asked.where(_AMENDMENT.c.state == AmendmentState.APPROVED, _AMENDMENT.c.voided_at.is_(None))
    is_first = func.coalesce(version.c.supersedes, "") == ""
    return or_(is_first, approved, and_(version.c.needs_approval.is_not(True), ~asked))


def may_count(version: Inspection, state: Mapping[Id, AmendmentState]) -> bool:
    """The same of a version that was read, with what became of the approvals."""
    if not version.supersedes or version.id not in state:
        return not version.needs_approval
    return state[version.id] is AmendmentState.APPROVED


def versions(session: Session, inspection_id: str) -> list[Inspection]:
    """Every signed version of a visit, the one that counts last, whichever of them is named; first come those that wait
    for approval, or were refused it."""
    told = [each for each in before(session, inspection_id)[-1:] if each.signed_at and not each.voided_at]
    for version in told:  # grows meanwhile
        told += after(session, version.id)
    state = approvals(session, [each.id for each in told])
    counting = {each.id for each in told if may_count(each, state)}
    followed = {each.supersedes for each in told if each.id in counting}
    return sorted(told, key=lambda each: (each.id in counting, each.id not in followed, each.signed_at or 0, each.id))


def approvals(session: Session, inspection_ids: Collection[str]) -> dict[Id, AmendmentState]:
    """{version: what became of its approval} of those that were laid before a lead; what is void approves nothing."""
    query = columns(Amendment).where(_AMENDMENT.c.inspection_id.in_(inspection_ids))
    found = records(session, Amendment, query)
    return {each.inspection_id: AmendmentState.PROPOSED if each.voided_at else each.state for each in found}


def to_approve(session: Session) -> list[Amendment]:
    """What waits for a lead, the first proposed first."""
    query = columns(Amendment).where(_AMENDMENT.c.state == AmendmentState.PROPOSED, _AMENDMENT.c.voided_at.is_(None))
    return records(session, Amendment, query.order_by(_AMENDMENT.c.id))


def standing(session: Session, inspection_id: str) -> Inspection | None:
    """The version of a visit that counts, whichever is named; None when the visit is not here, or not signed."""
    return next(reversed(versions(session, inspection_id)), None)


def before(session: Session, inspection_id: str) -> list[Inspection]:
    """A visit, the version that it corrects, the one that that one corrects and so on."""
    found: list[Inspection] = []
    version: str | None = inspection_id
    while version is not None and (visit := find(session, Inspection, version)) is not None:
        found.append(visit)
        version = visit.supersedes
    return found


def after(session: Session, inspection_id: str) -> list[Inspection]:
    """The signed corrections of one version: one, unless two officers made one each or one was refused."""
    query = columns(Inspection).where(
        _VISIT.c.supersedes == inspection_id, _VISIT.c.signed_at.is_not(None), _VISIT.c.voided_at.is_(None)
    )
    return records(session, Inspection, query.order_by(_VISIT.c.signed_at, _VISIT.c.id))
