"""The replica's side of a comparison of feeds with HQ: sums over HQ's rows here, and HQ's rows in their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select, update
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import departure, overlay, search, versions
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.incoming import Incoming, Key, sum_of
from inspector_app.storage.overlay import Row
from inspector_app.storage.tables import TABLES
from sync import digest
from sync.device import outbox
from sync.device.core import SubState
from sync.device.reconcile import Side
from sync.device.session import Step
from sync.device.tables import dirty_shadow, held_rows, sub
from sync.protocol import Entry

CHECK_US = 24 * 3600 * 1_000_000
"""A feed is compared, and repaired, at most this often; but for a restore of HQ."""
AGAIN_US = CHECK_US // 24
"""A comparison that came to nothing, because something had just changed, is tried again after this."""
_AT_ONCE = 1_000
_DUE = select(sub.c.feed_id).where(or_(sub.c.epoch < bindparam("now"), sub.c.is_damaged)).order_by(sub.c.feed_id)


def due(session: Session) -> list[int]:
    """Feeds whose cursor is of an epoch of HQ that is past, and damaged ones."""
    return list(session.scalars(_DUE, {"now": outbox.meta(session, "epoch", 0)}))


def row_sums(session: Session, feed_id: int, *, plain: bool) -> dict[Key, int]:
    """HQ's rows of a feed with their sums; `plain`, without contents. Held ones as HQ told them."""
    sums = {(kind, row["id"]): sum_of(kind, row, plain=plain) for kind, row in _bases(session, feed_id, plain=plain)}
    for row in session.execute(select(held_rows).where(held_rows.c.feed_id == feed_id)):
        cls = None if plain else SCHEMA.kinds.get(row.kind)
        more = {} if cls is None else {name: row.body[name] for name in row.body if name not in cls.model_fields}
        told = b"" if cls is None else digest.content(cls, row.body, more)
        sums[row.kind, row.row_id] = digest.row_sum(row.row_id, (row.ver_epoch, row.ver), told)
    return sums


@dataclass(frozen=True, slots=True)
class Count:
    """What a feed's rows here amount to."""

    dig: int
    """As HQ counts its digest."""
    sum: int
    expected: int | None
    """What the sum should be; None when it was not known."""

    @property
    def is_damaged(self) -> bool:
        return self.expected not in (None, self.sum)


def count(session: Session, feed_id: int) -> Count:
    hashes: dict[Key, int] = {}
    total = 0
    for kind, row in _bases(session, feed_id, plain=False):
        hashes[kind, row["id"]] = digest.row_hash(row["id"], (row["ver_epoch"], row["ver"]))
        total += sum_of(kind, row)
    for held in session.execute(select(held_rows).where(held_rows.c.feed_id == feed_id)):
        hashes[held.kind, held.row_id] = digest.row_hash(held.row_id, (held.ver_epoch, held.ver))
    expected = session.execute(select(sub.c.sum).where(sub.c.feed_id == feed_id)).scalar()
    return Count(sum(hashes.values()) % digest.MODULUS, total % digest.MODULUS, expected)


def remember(session: Session, counts: Mapping[int, Count]) -> None:
    """From now on the sums of these feeds are known."""
    for feed_id, found in counts.items():
        unknown = update(sub).where(sub.c.feed_id == feed_id, sub.c.sum.is_(None))
        session.execute(unknown.values(sum=found.sum))


def to_check(session: Session, now: int) -> list[int]:
    """Feeds whose day to be compared has come."""
    live = select(sub.c.feed_id, sub.c.checked_at).where(sub.c.state == SubState.LIVE, sub.c.is_damaged.is_(False))
    of_now = live.where(sub.c.epoch == outbox.meta(session, "epoch", 0)).order_by(sub.c.feed_id)
    return [row.feed_id for row in session.execute(of_now) if _is_over(row.checked_at, now)]


def check(
    session: Session, counts: Mapping[int, Count], compared: Collection[int], differ: Collection[int], now: int
) -> None:
    """HQ has `compared` some of these feeds with its own, of which some `differ`.

    The others are tried again soon: something had just changed in them.
    """
    if not counts:
        return
    for row in session.execute(select(sub).where(sub.c.feed_id.in_(counts))).all():
        values: dict[str, Any] = {"checked_at": now if row.feed_id in compared else now - CHECK_US + AGAIN_US}
        is_damaged = row.feed_id in differ or counts[row.feed_id].is_damaged
        if is_damaged and _is_over(row.repaired_at, now):
            values["is_damaged"] = True
        session.execute(update(sub).where(sub.c.feed_id == row.feed_id).values(values))


