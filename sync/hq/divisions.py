"""Divisions that are renamed, merged or split: dated mappings from code to feed, and the job that moves rows (R26).

Codes change every year, feeds do not: a feed's number is never used again, and a code points to a feed from a day on.
The old code goes on pointing somewhere, because laptops without a network still write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, select, update

from sync.hq.database import Database, upsert
from sync.hq.feeds import FeedDirectory, division_key, publish
from sync.hq.homes import Homes
from sync.hq.refusals import OpRefused, Waits
from sync.hq.rows import Key, Rows, Setting
from sync.hq.slices import current_epoch
from sync.hq.tables import HQ_AUTHOR, division_feed, feed
from sync.record import FeedKey, FeedKind, InDivision, Record, Schema, WithParent, WithRow, new_id

CHUNK = 500
"""Rows that one transaction moves."""
Report = Callable[[int], None]
"""report(rows moved so far)."""


class UnknownDivision(LookupError):
    """No feed belongs to this code."""


def rename(conn: Connection, old: str, new: str, day: str) -> None:
    """From a day on (ISO date) the division has another code. Nothing moves; the old code stays good."""
    _map(conn, new, _feed_of(conn, old, day), day)


def merge(conn: Connection, codes: Iterable[str], into: str, day: str) -> None:
    """From a day on these divisions are one; `into` may be one of them, or new. `settle` closes the others' feeds."""
    key = _key(into)
    target = FeedDirectory(conn, day).open(key)
    for code in codes:
        if code != into:
            _feed_of(conn, code, day)
            _map(conn, code, target, day)


def split(conn: Connection, villages: Iterable[str], into: str, day: str) -> None:
    """From a day on these villages (12 digits) belong to another township, which may be new."""
    target = FeedDirectory(conn, day).open(_key(into))
    for village in villages:
        if len(village) != 12:
            raise UnknownDivision(village)
        _feed_of(conn, village[:9], day)
        _map(conn, village, target, day)


def settle(conn: Connection, now: int) -> list[int]:
    """Close the feeds that no code points to any more, each with its successor; their numbers."""
    today = _day(now)
    points_to: dict[str, int] = {}
    ever: dict[int, set[str]] = {}
    in_force = select(division_feed).where(division_feed.c.valid_from <= today).order_by(division_feed.c.valid_from)
    for row in conn.execute(in_force):
        points_to[row.code] = row.feed_id
        ever.setdefault(row.feed_id, set()).add(row.code)
    closed = []
    open_feeds = select(feed.c.id, feed.c.code).where(feed.c.closed_at.is_(None)).order_by(feed.c.id)
    for row in conn.execute(open_feeds).all():
        codes = ever.get(row.id, set())
        if not codes or row.id in points_to.values():
            continue
        heir = points_to[row.code if row.code in codes else min(codes)]
        values = {"closed_at": now, "successor_id": heir}
        conn.execute(update(feed).where(feed.c.id == row.id).values(values))
        closed.append(row.id)
    return closed


def relocate(
    database: Database,
    schema: Schema,
    tables: Mapping[str, Table],
    now: int,
    report: Report = lambda moved: None,
    chunk: int = CHUNK,
) -> int:
    """Move every row that stands in another feed than its code says now; how many. Can be stopped and repeated.

    Each chunk is a transaction of its own. A row is briefly in two scopes and never in none: it enters its new feed and
    leaves the old one at once.
    """
    moved = 0
    for number in database.read(lambda conn: _unsettled(conn, now)):
        while True:
            before = moved
            for cls in _parents_first(schema):
                last = ""
                while True:
                    ids = database.read(lambda conn, f=number, t=tables[cls.kind], a=last: _after(conn, t, f, a, chunk))  # type: ignore[misc]
                    if not ids:
                        break
                    last = ids[-1]
                    keys = [(cls.kind, row_id) for row_id in ids]
                    moved += database.write(lambda conn, of=keys: _move(conn, schema, tables, of, now))  # type: ignore[misc]
                    report(moved)
            if moved == before:
                break
    return moved


def archive_void(
    database: Database, schema: Schema, tables: Mapping[str, Table], before: int, now: int, chunk: int = CHUNK
) -> int:
    """Rows that were voided before a moment leave every laptop for the archive, with what lives with them; how many."""
    moved = 0
    archives = database.read(_archives)
    for cls in _parents_first(schema):
        table, last = tables[cls.kind], ""
        while True:

            def void(conn: Connection, of: Table = table, after: str = last) -> Sequence[str]:
                query = select(of.c.id).where(of.c.voided_at < before, of.c.feed_id.not_in(archives), of.c.id > after)
                return conn.execute(query.order_by(of.c.id).limit(chunk)).scalars().all()

            ids = database.read(void)
            if not ids:
                break
            last = ids[-1]
            keys = [(cls.kind, row_id) for row_id in ids]
            moved += database.write(lambda conn, of=keys: _archive(conn, schema, tables, of, now))  # type: ignore[misc]
    return moved


