"""Brings what waits in a replica into the terms of this version's records, when the app was upgraded (R24, R25).

The migrations bring the tables. A change that has its bytes keeps them: they are what was signed, and HQ reads them.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import overlay
from inspector_app.storage.incoming import Incoming, Key
from sync.device import outbox
from sync.device.tables import dirty_shadow, held_rows
from sync.forms import FIRST_SCHEMA
from sync.projection import NotToldSo, lift, up
from sync.protocol import Kind
from sync.record import Changes, defaults


def told_in(session: Session) -> int:
    """Version of the records in whose terms the replica is."""
    return int(outbox.meta(session, "schema", FIRST_SCHEMA))


def carry_over(session: Session) -> set[Key]:
    """Bring changes, HQ's rows below them and held rows into our terms; the rows that are seen otherwise now.

    The gate must be open.
    """
    before = told_in(session)
    if before != SCHEMA.version:
        for kind, row_id, body in session.execute(select(dirty_shadow)).all():
            of_row = (dirty_shadow.c.kind == kind) & (dirty_shadow.c.row_id == row_id)
            session.execute(update(dirty_shadow).where(of_row).values(body=up(SCHEMA, kind, body, before)))
        for change in outbox.every(session):
            lifted = _lifted(session, change, before)
            if lifted != change.changes:
                outbox.retell(session, change.id, lifted)
        outbox.set_meta(session, schema=SCHEMA.version, hq_schema=SCHEMA.version)
    return read_again(session, before)


def _lifted(session: Session, change: outbox.Waiting, before: int) -> Changes:
    cls = SCHEMA.kinds.get(change.kind)
    if cls is None:
        return change.changes
    base = overlay.base_row(session, change.kind, change.row_id)
    current = defaults(cls) | {"id": change.row_id} if base is None else overlay.fields_of(base)
    try:
        return lift(SCHEMA, cls, change.changes, before, current, is_insert=change.k is Kind.INSERT)
    except NotToldSo:  # HQ is to refuse it, and its author to see why
        return change.changes


def read_again(session: Session, before: int) -> set[Key]:
    """Rows that were held, and fields that were unknown, may be readable now.

    HQ told rows of kinds that we knew in our terms of then, others in its own.
    """
    incoming = Incoming(session)
    known = SCHEMA.past.forms.get(before, {})
    for row in session.execute(select(held_rows)).all():
        if row.kind in SCHEMA.kinds:
            form = before if row.kind in known else SCHEMA.version
            incoming.put(row.feed_id, (row.kind, row.row_id), (row.ver_epoch, row.ver), row.body, form=form)
    incoming.name_extras()
    return incoming.write()
