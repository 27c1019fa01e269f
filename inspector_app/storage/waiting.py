"""What the waiting changes are about: more than the counts of sync_state.py, for the sync page."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sync.device.core import WAITING, OpState
from sync.device.tables import outbox


def by_kind(session: Session) -> dict[str, int]:
    """{kind of record: how many records have changes that HQ does not have yet}, the most first."""
    number = func.count(outbox.c.row_id.distinct())
    query = select(outbox.c.kind, number.label("number")).where(outbox.c.state.in_(WAITING))
    return {row.kind: row.number for row in session.execute(query.group_by(outbox.c.kind).order_by(number.desc()))}


def decided_conflicts(session: Session) -> set[str]:
    """Conflicts that a change of this device closes, once HQ has applied it."""
    unsettled = (*WAITING, OpState.PARKED)
    query = select(outbox.c.resolves).where(outbox.c.resolves.is_not(None), outbox.c.state.in_(unsettled))
    return set(session.scalars(query))
