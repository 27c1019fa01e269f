"""Queries for document numbers: which blocks there are, and what became of the numbers of one."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from inspector_app.records.evidence import Document
from inspector_app.records.measures import SpotPenalty
from inspector_app.records.offices import VoidedNumber
from inspector_app.records.people import NumberBlock
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_BLOCK, _DOCUMENT, _VOIDED = (TABLES[cls.kind] for cls in (NumberBlock, Document, VoidedNumber))
_PENALTY = TABLES[SpotPenalty.kind]


def blocks_of(session: Session, office_code: str, document_type: str, year: int) -> list[NumberBlock]:
    """Every block of a series that is known here, closed ones too, in their order."""
    query = columns(NumberBlock).where(
        _BLOCK.c.office_code == office_code, _BLOCK.c.document_type == document_type, _BLOCK.c.year == year
    )
    return records(session, NumberBlock, query.order_by(_BLOCK.c.block, _BLOCK.c.id))


def papers_numbered(session: Session, prefix: str) -> list[Document]:
    """The papers whose number begins so, void ones too; of two with one number the one that stands comes last."""
    query = columns(Document).where(_begins(_DOCUMENT.c.number, prefix))
    return records(session, Document, query.order_by(_DOCUMENT.c.voided_at.is_(None), _DOCUMENT.c.id))


def voided(session: Session, prefix: str) -> list[VoidedNumber]:
    """The numbers that begin so and were told to be void; what was said first comes last."""
    query = columns(VoidedNumber).where(_begins(_VOIDED.c.number, prefix), _VOIDED.c.voided_at.is_(None))
    return records(session, VoidedNumber, query.order_by(_VOIDED.c.recorded_at.desc(), _VOIDED.c.id.desc()))


def is_voided(session: Session, number: str) -> bool:
    query = columns(VoidedNumber).where(_VOIDED.c.number == number, _VOIDED.c.voided_at.is_(None))
    return one(session, VoidedNumber, query) is not None


def penalty_numbered(session: Session, number: str) -> SpotPenalty | None:
    """The penalty on the spot that was written on the form of this number."""
    return one(session, SpotPenalty, columns(SpotPenalty).where(_PENALTY.c.number == number).order_by(_PENALTY.c.id))


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return (column >= prefix) & (column < prefix + "\uffff")
