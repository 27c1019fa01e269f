"""Queries for holds on deletion."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from inspector_app.records.oversight import LegalHold
from inspector_app.storage.rows import columns, one
from inspector_app.storage.tables import TABLES

_HOLD = TABLES[LegalHold.kind]


def standing(session: Session, kind: str, ids: Collection[str]) -> LegalHold | None:
    """The first hold on one of these records that nobody has lifted."""
    about = (_HOLD.c.subject_kind == kind) & _HOLD.c.subject_id.in_(ids)
    query = columns(LegalHold).where(about, _HOLD.c.lifted_at.is_(None), _HOLD.c.voided_at.is_(None))
    return one(session, LegalHold, query.order_by(_HOLD.c.set_at, _HOLD.c.id))
