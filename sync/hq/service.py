"""HQ as its devices see it: one exchange is push and pull; what a device may read is computed anew in each (R33)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError, TimeoutError

from sync.hq import authoring, skew
from sync.hq.apply import Author
from sync.hq.auth import (
    ACTIVE,
    ENROLLED,
    MAY_PUSH,
    DeviceStatus,
    authenticate,
    check_standing,
    hold_back,
    is_chain_signed,
    note_wiped,
    register,
    set_status,
    standing_device,
)
from sync.hq.authoring import Authoring
from sync.hq.blob_reads import BlobReads
from sync.hq.blobs import Blobs, BlobStore, wanted
from sync.hq.database import Database
from sync.hq.device_log import Forked, Gap, Place, admit, advance, check_open, places, read_place
from sync.hq.epoch import Epochs, Marks, Restored, beginning, check_known, current_epoch, newest_epoch
from sync.hq.feeds import FeedDirectory, Own, PageReader, ahead, day_of, open_divisions
from sync.hq.files import FeedFiles
from sync.hq.push import Push, handed_over, kept_back, later_results
from sync.hq.reconcile import Comparison, differing
from sync.hq.rights import Rights, RightsOf
from sync.hq.scope import Entitlement, Scope, entitlement
from sync.hq.shelf import Shelf, Sizes, aside
from sync.hq.snapshots import Build
from sync.hq.tables import HQ_TABLES, durable_log
from sync.protocol import (
    Durable,
    ExchangeReply,
    ExchangeRequest,
    Fault,
    Faulted,
    FaultReply,
    Hello,
    Op,
    Result,
    Subscription,
    Subscriptions,
    Wipe,
)
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.record import Schema
from sync.wire import Malformed, pack_results, unpack_ops

T = TypeVar("T")

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
        marks: Marks | None = None,
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
        self.blob_reads = BlobReads(database, schema, tables, store, self._readable)
        self.epochs = Epochs(database, marks)
        self._comparison = Comparison(schema, tables)
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
        self.database.write(lambda conn: open_divisions(conn, codes, now))

    def author(self, by: str, now: int) -> Authoring:
        """HQ's own writer, in the name of a user; use it in a `with` block."""

        def run(work: Callable[[Connection], None]) -> None:
            self._knowing(now, lambda: self.database.write(work))

        return Authoring(run, lambda conn: self._changes(conn, now), by)

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
            self.database.read(newest_epoch)
        except (DBAPIError, TimeoutError):
            return False
        return True

    def hello(self, now: int) -> Hello:
        """What HQ speaks, to anybody who asks."""
        epoch = self._knowing(now, lambda: self.database.read(current_epoch))
        return Hello(epoch=epoch.epoch, ds=epoch.dataset, now=now, min_app=self._min_app)

    def exchange(self, device: str, request: ExchangeRequest, now: int) -> ExchangeReply:
        """Take in what the device changed; tell what became of it, and what is new in its feeds. Raises Faulted."""
        request = skew.admitted(self._schema, request)
        try:
            ops = unpack_ops(request.ops)
            if len(ops) > MAX_OPS:
                raise Faulted(FaultReply(fault=Fault.TOO_LARGE, detail=f"more than {MAX_OPS} ops"))
            self.epochs.note(now)
            return self._knowing(now, lambda: self._exchange(device, request, ops, now))
        except Forked as fork:
            if fork.is_proof:
                self.database.write(lambda conn: hold_back(conn, device))
                self.on_forked(device, now)
            raise
        except Malformed as exc:
            raise Faulted(FaultReply(fault=Fault.MALFORMED, detail=str(exc))) from exc

    def _exchange(self, device: str, request: ExchangeRequest, ops: list[Op], now: int) -> ExchangeReply:
        pushed = self.database.write(lambda conn: self._push(conn, device, request, ops, now)) if ops else _Pushed()
        self.on_results(pushed.results)
        if request.files and self._shelf is not None:
            self._shelf.seal(device, request.cur, now)
        reply = self.database.read(lambda conn: self._pull(conn, device, request, pushed, now))
        if reply is None:  # a user or device feed is not there yet
            self.database.write(lambda conn: self._open_personal(conn, device, now))
            reply = self.database.read(lambda conn: self._pull(conn, device, request, pushed, now))
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
        return set(self._entitlement(conn, FeedDirectory(conn, day_of(now)), device, now).feeds)

    def on_forked(self, device: str, now: int) -> None:
        """Two machines use this identity: for an application that has handed something to it alone."""

    def release(
        self, device: str, now: int, status: DeviceStatus = DeviceStatus.ACTIVE, wipe: Wipe | None = None
    ) -> None:
        """An administrator decided that one machine goes on: what was kept back is applied, and it is let in again.

        It is the one whose log began last. If the other speaks too, it is noticed again.
        Handed over instead, what was kept back is for a person to look at.
        """

        def work(conn: Connection) -> None:
            standing_device(conn, device, ENROLLED, lock=True)
            set_status(conn, device, status, wipe)
            push = self._changes(conn, now, *handed_over(device, status))
            push.release(kept_back(device))
            push.write()

        self._knowing(now, lambda: self.database.write(work))

    def reconcile(self, device: str, request: ReconcileRequest, now: int) -> ReconcileReply:
        """Compare feeds with the device's. Raises Faulted."""

        def work(conn: Connection) -> ReconcileReply:
            self._check_dataset(conn, request.ds)
            if skew.is_outdated(self._schema, request.schema_):
                raise skew.outdated(self._schema)
            mine = self._readable(conn, device, now)
            budget = min(max(request.max, PAGE_LIMITS[0]), PAGE_LIMITS[1])
            return self._comparison.answer(conn, request, mine, current_epoch(conn).epoch, budget)

        try:
            return self._knowing(now, lambda: self.database.read(work))
        except Malformed as exc:
            raise Faulted(FaultReply(fault=Fault.MALFORMED, detail=str(exc))) from exc

    def begin(self, now: int) -> None:
        """Before the first request: notice whether HQ was restored meanwhile, apply what waited for its upgrade."""
        self.epochs.begin(now)
        self._knowing(now, lambda: self.database.write(lambda conn: skew.catch_up(self._changes(conn, now))))

    def close(self) -> None:
        """Before HQ stops: the mark outside the database is moved on to what it holds."""
        self.epochs.close()

    def _knowing(self, now: int, run: Callable[[], T]) -> T:
        """Run it, in the next epoch if a sign of a restore comes to light."""
        try:
            return run()
        except Restored as sign:
            self.epochs.rise(sign, now)
        return run()

    def _rights_of(self, conn: Connection, users: Collection[str]) -> Mapping[str, Rights | None]:
        if self._rights is None:
            return dict.fromkeys(users)
        known = self._rights(conn, users)
        return {user: known.get(user, Rights({})) for user in users}

    def _changes(self, conn: Connection, now: int, *others: Author) -> Push:
        """The changes of a transaction; `others` stand for devices whose changes are not applied as usual."""
        directory = FeedDirectory(conn, day_of(now))
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

        return Push(conn, self._schema, self._tables, current_epoch(conn).epoch, now, author_of, directory)

    def _push(self, conn: Connection, device: str, request: ExchangeRequest, ops: list[Op], now: int) -> _Pushed:
        held = standing_device(conn, device, MAY_PUSH, lock=True)
        self._check_dataset(conn, request.ds)
        place = read_place(conn, device, request.inc, lock=True)
        self._check_restored(conn, device, request, place, now)
        is_held = held.status == DeviceStatus.FORKED
        try:
            if not is_held:
                check_open(conn, place, ops)
            arrivals = admit(conn, place, request.log, ops)
        except Gap as gap:
            return _Pushed(need_from=gap.need_from)
        if not is_chain_signed(held.public_key, request.sig, request.log.chain):
            raise Faulted(FaultReply(fault=Fault.BAD_SIGNATURE, detail="of the chain"))
        push = self._changes(conn, now, *handed_over(device, held.status))
        results = push.take(arrivals, place.last, keep_back=kept_back(device) if is_held else None)
        if arrivals[-1].n > place.last:
            advance(conn, place, arrivals[-1], request.sig, now)
        push.write()
        return _Pushed(results, push.own(request.schema_))

    def _pull(
        self, conn: Connection, device: str, request: ExchangeRequest, pushed: _Pushed, now: int
    ) -> ExchangeReply | None:
        """The reply, read in one snapshot; None when a user or device feed has to be made first."""
        standing = standing_device(conn, device, MAY_PUSH)
        self._check_dataset(conn, request.ds)
        place, need_from = read_place(conn, device, request.inc), pushed.need_from
        self._check_restored(conn, device, request, place, now)
        if not pushed.results and need_from is None:
            try:
                admit(conn, place, request.log, ())
                if standing.status == DeviceStatus.ACTIVE:
                    check_open(conn, place, ())
            except Gap as gap:
                need_from = gap.need_from
        now_in = current_epoch(conn)
        epoch: int = now_in.epoch
        is_past = request.epoch < epoch
        logs = places(conn, device) if is_past and request.epoch else {}
        is_outdated = skew.is_outdated(self._schema, request.schema_, request.app, self._min_app)
        if standing.status != DeviceStatus.ACTIVE or is_outdated:
            is_held = standing.status == DeviceStatus.FORKED
            if not (request.ops or request.unsent or is_held or need_from is not None):
                check_standing(standing, ACTIVE)
                raise skew.outdated(self._schema)
            answer = {"log": place.log(), "need_from": need_from, "res": pack_results(pushed.results), "logs": logs}
            answer["began"] = beginning(now_in)
            return ExchangeReply.model_validate(
                {"epoch": epoch, "now": now, "held": is_held, "more": not is_held} | answer
            )
        directory = FeedDirectory(conn, day_of(now))
        held = self._entitlement(conn, directory, device, now, request.cur)
        if held.missing:
            return None
        feeds = held.feeds
        budget = min(max(request.max, PAGE_LIMITS[0]), PAGE_LIMITS[1])
        reader = PageReader(conn, self._schema, self._tables, budget, request.schema_)
        new = sorted(feeds.keys() - request.cur.keys())
        # A position of an epoch that is past says nothing in this one: the device first compares what it holds.
        read = {number: request.cur.get(number, 0) for number in (new if is_past else feeds)}
        pages, more = reader.read(read, pushed.own, aside(self._shelf, conn, request, epoch, now))
        again, unfinished = skew.told_again(conn, self._schema, reader, request, () if more or is_past else feeds)
        this_log = (durable_log.c.dev == device) & (durable_log.c.inc == request.inc)
        durable = conn.execute(select(durable_log.c.n).where(this_log)).scalar()
        return ExchangeReply(
            epoch=epoch,
            now=now,
            log=place.log(),
            need_from=need_from,
            res=pack_results(pushed.results, later_results(conn, device, request.inc, request.ask)),
            sub=Subscriptions(
                add=tuple(Subscription(id=n, kind=feeds[n].kind.value, code=feeds[n].code) for n in new),
                drop=tuple(sorted(request.cur.keys() - feeds.keys())),
            ),
            feeds=tuple(pages),
            durable=None if durable is None else Durable(inc=request.inc, n=durable),
            more=more or unfinished,
            again=again,
            s=self._schema.version if request.schema_ > self._schema.version else None,
            min_app=self._min_app,
            want=wanted(conn, device),
            began=beginning(now_in),
            logs=logs,
            differ=() if is_past else differing(conn, request, feeds),
        )

    def _open_personal(self, conn: Connection, device: str, now: int) -> None:
        directory = FeedDirectory(conn, day_of(now))
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

    def _check_restored(self, conn: Connection, device: str, request: ExchangeRequest, place: Place, now: int) -> None:
        """Raises Restored when the device knows more than this HQ ever told it."""
        check_known(conn, device, request, place.last)
        beyond = ahead(conn, request.cur) if request.epoch == current_epoch(conn).epoch else set()
        if beyond and beyond & self._entitlement(conn, FeedDirectory(conn, day_of(now)), device, now).feeds.keys():
            raise Restored(f"device {device} has read beyond the end of feed {min(beyond)}", request.epoch)

    def _check_dataset(self, conn: Connection, asked: str) -> None:
        held = current_epoch(conn).dataset
        if asked != held:
            raise Faulted(FaultReply(fault=Fault.DATASET, detail=f"this is {held}"))
