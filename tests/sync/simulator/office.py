"""HQ in the simulator: the real service behind the real signature check, and a record of everything it sent."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table, event, func, select, text

from inspector_app.records import SCHEMA
from inspector_app.storage.tables import TABLES
from sync import wire
from sync.faults import Fault, Faulted, FaultReply
from sync.hq import divisions, durable, endpoints, grants
from sync.hq.admission import Paces
from sync.hq.app import FAULT_STATUS, gated, server
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.blobs import LocalBlobs
from sync.hq.compaction import compact
from sync.hq.database import Database
from sync.hq.epoch import Mark, MarkFile
from sync.hq.feeds import FeedDirectory
from sync.hq.files import FeedFiles
from sync.hq.gate import Gate
from sync.hq.scope import entitlement
from sync.hq.service import HQService
from sync.hq.shelf import Sizes
from sync.hq.slices import SnapshotBuilder
from sync.hq.tables import feed, op_result, parked_op
from sync.protocol import NEWER, EntryKind, ExchangeReply, ExchangeRequest, Outcome
from sync.record import FeedKey, FeedKind, Schema
from tests.sync.conformance import earlier_records
from tests.sync.simulator import disks

COUNTY = "990101"
TOWNSHIPS = ("990101100", "990101200", "990101300")
EXCHANGE = "/sync/v1/exchange"
SLICE_BYTES = 16 << 10


class Died(Exception):
    """HQ's process ended in the middle of a transaction."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a laptop's socket gives."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """HQ's database as it once was, and what was true of the world then."""

    path: Path
    lent: list[tuple[str, str, int]]
    merged: dict[str, str]
    mark: Mark | None


