"""Lays over a restored backup what was changed since: nothing that was entered has to be entered again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import overlay, search
from inspector_app.storage.engine import writing
from inspector_app.storage.page_rows import Row
from inspector_app.storage.salvage import UNANSWERED, Salvaged
from sync.device.core import SETTLED, OpState
from sync.device.outbox import raise_counter, set_meta
from sync.device.tables import blob_local, outbox

_STILL_TRUE = ("last_contact", "clock_offset", "highest_time", "highest_since")
"""What the replica that is replaced knew better than the backup."""


def put_back(session: Session, found: Salvaged) -> int:
    """Take up again every change that the backup lacks or knows less of; how many HQ has yet to be told.

    One that HQ has answered lies over its row until HQ's own comes with the next sync, and is told once more should
    HQ itself be restored.
    """
    held = {row["id"]: dict(row) for row in session.execute(select(outbox)).mappings()}
    fresh = [row for row in map(_taken_up, found.changes) if not _is_known(row, held.get(row["id"]))]
    keys = {(row["kind"], row["row_id"]) for row in fresh if row["kind"] in SCHEMA.kinds}
    with writing(session):
        bases = {key: overlay.base_row(session, *key) for key in sorted(keys)}
        for row in fresh:
            _put(session, outbox, "id", row)
        for (kind, row_id), base in bases.items():
            overlay.rebase(session, kind, row_id, base)
        search.refresh(session, bases)
    for photo in found.photos:
        _put(session, blob_local, "sha256", photo)
    for name, value in found.counters.items():
        raise_counter(session, name, value)
    if known := {key: found.meta[key] for key in _STILL_TRUE if key in found.meta}:
        set_meta(session, **known)
    return sum(row["state"] == OpState.PENDING for row in fresh)


def _is_known(row: Row, held: Row | None) -> bool:
    """Whether the backup holds a change as it is, or HQ's row with it."""
    return held is not None and (held["landed"] or held == row)


def _taken_up(row: Row) -> Row:
    if row["state"] in UNANSWERED:  # the log goes on as another incarnation: numbers are given anew
        return row | {"state": OpState.PENDING, "n": None, "inc": None, "chain": None}
    if row["state"] in SETTLED:
        return row | {"landed": row["ver"] is None}
    return row


def _put(session: Session, table: Any, key: str, row: Row) -> None:
    statement = insert(table).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=[key], set_=row))
