"""When to exchange with HQ: at intervals while it answers, ever less often while it does not, at once when asked."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.ui.tasks import Report, TaskRunner
from sync.device.rush import spread

Exchange = Callable[[Report, threading.Event], object]
LONGEST_S = 1800


def time_of_day() -> int:
    """Seconds since midnight, by this machine's clock."""
    now = time.localtime()
    return now.tm_hour * 3600 + now.tm_min * 60 + now.tm_sec


class SyncTimer(QObject):
    """One exchange at a time. Being offline is normal: a failure is told to the sync page, never in a dialog."""

    began = Signal()
    progressed = Signal(int, int)
    ended = Signal(object)  # what the exchange returned
    failed = Signal(object)  # the Exception

    def __init__(self, tasks: TaskRunner, exchange: Exchange, every_s: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.time_of_day: Callable[[], int] = time_of_day
        self.chance: Callable[[], float] = random.random
        self._tasks, self._exchange, self._every_s = tasks, exchange, every_s
        self._failures = 0
        self._stop: threading.Event | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.run_now)

    @property
    def is_running(self) -> bool:
        return self._stop is not None

    def next_in_s(self) -> int | None:
        """Seconds until the next try, None while one runs or none is planned."""
        return self._timer.remainingTime() // 1000 if self._timer.isActive() else None

    @property
    def longest_s(self) -> int:
        """The longest that it waits by itself between two tries; HQ may ask for more."""
        return max(self._every_s, LONGEST_S)

    @property
    def waits_longer(self) -> bool:
        """Whether it waits longer after each failure: the usual interval is not the longest yet."""
        return self._every_s < LONGEST_S

    def begin(self) -> None:
        """The first exchange, at once but for the evening rush."""
        if wait_s := spread(self.time_of_day(), 0, self.chance()):
            self._timer.start(wait_s * 1000)
        else:
            self.run_now()

    def run_now(self) -> None:
        if self._stop is not None:
            return
        self._timer.stop()
        self._stop = self._tasks.start_long(self, self._exchange, self.progressed.emit, self._on_done, self._on_error)
        self.began.emit()

    def cancel(self) -> None:
        """Stop after the present request; what was exchanged stays."""
        if self._stop is not None:
            self._stop.set()

    def set_every(self, seconds: int) -> None:
        """Another interval, from the next exchange on."""
        self._every_s = seconds

    def _on_done(self, result: object) -> None:
        self._plan(getattr(result, "problem", None))
        self.ended.emit(result)

    def _on_error(self, error: Exception) -> None:
        self._plan(error)
        self.failed.emit(error)

    def _plan(self, problem: Exception | None) -> None:
        """Ever longer while HQ does not answer; never sooner than HQ itself asked for."""
        self._stop = None
        self._failures = self._failures + 1 if problem is not None else 0
        asked_s = getattr(problem, "retry_after", None) or 0
        wait_s = max(min(self._every_s * 2 ** min(self._failures, 10), self.longest_s), asked_s)
        self._timer.start(spread(self.time_of_day(), wait_s, self.chance()) * 1000)
