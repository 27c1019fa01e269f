"""The network between laptops and HQ: it delays, loses, doubles, cuts, and speaks for itself."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sync import wire
from sync.device.files import Body
from sync.device.problem import SyncProblem
from sync.faults import Fault as Said
from sync.faults import FaultReply
from sync.hq.local import LocalHQ
from sync.photos import BlobState
from sync.protocol import ExchangeRequest
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.snapshot import ManifestsReply
from tests.sync.simulator.faults import Fault, Faults
from tests.sync.simulator.laptop import UNREACHABLE, Laptop
from tests.sync.simulator.office import Answer, Died, Office, refusal

T = TypeVar("T")
Hear = Callable[[Answer | SyncProblem], None]
TIMEOUT_S = 60.0
STATUSES = (401, 403, 404, 408, 409, 413, 425, 426, 429, 500, 502, 503, 504)
PORTAL = Answer(200, {"Content-Type": "text/html"}, b"<html>please log in</html>")
REFUSALS = (Said.BUSY, Said.UNKNOWN_DEVICE, Said.BAD_SIGNATURE, Said.TOO_LARGE, Said.UPGRADE, Said.MALFORMED)


@dataclass
class Network:
    """See the module."""

    office: Office
    faults: Faults
    chance: random.Random
    counts: Counter[str]
    schedule: Callable[[float, Callable[[], None]], None]

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        self.schedule(seconds, act)

    def dies_soon(self, laptop: Laptop) -> bool:
        dies = self.faults.in_a_transaction(laptop.chance)
        self.counts[Fault.KILL_WITHIN] += dies
        return dies

    def send(self, laptop: Laptop, header: str, body: bytes, given_up: frozenset[str], hear: Hear) -> None:
        fault = self.faults.on_the_way(self.chance)
        if fault is not None:
            self.counts[fault] += 1
        if fault is Fault.LOST_REQUEST:
            self.later(TIMEOUT_S, lambda: hear(UNREACHABLE))
        elif fault is Fault.PORTAL:
            self.later(self._delay(), lambda: hear(PORTAL))
        elif fault is Fault.STATUS:
            status = self.chance.choice(STATUSES)
            self.later(self._delay(), lambda: hear(Answer(status, {"Content-Type": "text/html"}, b"<html>")))
        elif fault is Fault.REFUSAL:
            said = FaultReply(fault=self.chance.choice(REFUSALS), retry_after=self.chance.choice([None, 20, 300]))
            self.later(self._delay(), lambda: hear(refusal(said)))
        else:
            self.later(self._delay(), lambda: self._arrive(laptop, header, body, given_up, hear, fault))

    def _arrive(
        self, laptop: Laptop, header: str, body: bytes, given_up: frozenset[str], hear: Hear, fault: Fault | None
    ) -> None:
        dying = self.office.dying(self.chance.randrange(3)) if fault is Fault.CRASH else contextlib.nullcontext()
        with self.office.watching(given_up), dying:
            answer = self.office.answer(header, body)
        if fault is Fault.LOST_RESPONSE:
            self.later(TIMEOUT_S, lambda: hear(UNREACHABLE))
            return
        if fault is Fault.CUT:
            answer = self._damaged(answer)
        if fault is Fault.LATE_RESPONSE:
            self.later(TIMEOUT_S, lambda: hear(UNREACHABLE))
            self.later(TIMEOUT_S + self.chance.expovariate(1 / 120), lambda: hear(answer))
            return
        self.later(self._delay(), lambda: hear(answer))
        if fault is Fault.DOUBLED_RESPONSE:
            self.later(self.chance.expovariate(1 / 60), lambda: hear(answer))
        elif fault is Fault.DOUBLED_REQUEST:
            for _ in range(self.chance.choice([1, 1, 3])):
                self.later(self.chance.expovariate(1 / 300), lambda: self._again(laptop.device, header, body, given_up))

    def _again(self, device: str, header: str, body: bytes, given_up: frozenset[str]) -> None:
        """A copy of a request comes once more: at the door, and past it, as from a relay or a stick."""
        with self.office.watching(given_up):
            self.office.answer(header, body)
            self.office.replay(device, wire.from_bytes(ExchangeRequest, body))

    def _damaged(self, answer: Answer) -> Answer:
        """Cut short, or with a bit turned over."""
        data = answer.body
        if not data:
            return answer
        if self.chance.random() < 0.7:
            data = data[: self.chance.randrange(len(data))]
        else:
            at = self.chance.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ (1 << self.chance.randrange(8))]) + data[at + 1 :]
        return Answer(answer.status, answer.headers, data)

    def to_hq(self, laptop: Laptop) -> ToHQ:
        return ToHQ(self, LocalHQ(self.office.service, laptop.device, self.office.clock))

    def _delay(self) -> float:
        return 0.05 + self.chance.expovariate(2.0)


@dataclass(frozen=True)
class ToHQ:
    """The way of photos, snapshots and segments: the same faults, but no time passes on it."""

    network: Network
    hq: LocalHQ

    def missing(self, sizes: dict[str, int]) -> tuple[BlobState, ...]:
        return self._call(lambda: self.hq.missing(sizes))

    def put_part(self, sha256: str, i: int, data: bytes) -> BlobState:
        self.network.counts["parts"] += 1
        return self._call(lambda: self.hq.put_part(sha256, i, data))

    def complete(self, sha256: str) -> BlobState:
        return self._call(lambda: self.hq.complete(sha256))

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply:
        return self._call(lambda: self.hq.manifests(feeds))

    @contextlib.contextmanager
    def file(self, path: str, have: int, tag: str) -> Iterator[Body]:
        """A file; on a bad line perhaps only some of it."""
        self.network.counts["files"] += 1
        with contextlib.ExitStack() as opened:
            body = self._call(lambda: opened.enter_context(self.hq.file(path, have, tag)))
            data = b"".join(body.pieces)
            if self.network.faults.on_the_way(self.network.chance) is Fault.CUT and data:
                self.network.counts[Fault.CUT] += 1
                data = data[: self.network.chance.randrange(len(data))]
            yield Body(body.start, iter([data]))

    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        return self._call(lambda: self.hq.reconcile(request))

    def close(self) -> None:
        """Nothing is held open."""

    def _call(self, work: Callable[[], T]) -> T:
        network = self.network
        fault = network.faults.on_the_way(network.chance)
        if fault is None:
            return work()
        network.counts[fault] += 1
        if fault in (Fault.DOUBLED_REQUEST, Fault.DOUBLED_RESPONSE):
            work()
            return work()
        if fault is Fault.CRASH:
            with network.office.dying(0), contextlib.suppress(Died):
                return work()
        if fault in (Fault.LOST_RESPONSE, Fault.LATE_RESPONSE, Fault.CUT):
            work()
        raise UNREACHABLE
