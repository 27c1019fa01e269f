"""Who is let in when many come at once: a few workers and a short queue for each class of work, and a pace a device.

What does not fit is told to come again, each at another moment, so that the crowd does not come back as one (R28).
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.endpoints import Work

RETRY_S = 20
SPREAD = 0.5
"""A device is asked to wait RETRY_S, give or take so much of it."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many requests of a class are worked on at once, how many may wait, and for how long."""

    workers: int
    queue: int
    wait_s: float = 15.0


CAPACITIES: Mapping[Work, Capacity] = {
    Work.PUSH: Capacity(6, 128, 45),
    Work.PULL: Capacity(6, 64),
    Work.SNAPSHOT: Capacity(2, 16),
    Work.BLOB: Capacity(3, 24),
}
"""No class takes another's workers, so photos never keep a push waiting. Their sum is what the database pool bears."""


@dataclass(slots=True)
class Lane:
    """One class of work at this moment."""

    capacity: Capacity
    free: asyncio.Semaphore
    running: int = 0
    waiting: int = 0


def busy(chance: Callable[[], float] = random.random, retry_s: float = RETRY_S) -> Faulted:
    """The answer to whom there is no room for now."""
    spread = 1 - SPREAD + 2 * SPREAD * chance()
    return Faulted(FaultReply(fault=Fault.BUSY, retry_after=max(1, round(retry_s * spread))))


class Admission:
    """The lanes of one HQ process. Used in its event loop alone."""

    def __init__(
        self, capacities: Mapping[Work, Capacity] = CAPACITIES, chance: Callable[[], float] = random.random
    ) -> None:
        self.lanes = {work: Lane(each, asyncio.Semaphore(each.workers)) for work, each in capacities.items()}
        self._chance = chance

    @asynccontextmanager
    async def slot(self, work: Work) -> AsyncIterator[None]:
        """A worker's place, held for the block. Raises Faulted BUSY when the queue is full or does not move."""
        lane = self.lanes[work]
        if lane.free.locked() and lane.waiting >= lane.capacity.queue:
            raise busy(self._chance)
        lane.waiting += 1
        try:
            async with asyncio.timeout(lane.capacity.wait_s):
                await lane.free.acquire()
        except TimeoutError:
            raise busy(self._chance) from None
        finally:
            lane.waiting -= 1
        lane.running += 1
        try:
            yield
        finally:
            lane.running -= 1
            lane.free.release()


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests at once, then so many a second."""

    burst: float
    per_s: float


STRANGERS = Pace(200, 5)
"""Of one address, without a valid signature; a whole office may stand behind one."""
PACES: Mapping[Work, Pace] = {
    Work.PUSH: Pace(300, 10),
    Work.PULL: Pace(300, 10),
    Work.SNAPSHOT: Pace(300, 10),
    Work.BLOB: Pace(2_000, 100),
}
"""Of one device; far above what an honest one needs, and far below what hurts."""
KNOWN_CALLERS = 20_000


@dataclass(slots=True)
class Paces:
    """Pours each caller a token a request. In memory: a restart forgives. Safe in any thread."""

    clock: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[tuple[str, Pace], tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, caller: str, pace: Pace) -> None:
        """Raises Faulted LIMITED when the caller is too fast."""
        now, key = self.clock(), (caller, pace)
        with self._lock:
            tokens, at = self._buckets.pop(key, (pace.burst, now))
            tokens = min(pace.burst, tokens + (now - at) * pace.per_s)
            self._buckets[key] = (max(0.0, tokens - 1), now)
            if len(self._buckets) > KNOWN_CALLERS:
                self._buckets.popitem(last=False)
        if tokens < 1:
            raise Faulted(FaultReply(fault=Fault.LIMITED, retry_after=max(1, round(10 / pace.per_s))))
