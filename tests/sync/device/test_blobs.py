"""Photos: only what HQ lacks travels, after a cut too; what counts is the hash at HQ."""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.records.evidence import EvidenceItem
from inspector_app.storage import sync_state
from sync.device import blobs
from sync.device.core import PhotoState
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.transport import HttpHQ
from sync.photos import BlobState
from sync.protocol import PART_BYTES
from sync.record import new_id

Make = Callable[..., Any]


def photo_on(laptop: Any, size: int, seed: int = 1, **fields: Any) -> EvidenceItem:
    """A photo in the laptop's store, with the record that has it sent."""
    data = random.Random(seed).randbytes(size)
    sha256 = hashlib.sha256(data).hexdigest()
    laptop.photos.put(sha256, data)
    item = EvidenceItem(
        id=new_id(),
        sha256=sha256,
        size=size,
        mime="image/jpeg",
        synced_sha256=sha256,
        synced_size=size,
        captured_at=1,
        received_at=1,
        taker_id=laptop.user,
        device_id=laptop.device,
    ).changed(**fields)
    laptop.save(item)
    return item


def state_of(laptop: Any, item: EvidenceItem) -> PhotoState:
    with laptop.sessions() as session:
        return sync_state.photo_states(session, [item.synced_sha256])[item.synced_sha256]


def test_photos_arrive_whole(make_laptop: Make, hq: Any) -> None:
    laptop = make_laptop()
    items = [photo_on(laptop, size, seed) for seed, size in enumerate((1, PART_BYTES, PART_BYTES + 1, 350_000))]
    said: list[tuple[int, int]] = []
    sent = blobs.send(laptop.blobs(), laptop.connect, lambda done, total: said.append((done, total)))
    assert (sent.complete, sent.parts, sent.is_done, sent.problem) == (4, 1 + 1 + 2 + 6, True, None)
    assert said[-1] == (sum(item.size for item in items),) * 2
    for item in items:
        assert state_of(laptop, item) == PhotoState.AT_HQ
        with hq.blobs.open(item.sha256) as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == item.sha256
    assert blobs.send(laptop.blobs(), laptop.connect).parts == 0


def test_a_photo_that_hq_has_from_elsewhere_is_not_sent(make_laptop: Make) -> None:
    first, second = make_laptop(), make_laptop()
    photo_on(first, 100_000)
    item = photo_on(second, 100_000)
    blobs.send(first.blobs(), first.connect)
    sent = blobs.send(second.blobs(), second.connect)
    assert (sent.complete, sent.parts) == (1, 0)
    assert state_of(second, item) == PhotoState.AT_HQ


class Cut:
    """A way to HQ that is cut after some parts; counts every byte that was put on it."""

    def __init__(self, hq: HttpHQ, budget: list[int]) -> None:
        self._hq = hq
        self._budget = budget

    def missing(self, sizes: dict[str, int]) -> tuple[BlobState, ...]:
        return self._hq.missing(sizes)

    def put_part(self, sha256: str, i: int, data: bytes) -> BlobState:
        if self._budget[0] == 0:
            raise SyncProblem(ProblemKind.CUT, retryable=True)
        self._budget[0] -= 1
        return self._hq.put_part(sha256, i, data)

    def complete(self, sha256: str) -> BlobState:
        return self._hq.complete(sha256)

    def close(self) -> None:
        self._hq.close()


@pytest.mark.parametrize("before", [0, 1, 3, 5])
def test_after_a_cut_no_part_that_arrived_is_sent_again(make_laptop: Make, before: int) -> None:
    laptop = make_laptop()
    item = photo_on(laptop, 350_000)
    budget = [before]
    sent = blobs.send(laptop.blobs(), lambda: Cut(laptop.connect(), budget))
    assert sent.problem is not None
    assert not sent.is_done
    assert state_of(laptop, item) == PhotoState.WAITING
    budget[0] = -1
    assert blobs.send(laptop.blobs(), lambda: Cut(laptop.connect(), budget)).parts == 6 - before
    assert state_of(laptop, item) == PhotoState.AT_HQ


def test_a_photo_that_cannot_be_read_does_not_stop_the_others(make_laptop: Make, tmp_path: Path) -> None:
    laptop = make_laptop()
    broken = photo_on(laptop, 200_000, seed=1)
    for path in laptop.photos._folder.rglob("*"):
        if path.is_file():
            stored = path.read_bytes()
            path.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
    good = photo_on(laptop, 200_000, seed=2)
    sent = blobs.send(laptop.blobs(), laptop.connect)
    assert (sent.complete, sent.unreadable, sent.is_done, sent.problem) == (1, 1, False, None)
    assert state_of(laptop, good) == PhotoState.AT_HQ
    assert state_of(laptop, broken) == PhotoState.WAITING


def test_no_more_parts_are_under_way_at_once_than_there_are_lanes(make_laptop: Make) -> None:
    laptop = make_laptop()
    photo_on(laptop, 8 * PART_BYTES)
    now, most, lock = [0], [0], threading.Lock()

    class Counted(Cut):
        def put_part(self, sha256: str, i: int, data: bytes) -> BlobState:
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)
            state = super().put_part(sha256, i, data)
            with lock:
                now[0] -= 1
            return state

    assert blobs.send(laptop.blobs(), lambda: Counted(laptop.connect(), [-1])).is_done
    assert most[0] == blobs.LANES


def test_stopping_leaves_the_rest_for_later(make_laptop: Make) -> None:
    laptop = make_laptop()
    item = photo_on(laptop, 10 * PART_BYTES)
    stop = threading.Event()
    sent = blobs.send(laptop.blobs(), laptop.connect, lambda done, total: stop.set(), stop)
    assert 1 <= sent.parts <= blobs.LANES
    assert not sent.is_done
    assert blobs.send(laptop.blobs(), laptop.connect).parts == 10 - sent.parts
    assert state_of(laptop, item) == PhotoState.AT_HQ


def test_without_hq_nothing_changes(make_laptop: Make) -> None:
    laptop = make_laptop()
    item = photo_on(laptop, 10)
    sent = blobs.send(laptop.blobs(), lambda: laptop.connect("http://127.0.0.1:1"))
    assert sent.problem is not None
    assert sent.problem.kind == ProblemKind.UNREACHABLE
    assert state_of(laptop, item) == PhotoState.WAITING
    with contextlib.closing(laptop.connect()) as hq:
        assert hq.missing({item.sha256: 10})[0].missing == (0,)
