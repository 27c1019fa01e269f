"""Queries for goods that are held."""

from __future__ import annotations

from sqlalchemy import exists
from sqlalchemy.orm import Session

from inspector_app.records.recalls import Hold
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_HOLD = TABLES["hold"]


def standing(session: Session, operator_id: str) -> list[Hold]:
    """The holds at a shop that no other row releases, the first one first."""
    release = _HOLD.alias("release")
    released = exists().where(release.c.releases == _HOLD.c.id, release.c.voided_at.is_(None))
    query = columns(Hold).where(
        merges.of_shop(session, _HOLD.c.operator_id, operator_id),
        _HOLD.c.releases.is_(None),
        _HOLD.c.voided_at.is_(None),
        ~released,
    )
    return records(session, Hold, query.order_by(_HOLD.c.at, _HOLD.c.id))
