"""Rows that HQ takes off this device: when they go, which stay for a while, how they go in batches (R9, R21)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, text, update
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage.tables import TABLES
from sync.device import outbox as meta
from sync.device.core import PhotoState
from sync.device.tables import blob_local, dirty_shadow, held_rows, outbox, sub
from sync.record import Change, WithParent

LEFT = 0
"""The feed of a row that left its own: it goes once both sides are level, if no other feed has brought it by then."""
GONE = -1
"""The feed of a row that goes now, with the next batch."""
KEPT = -2
"""The feed of a row that HQ took away and that stays here for a while all the same."""
BEFORE = -3
"""The feed of a row that left while HQ had not been restored: goes as LEFT does, unless it comes, in any version."""
ON_THE_WAY = frozenset({LEFT, GONE, KEPT, BEFORE})
"""A row of these comes back with the version that it has."""
KEPT_US = 30 * 86_400 * 1_000_000
BATCH = 500
# One statement over all tables, written once: a statement for each costs more than the rows.
_NEXT_GOING = text(
    " UNION ALL ".join(f"SELECT '{kind}', id FROM \"{kind}\" WHERE feed_id = {GONE}" for kind in TABLES)
    + f" LIMIT {BATCH}"
)
_IN_FEEDS = text(
    " UNION ALL ".join(
        f"SELECT '{kind}' WHERE EXISTS (SELECT 1 FROM \"{kind}\") AND"
        f' EXISTS (SELECT 1 FROM "{kind}" WHERE feed_id IN (SELECT value FROM json_each(:feeds)))'
        for kind in TABLES
    )
)


def kinds_in(session: Session, feeds: Sequence[int]) -> list[str]:
    """The kinds of which there are rows of these feeds."""
    return list(session.scalars(_IN_FEEDS, {"feeds": json.dumps(list(feeds))}))


def move_feeds(session: Session, feeds: Sequence[int], to: int) -> None:
    """Rows of these feeds get another one; only in tables that have such, by their index. The gate must be open."""
    for start in range(0, len(feeds), BATCH):
        these = feeds[start : start + BATCH]
        for table in (*(TABLES[kind] for kind in kinds_in(session, these)), held_rows):
            session.execute(update(table).where(table.c.feed_id.in_(these)).values(feed_id=to))
        _move_shadows(session, these, to)


def told_before(session: Session, epoch: int) -> frozenset[int]:
    """Feeds whose rows are as HQ told them before it was restored: what it tells now counts, whatever the version."""
    return frozenset(session.scalars(select(sub.c.feed_id).where(sub.c.epoch < epoch))) | {BEFORE}


def outlive(session: Session) -> None:
    """HQ was restored: what is on its way out, or was read in part, may be anywhere. The gate must be open."""
    begun = session.scalars(select(sub.c.feed_id).where(sub.c.cursor == 0)).all()
    leave_before(session, [LEFT, GONE, KEPT, *begun])


def leave_before(session: Session, feeds: Sequence[int]) -> None:
    """Rows of these feeds go once both sides are level, unless HQ tells them by then. The gate must be open."""
    if not feeds:
        return
    move_feeds(session, feeds, BEFORE)
    meta.set_meta(session, rows_left=True)


def dismiss(session: Session, feed_id: int, now: int) -> None:
    """Let the rows of a feed go, but for those that stay (R21): what this laptop signed in the last 30 days, and
    photos that HQ does not have. The gate must be open."""
    for kind in kinds_in(session, [feed_id]):
        stay, table = staying(kind, now), TABLES[kind]
        if stay is not None:
            ids = list(session.scalars(stay.where(table.c.feed_id == feed_id)))
            session.execute(update(table).where(table.c.id.in_(ids)).values(feed_id=KEPT))
            if ids:
                _move_shadows(session, [feed_id], KEPT, ids)
                meta.set_meta(session, rows_kept=True)
    session.execute(delete(held_rows).where(held_rows.c.feed_id == feed_id))
    move_feeds(session, [feed_id], GONE)
    meta.set_meta(session, rows_gone=True)


def dismiss_left(session: Session, now: int) -> None:
    """Both sides are level: what left its feed has come in by no other, and what stayed may have stayed long enough."""
    if not (meta.meta(session, "rows_kept", False) or meta.meta(session, "rows_left", False)):
        return
    move_feeds(session, [KEPT, BEFORE], LEFT)
    meta.set_meta(session, rows_left=False, rows_kept=False)
    dismiss(session, LEFT, now)


def _move_shadows(session: Session, feeds: Sequence[int], to: int, ids: Sequence[str] | None = None) -> None:
    """The same for HQ's rows that local changes lie over."""
    body = dirty_shadow.c.body
    held = update(dirty_shadow).where(func.json_extract(body, "$.feed_id").in_(feeds))
    if ids is not None:
        held = held.where(dirty_shadow.c.row_id.in_(ids))
    session.execute(held.values(body=func.json_set(body, "$.feed_id", to)))


def batch(session: Session) -> list[tuple[str, str]]:
    """The next rows that go, (kind, id); none when all are gone."""
    if not meta.meta(session, "rows_gone", True):
        return []
    keys = [(kind, row_id) for kind, row_id in session.execute(_NEXT_GOING)]
    if not keys:
        meta.set_meta(session, rows_gone=False)
    return keys


def staying(kind: str, now: int) -> Select[Any] | None:
    """Ids of the rows of a kind that stay although HQ took them away; None where none ever do."""
    cls, table = SCHEMA.kinds[kind], TABLES[kind]
    if cls.change is not Change.SEALED:
        return None
    made_here = select(outbox.c.row_id).where(outbox.c.kind == kind, outbox.c.wall >= now - KEPT_US)
    if cls.sealed_by is not None:
        stay = and_(table.c.id.in_(made_here), table.c[cls.sealed_by].is_not(None))
    else:
        root = next(home.kind for home in cls.home if isinstance(home, WithParent) and home.field == cls.aggregate)
        sealed_by = SCHEMA.kinds[root].sealed_by
        assert sealed_by is not None
        sealed = select(TABLES[root].c.id).where(TABLES[root].c[sealed_by].is_not(None))
        parent = table.c[cls.aggregate]
        stay = and_(table.c.id.in_(made_here), or_(parent.is_(None), parent.in_(sealed)))
    if kind == EvidenceItem.kind:
        unsent = select(blob_local.c.sha256).where(blob_local.c.state == PhotoState.WAITING)
        stay = or_(stay, table.c.synced_sha256.in_(unsent))
    return select(table.c.id).where(stay)
