"""Lays local changes over HQ's row: domain tables show base + changes, the base waits in dirty_shadow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage.rows import drop_rows, put_row
from inspector_app.storage.tables import TABLES
from sync.device import outbox
from sync.device.core import lay_over
from sync.device.tables import dirty_shadow
from sync.record import Wire, defaults
from sync.tables import META

Row = dict[str, Any]
"""A row with all its columns: record fields and META."""
_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_SHADOWS = select(dirty_shadow.c.row_id, dirty_shadow.c.body).where(
    dirty_shadow.c.kind == bindparam("kind"), dirty_shadow.c.row_id.in_(_IDS)
)
_BORN_HERE: Row = {"feed_id": None, "ver": 0, "ver_epoch": 0, "extra": None}


def shown_row(session: Session, kind: str, row_id: str) -> Row | None:
    """The row as the pages see it."""
    table = TABLES[kind]
    row = session.execute(select(table).where(table.c.id == row_id)).mappings().first()
    return None if row is None else dict(row)


def base_row(session: Session, kind: str, row_id: str) -> Row | None:
    """The row as HQ last told it; None when HQ has not told it, or has taken it away."""
    return base_rows(session, kind, [row_id])[row_id]


def base_rows(session: Session, kind: str, ids: list[str]) -> dict[str, Row | None]:
    """{id: row as HQ last told it} of all these ids."""
    bases: dict[str, Row | None] = dict.fromkeys(ids)
    for row in session.execute(_told(kind), {"ids": ids}).mappings():
        bases[row["id"]] = dict(row)
    for found in session.execute(_SHADOWS, {"kind": kind, "ids": ids}):
        # An upgrade may have added columns since the base was kept.
        plain = defaults(SCHEMA.kinds[kind])
        bases[found.row_id] = {c.name: found.body.get(c.name, plain.get(c.name)) for c in TABLES[kind].columns}
    return bases


@cache
def _told(kind: str) -> Select[Any]:
    """The rows :ids, as far as HQ has told of them."""
    table = TABLES[kind]
    return select(table).where(table.c.id.in_(_IDS), table.c.ver > 0)


def keep_base(session: Session, kind: str, row: Row) -> None:
    """Remember HQ's row before the first local change of it is written."""
    if row["ver"] and not outbox.has_local(session, kind, row["id"]):
        _put_shadow(session, kind, row)


def rebase(session: Session, kind: str, row_id: str, base: Row | None) -> None:
    """Write what the pages see of a row: its base with the local changes over it. The gate must be open."""
    changes = outbox.lying_over(session, kind, row_id)
    if changes and base is not None:
        _put_shadow(session, kind, base)
    else:
        drop_shadows(session, [(kind, row_id)])
    fields = None if base is None else fields_of(base)
    shown: Wire | None = lay_over(SCHEMA.kinds[kind], row_id, fields, changes)
    if shown is None:
        drop_rows(session, kind, [row_id])
    else:
        put_row(session, kind, shown | {name: (base or _BORN_HERE)[name] for name in META})


def drop_shadows(session: Session, keys: Iterable[tuple[str, str]]) -> None:
    """Forget the bases of rows that no local change lies over any more."""
    values = [{"of_kind": kind, "of_row": row_id} for kind, row_id in keys]
    if values:
        one = delete(dirty_shadow).where(
            dirty_shadow.c.kind == bindparam("of_kind"), dirty_shadow.c.row_id == bindparam("of_row")
        )
        session.connection().execute(one, values)


def fields_of(row: Mapping[str, Any]) -> Wire:
    """The record's own columns of a row."""
    return {name: value for name, value in row.items() if name not in META}


def _put_shadow(session: Session, kind: str, base: Row) -> None:
    statement = insert(dirty_shadow).values(kind=kind, row_id=base["id"], body=base)
    session.execute(statement.on_conflict_do_update(index_elements=["kind", "row_id"], set_={"body": base}))
