"""Feeds: which there are, how rows enter and leave them, and how a device reads on from its cursor.

A position is given by the feed's own row, locked until commit and changed last. So a reader that sees position k sees
every smaller one (R1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, bindparam, func, select, tuple_, update

from sync.digest import MODULUS, Version, row_hash
from sync.hq import bulk
from sync.hq.database import among_bound, insert_missing
from sync.hq.tables import division_feed, feed, feed_entry
from sync.projection import down
from sync.protocol import Entry, EntryKind, FeedPage
from sync.record import FeedKey, FeedKind, InDivision, Schema, size
from sync.tables import META
from sync.wire import pack_entries

READ_AHEAD = 250
IN_LIST = 500
NATIONAL = "CN"
_LEVELS = {2: FeedKind.PROVINCE, 6: FeedKind.COUNTY, 9: FeedKind.TOWNSHIP, 12: FeedKind.TOWNSHIP}
_VILLAGE = 12
_LENGTHS = {FeedKind.PROVINCE: 2, FeedKind.COUNTY: 6, FeedKind.TOWNSHIP: 9}
_IN_FORCE = (
    select(division_feed.c.code, division_feed.c.feed_id)
    .where(division_feed.c.code.in_(bindparam("codes", expanding=True)))
    .where(division_feed.c.valid_from <= bindparam("today"))
    .order_by(division_feed.c.valid_from)
)
_NAMED = select(feed.c.id, feed.c.kind, feed.c.code).where(
    tuple_(feed.c.kind, feed.c.code).in_(bindparam("keys", expanding=True))
)
_DIVISIONS = {FeedKind.TOWNSHIP, FeedKind.COUNTY, FeedKind.PROVINCE, FeedKind.NATIONAL}


def division_key(home: InDivision, code: str) -> FeedKey | None:
    """The feed of a division code; None when no feed belongs to a code of that length."""
    if code == NATIONAL:
        return FeedKey(FeedKind.NATIONAL, code)
    kind = home.level or _LEVELS.get(len(code))
    if kind is FeedKind.NATIONAL:
        return FeedKey(kind, NATIONAL)
    if kind not in _LENGTHS or len(code) < _LENGTHS[kind] or not code.isdecimal():
        return None
    return FeedKey(kind, code[: _LENGTHS[kind]])


def day_of(now: int) -> str:
    """The ISO date at a time."""
    return datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()


class FeedDirectory:
    """Numbers of feeds by division, user or device, as one transaction sees them. `today` is an ISO date."""

    def __init__(self, conn: Connection, today: str) -> None:
        self._conn = conn
        self._today = today
        self._known: dict[FeedKey, int | None] = {}

    def find(self, key: FeedKey) -> int | None:
        """The feed's number; None when HQ knows no such division, or the user or device has no feed yet."""
        if key not in self._known:
            self.learn({key})
        return self._known[key]

    def home(self, home: InDivision, code: str) -> int | None:
        """The feed of a row with this division code. A village may belong elsewhere than its township's other ones."""
        key = division_key(home, code)
        if key is None:
            return None
        village = FeedKey(key.kind, code)
        if len(code) == _VILLAGE and key.kind is FeedKind.TOWNSHIP and code.isdecimal():
            if village not in self._known:
                self.learn({village, key})
            if (found := self._known[village]) is not None:
                return found
        return self.find(key)

    def learn(self, keys: AbstractSet[FeedKey]) -> None:
        """Look many up at once. A code that got another feed keeps pointing somewhere: the newest mapping in force."""
        self._known |= dict.fromkeys(keys - self._known.keys())
        wanted = {key.code: key for key in keys if key.kind in _DIVISIONS}
        if wanted:
            rows = self._conn.execute(_IN_FORCE, {"codes": list(wanted), "today": self._today})
            self._known |= {wanted[row.code]: row.feed_id for row in rows}  # the newest wins
        named = {(key.kind.value, key.code): key for key in keys if key.kind not in _DIVISIONS}
        if named:
            rows = self._conn.execute(_NAMED, {"keys": list(named)})
            self._known |= {named[row.kind, row.code]: row.id for row in rows}

    def open(self, key: FeedKey) -> int:
        """The feed's number; the feed is made when there is none."""
        found = self.find(key)
        while found is None:
            number = self._conn.execute(select(func.coalesce(func.max(feed.c.id), 0) + 1)).scalar_one()
            empty = {"head": 0, "floor": 0, "dig": 0, "n_rows": 0}
            # Somebody else may take the same number or the same key: then nothing is inserted, and we look again.
            insert_missing(self._conn, feed, [{"id": number, "kind": key.kind.value, "code": key.code, **empty}])
            query = select(feed.c.id).where(feed.c.kind == key.kind.value, feed.c.code == key.code)
            found = self._conn.execute(query).scalar()
            if found is not None and key.kind in _DIVISIONS:
                row = {"code": key.code, "valid_from": "", "valid_to": None, "feed_id": found}
                insert_missing(self._conn, division_feed, [row])
        self._known[key] = found
        return found


