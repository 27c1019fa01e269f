"""Queries for the steps of a record, and for what its next step is judged by."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from inspector_app.records.evidence import EvidenceItem, EvidenceKind, Signature, SignatureState
from inspector_app.records.recalls import Withdrawal
from inspector_app.records.steps import Step
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_GOODS = TABLES["withdrawal"]


def of(session: Session, kind: str, record_id: str) -> list[Step]:
    """The steps of a record in the order in which they happened."""
    table = TABLES["step"]
    query = columns(Step).where(table.c.subject_id == record_id, table.c.subject_kind == kind)
    return records(session, Step, query.order_by(table.c.at, table.c.id))


def photos_of(session: Session, subjects: Collection[str]) -> int:
    """Photos of these records; one that is void does not count."""
    table = TABLES[EvidenceItem.kind]
    about = or_(table.c.subject_id.in_(subjects), table.c.inspection_id.in_(subjects))
    query = select(func.count()).where(about, table.c.evidence_kind == EvidenceKind.PHOTO, table.c.voided_at.is_(None))
    return session.scalars(query).one()


def signatures_of(session: Session, subjects: Collection[str]) -> int:
    """Signatures given to these records."""
    table = TABLES[Signature.kind]
    about = or_(table.c.subject_id.in_(subjects), table.c.inspection_id.in_(subjects))
    query = select(func.count()).where(about, table.c.state == SignatureState.SIGNED, table.c.voided_at.is_(None))
    return session.scalars(query).one()


def withdrawals_of(session: Session, recall_task_id: str) -> list[Withdrawal]:
    """What was withdrawn under a recall; where a row was corrected, its correction alone, and the later one of two."""
    query = columns(Withdrawal).where(_GOODS.c.recall_task_id == recall_task_id, _GOODS.c.voided_at.is_(None))
    found = records(session, Withdrawal, query.order_by(_GOODS.c.at, _GOODS.c.id))
    before = {each.id: each.replaces for each in found}
    replaced = {*before.values()}
    last = {_first(each.id, before): each for each in found if each.id not in replaced}
    return sorted(last.values(), key=lambda each: (each.at, each.id))


def _first(row_id: str, before: Mapping[str, str | None]) -> str:
    """The row that a correction is of in the end, be it here or not."""
    seen = {row_id}
    while (earlier := before.get(row_id)) and earlier not in seen:
        row_id = earlier
        seen.add(row_id)
    return row_id


def corrections_of(session: Session, withdrawal_id: str) -> set[str]:
    """The rows that replace this one."""
    query = select(_GOODS.c.id).where(_GOODS.c.replaces == withdrawal_id, _GOODS.c.voided_at.is_(None))
    return set(session.scalars(query))
