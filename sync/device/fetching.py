"""Fetches a photo back from HQ in parts: what has arrived is never asked for again, and only the whole counts."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from sync.device.blobs import LANES, Report
from sync.device.problem import ProblemKind, SyncProblem
from sync.protocol import PART_BYTES


class PartHQ(Protocol):
    """HQ as a lane sees it. Raises SyncProblem."""

    def get_part(self, sha256: str, i: int) -> bytes: ...

    def close(self) -> None: ...


class Arrivals(Protocol):
    """Where parts wait for each other. Called from the lanes, so it must bear threads."""

    def arrived(self, sha256: str, parts: int) -> set[int]:
        """Those of the parts that are here."""

    def put_part(self, sha256: str, i: int, data: bytes) -> None:
        """Keep a part; it is on disk when this returns."""

    def join(self, sha256: str, parts: int) -> bool:
        """Make the blob of its parts, which then go; False when they are not the bytes that its name promises."""


def fetch(
    here: Arrivals,
    connect: Callable[[], PartHQ],
    sha256: str,
    size: int,
    report: Report = lambda done, total: None,
    stop: threading.Event | None = None,
) -> bool:
    """Have a blob here; whether it is. False when it was stopped. Raises SyncProblem; what arrived before stays."""
    parts = -(-size // PART_BYTES)
    run = _Run(here, sha256, size, parts, report, stop or threading.Event())
    hqs: list[PartHQ] = []
    try:
        for _ in range(min(LANES, run.lacking)):
            hqs.append(connect())
        with ThreadPoolExecutor(LANES, thread_name_prefix="fetching") as lanes:
            for lane in [lanes.submit(run.work, hq) for hq in hqs]:
                lane.result()
    finally:
        for hq in hqs:
            hq.close()
    if run.problem is not None:
        raise run.problem
    if run.lacking:
        return False
    if not here.join(sha256, parts):
        raise SyncProblem(ProblemKind.CUT, retryable=True, detail="a photo arrived damaged")
    return True


class _Run:
    def __init__(
        self, here: Arrivals, sha256: str, size: int, parts: int, report: Report, stop: threading.Event
    ) -> None:
        self._here, self._sha256, self._size, self._report, self._stop = here, sha256, size, report, stop
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[int] = queue.SimpleQueue()
        missing = sorted(set(range(parts)) - here.arrived(sha256, parts))
        for i in missing:
            self._jobs.put(i)
        self.lacking = len(missing)
        self.problem: SyncProblem | None = None
        self._done = size - sum(self._length(i) for i in missing)

    def work(self, hq: PartHQ) -> None:
        """One lane: part after part, until there is none left or anything stops us."""
        while self.problem is None and not self._stop.is_set():
            try:
                i = self._jobs.get_nowait()
            except queue.Empty:
                return
            try:
                data = hq.get_part(self._sha256, i)
            except SyncProblem as problem:
                self.problem = self.problem or problem
                return
            if len(data) != self._length(i):
                self.problem = SyncProblem(ProblemKind.CUT, retryable=True, detail="a part of another length")
                return
            self._here.put_part(self._sha256, i, data)
            with self._lock:
                self.lacking -= 1
                self._done += len(data)
                self._report(self._done, self._size)

    def _length(self, i: int) -> int:
        return min(PART_BYTES, self._size - i * PART_BYTES)
