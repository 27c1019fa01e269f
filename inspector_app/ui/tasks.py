"""The one way off the GUI thread: work runs in a pool, its result comes back to the thread of the window."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

T = TypeVar("T")
Report = Callable[[int, int], None]
"""report(done, total), called by long work between items; total 0 when it is not known."""
Failed = Callable[[Exception], None]

REPORT_EVERY_S = 0.05
"""Reports in between are dropped: a fast loop must not fill the window's queue."""


@dataclass(eq=False)
class _Task:
    owner: QObject
    work: Callable[[], Any]
    on_done: Callable[[Any], None]
    on_error: Failed
    on_progress: Report | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: Exception | None = None


class TaskRunner(QObject):
    """Run work() in a pool thread; bring its result or error back to the GUI thread.

    work() opens its own session, returns records and touches no Qt object. Once owner is deleted, no callback runs.
    """

    _finished = Signal(int)
    _progressed = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        # Until delivery a task is held here alone: its closures hold widgets, and must die in the GUI thread.
        self._tasks: dict[int, _Task] = {}
        self._ids = itertools.count()
        self._closed = False
        self._finished.connect(self._deliver)  # a bound slot: Qt queues it to this thread
        self._progressed.connect(self._tell)

    def start(self, owner: QObject, work: Callable[[], T], on_done: Callable[[T], None], on_error: Failed) -> None:
        self._start(_Task(owner, work, on_done, on_error))

    def start_long(
        self,
        owner: QObject,
        work: Callable[[Report, threading.Event], T],
        on_progress: Report,
        on_done: Callable[[T], None],
        on_error: Failed,
    ) -> threading.Event:
        """Run work(report, stop); set the event that is returned to have it stop after the item it is at."""
        number = next(self._ids)
        task = _Task(owner, lambda: None, on_done, on_error, on_progress)
        stop, report = task.stop, self._reporter(number)
        task.work = lambda: work(report, stop)
        self._start(task, number)
        return stop

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    def close(self) -> None:
        """Ask long work to stop, drop what has not begun, wait for the rest. No callback runs afterwards."""
        self._closed = True
        for task in self._tasks.values():
            task.stop.set()
        self._pool.clear()
        self._pool.waitForDone()
        self._tasks.clear()

    def _start(self, task: _Task, number: int | None = None) -> None:
        if self._closed:
            return
        number = next(self._ids) if number is None else number
        self._tasks[number] = task
        self._pool.start(lambda: self._run(number))

    def _run(self, number: int) -> None:  # pool thread
        task = self._tasks[number]
        try:
            task.result = task.work()
        except Exception as exc:
            task.error = exc
        del task
        self._finished.emit(number)

    def _reporter(self, number: int) -> Report:
        last = -REPORT_EVERY_S

        def report(done: int, total: int) -> None:  # pool thread
            nonlocal last
            now = time.monotonic()
            if now - last >= REPORT_EVERY_S or done >= total:
                last = now
                self._progressed.emit(number, done, total)

        return report

    @Slot(int, int, int)
    def _tell(self, number: int, done: int, total: int) -> None:
        task = self._tasks.get(number)
        if task is not None and task.on_progress is not None and shiboken6.isValid(task.owner):
            task.on_progress(done, total)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        task = self._tasks.pop(number, None)
        if task is None or not shiboken6.isValid(task.owner):
            return
        if task.error is not None:
            task.on_error(task.error)
        else:
            task.on_done(task.result)
