"""An HQ with a scope that the test writes down, and a scripted laptop that speaks the protocol and nothing more."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from sync.forms import told_in
from sync.hq.service import HQService
from sync.protocol import (
    Captured,
    Clock,
    EntryKind,
    ExchangeReply,
    ExchangeRequest,
    Kind,
    Log,
    Op,
    Outcome,
    Result,
    chain_after,
)
from sync.record import (
    FeedKey,
    FeedKind,
    Record,
    Schema,
    defaults,
    differences,
    new_id,
    put,
)
from sync.wire import (
    pack_ops,
    unpack_entries,
    unpack_later,
    unpack_ops,
    unpack_results,
)
from tests.sync.conformance.shops import COUNTY, SCHEMA

NOW = 1_780_000_000_000_000
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


class Route(Protocol):
    """A way to HQ: in process, or over a socket."""

    def exchange(self, laptop: Laptop, request: ExchangeRequest) -> ExchangeReply: ...


@dataclass
class InProcess:
    hq: Hq

    def exchange(self, laptop: Laptop, request: ExchangeRequest) -> ExchangeReply:
        return self.hq.service.exchange(laptop.id, request, self.hq.now)


@dataclass
class Hq:
    """HQ with a scope that the test writes down: {device: feeds}."""

    service: HQService
    scopes: dict[str, set[FeedKey]]
    now: int = NOW
    route: Route = field(init=False)

    def __post_init__(self) -> None:
        self.route = InProcess(self)

    def laptop(self, *townships: str, users: int = 1, schema: Schema = SCHEMA) -> Laptop:
        """An enrolled laptop of these townships, with its own users, and of this version of the records."""
        laptop = Laptop(self, new_id(), Ed25519PrivateKey.generate(), [new_id() for _ in range(users)], schema)
        self.service.register(laptop.id, laptop.key.public_key().public_bytes_raw(), self.now)
        self.scopes[laptop.id] = {
            FeedKey(FeedKind.NATIONAL, "CN"),
            FeedKey(FeedKind.COUNTY, COUNTY),
            FeedKey(FeedKind.DEVICE, laptop.id),
            *(FeedKey(FeedKind.TOWNSHIP, code) for code in townships),
            *(FeedKey(FeedKind.USER, user) for user in laptop.users),
        }
        return laptop

    def row(self, kind: str, row_id: str) -> dict[str, Any] | None:
        """A row as HQ holds it, by a query of the test's own."""
        with self.service.database.engine.connect() as conn:
            found = conn.execute(text(f"SELECT * FROM {kind} WHERE id = :id"), {"id": row_id}).mappings().first()
            return dict(found) if found else None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query of the test's own."""
        with self.service.database.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(text(query))]

    def count(self, table: str, where: str = "1 = 1", **values: Any) -> int:
        with self.service.database.engine.connect() as conn:
            return conn.execute(text(f"SELECT count(*) FROM {table} WHERE {where}"), values).scalar_one()


