"""HQ as its devices see it: one exchange is push and pull; what a device may read is computed anew in each (R33)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, and_, select
from sqlalchemy.exc import DBAPIError, TimeoutError

from sync.hq import authoring
from sync.hq.apply import Author
from sync.hq.auth import (
    ACTIVE,
    MAY_PUSH,
    DeviceStatus,
    authenticate,
    check_standing,
    is_chain_signed,
    note_wiped,
    register,
    standing_device,
)
from sync.hq.authoring import Authoring
from sync.hq.blobs import Blobs, BlobStore, wanted
from sync.hq.database import Database
from sync.hq.device_log import Gap, admit, advance, read_place
from sync.hq.feeds import FeedDirectory, Own, PageReader, division_key
from sync.hq.files import FeedFiles
from sync.hq.push import Push, stored_result
from sync.hq.rights import Rights, RightsOf
from sync.hq.rows import IN_LIST
from sync.hq.scope import Entitlement, Scope, entitlement
from sync.hq.shelf import Shelf, Sizes, aside
from sync.hq.snapshots import Build
from sync.hq.tables import HQ_TABLES, durable_log, op_result, server_epoch
from sync.protocol import (
    PROTOCOL,
    Durable,
    ExchangeReply,
    ExchangeRequest,
    Fault,
    Faulted,
    FaultReply,
    Hello,
    Op,
    Outcome,
    Refusal,
    Result,
    Subscription,
    Subscriptions,
)
from sync.record import InDivision, Schema
from sync.wire import Malformed, pack_results, unpack_ops

MAX_OPS = 4_000
PAGE_LIMITS = (4_096, 1 << 20)


@dataclass(frozen=True, slots=True)
class _Pushed:
    results: list[Result] = field(default_factory=list)
    own: Own = field(default_factory=dict)
    need_from: int | None = None


class HQService:
    """Answers devices, and lets HQ's own author write. Safe to use from many threads and processes."""

    def __init__(
        self,
        database: Database,
        schema: Schema,
        tables: Mapping[str, Table],
        scope: Scope,
        store: BlobStore,
        *,
        rights: RightsOf | None = None,
        min_app: str | None = None,
        files: FeedFiles | None = None,
        build: Build | None = None,
        sizes: Sizes = Sizes(),  # noqa: B008 - frozen
    ) -> None:
        """rights: what users may write; without it every user of a device may write every kind that devices write."""
        if clash := schema.kinds.keys() & HQ_TABLES.tables.keys():
            raise ValueError(f"HQ has tables of its own with the names {sorted(clash)}")
        self.database = database
        self.blobs = Blobs(database, schema, tables, store)
        self._schema = schema
        self._tables = tables
        self._scope = scope
        self._rights = rights
        self._min_app = min_app
        self._shelf = Shelf(database, schema, tables, self._readable, files, build, sizes) if files else None
        self.on_results: Callable[[Sequence[Result]], None] = lambda results: None
        """Told what became of the changes of each request."""

    def register(self, device_id: str, public_key: bytes, now: int) -> None:
        """Let a device in, with its raw Ed25519 public key."""
        self.database.write(lambda conn: register(conn, device_id, public_key, DeviceStatus.ACTIVE, now))

    def open_divisions(self, codes: Iterable[str], now: int) -> None:
        """Give divisions their feeds; a row of a division without one is refused. Codes of other levels have none."""

        def work(conn: Connection) -> None:
            directory = FeedDirectory(conn, _day(now))
            for code in sorted(set(codes)):
                key = division_key(InDivision(""), code)
                if key is not None:
                    directory.open(key)

        self.database.write(work)

    def author(self, by: str, now: int) -> Authoring:
        """HQ's own writer, in the name of a user; use it in a `with` block."""
        return Authoring(self.database.write, lambda conn: self._changes(conn, now), by)

    def authenticate(
        self,
        header: str,
        method: str,
        path: str,
        body: bytes,
        allowed: Collection[DeviceStatus] = ACTIVE,
        digest: str | None = None,
    ) -> str:
        """The device that sent a request, if its standing is allowed here. Raises Faulted.

        digest: SHA-256 of a body that is not at hand as bytes.
        """
        digest = digest or hashlib.sha256(body).hexdigest()
        return self.database.note(lambda conn: authenticate(conn, header, method, path, digest, allowed))

    def wiped(self, device: str, now: int) -> None:
        """A device says that it carries out the order to destroy the keys of its replica."""
        self.database.write(lambda conn: note_wiped(conn, device, now))

    def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            self.database.read(_epoch)
        except (DBAPIError, TimeoutError):
            return False
        return True

    def hello(self, now: int) -> Hello:
        """What HQ speaks, to anybody who asks."""
        epoch = self.database.read(_epoch)
        return Hello(p=PROTOCOL, epoch=epoch.epoch, ds=epoch.dataset, now=now, min_app=self._min_app)

    def exchange(self, device: str, request: ExchangeRequest, now: int) -> ExchangeReply:
        """Take in what the device changed; tell what became of it, and what is new in its feeds. Raises Faulted."""
        if request.p != PROTOCOL:
            raise Faulted(FaultReply(fault=Fault.PROTOCOL, detail=f"this is protocol {PROTOCOL}"))
        try:
            ops = unpack_ops(request.ops)
            if len(ops) > MAX_OPS:
                raise Faulted(FaultReply(fault=Fault.TOO_LARGE, detail=f"more than {MAX_OPS} ops"))
            pushed = self.database.write(lambda conn: self._push(conn, device, request, ops, now)) if ops else _Pushed()
            self.on_results(pushed.results)
            if request.files and self._shelf is not None:
                self._shelf.seal(device, request.cur, now)
            reply = self.database.read(lambda conn: self._pull(conn, device, request, pushed, now))
            if reply is None:  # a user or device feed is not there yet
                self.database.write(lambda conn: self._open_personal(conn, device, now))
                reply = self.database.read(lambda conn: self._pull(conn, device, request, pushed, now))
        except Malformed as exc:
            raise Faulted(FaultReply(fault=Fault.MALFORMED, detail=str(exc))) from exc
        assert reply is not None
        return reply

    @property
    def shelf(self) -> Shelf:
        """Files for devices. Raises Faulted when this HQ has none."""
        if self._shelf is None:
            raise Faulted(FaultReply(fault=Fault.NOT_FOUND))
        return self._shelf

    def _readable(self, conn: Connection, device: str, now: int) -> set[int]:
        standing_device(conn, device)
        return set(self._entitlement(conn, FeedDirectory(conn, _day(now)), device, now).feeds)

    def _rights_of(self, conn: Connection, users: Collection[str]) -> Mapping[str, Rights | None]:
        if self._rights is None:
            return dict.fromkeys(users)
        known = self._rights(conn, users)
        return {user: known.get(user, Rights({})) for user in users}

    def _changes(self, conn: Connection, now: int, *others: Author) -> Push:
        """The changes of a transaction; `others` stand for devices whose changes are not applied as usual."""
        directory = FeedDirectory(conn, _day(now))
        authors: dict[str, Author] = {author.dev: author for author in (authoring.HQ, *others)}

        def author_of(device: str) -> Author:
            if device not in authors:
                held = self._entitlement(conn, directory, device, now)
                if held.missing:
                    for key in held.missing:
                        directory.open(key)
                    held = self._entitlement(conn, directory, device, now)
                authors[device] = Author(device, held.writable, self._rights_of(conn, held.users))
            return authors[device]

        return Push(conn, self._schema, self._tables, _epoch(conn).epoch, now, author_of, directory)

    def _push(self, conn: Connection, device: str, request: ExchangeRequest, ops: list[Op], now: int) -> _Pushed:
        held = standing_device(conn, device, MAY_PUSH, lock=True)
        self._check_dataset(conn, request)
        place = read_place(conn, device, request.inc, lock=True)
        try:
            arrivals = admit(conn, place, request.log, ops)
        except Gap as gap:
            return _Pushed(need_from=gap.need_from)
        if not is_chain_signed(held.public_key, request.sig, request.log.chain):
            raise Faulted(FaultReply(fault=Fault.BAD_SIGNATURE, detail="of the chain"))
        handed_over = Author(device, frozenset(), refusal=Refusal.TRANSFERRED)
        push = self._changes(conn, now, *([handed_over] if held.status == DeviceStatus.TRANSFERRED else []))
        results = push.take(arrivals, place.last)
        if arrivals[-1].n > place.last:
            advance(conn, place, arrivals[-1], request.sig, now)
        push.write()
        return _Pushed(results, push.own())

    def _pull(
        self, conn: Connection, device: str, request: ExchangeRequest, pushed: _Pushed, now: int
    ) -> ExchangeReply | None:
        """The reply, read in one snapshot; None when a user or device feed has to be made first."""
        standing = standing_device(conn, device, MAY_PUSH)
        self._check_dataset(conn, request)
        place, need_from = read_place(conn, device, request.inc), pushed.need_from
        if not pushed.results and need_from is None:
            try:
                admit(conn, place, request.log, ())
            except Gap as gap:
                need_from = gap.need_from
        if standing.status == DeviceStatus.TRANSFERRED:
            if not request.ops:
                check_standing(standing, ACTIVE)
            results = pack_results(pushed.results)
            return ExchangeReply(
                epoch=_epoch(conn).epoch, now=now, log=place.log(), need_from=need_from, res=results, more=True
            )
        directory = FeedDirectory(conn, _day(now))
        held = self._entitlement(conn, directory, device, now, request.cur)
        if held.missing:
            return None
        feeds = held.feeds
        budget = min(max(request.max, PAGE_LIMITS[0]), PAGE_LIMITS[1])
        reader = PageReader(conn, self._schema, self._tables, budget)
        instead = aside(self._shelf, conn, request, _epoch(conn).epoch, now)
        pages, more = reader.read({number: request.cur.get(number, 0) for number in feeds}, pushed.own, instead)
        new = sorted(feeds.keys() - request.cur.keys())
        durable = conn.execute(
            select(durable_log.c.n).where(durable_log.c.dev == device, durable_log.c.inc == request.inc)
        ).scalar()
        return ExchangeReply(
            epoch=_epoch(conn).epoch,
            now=now,
            log=place.log(),
            need_from=need_from,
            res=pack_results(pushed.results, self._later(conn, device, request)),
            sub=Subscriptions(
                add=tuple(Subscription(id=n, kind=feeds[n].kind.value, code=feeds[n].code) for n in new),
                drop=tuple(sorted(request.cur.keys() - feeds.keys())),
            ),
            feeds=tuple(pages),
            durable=None if durable is None else Durable(inc=request.inc, n=durable),
            more=more,
            min_app=self._min_app,
            want=wanted(conn, device),
        )

    def _later(self, conn: Connection, device: str, request: ExchangeRequest) -> list[Result]:
        """Results of the changes asked for that are parked no longer."""
        mine = and_(op_result.c.dev == device, op_result.c.inc == request.inc)
        results: list[Result] = []
        for start in range(0, len(request.ask), IN_LIST):
            asked = op_result.c.n.in_(request.ask[start : start + IN_LIST])
            query = select(op_result).where(mine, asked).order_by(op_result.c.n)
            results += [stored_result(row) for row in conn.execute(query)]
        return [result for result in results if result.r is not Outcome.PARKED]

    def _open_personal(self, conn: Connection, device: str, now: int) -> None:
        directory = FeedDirectory(conn, _day(now))
        for key in sorted(self._entitlement(conn, directory, device, now).missing, key=str):
            directory.open(key)

    def _entitlement(
        self,
        conn: Connection,
        directory: FeedDirectory,
        device: str,
        now: int,
        cursors: Mapping[int, int] | None = None,
    ) -> Entitlement:
        return entitlement(conn, directory, self._scope, device, now, cursors)

    def _check_dataset(self, conn: Connection, request: ExchangeRequest) -> None:
        held = _epoch(conn).dataset
        if request.ds != held:
            raise Faulted(FaultReply(fault=Fault.DATASET, detail=f"this is {held}"))


def _epoch(conn: Connection) -> Any:
    return conn.execute(select(server_epoch).order_by(server_epoch.c.epoch.desc()).limit(1)).one()


def _day(now: int) -> str:
    return datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()
