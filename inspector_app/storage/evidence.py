"""Queries for photos, documents and signatures."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inspector_app.records.evidence import Document, EvidenceItem, Signature
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_EVIDENCE = TABLES["evidence_item"]
_DOCUMENT = TABLES["document"]
_SIGNATURE = TABLES["signature"]


def of_inspection(session: Session, inspection_id: str, item_id: str | None = None) -> list[EvidenceItem]:
    """Photos and files of a visit, or of one checklist item of it, as they came in."""
    query = columns(EvidenceItem).where(_EVIDENCE.c.inspection_id == inspection_id, _EVIDENCE.c.voided_at.is_(None))
    if item_id is not None:
        query = query.where(_EVIDENCE.c.item_id == item_id)
    return records(session, EvidenceItem, query.order_by(_EVIDENCE.c.received_at, _EVIDENCE.c.id))


def of_operator(session: Session, operator_id: str) -> list[EvidenceItem]:
    """Photos that belong to the operator itself, such as its licence on the wall."""
    query = columns(EvidenceItem).where(
        merges.of_shop(session, _EVIDENCE.c.operator_id, operator_id), _EVIDENCE.c.voided_at.is_(None)
    )
    return records(session, EvidenceItem, query.order_by(_EVIDENCE.c.received_at, _EVIDENCE.c.id))


def by_sha256(session: Session, sha256: str) -> EvidenceItem | None:
    """The first item of this original; a photo taken in twice is noticed by it."""
    return one(
        session, EvidenceItem, columns(EvidenceItem).where(_EVIDENCE.c.sha256 == sha256).order_by(_EVIDENCE.c.id)
    )


def documents_of(session: Session, inspection_id: str) -> list[Document]:
    query = columns(Document).where(_DOCUMENT.c.inspection_id == inspection_id, _DOCUMENT.c.voided_at.is_(None))
    return records(session, Document, query.order_by(_DOCUMENT.c.made_at, _DOCUMENT.c.id))


def documents_of_operator(session: Session, operator_id: str, limit: int = 100) -> list[Document]:
    """Newest first."""
    query = columns(Document).where(
        merges.of_shop(session, _DOCUMENT.c.operator_id, operator_id), _DOCUMENT.c.voided_at.is_(None)
    )
    return records(session, Document, query.order_by(_DOCUMENT.c.made_at.desc(), _DOCUMENT.c.id).limit(limit))


def document_by_number(session: Session, number: str) -> Document | None:
    return one(session, Document, columns(Document).where(_DOCUMENT.c.number == number).order_by(_DOCUMENT.c.id))


def signatures_of(session: Session, inspection_id: str) -> list[Signature]:
    """All signatures and refusals of a visit, in the order given."""
    query = columns(Signature).where(_SIGNATURE.c.inspection_id == inspection_id, _SIGNATURE.c.voided_at.is_(None))
    return records(session, Signature, query.order_by(_SIGNATURE.c.signed_at, _SIGNATURE.c.id))
