"""Feeds that forget: a row's leaving is told for a while and then removed, and the feed's floor rises (R5, R9).

A device that has not read so far begins that one feed anew; its outbox stays as it is.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from sync.hq.database import Database
from sync.hq.tables import feed, feed_entry
from sync.protocol import EntryKind

KEPT_DAYS = 400
_DAY_US = 86_400 * 1_000_000


def compact(database: Database, now: int, kept_days: int = KEPT_DAYS) -> int:
    """Remove what left its feed longer ago than that; how many entries. A feed is one transaction."""
    before = now - kept_days * _DAY_US
    database.write(lambda conn: _date(conn, now))
    numbers = database.read(lambda conn: _with_old(conn, before))
    return sum(database.write(lambda conn, of=number: _forget(conn, of, before)) for number in numbers)  # type: ignore[misc]


def _date(conn: Connection, now: int) -> None:
    """Entries from before there were dates count from today."""
    undated = (feed_entry.c.entry == EntryKind.LEAVE.value) & feed_entry.c.left_at.is_(None)
    conn.execute(update(feed_entry).where(undated).values(left_at=now))


def _with_old(conn: Connection, before: int) -> list[int]:
    query = select(feed_entry.c.feed_id).where(feed_entry.c.left_at <= before).distinct()
    return sorted(conn.execute(query).scalars())


def _forget(conn: Connection, number: int, before: int) -> int:
    old = (feed_entry.c.feed_id == number) & (feed_entry.c.left_at <= before)
    # Locked first: a row that comes back just now has its entry moved on, and then it is not among the old ones.
    conn.execute(select(feed.c.id).where(feed.c.id == number).with_for_update())
    last = conn.execute(select(func.max(feed_entry.c.seq)).where(old)).scalar()
    if last is None:
        return 0
    conn.execute(update(feed).where(feed.c.id == number, feed.c.floor < last).values(floor=last))
    return conn.execute(delete(feed_entry).where(old)).rowcount
