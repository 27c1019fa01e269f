"""What a replica holds that HQ may not have, read past all damage: changes, which photos wait, how far it counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Table

from inspector_app.storage.page_rows import Row, table_rows
from inspector_app.storage.pages import Pages
from sync.device.core import WAITING, OpState, PhotoState
from sync.device.tables import blob_local, counter, outbox, sync_meta

UNANSWERED = (*WAITING, OpState.PARKED)
_ID, _SHA256 = 36, 64


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Rows of the device's own tables, as SQLAlchemy would give them."""

    changes: list[Row]
    """Of the outbox, in the order of capture."""
    photos: list[Row]
    meta: dict[str, Any]
    counters: dict[str, int]
    is_whole: bool
    """Nothing of these was damaged."""

    @property
    def unsent(self) -> list[Row]:
        """The changes that HQ has not answered, or keeps until others come."""
        return [row for row in self.changes if row["state"] in UNANSWERED]


def salvage(database: Path, key: bytes) -> Salvaged:
    """Read a closed replica, whole or damaged. Raises OSError when there is no file."""
    with Pages(database, key) as pages:
        is_whole = True

        def read(table: Table, is_one: Callable[[Row], bool]) -> list[Row]:
            nonlocal is_whole
            names = [column.name for column in table.columns]
            found = table_rows(pages, table.name, names, is_one)
            is_whole = is_whole and found.is_whole
            rows = [{name: row.get(name) for name in names} for row in found.rows]
            return [_typed(table, row) for row in rows if is_one(row)]

        changes: dict[str, Row] = {}
        for row in read(outbox, _is_change):
            held = changes.get(row["id"])
            if held is None or _progress(held) < _progress(row):  # a page may be there twice: as it is, and as it was
                changes[row["id"]] = row
        return Salvaged(
            sorted(changes.values(), key=lambda row: row["mono"]),
            read(blob_local, _is_photo),
            {row["key"]: row["value"] for row in read(sync_meta, _is_meta)},
            {row["name"]: row["value"] for row in read(counter, _is_counter)},
            is_whole,
        )


def _progress(row: Row) -> tuple[bool, bool, int]:
    return row["state"] not in WAITING, row["core"] is not None, row["wall"]


def _typed(table: Table, row: Row) -> Row:
    """JSON and truth values as they are meant; a column that came later has its default."""
    typed = dict(row)
    for column in table.columns:
        held = typed[column.name]
        if isinstance(column.type, Boolean):
            typed[column.name] = bool(held)
        elif isinstance(column.type, JSON) and isinstance(held, str):  # SQLite keeps a bare number as a number
            typed[column.name] = json.loads(held)
    return typed


def _is_change(row: Row) -> bool:
    return (
        _is_text(row["id"], _ID)
        and _is_text(row["row_id"], _ID)
        and row["state"] in list(OpState)
        and isinstance(row["mono"], int)
        and isinstance(row["wall"], int)
        and _is_json(row["changes"])
        and _is_json(row["conflicts"])
    )


def _is_photo(row: Row) -> bool:
    return _is_text(row["sha256"], _SHA256) and isinstance(row["size"], int) and row["state"] in list(PhotoState)


def _is_meta(row: Row) -> bool:
    value = row["value"]
    return isinstance(row["key"], str) and (value is None or isinstance(value, int | float) or _is_json(value))


def _is_counter(row: Row) -> bool:
    return isinstance(row["name"], str) and isinstance(row["value"], int)


def _is_text(value: object, length: int) -> bool:
    return isinstance(value, str) and len(value) == length


def _is_json(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        json.loads(value)
    except ValueError:
        return False
    return True
