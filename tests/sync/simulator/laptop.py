"""A laptop in the simulator: the real replica on a disk of its own, and the real session, effect by effect."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import event, select

from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.engine import Sessions
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.snapshots import SnapshotIntake
from sync import wire
from sync.device import blobs, session
from sync.device import reconcile as reconciling
from sync.device.core import WAITING, OpState
from sync.device.files import Downloads
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.reconcile import Reconcile, reconcile
from sync.device.snapshots import Files, SnapshotHQ, TakeSegments, TakeSnapshots
from sync.device.tables import outbox
from sync.device.transport import read_answer
from sync.faults import Fault
from sync.protocol import PART_BYTES, ExchangeReply, ExchangeRequest
from tests.sync.simulator import disks
from tests.sync.simulator.office import EXCHANGE, Answer, Died

_OP_IDS = select(outbox.c.id)
Told = Callable[[session.Event], None]


class Way(Protocol):
    """The network: takes signed bytes, and tells what came of them, once, twice or never."""

    def send(
        self,
        laptop: Laptop,
        header: str,
        body: bytes,
        given_up: frozenset[str],
        hear: Callable[[Answer | SyncProblem], None],
    ) -> None: ...

    def later(self, seconds: float, act: Callable[[], None]) -> None: ...

    def dies_soon(self, laptop: Laptop) -> bool: ...

    def to_hq(self, laptop: Laptop) -> WayOfFiles: ...


class WayOfFiles(blobs.BlobHQ, SnapshotHQ, reconciling.HQ, Protocol):
    """Photos one way, snapshots and segments the other; comparisons."""


@dataclass(frozen=True, slots=True)
class SendPhotos(session.Job):
    rank: ClassVar[int] = 90


class PhotosInMemory(PhotoStore):
    """The photos of all laptops: a disk that is set back loses none, and its records tell which are its own."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def part(self, sha256: str, i: int) -> bytes:
        return self.held[sha256][i * PART_BYTES : (i + 1) * PART_BYTES]


