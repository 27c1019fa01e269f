"""Queries for alerts and who has read them."""

from __future__ import annotations

from sqlalchemy import exists
from sqlalchemy.orm import Session

from inspector_app.records.notices import Alert, AlertLevel
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_ALERT, _RECEIPT = TABLES["alert"], TABLES["alert_receipt"]


def standing(session: Session, unread_by: str | None = None, level: AlertLevel | None = None) -> list[Alert]:
    """Alerts that were not cancelled, the newest first; those alone that a user has not read, or of one level."""
    query = columns(Alert).where(_ALERT.c.voided_at.is_(None), _ALERT.c.cancelled_at.is_(None))
    if level is not None:
        query = query.where(_ALERT.c.level == level)
    if unread_by is not None:
        read = exists().where(_RECEIPT.c.alert_id == _ALERT.c.id, _RECEIPT.c.user_id == unread_by)
        query = query.where(~read)
    return records(session, Alert, query.order_by(_ALERT.c.issued_at.desc(), _ALERT.c.id))
