"""Feeds lent for a time, with a reason: joint checks across a border, a stand-in (sync.md B.9, "break the glass")."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from sync.hq.tables import feed_grant
from sync.record import FeedKey, FeedKind, new_id

GRACE_US = 30 * 86_400 * 1_000_000
"""How long after its end changes still enter: they were made while it held, by a device that had no network since."""


@dataclass(frozen=True, slots=True)
class Grant:
    """`holder` is a device, or a user on every device of theirs."""

    id: str
    holder: str
    key: FeedKey
    reason: str
    granted_by: str
    granted_at: int
    expires_at: int


def grant(conn: Connection, holder: str, key: FeedKey, reason: str, by: str, now: int, expires_at: int) -> Grant:
    """Lend a feed. The row stays for ever: who could see what, and why."""
    if not reason.strip() or expires_at <= now:
        raise ValueError("a grant has a reason and an end")
    made = Grant(new_id(), holder, key, reason, by, now, expires_at)
    row = {"id": made.id, "holder": holder, "kind": key.kind.value, "code": key.code, "reason": reason}
    conn.execute(insert(feed_grant), row | {"granted_by": by, "granted_at": now, "expires_at": expires_at})
    return made


def end(conn: Connection, grant_id: str, now: int) -> bool:
    """End a grant before its time; whether it was running."""
    running = (feed_grant.c.id == grant_id) & (feed_grant.c.expires_at > now)
    return conn.execute(update(feed_grant).where(running).values(expires_at=now)).rowcount > 0


def listed(conn: Connection, now: int, *, ended: bool = False) -> list[Grant]:
    """Grants that run, or with `ended` all there ever were; newest first."""
    query = select(feed_grant).order_by(feed_grant.c.granted_at.desc(), feed_grant.c.id)
    if not ended:
        query = query.where(feed_grant.c.expires_at > now)
    return [
        Grant(r.id, r.holder, FeedKey(FeedKind(r.kind), r.code), r.reason, r.granted_by, r.granted_at, r.expires_at)
        for r in conn.execute(query)
    ]


_LENT = select(feed_grant.c.kind, feed_grant.c.code, feed_grant.c.expires_at).where(
    feed_grant.c.holder.in_(bindparam("holders", expanding=True)), feed_grant.c.expires_at > bindparam("since")
)


def lent(conn: Connection, holders: Collection[str], now: int) -> tuple[set[FeedKey], set[FeedKey]]:
    """(feeds lent to these holders now, feeds into which their changes still enter)."""
    readable, writable = set(), set()
    for row in conn.execute(_LENT, {"holders": list(holders), "since": now - GRACE_US}):
        key = FeedKey(FeedKind(row.kind), row.code)
        writable.add(key)
        if row.expires_at > now:
            readable.add(key)
    return readable, writable
