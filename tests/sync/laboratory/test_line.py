"""On a bad line: nothing is lost, nothing is applied twice, and little is sent again (C-10, C-15, C-20, C-52)."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from inspector_app.storage import sync_state
from inspector_app.storage.tables import TABLES
from sync.device import blobs, core, transport
from sync.device.core import PhotoState
from sync.device.engine import run_once
from sync.device.problem import ProblemKind
from sync.hq.app import create_app
from sync.hq.tables import op_result, row_history
from sync.protocol import PART_BYTES
from tests.benchmarks.wire import Wire
from tests.sync.device.conftest import NOW
from tests.sync.device.test_blobs import photo_on, state_of

Make = Callable[..., Any]
CHUNKS, CHUNK = 10, 3
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<html"


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, make_operator: Make) -> Make:
    """Saves a push of ten chunks on a laptop."""
    monkeypatch.setattr(core, "CHUNK_OPS", CHUNK)

    def save(laptop: Any) -> None:
        for _ in range(CHUNKS * CHUNK):
            laptop.save(make_operator())

    return save


def url(line: Wire) -> str:
    return f"http://127.0.0.1:{line.port}"


def waiting(laptop: Any) -> int:
    with laptop.sessions() as session:
        return sync_state.state(session).waiting


def assert_all_came_once(laptop: Any, hq: Any, changes: int) -> None:
    """Every change has one result and one effect, and both sides hold the same rows."""
    count = lambda table: hq.database.read(lambda conn: conn.execute(select(func.count()).select_from(table)).scalar())  # noqa: E731
    assert waiting(laptop) == 0
    assert (count(op_result), count(row_history)) == (changes, changes)
    table = TABLES["operator"]
    rows = hq.database.read(lambda conn: conn.execute(select(table).order_by(table.c.id)).all())
    with laptop.sessions() as session:
        assert session.execute(select(table).order_by(table.c.id)).all() == rows


def cut_everywhere(laptop: Any, hq: Any, line: Wire, day: Make, places: int, way: str) -> None:
    """Cut a push of ten chunks at places that are spread over all its bytes, one push for each; then let it heal."""
    day(laptop)
    before = getattr(line.counts, way)
    laptop.sync(url(line))
    size = getattr(line.counts, way) - before
    for done in range(1, places + 1):
        day(laptop)
        setattr(line.link, f"cut_{way}_after", max(1, size * done // (places + 1)))
        summary = laptop.try_sync(url(line))
        assert line.counts.cuts == done
        assert summary.problem is None or summary.problem.kind in (ProblemKind.CUT, ProblemKind.UNREACHABLE)
        laptop.sync(url(line))
        assert_all_came_once(laptop, hq, CHUNKS * CHUNK * (done + 1))


@pytest.mark.parametrize("way", ["up", "down"])
def test_h_5_a_push_that_is_cut_anywhere_arrives_once(
    make_laptop: Make, hq: Any, line: Wire, day: Make, way: str
) -> None:
    cut_everywhere(make_laptop(), hq, line, day, 4, way)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["up", "down"])
def test_h_5_a_push_that_is_cut_at_a_hundred_places_arrives_once(
    make_laptop: Make, hq: Any, line: Wire, day: Make, way: str
) -> None:
    cut_everywhere(make_laptop(), hq, line, day, 100, way)


def test_a_session_that_gets_on_goes_on_after_a_cut(make_laptop: Make, hq: Any, line: Wire, day: Make) -> None:
    laptop = make_laptop()
    laptop.sync(url(line))
    day(laptop)
    line.link.cut_down_after = 2_000
    assert laptop.try_sync(url(line)).is_level
    assert line.counts.cuts == 1
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)


def test_a_line_under_tls_may_be_cut_too(make_laptop: Make, hq: Any, day: Make, authority: Any, serve: Any) -> None:
    laptop = make_laptop()
    ca, certificate = authority("county")
    with (
        serve(create_app(hq.service, lambda: NOW), certificate) as there,
        Wire(urlsplit(there).port or 0) as line,
    ):
        secure = f"https://127.0.0.1:{line.port}"
        for number, cut in enumerate([100, 1_500, 3_000, 6_000, 9_000], 1):
            day(laptop)
            line.link.cut_after = cut
            with contextlib.closing(laptop.connect(secure, ca)) as way:
                run_once(laptop.replica, way)
            assert line.counts.cuts == number
            with contextlib.closing(laptop.connect(secure, ca)) as way:
                assert run_once(laptop.replica, way).is_level
            assert_all_came_once(laptop, hq, CHUNKS * CHUNK * number)


def test_a_line_that_says_nothing_any_more_is_given_up(
    make_laptop: Make, hq: Any, line: Wire, day: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = make_laptop()
    day(laptop)
    line.link.is_silent = True
    with monkeypatch.context() as patch:
        patch.setattr(transport, "READ_S", 0.3)
        problem = laptop.try_sync(url(line)).problem
    assert (problem.kind, problem.retryable) == (ProblemKind.UNREACHABLE, True)
    assert waiting(laptop) == CHUNKS * CHUNK
    line.link.is_silent = False
    laptop.sync(url(line))
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)


def test_an_answer_that_comes_too_late_is_asked_for_again(
    make_laptop: Make, hq: Any, line: Wire, day: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = make_laptop()
    day(laptop)
    line.link.hold_s = 1.0
    with monkeypatch.context() as patch:
        patch.setattr(transport, "READ_S", 0.3)
        assert laptop.try_sync(url(line)).problem.kind is ProblemKind.UNREACHABLE
    assert waiting(laptop) == CHUNKS * CHUNK
    line.link.hold_s = 0.0
    laptop.sync(url(line))
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)


def test_an_answer_that_comes_twice_is_not_taken_for_the_next_one(
    make_laptop: Make, hq: Any, line: Wire, day: Make
) -> None:
    laptop = make_laptop()
    day(laptop)
    line.link.is_doubling = True
    laptop.try_sync(url(line))
    line.link.is_doubling = False
    laptop.sync(url(line))
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)


def test_h_16_a_portal_changes_nothing(make_laptop: Make, hq: Any, line: Wire, day: Make) -> None:
    laptop = make_laptop()
    day(laptop)
    line.link.portal = PORTAL
    assert laptop.try_sync(url(line)).problem.kind is ProblemKind.PORTAL
    assert waiting(laptop) == CHUNKS * CHUNK
    line.link.portal = None
    laptop.sync(url(line))
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)


@pytest.mark.parametrize("cuts", [6])
def test_h_7_a_photo_is_sent_again_by_one_part_a_cut_at_most(make_laptop: Make, hq: Any, line: Wire, cuts: int) -> None:
    laptop = make_laptop()
    laptop.sync(url(line))
    item = photo_on(laptop, 8 * PART_BYTES)
    laptop.sync(url(line))
    size, head = 8 * PART_BYTES, 2_000
    before = line.counts.up
    for number in range(1, cuts + 1):
        line.link.cut_up_after = size // (cuts + 1)
        sent = blobs.send(laptop.blobs(), lambda: laptop.connect(url(line)))
        if sent.is_done:
            break
        assert sent.problem is not None
        assert line.counts.cuts == number
    line.link.cut_up_after = None
    assert blobs.send(laptop.blobs(), lambda: laptop.connect(url(line))).is_done
    assert state_of(laptop, item) == PhotoState.AT_HQ
    requests = 8 + 2 * (line.counts.cuts + 1) * blobs.LANES
    assert line.counts.up - before <= size + line.counts.cuts * PART_BYTES + requests * head


@pytest.mark.slow
def test_h_7_a_day_gets_through_a_line_that_drops_every_few_seconds(
    make_laptop: Make, hq: Any, line: Wire, day: Make
) -> None:
    """2G: 40 kbit/s, 800 ms, and cut again and again; three tries of the timer at most."""
    laptop = make_laptop()
    day(laptop)
    line.link.rtt_s, line.link.bytes_per_s = 0.8, 5_000
    over = threading.Event()

    def drop() -> None:
        while not over.wait(4.0):
            line.link.cut_after = 1

    thread = threading.Thread(target=drop)
    thread.start()
    try:
        began, tries = time.monotonic(), 0
        while not laptop.try_sync(url(line)).is_level:
            tries += 1
            assert tries < 10
    finally:
        over.set()
        thread.join()
    assert line.counts.cuts > 0
    assert time.monotonic() - began < 180
    assert_all_came_once(laptop, hq, CHUNKS * CHUNK)
