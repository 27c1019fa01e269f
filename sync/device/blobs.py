"""Brings photos to HQ in parts: what is there is never sent again, and photos never delay records."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from sync.device.problem import SyncProblem
from sync.photos import BlobState
from sync.protocol import PART_BYTES

LANES = 3
"""Parts on their way at once: while one waits for its answer, the others fill the line, also when HQ is slow."""
ASKED = 200
"""Photos asked for in one request."""

Report = Callable[[int, int], None]
"""report(done, total), in bytes."""


class BlobHQ(Protocol):
    """HQ as a lane sees it. Each call raises SyncProblem."""

    def missing(self, sizes: dict[str, int]) -> tuple[BlobState, ...]: ...

    def put_part(self, sha256: str, i: int, data: bytes) -> BlobState: ...

    def complete(self, sha256: str) -> BlobState: ...

    def close(self) -> None: ...


class BlobSource(Protocol):
    """The device's side. Called from the lanes, so it must bear threads."""

    def waiting(self) -> dict[str, int]:
        """{SHA-256: size} of what HQ may lack, in the order of taking."""

    def part(self, sha256: str, i: int) -> bytes:
        """Part i. Raises Unreadable."""

    def at_hq(self, sha256: str) -> None:
        """HQ holds the whole, and it has the right hash."""


class Unreadable(Exception):
    """A blob cannot be read on this device (any more); the others go on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did. Blobs that did not get through are asked for again next time."""

    complete: int = 0
    parts: int = 0
    unreadable: int = 0
    is_done: bool = False
    problem: SyncProblem | None = None


def send(
    source: BlobSource,
    connect: Callable[[], BlobHQ],
    report: Report = lambda done, total: None,
    stop: threading.Event | None = None,
) -> Sent:
    """Send every part that HQ lacks. After a cut only the parts that were under way are sent again."""
    run = _Run(source, report, stop or threading.Event())
    hqs: list[BlobHQ] = []
    try:
        hqs = [connect() for _ in range(LANES)]
        run.ask(hqs[0])
        # The one place of sync with threads of its own: both lanes wait for the network, neither touches the other.
        with ThreadPoolExecutor(LANES, thread_name_prefix="photos") as lanes:
            for lane in [lanes.submit(run.work, hq) for hq in hqs]:
                lane.result()
    except SyncProblem as problem:
        run.fail(problem)
    finally:
        for hq in hqs:
            hq.close()
    return run.outcome()


class _Run:
    def __init__(self, source: BlobSource, report: Report, stop: threading.Event) -> None:
        self._source = source
        self._report = report
        self._stop = stop
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
        self._left: dict[str, set[int]] = {}
        self._total = self._done = 0
        self._complete = self._parts = 0
        self._unreadable: set[str] = set()
        self._problem: SyncProblem | None = None

    def ask(self, hq: BlobHQ) -> None:
        """Find out what HQ lacks, and lay it out as work."""
        sizes = list(self._source.waiting().items())
        for start in range(0, len(sizes), ASKED):
            for state in hq.missing(dict(sizes[start : start + ASKED])):
                if state.complete:
                    self._came_through(state.sha256)
                elif state.missing:
                    self._left[state.sha256] = set(state.missing)
                    for i in state.missing:
                        self._jobs.put((state.sha256, i))
                        self._total += _length(state.size, i)
        self._sizes = dict(sizes)

    def work(self, hq: BlobHQ) -> None:
        """One lane: part after part, until there is none left or anything stops us."""
        while self._problem is None and not self._stop.is_set():
            try:
                sha256, i = self._jobs.get_nowait()
            except queue.Empty:
                return
            try:
                self._send(hq, sha256, i)
            except SyncProblem as problem:
                self.fail(problem)
            except Unreadable:
                with self._lock:
                    self._unreadable.add(sha256)

    def fail(self, problem: SyncProblem) -> None:
        self._problem = self._problem or problem

    def outcome(self) -> Sent:
        is_done = self._problem is None and not self._stop.is_set() and not any(self._left.values())
        return Sent(self._complete, self._parts, len(self._unreadable), is_done, self._problem)

    def _send(self, hq: BlobHQ, sha256: str, i: int) -> None:
        if sha256 in self._unreadable:
            return
        hq.put_part(sha256, i, self._source.part(sha256, i))
        with self._lock:
            self._parts += 1
            self._done += _length(self._sizes[sha256], i)
            self._left[sha256].discard(i)
            is_last = not self._left[sha256]
            self._report(self._done, self._total)
        if is_last and hq.complete(sha256).complete:
            self._came_through(sha256)

    def _came_through(self, sha256: str) -> None:
        self._source.at_hq(sha256)
        with self._lock:
            self._complete += 1


def _length(size: int, i: int) -> int:
    return min(PART_BYTES, size - i * PART_BYTES)
