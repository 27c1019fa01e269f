"""Queries for complaints and reports."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from inspector_app.records.complaints import Complaint, ComplaintState
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_TABLE = TABLES[Complaint.kind]


def unfinished(session: Session, ends: Collection[ComplaintState], assigned_to: str | None = None) -> list[Complaint]:
    """Those that are in none of the states `ends`, of one officer or of all, the earliest deadline first."""
    query = columns(Complaint).where(_TABLE.c.state.not_in(ends), _TABLE.c.voided_at.is_(None))
    if assigned_to is not None:
        query = query.where(_TABLE.c.assigned_to == assigned_to)
    return records(session, Complaint, query.order_by(_TABLE.c.due_on.is_(None), _TABLE.c.due_on, _TABLE.c.id))


def parts_of(session: Session, complaint_id: str) -> list[Complaint]:
    """What was split from a complaint."""
    query = columns(Complaint).where(_TABLE.c.split_from == complaint_id, _TABLE.c.voided_at.is_(None))
    return records(session, Complaint, query.order_by(_TABLE.c.received_at, _TABLE.c.id))
