"""Queries for conflicts: values that lost a merge and wait for a person (R15)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from sync.device.tables import outbox
from sync.record import Conflict, ConflictStatus, Instant

_CONFLICT = TABLES["conflict"]


def of_row(session: Session, kind: str, row_id: str, only_open: bool = True) -> list[Conflict]:
    """Conflicts of one row, oldest first."""
    query = columns(Conflict).where(_CONFLICT.c.row_id == row_id, _CONFLICT.c.row_kind == kind)
    if only_open:
        query = query.where(_CONFLICT.c.status == ConflictStatus.OPEN)
    return records(session, Conflict, query.order_by(_CONFLICT.c.id))


def open_conflicts(session: Session, after: Conflict | None, limit: int) -> list[Conflict]:
    """All that nobody has closed yet, newest first."""
    query = columns(Conflict).where(_CONFLICT.c.status == ConflictStatus.OPEN)
    if after is not None:
        query = query.where(_CONFLICT.c.id < after.id)
    return records(session, Conflict, query.order_by(_CONFLICT.c.id.desc()).limit(limit))


def written_here_at(session: Session, conflict: Conflict) -> Instant | None:
    """When this laptop wrote the value that stands, for a conflict in which HQ did not tell; None when it did not."""
    query = select(outbox.c.changes, outbox.c.wall).where(
        outbox.c.kind == conflict.row_kind, outbox.c.row_id == conflict.row_id, outbox.c.by == conflict.winner_by
    )
    for row in session.execute(query.order_by(outbox.c.mono.desc())):
        if conflict.unit in row.changes and row.changes[conflict.unit][1] == conflict.winner:
            return int(row.wall)
    return None
