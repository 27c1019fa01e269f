"""Queries for inspections, their findings and the rectifications that follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import Session

from inspector_app.records.inspections import (
    Finding,
    Inspection,
    InspectionState,
    Rectification,
    RectificationState,
)
from inspector_app.storage import merges
from inspector_app.storage.corrections import not_replaced
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_INSPECTION = TABLES["inspection"]
_RECTIFICATION = TABLES["rectification"]
_OPEN_STATES = (
    RectificationState.ISSUED,
    RectificationState.OPEN,
    RectificationState.REPORTED,
    RectificationState.OVERDUE,
    RectificationState.FAILED,
)


def newest(
    session: Session, after: Inspection | None, limit: int, state: InspectionState | None = None
) -> list[Inspection]:
    """The next `limit` inspections after `after`, newest visit first."""
    query = columns(Inspection).order_by(_INSPECTION.c.started_at.desc(), _INSPECTION.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(tuple_(_INSPECTION.c.started_at, _INSPECTION.c.id) < (after.started_at, after.id))
    if state is not None:
        query = query.where(_INSPECTION.c.state == state)
    return records(session, Inspection, query)


_NEWEST = (_INSPECTION.c.started_at.desc(), _INSPECTION.c.id.desc())


def of_operator(session: Session, operator_id: str, limit: int = 50) -> list[Inspection]:
    """Visits to an operator and all their versions, newest first."""
    query = columns(Inspection).where(merges.of_shop(session, _INSPECTION.c.operator_id, operator_id))
    return records(session, Inspection, query.order_by(*_NEWEST).limit(limit))


def signed_of(session: Session, operator_id: str) -> list[Inspection]:
    """The signed visits to an operator, newest first; of a corrected one the version that counts."""
    return records(session, Inspection, _signed_of(session, operator_id).order_by(*_NEWEST))


def _signed_of(session: Session, operator_id: str) -> Select[Any]:
    shops = merges.family(session, operator_id)
    return columns(Inspection).where(
        _INSPECTION.c.operator_id.in_(shops),
        _INSPECTION.c.signed_at.is_not(None),
        _INSPECTION.c.voided_at.is_(None),
        not_replaced(shops),
    )


def drafts_of(session: Session, author_id: str) -> list[Inspection]:
    """What the author has begun and not yet signed, newest first."""
    query = columns(Inspection).where(
        _INSPECTION.c.author_id == author_id, _INSPECTION.c.signed_at.is_(None), _INSPECTION.c.voided_at.is_(None)
    )
    return records(session, Inspection, query.order_by(_INSPECTION.c.started_at.desc()))


def unfinished(session: Session) -> list[Inspection]:
    """What anybody on this laptop has begun and not yet signed, newest first."""
    query = columns(Inspection).where(_INSPECTION.c.signed_at.is_(None), _INSPECTION.c.voided_at.is_(None))
    return records(session, Inspection, query.order_by(_INSPECTION.c.started_at.desc(), _INSPECTION.c.id.desc()))


def unfinished_of(session: Session, user_id: str) -> list[Inspection]:
    """What somebody has begun, then what they take part in as second officer; not yet signed, newest first."""
    begun = unfinished(session)
    own = [each for each in begun if each.author_id == user_id]
    others = [each for each in begun if each.author_id != user_id]
    return own + [each for each in others if any(officer.user_id == user_id for officer in each.inspectors)]


def previous_signed(session: Session, operator_id: str, before: int) -> Inspection | None:
    """The last signed visit that began before this instant."""
    query = _signed_of(session, operator_id).where(_INSPECTION.c.started_at < before)
    return one(session, Inspection, query.order_by(*_NEWEST))


def findings_of(session: Session, inspection_id: str) -> list[Finding]:
    table = TABLES["finding"]
    query = columns(Finding).where(table.c.inspection_id == inspection_id, table.c.voided_at.is_(None))
    return records(session, Finding, query.order_by(table.c.item_id, table.c.id))


def rectifications_of(session: Session, operator_id: str) -> list[Rectification]:
    """All orders to an operator, the last issued first."""
    query = columns(Rectification).where(merges.of_shop(session, _RECTIFICATION.c.operator_id, operator_id))
    return records(session, Rectification, query.order_by(_RECTIFICATION.c.issued_on.desc(), _RECTIFICATION.c.id))


def rectifications_ordered_by(session: Session, *inspection_ids: str) -> list[Rectification]:
    """The orders that a visit led to, or some of its versions."""
    query = columns(Rectification).where(_RECTIFICATION.c.inspection_id.in_(inspection_ids))
    return records(session, Rectification, query.order_by(_RECTIFICATION.c.due_on, _RECTIFICATION.c.id))


def open_rectifications(session: Session, after: Rectification | None, limit: int) -> list[Rectification]:
    """Orders that are not yet settled, the earliest deadline first."""
    query = columns(Rectification).where(_RECTIFICATION.c.state.in_(_OPEN_STATES), _RECTIFICATION.c.voided_at.is_(None))
    if after is not None:
        query = query.where(tuple_(_RECTIFICATION.c.due_on, _RECTIFICATION.c.id) > (after.due_on.isoformat(), after.id))
    return records(session, Rectification, query.order_by(_RECTIFICATION.c.due_on, _RECTIFICATION.c.id).limit(limit))


def overdue_rectifications(session: Session, today: date, limit: int) -> list[Rectification]:
    """Open orders whose last day has passed, the longest overdue first."""
    query = columns(Rectification).where(
        _RECTIFICATION.c.state.in_(_OPEN_STATES),
        _RECTIFICATION.c.due_on < today.isoformat(),
        _RECTIFICATION.c.voided_at.is_(None),
    )
    return records(session, Rectification, query.order_by(_RECTIFICATION.c.due_on, _RECTIFICATION.c.id).limit(limit))
