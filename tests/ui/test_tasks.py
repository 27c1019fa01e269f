"""Work leaves the GUI thread and comes back to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector_app.ui.tasks import Report, TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def fail(error: Exception) -> None:
    raise AssertionError(error)


def test_work_runs_elsewhere_and_its_result_arrives_in_the_gui_thread(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, seen = QObject(), []
    tasks.start(owner, threading.get_ident, lambda there: seen.append((there, threading.get_ident())), fail)
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert here == threading.get_ident()
    assert there != here


def test_an_error_arrives_as_an_error(qtbot: QtBot, tasks: TaskRunner) -> None:
    def work() -> None:
        raise ValueError("no")

    owner, errors = QObject(), []
    tasks.start(owner, work, fail, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ValueError)


def test_nothing_is_called_once_the_owner_is_gone(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, go, called = QObject(), threading.Event(), []
    tasks.start(owner, go.wait, called.append, fail)
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert called == []


def test_long_work_reports_and_stops_between_items(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, progress, results = QObject(), [], []
    began = threading.Event()

    def work(report: Report, stop: threading.Event) -> int:
        report(1, 3)
        began.set()
        stop.wait()
        return 1

    stop = tasks.start_long(owner, work, lambda done, total: progress.append((done, total)), results.append, fail)
    assert began.wait(5)
    stop.set()
    qtbot.waitUntil(lambda: results == [1])
    assert progress == [(1, 3)]


def test_a_fast_loop_does_not_fill_the_queue_and_its_last_report_comes(qtbot: QtBot, tasks: TaskRunner) -> None:
    owner, progress, results = QObject(), [], []

    def work(report: Report, stop: threading.Event) -> None:
        for done in range(1, 20_001):
            report(done, 20_000)

    tasks.start_long(owner, work, lambda done, total: progress.append(done), results.append, fail)
    qtbot.waitUntil(lambda: results == [None])
    assert progress[-1] == 20_000
    assert len(progress) < 200


def test_closing_waits_for_what_runs_and_calls_nothing_back(qtbot: QtBot) -> None:
    runner, owner, ended, called = TaskRunner(), QObject(), [], []

    def work(report: Report, stop: threading.Event) -> None:
        stop.wait()
        ended.append(True)

    runner.start_long(owner, work, lambda done, total: None, called.append, fail)
    runner.close()
    assert ended == [True]
    qtbot.wait(0)
    assert called == []