def _key(code: str) -> FeedKey:
    key = division_key(InDivision(""), code)
    if key is None or key.code != code:
        raise UnknownDivision(code)
    return key


def _feed_of(conn: Connection, code: str, day: str) -> int:
    found = FeedDirectory(conn, day).find(_key(code))
    if found is None:
        raise UnknownDivision(code)
    return found


def _map(conn: Connection, code: str, number: int, day: str) -> None:
    running = (division_feed.c.code == code) & division_feed.c.valid_to.is_(None) & (division_feed.c.valid_from < day)
    conn.execute(update(division_feed).where(running).values(valid_to=day))
    upsert(conn, division_feed, [{"code": code, "valid_from": day, "valid_to": None, "feed_id": number}])


def _unsettled(conn: Connection, now: int) -> list[int]:
    """Feeds with rows that may belong elsewhere: closed ones, and those of townships that lost villages."""
    closed = select(feed.c.id).where(feed.c.closed_at.is_not(None), feed.c.n_rows > 0)
    found = set(conn.execute(closed).scalars())
    today = _day(now)
    directory = FeedDirectory(conn, today)
    villages = select(division_feed).where(division_feed.c.valid_from <= today)
    for row in conn.execute(villages).all():
        if len(row.code) == 12:
            township = directory.find(FeedKey(FeedKind.TOWNSHIP, row.code[:9]))
            if township is not None and township != row.feed_id:
                found.add(township)
    return sorted(found)


def _after(conn: Connection, table: Table, number: int, last: str, chunk: int) -> Sequence[str]:
    query = select(table.c.id).where(table.c.feed_id == number, table.c.id > last).order_by(table.c.id).limit(chunk)
    return conn.execute(query).scalars().all()


def _move(conn: Connection, schema: Schema, tables: Mapping[str, Table], keys: Sequence[Key], now: int) -> int:
    rows = Rows(conn, schema, tables, current_epoch(conn))
    homes = Homes(schema, rows, FeedDirectory(conn, _day(now)))
    rows.prefetch(keys)
    moved = 0
    for kind, row_id in keys:
        row = rows.get(kind, row_id)
        assert row is not None  # rows are never deleted
        try:
            home = homes.find(schema.kinds[kind], row.wire, may_open=False)
        except (OpRefused, Waits):
            continue
        if home != row.feed_id:
            rows.put(kind, row_id, row.wire, home, _nobody())
            moved += 1
    rows.keep()
    publish(conn, rows.write(now), now)
    return moved


def _archives(conn: Connection) -> list[int]:
    return list(conn.execute(select(feed.c.id).where(feed.c.kind == FeedKind.ARCHIVE.value)).scalars())


def _archive(conn: Connection, schema: Schema, tables: Mapping[str, Table], keys: Sequence[Key], now: int) -> int:
    """Rows, and all that live with them, go to the archive of the feed that they are in."""
    rows = Rows(conn, schema, tables, current_epoch(conn))
    directory = FeedDirectory(conn, _day(now))
    archives = set(_archives(conn))
    rows.prefetch(keys)
    waiting, moved = list(keys), 0
    while waiting:
        kind, row_id = waiting.pop()
        row = rows.get(kind, row_id)
        assert row is not None
        if row.feed_id in archives:
            continue
        source = conn.execute(select(feed).where(feed.c.id == row.feed_id)).one()
        target = directory.open(FeedKey(FeedKind.ARCHIVE, f"{source.kind}/{source.code}"))
        archives.add(target)
        rows.put(kind, row_id, row.wire, target, _nobody())
        waiting += rows.children(kind, row_id)
        moved += 1
    rows.keep()
    publish(conn, rows.write(now), now)
    return moved


def _nobody() -> Setting:
    """A new version without a new value, so that no replica takes the moved row for old."""
    return Setting(new_id(), HQ_AUTHOR, HQ_AUTHOR, None, ())


def _parents_first(schema: Schema) -> list[type[Record]]:
    """Kinds in an order in which each comes after those that it lives with."""

    def depth(cls: type[Record], above: tuple[str, ...] = ()) -> int:
        if any(isinstance(home, WithRow) for home in cls.home):
            return len(schema.kinds)
        parents = {home.kind for home in cls.home if isinstance(home, WithParent)} - {cls.kind, *above}
        return max((1 + depth(schema.kinds[kind], (*above, cls.kind)) for kind in parents), default=0)

    return sorted(schema.kinds.values(), key=lambda cls: (depth(cls), cls.kind))


def _day(now: int) -> str:
    return datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()
