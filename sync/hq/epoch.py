"""HQ's epoch: it rises by itself whenever HQ may have forgotten something that it told its devices (R6, R7).

Signs are: another PostgreSQL server or timeline than before, less in the database than a mark outside of it says, a
device that read further in a feed, or had more of its log acknowledged, than HQ holds.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, RootTransaction, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from sync.hq.database import Database, is_contention
from sync.hq.logs import fields
from sync.hq.tables import device_log, feed, server_epoch
from sync.protocol import ExchangeRequest

log = logging.getLogger(__name__)

NOTE_US = 60_000_000
"""The mark outside the database is written at most this often."""
MOST_AHEAD = 1_000
"""Epochs that a device may be ahead of HQ and still be believed."""
_NEWEST = select(server_epoch).order_by(server_epoch.c.epoch.desc()).limit(1)
_IDENTITY = text(
    "SELECT system_identifier::text, ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint"
    " FROM pg_control_system()"
)
"""The cluster, and its timeline, which a promoted standby and a recovery to a point in time change at once."""

Identity = tuple[str | None, int | None]
"""PostgreSQL's (system identifier, timeline); (None, None) where nothing tells them."""


class Restored(Exception):
    """A sign that HQ's database is not the one that devices knew. `seen` is the epoch in which it was noticed."""

    def __init__(self, reason: str, seen: int, least: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen
        self.least = least
        """An epoch that somebody knows already: the next one must be above it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far HQ had come. Each number only grows, but for a restore."""

    born: int
    """When this HQ's first epoch began: the mark of another HQ says nothing here."""
    epoch: int
    heads: int
    """Entries that were ever written, in all feeds."""
    logs: int
    """Changes of all devices."""


class Marks(Protocol):
    """Where the mark lies: outside the database, and in none of its backups."""

    def read(self) -> Mark | None: ...

    def write(self, mark: Mark) -> None: ...


class MarkFile:
    """The mark in a file, which is replaced as a whole. A damaged one counts as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Mark | None:
        try:
            held = json.loads(self._path.read_bytes())
            mark = Mark(**held["mark"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return mark if held.get("sha256") == _checksum(mark) else None

    def write(self, mark: Mark) -> None:
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}-{threading.get_ident()}")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with fresh.open("wb") as target:
                target.write(json.dumps({"mark": asdict(mark), "sha256": _checksum(mark)}).encode())
                target.flush()
                os.fsync(target.fileno())
            fresh.replace(self._path)
        finally:
            fresh.unlink(missing_ok=True)


def _checksum(mark: Mark) -> str:
    return hashlib.sha256(json.dumps(asdict(mark), sort_keys=True).encode()).hexdigest()


_known: WeakKeyDictionary[RootTransaction, Any] = WeakKeyDictionary()


def current_epoch(conn: Connection) -> Any:
    """The row of the epoch that HQ is in, asked for once in a transaction.

    Raises Restored on a connection to another server than the epoch began on.
    """
    transaction = conn.get_transaction()
    row = _known.get(transaction) if transaction is not None else None
    if row is None:
        row = newest_epoch(conn)
        if row.pg_system_id is not None and (row.pg_system_id, row.pg_timeline) != identity(conn):
            raise Restored("another database server, or another timeline of it", row.epoch)
        if transaction is not None:
            _known[transaction] = row
    return row


def check_known(conn: Connection, device: str, request: ExchangeRequest, last: int) -> None:
    """Raises Restored when a device knows a later epoch, another one of the same number, or had more of its log
    acknowledged than up to `last`."""
    row = current_epoch(conn)
    epoch: int = row.epoch
    heard, began = request.heard or (request.epoch, row.started_at)
    if epoch < heard <= epoch + MOST_AHEAD:
        raise Restored(f"device {device} knows epoch {heard}", epoch, heard)
    if heard == epoch and began != row.started_at:
        raise Restored(f"device {device} knows another epoch {epoch}", epoch)
    if request.epoch == epoch and request.acked is not None and request.acked > last:
        raise Restored(f"device {device} had change {request.acked} acknowledged, {last} is here", epoch)


def beginning(row: Any) -> int | None:
    """What tells two epochs of one number apart; the first never comes again."""
    return row.started_at if row.epoch > 1 else None


def newest_epoch(conn: Connection, *, lock: bool = False) -> Any:
    return conn.execute(_NEWEST.with_for_update() if lock else _NEWEST).one()


def identity(conn: Connection) -> Identity:
    """Which PostgreSQL server this is. Asked once a connection: none outlives a change of its server."""
    if conn.dialect.name != "postgresql":
        return None, None
    if "server" not in conn.info:
        conn.info["server"] = _ask_identity(conn)
    found: Identity = conn.info["server"]
    return found


def _ask_identity(conn: Connection) -> Identity:
    try:
        with conn.begin_nested():
            row = conn.execute(_IDENTITY).one()
    except DBAPIError as exc:
        if is_contention(exc) or exc.connection_invalidated:
            raise
        return None, None  # a server that speaks PostgreSQL and is none
    return row[0], row[1]


class Epochs:
    """Raises HQ's epoch, once for each restore, and keeps the mark by which the next one is noticed."""

    def __init__(self, database: Database, marks: Marks | None = None) -> None:
        self._database = database
        self._marks = marks
        self._noted_at: int | None = None
        self._noting = threading.Lock()
        self.is_lost = False
        """Whether the mark outside could not be read or written when that was last tried."""

    def begin(self, now: int) -> None:
        """At start, before any device is answered: notice what happened while HQ was away.

        Raises OSError when the mark cannot be read: nobody would notice an old database.
        """
        if self._marks is not None:
            self._marks.read()
        self._database.write(_remember_server)
        try:
            self._database.read(current_epoch)
        except Restored as sign:
            self.rise(sign, now)
        self.note(now, at_once=True)

    def note(self, now: int, *, at_once: bool = False) -> None:
        """Compare with the mark outside, and move it on; once a minute, or now. A restore raises the epoch.

        A mark that cannot be reached stops nobody: `is_lost` says so until it can be again.
        """
        if self._marks is None or not self._noting.acquire(blocking=at_once):
            return
        try:
            if not at_once and self._noted_at is not None and 0 <= now - self._noted_at < NOTE_US:
                return
            self._noted_at = now
            with self._reaching(self._marks) as marks:
                held = marks.read()  # first: another process may move it on just now
                mark = self._database.read(_mark)
                if held is not None and held.born == mark.born:
                    sign = _behind(mark, held)
                    if sign is not None:
                        self.rise(sign, now)
                        mark = self._database.read(_mark)
                marks.write(mark)
        finally:
            self._noting.release()

    def close(self) -> None:
        """Before HQ stops. A restore that shows only now is left to the next start."""
        if self._marks is None:
            return
        with self._reaching(self._marks) as marks:
            held = marks.read()
            mark = self._database.read(_mark)
            if held is None or held.born != mark.born or _behind(mark, held) is None:
                marks.write(mark)

    def rise(self, sign: Restored, now: int) -> None:
        """Begin the next epoch, if this one is still the one in which the sign was seen."""
        risen = self._database.write(lambda conn: self.rise_in(conn, sign, now))
        if risen is not None:
            log.warning("epoch rises", extra=fields(epoch=risen, reason=sign.reason))

    def rise_in(self, conn: Connection, sign: Restored, now: int) -> int | None:
        """As rise, in a transaction that does more; the epoch that begins."""
        row = newest_epoch(conn, lock=True)
        if row.epoch != sign.seen:
            return None
        known = 0
        if self._marks is not None:
            with self._reaching(self._marks) as marks:
                held = marks.read()
                known = held.epoch if held is not None and held.born == _born(conn) else 0
        system, timeline = identity(conn)
        epoch: int = max(row.epoch, sign.least, known) + 1
        server = {"pg_system_id": system, "pg_timeline": timeline}
        row = {"epoch": epoch, "dataset": row.dataset, "started_at": now, "reason": sign.reason}
        conn.execute(insert(server_epoch), row | server)
        return epoch

    @contextmanager
    def _reaching(self, marks: Marks) -> Iterator[Marks]:
        """What is done with the mark; a disk that fails meanwhile is told, and stops nothing else."""
        try:
            yield marks
            self.is_lost = False
        except OSError as exc:
            self.is_lost = True
            log.error("the mark cannot be kept", extra=fields(reason=type(exc).__name__, errno=exc.errno))


def _behind(mark: Mark, held: Mark) -> Restored | None:
    if mark.epoch < held.epoch:
        return Restored("the database is of an epoch that is past", mark.epoch, held.epoch)
    if mark.epoch == held.epoch and (mark.heads < held.heads or mark.logs < held.logs):
        return Restored("the database holds less than it did", mark.epoch)
    return None


def _mark(conn: Connection) -> Mark:
    heads = conn.execute(select(func.coalesce(func.sum(feed.c.head), 0))).scalar_one()
    logs = conn.execute(select(func.coalesce(func.sum(device_log.c.last_n), 0))).scalar_one()
    return Mark(_born(conn), newest_epoch(conn).epoch, int(heads), int(logs))


def _born(conn: Connection) -> int:
    return int(conn.execute(select(func.min(server_epoch.c.started_at))).scalar_one())


def _remember_server(conn: Connection) -> None:
    """An epoch that began before its server was asked for gets it now."""
    row = newest_epoch(conn)
    system, timeline = identity(conn)
    if row.pg_system_id is None and system is not None:
        of_epoch = server_epoch.c.epoch == row.epoch
        conn.execute(update(server_epoch).where(of_epoch).values(pg_system_id=system, pg_timeline=timeline))
