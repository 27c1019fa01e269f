"""Divisions that are renamed, merged or split: dated mappings from code to feed, and the job that moves rows (R26).

Codes change every year, feeds do not: a feed's number is never used again, and a code points to a feed from a day on.
The old code goes on pointing somewhere, because laptops without a network still write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Table, select, update

from sync.hq.database import Database, upsert
from sync.hq.division_rules import (
    TOWNSHIP,
    DivisionRefused,
    Why,
    require_living,
    require_new,
    require_target,
    require_village,
    several,
)
from sync.hq.feeds import FeedDirectory, publish
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
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a code pointed before a change, and whether it was a code of the past even then."""

    feed: int
    has_ended: bool


Before = Mapping[str, Stood]
"""By code; what `restore` needs to take a change back."""


class _Runs(Protocol):
    def read(self, work: Callable[[Connection], T]) -> T: ...

    def write(self, work: Callable[[Connection], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class _Within:
    """Everything in one transaction that is open already."""

    conn: Connection

    def read(self, work: Callable[[Connection], T]) -> T:
        return work(self.conn)

    def write(self, work: Callable[[Connection], T]) -> T:
        return work(self.conn)


def rename(conn: Connection, old: str, new: str, day: str, *, again: bool = False) -> Before:
    """From a day on (ISO date) a township has another code. Nothing moves; the old code stays good.

    `again` lets it have a code that it had before. Raises DivisionRefused.
    """
    number = require_living(conn, old, day)
    if not again or FeedDirectory(conn, day).find(_township(new)) != number:
        require_new(conn, new, day)
    _map(conn, new, number, day)
    _map(conn, old, number, day, has_ended=True)
    return {old: Stood(number, has_ended=False)}


def merge(conn: Connection, codes: Iterable[str], into: str, day: str) -> Before:
    """From a day on these townships are one; `into` may be one of them, or new. `settle` closes the others' feeds.

    What else points to their feeds follows: codes of before, villages that joined them. Raises DivisionRefused.
    """
    require_target(conn, into, day)
    others = several(codes, into)
    left = [require_living(conn, code, day) for code in others]
    target = FeedDirectory(conn, day).open(_township(into))
    before = {code: stood for code, stood in _codes(conn, day).items() if stood.feed in left and stood.feed != target}
    for code in before:
        _map(conn, code, target, day, has_ended=len(code) == TOWNSHIP)
    return before


def split(conn: Connection, villages: Iterable[str], into: str, day: str) -> Before:
    """From a day on these villages (12 digits) belong to another township, which may be new. Raises DivisionRefused."""
    require_target(conn, into, day)
    directory = FeedDirectory(conn, day)
    before: dict[str, Stood] = {}
    for village in villages:
        require_village(village)
        require_living(conn, village[:TOWNSHIP], day)
        home = directory.home(InDivision("", FeedKind.TOWNSHIP), village)
        assert home is not None  # its township is in force
        if home == directory.find(_township(into)):
            raise DivisionRefused(Why.ITSELF, village)
        before[village] = Stood(home, has_ended=False)
    if not before:
        raise DivisionRefused(Why.NOTHING, into)
    target = directory.open(_township(into))
    for village in before:
        _map(conn, village, target, day)
    return before


def restore(
    conn: Connection, schema: Schema, tables: Mapping[str, Table], before: Before, made: str | None, now: int
) -> int:
    """Take the last change back from today on, rows and all, in this one transaction; rows moved.

    In one, because between the two a laptop of the old township would be out of the scope of its own rows.

    `made` is the township that the change made: it ends, and what it got since goes where the first of the others goes.
    """
    day = day_of(now)
    directory = FeedDirectory(conn, day)
    left = {number for code in before if (number := directory.home(InDivision("", FeedKind.TOWNSHIP), code))}
    for code, stood in before.items():
        _map(conn, code, stood.feed, day, has_ended=stood.has_ended)
    if made is not None:
        _map(conn, made, next(iter(before.values())).feed, day, has_ended=True)
    _reopen(conn, {stood.feed for stood in before.values()})
    settle(conn, now)
    return _move_all(_Within(conn), sorted(left), schema, tables, now, lambda moved: None, CHUNK)


def revive(conn: Connection, schema: Schema, tables: Mapping[str, Table], code: str, now: int) -> int:
    """Let a township be that a change made which was taken back: its feed is its own again; rows moved.

    Raises DivisionRefused when the code has no feed of its own.
    """
    day = day_of(now)
    own = select(feed.c.id).where(feed.c.kind == FeedKind.TOWNSHIP.value, feed.c.code == code)
    number, heir = conn.execute(own).scalar(), FeedDirectory(conn, day).find(_township(code))
    if number is None or heir is None:
        raise DivisionRefused(Why.ENDED, code)
    _map(conn, code, number, day)
    _reopen(conn, {number})
    return _move_all(_Within(conn), [heir], schema, tables, now, lambda moved: None, CHUNK)


def settle(conn: Connection, now: int) -> list[int]:
    """Close the feeds that no code points to any more, each with its successor; their numbers."""
    today = day_of(now)
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


def successors(conn: Connection, day: str) -> dict[str, str]:
    """{township code that has ended: the code that it has now}."""
    codes = {code: stood for code, stood in _codes(conn, day).items() if len(code) == TOWNSHIP}
    living = {stood.feed: code for code, stood in codes.items() if not stood.has_ended}
    return {code: living[stood.feed] for code, stood in codes.items() if stood.has_ended and stood.feed in living}


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
    unsettled = database.read(lambda conn: _unsettled(conn, now))
    return _move_all(database, unsettled, schema, tables, now, report, chunk)


def _move_all(
    database: _Runs,
    numbers: Iterable[int],
    schema: Schema,
    tables: Mapping[str, Table],
    now: int,
    report: Report,
    chunk: int,
) -> int:
    moved = 0
    for number in numbers:
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


def _township(code: str) -> FeedKey:
    return FeedKey(FeedKind.TOWNSHIP, code)


def _map(conn: Connection, code: str, number: int, day: str, *, has_ended: bool = False) -> None:
    """A code that has ended goes on pointing somewhere; nothing new is to bear it."""
    running = (division_feed.c.code == code) & division_feed.c.valid_to.is_(None) & (division_feed.c.valid_from < day)
    conn.execute(update(division_feed).where(running).values(valid_to=day))
    until = day if has_ended else None
    upsert(conn, division_feed, [{"code": code, "valid_from": day, "valid_to": until, "feed_id": number}])


def _reopen(conn: Connection, numbers: Iterable[int]) -> None:
    conn.execute(update(feed).where(feed.c.id.in_(numbers)).values(closed_at=None, successor_id=None))


def _codes(conn: Connection, day: str) -> dict[str, Stood]:
    """Where every code points on that day."""
    in_force = select(division_feed).where(division_feed.c.valid_from <= day).order_by(division_feed.c.valid_from)
    return {
        row.code: Stood(row.feed_id, row.valid_to is not None and row.valid_to <= day) for row in conn.execute(in_force)
    }


def _unsettled(conn: Connection, now: int) -> list[int]:
    """Feeds with rows that may belong elsewhere: closed ones, and those of townships that lost villages."""
    closed = select(feed.c.id).where(feed.c.closed_at.is_not(None), feed.c.n_rows > 0)
    found = set(conn.execute(closed).scalars())
    today = day_of(now)
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
    homes = Homes(schema, rows, FeedDirectory(conn, day_of(now)))
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
    directory = FeedDirectory(conn, day_of(now))
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


def day_of(now: int) -> str:
    """The day (ISO date, UTC) by which mappings are in force."""
    return datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()
