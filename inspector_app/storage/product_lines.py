"""Where goods went: ledger lines of one product, at whichever shop."""

from __future__ import annotations

from sqlalchemy import or_
from sqlalchemy.orm import Session

from inspector_app.records.ledgers import LedgerEntry
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_ENTRY = TABLES["ledger_entry"]


def newest(session: Session, product_id: str | None, gtin: str | None, limit: int) -> list[LedgerEntry]:
    """Lines of all shops on this device that name the product or its GTIN-14, newest day first."""
    same = [
        column == value
        for column, value in ((_ENTRY.c.product_id, product_id), (_ENTRY.c.gtin, gtin))
        if value is not None
    ]
    if not same:
        return []
    query = columns(LedgerEntry).where(or_(*same)).order_by(_ENTRY.c.happened_on.desc(), _ENTRY.c.id.desc())
    return records(session, LedgerEntry, query.limit(limit))
