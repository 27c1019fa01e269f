"""Queries for purchase and sales lines."""

from __future__ import annotations

from sqlalchemy import or_, tuple_
from sqlalchemy.orm import Session

from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_ENTRY = TABLES["ledger_entry"]


def of_operator(
    session: Session, operator_id: str, after: LedgerEntry | None, limit: int, direction: Direction | None = None
) -> list[LedgerEntry]:
    """The next `limit` lines of an operator's book after `after`, newest day first."""
    query = columns(LedgerEntry).where(_ENTRY.c.operator_id == operator_id)
    if direction is not None:
        query = query.where(_ENTRY.c.direction == direction)
    if after is not None:
        query = query.where(tuple_(_ENTRY.c.happened_on, _ENTRY.c.id) < (after.happened_on.isoformat(), after.id))
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on.desc(), _ENTRY.c.id.desc()).limit(limit))


def all_of_operator(session: Session, operator_id: str) -> list[LedgerEntry]:
    """The whole book in the order of its days; stock is computed from it."""
    query = columns(LedgerEntry).where(_ENTRY.c.operator_id == operator_id)
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on, _ENTRY.c.id))


def batch_entries(
    session: Session, operator_id: str, batch_no: str, product_id: str | None = None, gtin: str | None = None
) -> list[LedgerEntry]:
    """All lines of one batch at one operator, oldest first, with the lines that reverse them."""
    query = columns(LedgerEntry).where(_ENTRY.c.operator_id == operator_id, _ENTRY.c.batch_no == batch_no)
    if product_id is not None or gtin is not None:
        query = query.where(
            or_(*(
                column == value
                for column, value in ((_ENTRY.c.product_id, product_id), (_ENTRY.c.gtin, gtin))
                if value is not None
            ))
        )  # fmt: skip
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on, _ENTRY.c.id))


def reversal_of(session: Session, entry_id: str) -> LedgerEntry | None:
    """The line that reverses this one."""
    return one(session, LedgerEntry, columns(LedgerEntry).where(_ENTRY.c.reverses == entry_id).order_by(_ENTRY.c.id))


def expiring(session: Session, operator_id: str, until: str, limit: int) -> list[LedgerEntry]:
    """Goods bought whose last good day is not after `until` (ISO date), the earliest first."""
    query = columns(LedgerEntry).where(
        _ENTRY.c.operator_id == operator_id, _ENTRY.c.direction == Direction.IN, _ENTRY.c.expiry_date <= until
    )
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.expiry_date, _ENTRY.c.id).limit(limit))