def open_divisions(conn: Connection, codes: Iterable[str], now: int) -> None:
    """Give divisions their feeds; a row of a division without one is refused. Codes of other levels have none."""
    directory = FeedDirectory(conn, day_of(now))
    for code in sorted(set(codes)):
        key = division_key(InDivision(""), code)
        if key is not None:
            directory.open(key)


_HEADS = select(feed.c.id, feed.c.head, feed.c.floor, feed.c.dig, feed.c.n_rows).where(
    feed.c.id.in_(bindparam("feeds", expanding=True))
)


def ahead(conn: Connection, cursors: Mapping[int, int]) -> set[int]:
    """The feeds whose cursor stands beyond their end."""
    return {row.id for row in conn.execute(_HEADS, {"feeds": list(cursors)}) if row.head < cursors[row.id]}


@dataclass(frozen=True, slots=True)
class Move:
    """A row before and after a transaction: (feed, version), None where it did not exist."""

    kind: str
    row: str
    before: tuple[int, Version] | None
    after: tuple[int, Version]


@dataclass(slots=True)
class _Growth:
    entries: list[dict[str, Any]] = field(default_factory=list)
    dig: int = 0
    n_rows: int = 0


_GROW = (
    update(feed)
    .where(feed.c.id == bindparam("feed"))
    .values(
        head=feed.c.head + bindparam("entries", type_=BigInteger),
        dig=(feed.c.dig + bindparam("more", type_=BigInteger)) % bindparam("modulus", type_=BigInteger),
        n_rows=feed.c.n_rows + bindparam("rows", type_=BigInteger),
    )
    .returning(feed.c.head)
)


def publish(conn: Connection, moves: Iterable[Move], now: int) -> None:
    """Enter changed rows into their feeds. The last thing a transaction does: it locks the feed rows, in order."""
    growths: dict[int, _Growth] = {}
    for move in moves:
        number, version = move.after
        after = growths.setdefault(number, _Growth())
        after.dig += row_hash(move.row, version)
        after.n_rows += 1
        after.entries.append(_entry_row(number, move, EntryKind.PUT, None))
        if move.before is not None:
            before = growths.setdefault(move.before[0], _Growth())
            before.dig -= row_hash(move.row, move.before[1])
            before.n_rows -= 1
            if move.before[0] != number:
                before.entries.append(_entry_row(move.before[0], move, EntryKind.LEAVE, now))
    rows: list[dict[str, Any]] = []
    for number, growth in sorted(growths.items()):
        values = {
            "feed": number,
            "entries": len(growth.entries),
            "more": growth.dig % MODULUS,
            "modulus": MODULUS,
            "rows": growth.n_rows,
        }
        head = conn.execute(_GROW, values).scalar_one()
        first = head - len(growth.entries) + 1
        rows += [{**entry, "seq": seq} for seq, entry in enumerate(growth.entries, first)]
    bulk.insert(conn, feed_entry, rows, bulk.Held.CHANGES)


def _entry_row(number: int, move: Move, kind: EntryKind, left_at: int | None) -> dict[str, Any]:
    epoch, ver = move.after[1]
    return {
        "feed_id": number,
        "kind": move.kind,
        "row_id": move.row,
        "entry": kind.value,
        "ver_epoch": epoch,
        "ver": ver,
        "left_at": left_at,
    }


_ENTRIES = (
    select(feed_entry)
    .where(feed_entry.c.feed_id == bindparam("feed"), feed_entry.c.seq > bindparam("cursor"))
    .order_by(feed_entry.c.seq)
    .limit(bindparam("most"))
)
Own = Mapping[tuple[str, str], tuple[int, Version]]
"""{(kind, row): (number of the op, version)} of rows that the asking device itself just made what they are."""


Aside = Callable[[Any, int], FeedPage | None]
"""What to say of a feed (its row, the cursor) in place of its entries; None to read on."""