@dataclass
class Laptop:
    """Writes changes down, sends them in order, keeps what comes back; checks what must hold of every reply."""

    hq: Hq
    id: str
    key: Ed25519PrivateKey
    users: list[str]
    schema: Schema = SCHEMA
    inc: int = 1
    log: list[Op] = field(default_factory=list)
    """Every change of this incarnation, in order; number n is log[n - 1]."""
    acked: int = 0
    cursors: dict[int, int] = field(default_factory=dict)
    feeds: dict[int, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], tuple[int, tuple[int, int], dict[str, Any]]] = field(default_factory=dict)
    """{(kind, id): (feed, version, body)} as HQ last told."""
    results: dict[str, Result] = field(default_factory=dict)
    bodies: int = 0
    """Bodies that came from HQ."""
    counter: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def user(self) -> str:
        return self.users[0]

    def insert(self, kind: str, **fields: Any) -> str:
        """A new row; its id."""
        row_id = fields.pop("id", None) or new_id()
        cls = self.schema.kinds[kind]
        record = cls.model_validate({"id": row_id, **fields})
        self.change(kind, row_id, differences(cls, None, record.wire()), k=Kind.INSERT, b=(0, 0), record=record)
        return row_id

    def update(self, kind: str, row_id: str, **fields: Any) -> Op:
        """New values on top of the row as this laptop sees it."""
        before = self.seen(kind, row_id)
        cls = self.schema.kinds[kind]
        after = cls.model_validate(before | fields)
        return self.change(kind, row_id, differences(cls, before, after.wire()), record=after)

    def change(
        self,
        kind: str,
        row_id: str,
        units: dict[str, Any],
        *,
        k: Kind = Kind.UPDATE,
        b: tuple[int, int] | None = None,
        by: str | None = None,
        record: Record | None = None,
        group: str | None = None,
        wall: int | None = None,
        resolves: str | None = None,
        op_id: str | None = None,
    ) -> Op:
        """Any change at all, also one that no honest laptop makes."""
        held = self.rows.get((kind, row_id))
        owner = getattr(record, type(record).aggregate) if record is not None else None
        op = Op(
            id=op_id or new_id(),
            t=kind,
            row=row_id,
            k=k,
            b=b if b is not None else held[1] if held else (0, 0),
            set=units,
            by=by or self.user,
            cap=Captured(wall=self.hq.now if wall is None else wall, off=0, mono=len(self.log) + 1),
            g=group or owner or row_id,
            resolves=resolves,
            s=told_in(self.schema.version),
        )
        self.log.append(op)
        return op

    def seen(self, kind: str, row_id: str) -> dict[str, Any]:
        """The row with this laptop's own changes that have no result yet."""
        held = self.rows.get((kind, row_id))
        wire = dict(held[2] if held else defaults(self.schema.kinds[kind])) | {"id": row_id}
        for op in self.log[self.acked :]:
            if (op.t, op.row) == (kind, row_id):
                for unit, (_, new) in op.set.items():
                    put(self.schema.kinds[kind], wire, unit, new)
        return wire

    def request(self, *, first: int | None = None, last: int | None = None, **members: Any) -> ExchangeRequest:
        """A request with the changes first..last; by default all that HQ has not acknowledged."""
        first, last = first or self.acked + 1, len(self.log) if last is None else last
        chain = chain_after(bytes(32), 1, self.log[:last])
        ops = self.log[first - 1 : last]
        given: dict[str, Any] = {
            "app": "0.1",
            "schema": self.schema.version,
            "ds": "DEMO",
            "inc": self.inc,
            "epoch": 1,
            "log": Log(last=last, chain=chain.hex()),
            "sig": base64.b64encode(self.key.sign(chain)).decode() if ops else None,
            "cur": self.cursors,
            "clock": Clock(wall=self.hq.now, mono=1),
            "ops": pack_ops(ops) if ops else None,
        }
        return ExchangeRequest.model_validate(given | members)

    def exchange(self, **members: Any) -> ExchangeReply:
        """One exchange."""
        request = self.request(**members)
        reply = self.hq.route.exchange(self, request)
        self.take(request, reply)
        return reply

    def sync(self, limit: int = 50, **members: Any) -> int:
        """Exchange until level; how many exchanges it took."""
        for number in range(1, limit + 1):
            if not self.exchange(**members).more:
                return number
        raise AssertionError("never level")

    def take(self, request: ExchangeRequest, reply: ExchangeReply) -> None:
        """Keep what came, as a replica does."""
        first = request.log.last - len(unpack_ops(request.ops)) + 1
        sent = self.log[first - 1 : request.log.last] if request.ops and reply.need_from is None else []
        base = {(op.t, op.row): self.rows.get((op.t, op.row)) for op in sent}
        numbers = [(n, op.id) for n, op in enumerate(sent, first)]
        for result in [*unpack_results(reply.res, numbers), *unpack_later(reply.res)]:
            self.results[result.id] = result
        if reply.need_from is None:
            self.acked = max(self.acked, request.log.last if sent else 0)
        for new in reply.sub.add:
            self.cursors[new.id], self.feeds[new.id] = 0, new.code
        for number in reply.sub.drop:
            self.cursors.pop(number)
            self.feeds.pop(number)
            self.rows = {key: row for key, row in self.rows.items() if row[0] != number}
        for page in reply.feeds:
            assert page.from_ == self.cursors[page.f], "a page begins where the cursor stands"
            entries = unpack_entries(page.e)
            assert [e.seq for e in entries] == sorted({e.seq for e in entries})
            for entry in entries:
                assert page.from_ < entry.seq <= page.to
                self._apply(page.f, entry, sent, first, base)
            assert page.to > page.from_
            self.cursors[page.f] = page.to

    def _apply(self, feed: int, entry: Any, sent: list[Op], first: int, base: dict[tuple[str, str], Any]) -> None:
        if entry.own is not None:
            op = sent[entry.own - first]
            key = (op.t, op.row)
            wire = dict(base[key][2] if base[key] else defaults(self.schema.kinds[op.t])) | {"id": op.row}
            for each in sent[: entry.own - first + 1]:
                if (each.t, each.row) == key:
                    for unit, (_, new) in each.set.items():
                        put(self.schema.kinds[op.t], wire, unit, new)
        else:
            key, wire = (entry.t, entry.row), entry.body
        held = self.rows.get(key)
        if entry.kind is EntryKind.LEAVE:
            if held is not None and entry.ver >= held[1] and held[0] == feed:
                del self.rows[key]
        elif held is None or entry.ver > held[1]:
            self.bodies += entry.own is None
            self.rows[key] = (feed, entry.ver, wire)

    def body(self, kind: str, row_id: str) -> dict[str, Any]:
        return self.rows[kind, row_id][2]

    def outcome(self, op: Op) -> Outcome:
        return self.results[op.id].r
