"""Exchanges come one at a time, and ever less often while HQ does not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from inspector_app.errors import AppError
from inspector_app.ui.sync_timer import LONGEST_S, SyncTimer
from inspector_app.ui.tasks import Report, TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def test_only_one_exchange_runs_at_a_time(qtbot: QtBot, tasks: TaskRunner) -> None:
    go, runs = threading.Event(), []

    def exchange(report: Report, stop: threading.Event) -> str:
        runs.append(1)
        go.wait(5)
        return "level"

    timer = SyncTimer(tasks, exchange, 300)
    timer.run_now()
    timer.run_now()
    assert timer.is_running
    with qtbot.waitSignal(timer.ended) as ended:
        go.set()
    assert (ended.args, runs) == (["level"], [1])
    assert timer.next_in_s() in (299, 300)


def test_failures_make_it_wait_longer_up_to_a_limit_and_success_ends_that(qtbot: QtBot, tasks: TaskRunner) -> None:
    is_up = False

    def exchange(report: Report, stop: threading.Event) -> None:
        if not is_up:
            raise AppError("hq_unreachable", retryable=True)

    timer = SyncTimer(tasks, exchange, 300)
    waits = []
    for _ in range(5):
        with qtbot.waitSignal(timer.failed):
            timer.run_now()
        waits.append(round((timer.next_in_s() or 0) / 100) * 100)
    assert waits == [600, 1200, LONGEST_S, LONGEST_S, LONGEST_S]
    is_up = True
    with qtbot.waitSignal(timer.ended):
        timer.run_now()
    assert timer.next_in_s() in (299, 300)


def test_cancel_is_seen_by_the_exchange(qtbot: QtBot, tasks: TaskRunner) -> None:
    def exchange(report: Report, stop: threading.Event) -> bool:
        return stop.wait(5)

    timer = SyncTimer(tasks, exchange, 300)
    timer.run_now()
    with qtbot.waitSignal(timer.ended) as ended:
        timer.cancel()
    assert ended.args == [True]


def test_an_exchange_that_ended_with_a_problem_waits_longer(qtbot: QtBot, tasks: TaskRunner) -> None:
    class Outcome:
        problem: Exception | None = OSError("unreachable")

    timer = SyncTimer(tasks, lambda report, stop: Outcome(), every_s=60)
    for expected_s in (120, 240):
        with qtbot.waitSignal(timer.ended):
            timer.run_now()
        left = timer.next_in_s()
        assert left is not None
        assert expected_s - 5 < left <= expected_s
    Outcome.problem = None
    with qtbot.waitSignal(timer.ended):
        timer.run_now()
    assert (timer.next_in_s() or 0) <= 60


def test_the_first_exchange_waits_in_the_evening_rush_unless_somebody_asks(
    tasks: TaskRunner,
) -> None:
    began: list[bool] = []
    timer = SyncTimer(tasks, lambda report, stop: began.append(True), 300)
    timer.time_of_day, timer.chance = (lambda: 17 * 3600 + 31 * 60), (lambda: 0.5)
    timer.begin()
    assert not timer.is_running
    assert timer.next_in_s() in (449, 450)
    timer.run_now()
    assert timer.is_running