@dataclass
class Office:
    """See the module. `clock` is the time at HQ, which is the world's."""

    path: Path
    clock: Callable[[], int]
    signing: Ed25519PrivateKey
    sizes: Sizes
    store: str | None = None
    """Address of an empty PostgreSQL database; SQLite without."""
    is_served: bool = False
    """Requests go through a socket, and all that stands behind one."""
    schema: Schema = SCHEMA
    tables: Mapping[str, Table] = field(default_factory=lambda: TABLES)
    townships: dict[str, set[str]] = field(default_factory=dict)
    """{device: townships that it may see at this moment}."""
    users: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lent: list[tuple[str, str, int]] = field(default_factory=list)
    """(device or user, township, until when)."""
    merged: dict[str, str] = field(default_factory=dict)
    """{township: the one that it became part of}."""
    leaks: list[str] = field(default_factory=list)
    """Bodies that went to a device that was not entitled to them."""
    revived: set[str] = field(default_factory=set)
    """Changes that had an effect when they were told as given up."""
    copies: list[Copy] = field(default_factory=list)
    commits_left: int | None = None
    """How many transactions HQ still commits before it dies; None: it lives."""

    def __post_init__(self) -> None:
        self.database: Database = disks.new_hq(self.path / "hq.db") if self.store is None else disks.on(self.store)
        event.listen(self.database.engine, "commit", self._on_commit)
        self.blobs = LocalBlobs(self.path / "blobs")
        self.marks = MarkFile(self.path / "mark.json")
        if self.schema is not SCHEMA:
            self.database.write(earlier_records.go_back)
        self._begin()
        self.service.open_divisions(["CN", COUNTY, *TOWNSHIPS], self.clock())
        self._closing = contextlib.ExitStack()
        self._closing.callback(self.database.close)
        if self.is_served:
            self._address = self._closing.enter_context(self._served())

    def _begin(self) -> None:
        """HQ's program begins, on the database as it is."""
        files = FeedFiles(self.path / "files", bytes(32))
        builder = SnapshotBuilder(self.database, self.schema, self.tables, files, self.signing, SLICE_BYTES)
        self.service = HQService(
            self.database,
            self.schema,
            self.tables,
            lambda _conn, device: self.scope(device),
            self.blobs,
            files=files,
            build=lambda feeds: builder.build(feeds, self.clock()),
            sizes=self.sizes,
            marks=self.marks,
        )
        self.service.begin(self.clock())

    def upgrade(self) -> None:
        """The next version of HQ's program, if it is not that already. Not behind a socket, which has the old one."""
        if self.schema is SCHEMA:
            return
        waiting = select(func.count()).select_from(parked_op).where(parked_op.c.waits.startswith(NEWER))
        self.counts["upgrades of HQ"] += 1
        self.counts["changes that waited for it"] += self.database.read(lambda conn: conn.execute(waiting).scalar_one())
        self.database.write(earlier_records.migrate)
        self.schema, self.tables = SCHEMA, TABLES
        self._begin()

    def close(self) -> None:
        self._closing.close()

    @contextlib.contextmanager
    def _served(self) -> Iterator[tuple[str, int]]:
        """HQ on a free port."""
        gate = Gate(self.service, self.clock, paces=Paces(lambda: self.clock() / 1_000_000))
        with socket.create_server(("127.0.0.1", 0)) as listening:
            running = server(gated(gate), "127.0.0.1", 0, None, None)
            thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
            thread.start()
            while not running.started:
                time.sleep(0.005)
            try:
                yield listening.getsockname()
            finally:
                running.should_exit = True
                thread.join()

    def enrol(self, device: str, public_key: bytes, users: list[str], townships: set[str]) -> None:
        self.users[device], self.townships[device] = users, townships
        self.service.register(device, public_key, self.clock())

    def scope(self, device: str) -> set[FeedKey]:
        return {
            FeedKey(FeedKind.NATIONAL, "CN"),
            FeedKey(FeedKind.COUNTY, COUNTY),
            FeedKey(FeedKind.DEVICE, device),
            *(FeedKey(FeedKind.TOWNSHIP, code) for code in self.townships[device]),
            *(FeedKey(FeedKind.USER, user) for user in self.users[device]),
        }

    def set_status(self, device: str, status: DeviceStatus) -> None:
        self.database.write(lambda conn: set_status(conn, device, status))

    def answer(self, header: str, body: bytes) -> Answer:
        """What HQ says to the bytes of a request; each body in it is looked at."""
        self.counts["exchanges"] += 1
        answer = self._over_http(header, body) if self.is_served else self._in_process(header, body)
        if answer.status == 200:
            self._look_for_leaks(wire.read_authorization(header)[0], wire.from_bytes(ExchangeReply, answer.body))
        return answer

    @contextlib.contextmanager
    def watching(self, given_up: frozenset[str]) -> Iterator[None]:
        """Look whether what is told inside, and new to HQ, has an effect."""
        new = given_up - self._results(given_up).keys()
        yield
        became = self._results(new)
        self.counts["given up, told again"] += len(became)
        self.revived |= {op_id for op_id, result in became.items() if result != Outcome.REJECTED}

    def _results(self, op_ids: frozenset[str]) -> dict[str, str]:
        if not op_ids:
            return {}
        query = select(op_result.c.op_id, op_result.c.result).where(op_result.c.op_id.in_(sorted(op_ids)))
        return {row.op_id: json.loads(row.result)["r"] for row in self.database.read(lambda c: c.execute(query).all())}

    def _over_http(self, header: str, body: bytes) -> Answer:
        with contextlib.closing(http.client.HTTPConnection(*self._address, timeout=60)) as connection:
            connection.request("POST", EXCHANGE, body, {"Authorization": header, "Content-Type": wire.CONTENT_TYPE})
            response = connection.getresponse()
            headers = {name.title(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())

    def _in_process(self, header: str, body: bytes) -> Answer:
        """As sync.hq.app answers, without a socket."""
        try:
            device = self.service.authenticate(header, "POST", EXCHANGE, body, endpoints.EXCHANGE.callers or ())
            reply = self.service.exchange(device, wire.from_bytes(ExchangeRequest, body), self.clock())
        except Faulted as fault:
            return refusal(fault.reply)
        except wire.Malformed as exc:
            return refusal(FaultReply(fault=Fault.MALFORMED, detail=str(exc)))
        except Died:
            return Answer(500, {}, b"")
        return Answer(200, {"Content-Type": wire.CONTENT_TYPE}, wire.to_bytes(reply))

    def replay(self, device: str, request: ExchangeRequest) -> None:
        """A copy of a request comes past the door, as from a relay or a stick; its answer goes to its device."""
        with contextlib.suppress(Faulted):
            self._look_for_leaks(device, self.service.exchange(device, request, self.clock()))

    @contextlib.contextmanager
    def dying(self, commits: int) -> Iterator[None]:
        """HQ ends in the middle of a transaction, after so many whole ones; inside, nobody is told anything."""
        self.commits_left = commits
        try:
            yield
        finally:
            self.commits_left = None

    def _on_commit(self, conn: Connection) -> None:
        options = conn.get_execution_options()
        is_read = options.get("postgresql_readonly", False) or options.get("sqlite_begin") == "DEFERRED"
        if self.commits_left is None or is_read:
            return
        if self.commits_left == 0:
            raise Died
        self.commits_left -= 1

    def lend(self, holder: str, township: str, until: int) -> None:
        key = FeedKey(FeedKind.TOWNSHIP, township)
        self.database.write(lambda conn: grants.grant(conn, holder, key, "联合检查", "supervisor", self.clock(), until))
        self.lent.append((holder, township, until))

    def merge(self, township: str, into: str) -> None:
        """Two townships become one, today; their rows move in the hours after."""
        today = datetime.fromtimestamp(self.clock() / 1_000_000, UTC).date().isoformat()
        self.database.write(lambda conn: divisions.merge(conn, [township], into, today))
        self.database.write(lambda conn: divisions.settle(conn, self.clock()))
        self.merged[township] = into

    def relocate(self) -> None:
        divisions.relocate(self.database, self.schema, self.tables, self.clock(), chunk=3)

    def forget(self) -> None:
        """What left its feed is told no longer."""
        compact(self.database, self.clock(), kept_days=0)

    def back_up(self, *, is_proven: bool) -> None:
        """Copy the database; if it is proven, devices hear that it holds what they did."""
        path = self.path / f"copy{len(self.copies)}.db"
        records = list(TABLES.values())
        durable.snapshot(self.database, path, records, disks.make_tables)
        self.copies.append(Copy(path, list(self.lent), dict(self.merged), self.marks.read()))
        if is_proven:
            restored = Database(f"sqlite:///{path}")
            try:
                durable.check(restored, records)
                durable.declare(self.database, restored, path.name, "0" * 64, self.clock())
            finally:
                restored.close()

    def restore(self, copy: Copy, *, is_mark_old: bool, is_restarted: bool) -> None:
        """Somebody puts a copy back, perhaps with the mark of then, and perhaps while the program runs."""
        durable.load(copy.path, self.database, list(TABLES.values()))
        self.lent, self.merged = list(copy.lent), dict(copy.merged)
        if is_mark_old and copy.mark is not None:
            self.marks.write(copy.mark)
        if is_restarted:
            self.service.begin(self.clock())

    def feeds_of(self, device: str) -> set[int]:
        """The feeds that a device with all its cursors at their heads may read."""

        def work(conn: Connection) -> set[int]:
            heads = {row.id: row.head for row in conn.execute(select(feed.c.id, feed.c.head))}
            directory = FeedDirectory(conn, datetime.fromtimestamp(self.clock() / 1_000_000, UTC).date().isoformat())
            scope = lambda _conn, asked: self.scope(asked)  # noqa: E731
            return set(entitlement(conn, directory, scope, device, self.clock(), heads).feeds)

        return self.database.read(work)

    def _entitled(self, device: str) -> set[str]:
        """Codes of what a device may see at this moment, by a reckoning of our own."""
        holders = {device, *self.users[device]}
        lent = {town for holder, town, until in self.lent if holder in holders and until > self.clock()}
        towns = {self.merged.get(town, town) for town in self.townships[device] | lent}
        return {"CN", COUNTY, device, *self.users[device], *towns}

    def _look_for_leaks(self, device: str, reply: ExchangeReply) -> None:
        """Each body that is sent belongs to this device at this moment, by a reckoning of our own (I4)."""
        bodies = [
            entry
            for page in (*reply.feeds, *reply.again)
            for entry in wire.unpack_entries(page.e)
            if entry.kind is EntryKind.PUT and entry.body is not None
        ]
        self.counts["bodies"] += len(bodies)
        allowed = self._entitled(device)
        with self.database.engine.connect() as conn:
            for entry in bodies:
                assert entry.body is not None
                place = place_of(conn, entry.t, entry.body)
                if self.merged.get(place, place) not in allowed:
                    self.leaks.append(f"{entry.t} {entry.row} of {place} to {device}")


def refusal(reply: FaultReply) -> Answer:
    headers = {"Content-Type": wire.CONTENT_TYPE}
    if reply.retry_after is not None:
        headers["Retry-After"] = str(reply.retry_after)
    return Answer(FAULT_STATUS[reply.fault], headers, reply.model_dump_json(exclude_none=True).encode())


_DIVISIONS = {"operator": "division_code", "product": "county_code", "region": "published_in"}


def place_of(conn: Connection, kind: str, row: Any) -> str:
    """Whom a row concerns: a township, the county, or the user who drafts it. Not HQ's own code, nor its feeds."""
    match kind:
        case "operator" | "region" | "product":
            code: str = row[_DIVISIONS[kind]]
            return code[:9] if kind == "operator" else code[:6]
        case "inspection" if row["signed_at"] is None:
            author: str = row["author_id"]
            return author
        case "conflict":
            return _place_of(conn, row["row_kind"], row["row_id"])
        case "step":
            return _place_of(conn, row["subject_kind"], row["subject_id"])
        case _ if row.get("inspection_id") is not None and kind != "rectification":
            return _place_of(conn, "inspection", row["inspection_id"])
    return _place_of(conn, "operator", row["operator_id"])


def _place_of(conn: Connection, kind: str, row_id: str) -> str:
    found = conn.execute(text(f"SELECT * FROM {kind} WHERE id = :id"), {"id": row_id}).mappings().one()
    return place_of(conn, kind, dict(found))
