"""Queries for what belongs to a matter, whatever kind of record it is: its evidence, its transfers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_
from sqlalchemy.orm import Session

from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.measures import Transfer
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_EVIDENCE, _TRANSFER = TABLES[EvidenceItem.kind], TABLES[Transfer.kind]


def evidence_of(session: Session, subjects: Collection[str]) -> list[EvidenceItem]:
    """Photos and files of these records, or of these visits, as they were taken."""
    about = or_(_EVIDENCE.c.subject_id.in_(subjects), _EVIDENCE.c.inspection_id.in_(subjects))
    query = columns(EvidenceItem).where(about, _EVIDENCE.c.voided_at.is_(None))
    return records(session, EvidenceItem, query.order_by(_EVIDENCE.c.captured_at, _EVIDENCE.c.id))


def transfers_of(session: Session, subject_id: str) -> list[Transfer]:
    """How a matter was handed on, the first time first."""
    query = columns(Transfer).where(_TRANSFER.c.subject_id == subject_id, _TRANSFER.c.voided_at.is_(None))
    return records(session, Transfer, query.order_by(_TRANSFER.c.prepared_at, _TRANSFER.c.id))
