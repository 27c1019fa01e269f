"""HQ as its devices see it: one exchange is push and pull; what a device may read is computed anew in each (R33)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError, TimeoutError

from sync.faults import Fault, Faulted, FaultReply, Wipe
from sync.hq import authoring, skew
from sync.hq.answers import Answers, Pushed, admitted, check_dataset, within_limits
from sync.hq.apply import Author
from sync.hq.auth import (
    ACTIVE,
    ENROLLED,
    MAY_PUSH,
    DeviceStatus,
    authenticate,
    hold_back,
    is_chain_signed,
    note_wiped,
    register,
    set_status,
    standing_device,
)
from sync.hq.authoring import Authoring, Reach
from sync.hq.blob_reads import BlobReads
from sync.hq.blobs import Blobs, BlobStore
from sync.hq.database import Database
from sync.hq.device_log import Forked, Gap, advance, check_open, read_place
from sync.hq.epoch import Epochs, Marks, Restored, current_epoch, newest_epoch
from sync.hq.erasing import Erasure, erase
from sync.hq.feeds import FeedDirectory, day_of, open_divisions
from sync.hq.files import FeedFiles
from sync.hq.hand_in import device_of
from sync.hq.push import Push, handed_over, kept_back
from sync.hq.reconcile import Comparison
from sync.hq.rights import Rights, RightsOf
from sync.hq.rulings import Rulings
from sync.hq.scope import Scope
from sync.hq.shelf import Shelf, Sizes
from sync.hq.snapshots import Build
from sync.hq.tables import HQ_AUTHOR, HQ_TABLES
from sync.protocol import ExchangeReply, ExchangeRequest, Hello, Op, Result
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.record import Schema
from sync.wire import Malformed, unpack_ops

T = TypeVar("T")

MAX_OPS = 4_000


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
        rulings: Rulings | None = None,
        marks: Marks | None = None,
        min_app: str | None = None,
        files: FeedFiles | None = None,
        build: Build | None = None,
        sizes: Sizes = Sizes(),  # noqa: B008 - frozen
    ) -> None:
        """rights: what users may write; without it every user of a device may write every kind that devices write.
        rulings: what HQ decides of a row itself."""
        if clash := schema.kinds.keys() & HQ_TABLES.tables.keys():
            raise ValueError(f"HQ has tables of its own with the names {sorted(clash)}")
        self.database = database
        self.blobs = Blobs(database, schema, tables, store)
        self.blob_reads = BlobReads(database, schema, tables, store, self._readable)
        self.epochs = Epochs(database, marks)
        self._comparison = Comparison(schema, tables)
        self._schema = schema
        self._tables = tables
        self._rights = rights
        self._rulings = rulings or {}
        self._min_app = min_app
        self._files = files
        self._shelf = Shelf(database, schema, tables, self._readable, files, build, sizes) if files else None
        self._answers = Answers(schema, tables, scope, self._shelf, min_app)
        self.on_results: Callable[[Sequence[Result]], None] = lambda results: None
        """Told what became of the changes of each request."""

    def register(self, device_id: str, public_key: bytes, now: int) -> None:
        """Let a device in, with its raw Ed25519 public key."""
        self.database.write(lambda conn: register(conn, device_id, public_key, DeviceStatus.ACTIVE, now))

    def open_divisions(self, codes: Iterable[str], now: int) -> None:
        """Give divisions their feeds; a row of a division without one is refused. Codes of other levels have none."""
        self.database.write(lambda conn: open_divisions(conn, codes, now))

    def author(self, by: str, now: int, *, whole: bool = False, reach: Reach | None = None) -> Authoring:
        """HQ's own writer, in the name of a user; use it in a `with` block.

        whole: in one transaction, however much it is. reach: NotWritten with OUT_OF_SCOPE for what lives elsewhere.
        """

        def run(work: Callable[[Connection], None]) -> None:
            self._knowing(now, lambda: self.database.write(work))

        def push(conn: Connection) -> Push:
            return self._changes(conn, now, Author(HQ_AUTHOR, reach(conn) if reach else None))

        return Authoring(run, push, by, whole=whole)

    def erase(self, erasure: Erasure, now: int) -> int:
        """Take the content of rows out of HQ for good (`erasing`); how many were changed."""
        run = partial(erase, self.database, self._schema, self._tables, self._files, erasure, now)
        return self._knowing(now, run)

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
        pushed = self.database.write(lambda conn: self._push(conn, device, request, ops, now)) if ops else Pushed()
        self.on_results(pushed.results)
        if request.files and self._shelf is not None:
            self._shelf.seal(device, request.cur, now)
        reply = self.database.read(lambda conn: self._answers.read(conn, device, request, pushed, now))
        if reply is None:  # a user or device feed is not there yet
            self.database.write(lambda conn: self._open_personal(conn, device, now))
            reply = self.database.read(lambda conn: self._answers.read(conn, device, request, pushed, now))
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
        return set(self._answers.entitlement(conn, FeedDirectory(conn, day_of(now)), device, now).feeds)

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
            check_dataset(conn, request.ds)
            if skew.is_outdated(self._schema, request.schema_):
                raise skew.outdated(self._schema)
            mine = self._readable(conn, device, now)
            epoch = current_epoch(conn).epoch
            return self._comparison.answer(conn, request, mine, epoch, within_limits(request.max))

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

        def author_of(log: str) -> Author:
            if (device := device_of(log)) not in authors:
                held = self._answers.entitlement(conn, directory, device, now)
                if held.missing:
                    for key in held.missing:
                        directory.open(key)
                    held = self._answers.entitlement(conn, directory, device, now)
                authors[device] = Author(device, held.writable, self._rights_of(conn, held.users))
            return authors[device]

        epoch = current_epoch(conn).epoch
        return Push(conn, self._schema, self._tables, epoch, now, author_of, directory, self._rulings)

    def _push(self, conn: Connection, device: str, request: ExchangeRequest, ops: list[Op], now: int) -> Pushed:
        held = standing_device(conn, device, MAY_PUSH, lock=True)
        check_dataset(conn, request.ds)
        place = read_place(conn, device, request.inc, lock=True)
        self._answers.check_restored(conn, device, request, place, now)
        is_held = held.status == DeviceStatus.FORKED
        try:
            if not is_held:
                check_open(conn, place, ops)
            arrivals = admitted(conn, place, request, ops)
        except Gap as gap:
            return Pushed(need_from=gap.need_from)
        if not is_chain_signed(held.public_key, request.sig, request.log.chain):
            raise Faulted(FaultReply(fault=Fault.BAD_SIGNATURE, detail="of the chain"))
        push = self._changes(conn, now, *handed_over(device, held.status))
        keep_back = kept_back(device) if is_held else None
        results = push.take(arrivals, place.last, aside=request.aside, keep_back=keep_back)
        if arrivals[-1].n > place.last:
            advance(conn, place, arrivals[-1], request.sig, now)
        push.write()
        return Pushed(results, push.own(request.schema_))

    def _open_personal(self, conn: Connection, device: str, now: int) -> None:
        directory = FeedDirectory(conn, day_of(now))
        for key in sorted(self._answers.entitlement(conn, directory, device, now).missing, key=str):
            directory.open(key)