@dataclass
class Laptop:
    """See the module."""

    name: str
    path: Path
    device: str
    key: Ed25519PrivateKey
    users: list[str]
    clock: Callable[[], int]
    way: Way
    chance: random.Random
    page_bytes: int
    photos: PhotosInMemory
    trusted: Ed25519PublicKey
    on_finish: Callable[[Laptop, session.Summary], None]
    on_start: Callable[[Laptop], None]
    """Its program was ended, and begins anew."""
    clock_error: int = 0
    state: session.State = field(default_factory=session.State)
    life: int = 0
    """Which run of the program it is: what an earlier one waited for reaches nobody."""
    ops: set[str] = field(default_factory=set)
    """Changes that were in the outbox after the last act; none of them may go by itself (I7)."""
    given_up: frozenset[str] = frozenset()
    """Changes that their author had given up when the last request was made."""
    answers: list[tuple[ExchangeRequest, ExchangeReply]] = field(default_factory=list)
    """What HQ answered to this disk, to be taken in again."""
    copies: list[tuple[Path, set[str]]] = field(default_factory=list)
    statements_left: int | None = None
    """How many statements the database still carries out before the program dies; None: it lives."""
    _names: itertools.count[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self._open(disks.open_laptop(self.path) if self.path.exists() else disks.new_laptop(self.path))

    def _open(self, sessions: Sessions) -> None:
        self.sessions = sessions
        event.listen(sessions.engine, "before_cursor_execute", lambda *_: self._on_statement())
        event.listen(sessions.engine, "commit", lambda _: self._on_statement())
        self.intake = SnapshotIntake(sessions)
        enrolment = Enrolment(self.device, disks.DATASET, "1", self.key.sign, self.now)
        self.replica = LocalReplica(sessions, enrolment, self.intake)

    def now(self) -> int:
        """The time as this laptop's clock tells it."""
        return max(0, self.clock() + self.clock_error)

    @property
    def is_syncing(self) -> bool:
        return self.state.asked is not None

    def close(self) -> None:
        self.sessions.close()

    # Syncing

    def sync(self) -> None:
        self.intake.takes_files = True
        self._tell(session.Wanted((SendPhotos(),)))

    def _tell(self, said: session.Event) -> None:
        self.state, effects = session.step(self.state, said)
        for effect in effects:
            match effect:
                case session.Finish(summary):
                    self.on_finish(self, summary)
                case session.Tell():
                    pass
                case _:
                    self._begin(effect)

    def _begin(self, effect: session.Asked) -> None:
        life = self.life

        def tell(said: session.Event) -> None:
            if life == self.life:
                self._tell(said)

        n = effect.number
        match effect:
            case session.Send(_, request):
                self._send(n, request, tell)
            case session.Wait(_, seconds):
                self.way.later(seconds, lambda: tell(session.Ticked(n)))
            case _:
                self.way.later(self.chance.uniform(0.001, 0.05), lambda: life == self.life and self._do_or_die(effect))

    def _do_or_die(self, effect: session.Asked) -> None:
        with self.mortal():
            self._do(effect)

    @contextmanager
    def mortal(self) -> Iterator[None]:
        """The program may die in what it does inside; what was not committed is not there when it begins anew."""
        if self.way.dies_soon(self):
            self.statements_left = self.chance.randrange(80)
        try:
            yield
        except Died:
            self.statements_left = None
            self.kill()
        finally:
            self.statements_left = None

    def _on_statement(self) -> None:
        if self.statements_left is None:
            return
        if self.statements_left == 0:
            raise Died
        self.statements_left -= 1

    def _do(self, effect: session.Asked) -> None:
        """What the disk does: one transaction, and then its answer."""
        n = effect.number
        try:
            match effect:
                case session.Prepare():
                    request = self.replica.next_request().model_copy(update={"max": self.page_bytes})
                    self.given_up = self._given_up()
                    self._tell(session.Prepared(n, request))
                case session.Apply(_, request, reply):
                    done = self.replica.apply(request, reply)
                    self.answers = [*self.answers[-3:], (request, reply)]
                    self._tell(session.Applied(n, done))
                case session.AdoptLog(_, last, latest):
                    self.replica.adopt_log(last, latest)
                    self._tell(session.Mended(n))
                case session.BeginIncarnation(_, forked, latest):
                    self.replica.begin_incarnation(forked, latest)
                    self._tell(session.Mended(n))
                case session.Do(_, SendPhotos()):
                    sent = blobs.send(LocalBlobs(self.sessions, self.photos), lambda: self.way.to_hq(self))
                    if sent.problem is not None:
                        raise sent.problem
                    self._tell(session.Done(n, session.Step()))
                case session.Do(_, TakeSnapshots() as job):
                    self._tell(session.Done(n, self._files().take_snapshots(job)))
                case session.Do(_, TakeSegments() as job):
                    self._tell(session.Done(n, self._files().take_segments(job)))
                case session.Do(_, Reconcile()):
                    self._tell(session.Done(n, reconcile(self.replica, self.way.to_hq(self))))
                case _:
                    raise AssertionError(effect)
        except SyncProblem as problem:
            self._tell(session.Failed(n, problem, self.chance.random()))

    def _files(self) -> Files:
        downloads = Downloads(self.path.with_suffix(".downloads"))
        return Files(self.intake, self.way.to_hq(self), downloads, self.trusted, threading.Event())

    def _send(self, n: int, request: ExchangeRequest, tell: Told, *, is_again: bool = False) -> None:
        """Sign and send; a counter that HQ has seen already is mended here, as the transport does."""
        body = wire.to_bytes(request)
        header = wire.authorization(self.key, self.device, "POST", EXCHANGE, body, self.replica.next_counter())
        life = self.life

        def hear(what: Answer | SyncProblem) -> None:
            if life != self.life:
                return
            try:
                if isinstance(what, SyncProblem):
                    raise what
                tell(session.Replied(n, read_answer(ExchangeReply, what.status, what.headers, what.body)))
            except SyncProblem as problem:
                if problem.fault is Fault.COUNTER and problem.place is not None and not is_again:
                    self.replica.adopt_counter(problem.place[0])
                    self._send(n, request, tell, is_again=True)
                else:
                    tell(session.Failed(n, problem, self.chance.random()))

        self.way.send(self, header, body, self.given_up, hear)

    # What befalls it

    def kill(self) -> None:
        """The program ends, and is started again."""
        self.life += 1
        self.state = session.State()
        self.sessions.close()
        self._open(disks.open_laptop(self.path))
        self.on_start(self)

    def back_up(self) -> None:
        copy = self.path.with_name(f"{self.path.stem}-copy{next(self._names)}.db")
        disks.copy(self.path, copy)
        self.copies.append((copy, set(self.ops)))

    def set_back(self, copy: Path, ops: set[str]) -> None:
        """The disk is as it was when the copy was made."""
        self.life += 1
        self.state = session.State()
        self.sessions.close()
        disks.remove(self.path)
        disks.copy(copy, self.path)
        self.ops = set(ops)
        self.answers = []
        self._open(disks.open_laptop(self.path))
        self.on_start(self)

    def clone(self, name: str) -> Laptop:
        """Another machine with a copy of this disk, and so with its identity."""
        path = self.path.with_name(f"{name}.db")
        disks.copy(self.path, path)
        return replace(
            self, name=name, path=path, state=session.State(), life=0, ops=set(self.ops), answers=[], copies=[]
        )

    def take_in_again(self) -> None:
        """An answer of before arrives by another way. One of a past epoch is turned away, and one that goes on from a
        place in a feed that is read from its beginning again."""
        if self.answers and not self.is_syncing:
            with self.mortal():
                try:
                    self.replica.apply(*self.chance.choice(self.answers))
                except SyncProblem as problem:
                    if not any(why in str(problem) for why in ("an epoch that is past", "read up to 0")):
                        raise

    # What it holds

    def op_ids(self) -> set[str]:
        with self.sessions() as opened:
            return set(opened.scalars(_OP_IDS))

    def _given_up(self) -> frozenset[str]:
        with self.sessions() as opened:
            return frozenset(opened.scalars(select(outbox.c.id).where(outbox.c.state == OpState.ASIDE)))

    def waiting(self) -> list[str]:
        """Changes that HQ has not answered."""
        with self.sessions() as opened:
            return list(opened.scalars(select(outbox.c.id).where(outbox.c.state.in_(WAITING))))


UNREACHABLE = SyncProblem(ProblemKind.UNREACHABLE, retryable=True)
"""No connection, or no answer in time; what a socket tells when an answer is lost."""