class PageReader:
    """Reads pages of feeds in one snapshot, until the budget of bytes is spent.

    `form`: version of the records in whose terms rows are told; by default the present one.
    """

    def __init__(
        self, conn: Connection, schema: Schema, tables: Mapping[str, Table], budget: int, form: int | None = None
    ) -> None:
        self._conn = conn
        self._schema = schema
        self._tables = tables
        self._budget = budget
        self.form = schema.version if form is None else form
        self._sent = 0

    def read(
        self, cursors: Mapping[int, int], own: Own, aside: Aside = lambda row, cursor: None
    ) -> tuple[list[FeedPage], bool]:
        """(pages of feeds that are not level, whether more is to come). The caller checked the feeds in `cursors`."""
        rows = self._conn.execute(_HEADS, {"feeds": list(cursors)})
        heads = {row.id: row for row in rows if row.head != cursors[row.id]}
        pages: list[FeedPage] = []
        elsewhere = more = False
        for number in sorted(heads):
            row, cursor = heads[number], cursors[number]
            instead = aside(row, cursor)
            if instead is not None:
                pages.append(instead)
                elsewhere = elsewhere or not (instead.snap or instead.seg)
                continue
            entries, to = self._entries(number, cursor, own)
            to = row.head if to is None else to
            more = to < row.head
            if to == cursor:  # the budget was spent before the first entry
                break
            members = {"f": number, "from": cursor, "to": to, "head": row.head, "floor": row.floor}
            members |= {"e": pack_entries(entries), "dig": None if more else row.dig}
            pages.append(FeedPage.model_validate(members))
            if more:
                break
        return pages, more or elsewhere

    def _entries(self, number: int, cursor: int, own: Own) -> tuple[list[Entry], int | None]:
        """Entries after the cursor, and where the budget ended them; None when they are all."""
        entries: list[Entry] = []
        while True:
            batch = self._conn.execute(_ENTRIES, {"feed": number, "cursor": cursor, "most": READ_AHEAD}).all()
            bodies = self._bodies(number, batch, own)
            for row in batch:
                entry = _entry(row, bodies, own)
                if entry is not None:
                    if not self.has_room(entry.body):
                        return entries, cursor
                    entries.append(entry)
                cursor = row.seq
            if len(batch) < READ_AHEAD:
                return entries, None

    def has_room(self, body: Mapping[str, Any] | None) -> bool:
        """Whether an entry with this body still goes into the page, and takes its place there; the first one does."""
        taken = 40 + size(body) if body else 40
        if self._sent and self._sent + taken > self._budget:
            return False
        self._sent += taken
        return True

    def _bodies(self, number: int, batch: Iterable[Any], own: Own) -> dict[tuple[str, str], dict[str, Any]]:
        put = [row for row in batch if row.entry == EntryKind.PUT and not _is_own(row, own)]
        return {key: down(self._schema, key[0], body, self.form) for key, body in self.stored(number, put).items()}

    def stored(self, number: int, batch: Iterable[Any]) -> dict[tuple[str, str], dict[str, Any]]:
        """{(kind, id): the row as it is stored} of these entries, as far as they live in this very feed."""
        wanted: dict[str, list[str]] = {}
        for row in batch:
            wanted.setdefault(row.kind, []).append(row.row_id)
        bodies = {}
        for kind, ids in wanted.items():
            table = self._tables[kind]
            for start in range(0, len(ids), IN_LIST):
                some = ids[start : start + IN_LIST]
                # The row must live in this feed in this very snapshot, or its body is not for this reader (R37).
                query = _living(table, self._conn.dialect.name)
                for found in self._conn.execute(query, {"these": some, "feed": number}).mappings():
                    body = {name: value for name, value in found.items() if name not in META}
                    bodies[kind, found["id"]] = body | (found["extra"] or {})
        return bodies


@cache
def _living(table: Table, dialect: str) -> Any:
    """The rows :these, as far as they live in :feed."""
    return select(table).where(among_bound(dialect, table.c.id, "these"), table.c.feed_id == bindparam("feed"))


def _is_own(row: Any, own: Own) -> bool:
    made = own.get((row.kind, row.row_id))
    return made is not None and made[1] == (row.ver_epoch, row.ver)


def _entry(row: Any, bodies: Mapping[tuple[str, str], dict[str, Any]], own: Own) -> Entry | None:
    version = (row.ver_epoch, row.ver)
    if row.entry == EntryKind.LEAVE:
        return Entry(seq=row.seq, kind=EntryKind.LEAVE, t=row.kind, row=row.row_id, ver=version)
    if _is_own(row, own):
        return Entry(seq=row.seq, ver=version, own=own[row.kind, row.row_id][0])
    body = bodies.get((row.kind, row.row_id))
    return None if body is None else Entry(seq=row.seq, t=row.kind, row=row.row_id, ver=version, body=body)
