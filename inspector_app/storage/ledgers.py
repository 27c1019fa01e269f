"""Queries for purchase and sales lines."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, tuple_
from sqlalchemy.orm import Session

from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, one, records
from inspector_app.storage.tables import TABLES

_ENTRY = TABLES["ledger_entry"]
WHITESPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def of_operator(
    session: Session, operator_id: str, after: LedgerEntry | None, limit: int, direction: Direction | None = None
) -> list[LedgerEntry]:
    """The next `limit` lines of an operator's book after `after`, newest day first."""
    query = columns(LedgerEntry).where(merges.of_shop(session, _ENTRY.c.operator_id, operator_id))
    if direction is not None:
        query = query.where(_ENTRY.c.direction == direction)
    if after is not None:
        query = query.where(tuple_(_ENTRY.c.happened_on, _ENTRY.c.id) < (after.happened_on.isoformat(), after.id))
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on.desc(), _ENTRY.c.id.desc()).limit(limit))


def all_of_operator(session: Session, operator_id: str) -> list[LedgerEntry]:
    """The whole book in the order of its days; stock is computed from it."""
    query = columns(LedgerEntry).where(merges.of_shop(session, _ENTRY.c.operator_id, operator_id))
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.happened_on, _ENTRY.c.id))


def of_same_goods(session: Session, entry: LedgerEntry) -> list[LedgerEntry]:
    """The lines of an operator's book that may count to the stock of this one: of the same product, and of its batch
    where it names one. Of a reversed line the reversal is among them, for it repeats what it takes back.
    """
    query = columns(LedgerEntry).where(merges.of_shop(session, _ENTRY.c.operator_id, entry.operator_id))
    if entry.product_id:
        query = query.where(_ENTRY.c.product_id == entry.product_id)
    elif entry.gtin:
        query = query.where(_ENTRY.c.product_id.is_(None), _ENTRY.c.gtin == entry.gtin)
    else:
        bare = _ENTRY.c.product_id.is_(None), _ENTRY.c.gtin.is_(None)
        query = query.where(*bare, _trimmed(_ENTRY.c.product_name) == entry.product_name.strip())
    if batch := entry.batch_no.strip():
        query = query.where(_trimmed(_ENTRY.c.batch_no) == batch)
    return records(session, LedgerEntry, query)


def _trimmed(text: ColumnElement[str]) -> ColumnElement[str]:
    """As Python strips it: by itself SQLite knows the plain space alone."""
    return func.trim(text, WHITESPACE)


def reversal_of(session: Session, entry_id: str) -> LedgerEntry | None:
    """The line that reverses this one."""
    return one(session, LedgerEntry, columns(LedgerEntry).where(_ENTRY.c.reverses == entry_id).order_by(_ENTRY.c.id))


def expiring(session: Session, operator_id: str, until: str, limit: int) -> list[LedgerEntry]:
    """Goods bought whose last good day is not after `until` (ISO date), the earliest first."""
    query = columns(LedgerEntry).where(
        merges.of_shop(session, _ENTRY.c.operator_id, operator_id),
        _ENTRY.c.direction == Direction.IN,
        _ENTRY.c.expiry_date <= until,
    )
    return records(session, LedgerEntry, query.order_by(_ENTRY.c.expiry_date, _ENTRY.c.id).limit(limit))