def counted(session: Session, feed_id: int, total: int | None) -> None:
    """What HQ's rows of a feed amount to, as they are. Held ones are not in the sum that is kept."""
    held = session.execute(select(held_rows.c.row_id).where(held_rows.c.feed_id == feed_id).limit(1)).first()
    session.execute(update(sub).where(sub.c.feed_id == feed_id).values(sum=total if held is None else None))


def replace(session: Session, feed_id: int, entries: Sequence[Entry]) -> Step:
    """Take HQ's rows in place of ours. The gate must be open."""
    rows = Incoming(session)
    rows.prefetch((entry.t, entry.row) for entry in entries)
    form = versions.heard(session)
    for entry in entries:
        assert entry.body is not None
        rows.put(feed_id, (entry.t, entry.row), entry.ver, entry.body, form=form, whatever_version=True)
    return _written(session, rows)


def reconciled(session: Session, feed_id: int, head: int, epoch: int, gone: Collection[Key], now: int) -> Step:
    """The feed is level with HQ. What HQ's feed does not hold leaves it here too, once no other feed brings it."""
    rows = Incoming(session)
    rows.prefetch(gone)
    for key in gone:
        rows.lack(feed_id, key)
    step = _written(session, rows)
    this = sub.c.feed_id == feed_id
    session.execute(update(sub).where(this, sub.c.is_damaged).values(repaired_at=now))
    values = {"cursor": head, "epoch": epoch, "is_damaged": False, "checked_at": now}
    session.execute(update(sub).where(this).values(values))
    return step


def _written(session: Session, rows: Incoming) -> Step:
    changed = rows.write()
    search.refresh(session, changed)
    return Step(pulled=rows.taken, kinds=frozenset(kind for kind, _ in changed))


def _bases(session: Session, feed_id: int, *, plain: bool) -> Iterator[tuple[str, Row]]:
    """(kind, row) of HQ's rows in a feed: of those under local changes, what waits in dirty_shadow."""
    shadows: dict[str, list[str]] = {}
    for found in session.execute(select(dirty_shadow.c.kind, dirty_shadow.c.row_id)):
        shadows.setdefault(found.kind, []).append(found.row_id)
    for kind in sorted(shadows.keys() | set(departure.kinds_in(session, [feed_id]))):
        dirty = set(shadows.get(kind, ()))
        for row in session.execute(_rows_of(kind, plain), {"feed": feed_id}).mappings():
            if row["id"] not in dirty:
                yield kind, dict(row)
        for base in overlay.base_rows(session, kind, sorted(dirty)).values() if dirty else ():
            if base is not None and base["feed_id"] == feed_id:
                yield kind, base


@cache
def _rows_of(kind: str, plain: bool) -> Select[Any]:
    """The rows of a kind in :feed."""
    table = TABLES[kind]
    query = select(table.c.id, table.c.ver_epoch, table.c.ver) if plain else select(table)
    return query.where(table.c.feed_id == bindparam("feed")).execution_options(yield_per=_AT_ONCE)


def _is_over(then: int | None, now: int) -> bool:
    """Whether a day has passed, or the clock was set back."""
    return then is None or not 0 <= now - then < CHECK_US


class Compared:
    """The replica as sync.device.reconcile needs it."""

    def __init__(self, sessions: Sessions, dataset: str, clock: Callable[[], int]) -> None:
        self._sessions = sessions
        self._dataset = dataset
        self._clock = clock

    def side(self) -> Side:
        with self._sessions() as session:
            return Side(SCHEMA.version, self._dataset, outbox.meta(session, "epoch", 0))

    def to_reconcile(self) -> list[int]:
        """Feeds whose cursor is of an epoch that is past, and damaged ones."""
        with self._sessions() as session:
            return due(session)

    def row_sums(self, feed: int, *, plain: bool) -> dict[Key, int]:
        """HQ's rows here, with their sums."""
        with self._sessions() as session:
            return row_sums(session, feed, plain=plain)

    def counted(self, feed: int, total: int | None) -> None:
        """What HQ's rows of a feed amount to here, as they are."""
        with self._sessions.begin() as session:
            counted(session, feed, total)

    def replace(self, feed: int, entries: Sequence[Entry]) -> Step:
        """Take HQ's rows in place of ours, whatever their versions."""
        with self._sessions.begin() as session, writing(session):
            return replace(session, feed, entries)

    def reconciled(self, feed: int, head: int, epoch: int, gone: Collection[Key]) -> Step:
        """The feed is level with HQ at `head`."""
        with self._sessions.begin() as session, writing(session):
            return reconciled(session, feed, head, epoch, gone, self._clock())
