"""Rows that were told in the terms of an older version of the records come once more: after an upgrade here, or of HQ.

Each feed knows in which version's terms its rows were told: the older one of both sides.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage.incoming import Incoming
from sync import wire
from sync.device import outbox
from sync.device.tables import sub
from sync.protocol import ExchangeReply

_BEHIND = (
    select(sub.c.feed_id, sub.c.form, sub.c.again_at)
    .where(sub.c.form < bindparam("form"), sub.c.cursor > 0)
    .order_by(sub.c.feed_id)
)


def heard(session: Session) -> int:
    """The version in whose terms HQ tells us rows now, as far as we know."""
    return min(SCHEMA.version, int(outbox.meta(session, "hq_schema", SCHEMA.version)))


def wanted(session: Session) -> dict[int, tuple[int, int]]:
    """{feed: (version of its rows here, position up to which they came once more)} (sync.protocol)."""
    found = session.execute(_BEHIND, {"form": heard(session)})
    return {row.feed_id: (row.form, row.again_at) for row in found}


def take(session: Session, rows: Incoming, reply: ExchangeReply, form: int) -> bool:
    """Take in what HQ tells once more; whether a position moved."""
    has_moved = False
    for page in reply.again:
        at = session.execute(
            select(sub.c.again_at).where(sub.c.feed_id == page.f, sub.c.form < form, sub.c.cursor > 0)
        ).scalar()
        if at != page.from_:  # an answer that another one has overtaken
            continue
        for entry in wire.unpack_entries(page.e):
            if entry.body is None:
                raise wire.Malformed(f"feed {page.f}, entry {entry.seq}: no body")
            rows.put(page.f, (entry.t, entry.row), entry.ver, entry.body, form=form, is_again=True)
        done = {"form": form, "again_at": 0} if page.to >= page.head else {"again_at": page.to}
        session.execute(update(sub).where(sub.c.feed_id == page.f).values(done))
        has_moved = True
    return has_moved
