"""What a device may read and write at this moment; computed anew in every request from the database (R33, R34)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sync.hq import grants
from sync.hq.feeds import FeedDirectory
from sync.hq.tables import feed
from sync.record import FeedKey, FeedKind

Scope = Callable[[Connection, str], set[FeedKey]]
"""The feeds of a device by its users' posts."""
PERSONAL = frozenset({FeedKind.USER, FeedKind.DEVICE})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Feeds by number; `missing` are user and device feeds that have to be made first."""

    feeds: Mapping[int, FeedKey]
    writable: frozenset[int]
    users: frozenset[str]
    missing: frozenset[FeedKey]


def entitlement(
    conn: Connection,
    directory: FeedDirectory,
    scope: Scope,
    device: str,
    now: int,
    cursors: Mapping[int, int] | None = None,
) -> Entitlement:
    """The entitlement of a device. `cursors` are those of its request: it reads a closed feed to its end first.

    Without them, as for a file that an exchange offered, it may be reading each of them still.
    """
    posts = scope(conn, device)
    users = frozenset(key.code for key in posts if key.kind is FeedKind.USER)
    lent, still_writable = grants.lent(conn, {device, *users}, now)
    directory.learn(posts | lent | still_writable)
    feeds: dict[int, FeedKey] = {}
    missing: set[FeedKey] = set()
    for key in posts | lent:
        number = directory.find(key)
        if number is not None:
            feeds[number] = key
        elif key.kind in PERSONAL:
            missing.add(key)
    closed = closed_into(conn, feeds)
    late = {directory.find(key) for key in still_writable} - {None}
    writable = frozenset({*feeds, *(row.id for row in closed), *(number for number in late if number is not None)})
    for row in closed:
        if row.n_rows or cursors is None or not _is_read(row, cursors):
            feeds[row.id] = FeedKey(FeedKind(row.kind), row.code)
    return Entitlement(feeds, writable, users, frozenset(missing))


_HEIR = feed.alias()
_CLOSED = (
    select(feed, _HEIR.c.head.label("heir_head"))
    .join_from(feed, _HEIR, _HEIR.c.id == feed.c.successor_id)
    .where(feed.c.successor_id.in_(bindparam("heirs", expanding=True)), feed.c.closed_at.is_not(None))
)
"""Closed feeds whose rows went into :heirs."""


def closed_into(conn: Connection, feeds: Collection[int]) -> list[Any]:
    """Closed feeds whose rows went, or are going, into these; each with the head of its successor.

    A device keeps such a feed until it has read it and its successor to the end: its rows are then in the successor.
    """
    seen, wanted, found = set(feeds), set(feeds), []
    while wanted:
        rows = [row for row in conn.execute(_CLOSED, {"heirs": list(wanted)}) if row.id not in seen]
        found += rows
        wanted = {row.id for row in rows}
        seen |= wanted
    return found


def _is_read(row: Any, cursors: Mapping[int, int]) -> bool:
    """Whether a device with these cursors has no more use for an empty closed feed."""
    if row.id not in cursors:
        return True
    return bool(cursors[row.id] >= row.head and cursors.get(row.successor_id, -1) >= row.heir_head)
