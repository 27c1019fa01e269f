"""Queries for what is to be made public, and what is."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Inspection
from inspector_app.records.notices import Publication, PublicationState
from inspector_app.storage import merges
from inspector_app.storage.corrections import not_replaced
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_VISIT, _PUBLICATION = TABLES[Inspection.kind], TABLES[Publication.kind]
OUT = (PublicationState.RELEASED, PublicationState.WITHDRAWN, PublicationState.EXPIRED)
"""It was made public once."""


def visits_to_publish(session: Session, limit: int) -> list[Inspection]:
    """Signed visits whose result was never made public, the first signed first; one that was corrected gives way."""
    done = exists().where(
        _PUBLICATION.c.subject_id == _VISIT.c.id,
        _PUBLICATION.c.state.in_(OUT),
        _PUBLICATION.c.voided_at.is_(None),
    )
    met = (_VISIT.c.signed_at.is_not(None), _VISIT.c.voided_at.is_(None), ~done, not_replaced())
    query = columns(Inspection).where(*met).order_by(_VISIT.c.signed_at, _VISIT.c.id)
    return records(session, Inspection, query.limit(limit))


def of_subjects(session: Session, subjects: Collection[str]) -> list[Publication]:
    """What was written for the public about these records, the first first."""
    query = columns(Publication).where(_PUBLICATION.c.subject_id.in_(subjects), _PUBLICATION.c.voided_at.is_(None))
    return records(session, Publication, query.order_by(_PUBLICATION.c.made_at, _PUBLICATION.c.id))


def released_of(session: Session, operator_id: str) -> list[Publication]:
    """What is public of an operator now, the newest first."""
    query = columns(Publication).where(
        merges.of_shop(session, _PUBLICATION.c.operator_id, operator_id),
        _PUBLICATION.c.state == PublicationState.RELEASED,
        _PUBLICATION.c.voided_at.is_(None),
    )
    return records(session, Publication, query.order_by(_PUBLICATION.c.released_at.desc(), _PUBLICATION.c.id))
