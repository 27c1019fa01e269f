"""Queries for goods that are held."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inspector_app.records.recalls import Hold
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_HOLD = TABLES["hold"]


def standing(session: Session, operator_id: str) -> list[Hold]:
    """The holds at a shop that no other row releases, the first one first.

    Two laptops may hold a line for the same recall: it is held once, and one release ends all that came before it.
    """
    of_shop = merges.of_shop(session, _HOLD.c.operator_id, operator_id)
    query = columns(Hold).where(of_shop, _HOLD.c.voided_at.is_(None)).order_by(_HOLD.c.at, _HOLD.c.id)
    found = records(session, Hold, query)
    ended = {each.releases for each in found}
    ended_at = {_what(each): each.at for each in found if each.releases is not None}
    held: dict[tuple[str, ...], Hold] = {}
    for each in found:
        if each.releases is None and each.id not in ended and each.at > ended_at.get(_what(each), -1):
            held.setdefault(_what(each), each)
    return list(held.values())


def _what(hold: Hold) -> tuple[str, ...]:
    """The line that is held for a recall; any other hold, or what is released, is of itself alone."""
    if hold.recall_task_id is not None and hold.ledger_entry_id is not None:
        return hold.recall_task_id, hold.ledger_entry_id
    return (hold.releases or hold.id,)
