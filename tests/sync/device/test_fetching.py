"""A photo comes back from HQ whole or not at all; what arrived before a cut is not asked for again."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from sync.device import blobs, fetching
from sync.device.problem import ProblemKind, SyncProblem
from sync.protocol import PART_BYTES
from tests.sync.device.test_blobs import photo_on

Make = Callable[..., Any]
SIZE = 5 * PART_BYTES + 17


@pytest.fixture
def pair(make_laptop: Make, make_operator: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """The laptop that took a photo of a shop and sent it, a colleague's, and the photo."""
    taker, colleague = make_laptop(), make_laptop()
    shop = make_operator()
    taker.save(shop)
    item = photo_on(taker, SIZE, operator_id=shop.id)
    taker.sync()
    assert blobs.send(taker.blobs(), taker.connect).is_done
    colleague.sync()
    return taker, colleague, item


class Watched:
    """A way to HQ that notes which parts are asked for, how many at once, and may be cut or lie."""

    def __init__(self, hq: Any, notes: Notes) -> None:
        self._hq, self._notes = hq, notes

    def get_part(self, sha256: str, i: int) -> bytes:
        with self._notes.under_way(i):
            data: bytes = self._hq.get_part(sha256, i)
        return self._notes.altered(data) if self._notes.altered else data

    def close(self) -> None:
        self._hq.close()


class Notes:
    def __init__(self, budget: int = 1 << 30, altered: Callable[[bytes], bytes] | None = None) -> None:
        self.asked: list[int] = []
        self.most = 0
        self.altered = altered
        self._now = 0
        self._budget = budget
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def under_way(self, i: int) -> Any:
        with self._lock:
            if len(self.asked) >= self._budget:
                raise SyncProblem(ProblemKind.CUT, retryable=True)
            self.asked.append(i)
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)
        yield
        with self._lock:
            self._now -= 1


def fetched(laptop: Any, item: Any, notes: Notes, **more: Any) -> bool:
    return fetching.fetch(laptop.photos, lambda: Watched(laptop.connect(), notes), item.sha256, item.size, **more)


def test_a_colleagues_photo_comes_whole_a_few_parts_at_a_time(pair: Any) -> None:
    taker, colleague, item = pair
    assert not colleague.photos.holds(item.sha256)
    notes, said = Notes(), []
    assert fetched(colleague, item, notes, report=lambda done, total: said.append((done, total)))
    assert colleague.photos.get(item.sha256) == taker.photos.get(item.sha256)
    assert sorted(notes.asked) == [0, 1, 2, 3, 4, 5]
    assert 1 <= notes.most <= blobs.LANES
    assert said[-1] == (SIZE, SIZE)
    assert not colleague.photos.has_taken(item.sha256), "it may go again at any time"


@pytest.mark.parametrize("before", [0, 1, 4])
def test_after_a_cut_only_what_is_missing_is_asked_for(pair: Any, before: int) -> None:
    _, colleague, item = pair
    with pytest.raises(SyncProblem, match="cut"):
        fetched(colleague, item, Notes(before))
    assert not colleague.photos.holds(item.sha256)
    notes = Notes()
    assert fetched(colleague, item, notes)
    assert len(notes.asked) == 6 - before
    assert colleague.photos.holds(item.sha256)


@pytest.mark.parametrize("altered", [lambda data: data[:-1] + bytes([data[-1] ^ 1]), lambda data: data[:-1]])
def test_a_photo_that_arrives_damaged_does_not_count_and_comes_anew(
    pair: Any, altered: Callable[[bytes], bytes]
) -> None:
    _, colleague, item = pair
    with pytest.raises(SyncProblem, match="cut"):
        fetched(colleague, item, Notes(altered=altered))
    assert not colleague.photos.holds(item.sha256)
    assert fetched(colleague, item, Notes())


def test_stopping_keeps_what_arrived(pair: Any) -> None:
    _, colleague, item = pair
    stop = threading.Event()
    assert not fetched(colleague, item, Notes(), stop=stop, report=lambda done, total: stop.set())
    notes = Notes()
    assert fetched(colleague, item, notes)
    assert 6 - blobs.LANES <= len(notes.asked) < 6


def test_a_photo_that_hq_does_not_have_is_told_so(pair: Any, make_laptop: Make) -> None:
    taker, colleague, item = pair
    outsider = make_laptop(townships=set())
    for laptop, wanted in ((outsider, item), (colleague, photo_on(taker, 100, seed=9))):
        with pytest.raises(SyncProblem, match="not_found"):
            fetched(laptop, wanted, Notes())


def test_what_was_fetched_goes_the_oldest_first(pair: Any) -> None:
    taker, colleague, first = pair
    second = photo_on(taker, SIZE, seed=2, operator_id=first.operator_id)
    taker.sync()
    blobs.send(taker.blobs(), taker.connect)
    for item in (first, second):
        assert fetched(colleague, item, Notes())
        time.sleep(0.01)
    own = photo_on(colleague, SIZE, seed=3)
    assert colleague.photos.trim_fetched(SIZE + 4096) > SIZE
    held = [colleague.photos.holds(item.sha256) for item in (first, second, own)]
    assert held == [False, True, True], "what was taken here is never among them"
    assert colleague.photos.trim_fetched(0) > SIZE
    assert not colleague.photos.holds(second.sha256)


def test_hq_in_the_next_room_is_told_from_one_far_away(make_laptop: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = make_laptop()
    with contextlib.closing(laptop.connect()) as hq:
        near = hq.round_trip_s()
        asked = hq._session.request

        def slow(*given: Any, **more: Any) -> Any:
            time.sleep(0.3)
            return asked(*given, **more)

        monkeypatch.setattr(hq._session, "request", slow)
        assert hq.round_trip_s() > 0.3 > near
    with contextlib.closing(laptop.connect("http://127.0.0.1:1")) as hq, pytest.raises(SyncProblem):
        hq.round_trip_s()
