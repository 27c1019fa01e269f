"""Photos: parts in any order, any number of times, from any laptop."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import pytest
from sqlalchemy import event

from sync.device.problem import SyncProblem
from sync.hq import blobs as rules
from sync.hq.compaction import compact
from sync.hq.local import LocalHQ
from sync.photos import BlobsMissing, BlobsMissingReply, BlobState
from sync.protocol import PART_BYTES
from sync.wire import from_bytes, to_bytes

A = "330199101"


class Way:
    """Blob calls of one laptop, in process or over HTTP."""

    def __init__(self, hq: Any, laptop: Any) -> None:
        self.hq, self.laptop = hq, laptop
        self.local = None if hasattr(hq.route, "send") else LocalHQ(hq.service, laptop.id, lambda: hq.now)

    def missing(self, **sizes: int) -> list[BlobState]:
        if self.local:
            return list(self.local.missing(sizes))
        body = to_bytes(BlobsMissing(blobs=sizes))
        return list(from_bytes(BlobsMissingReply, self._send("POST", "/sync/v1/blobs/missing", body)).blobs)

    def put(self, name: str, first: int, data: bytes) -> BlobState:
        if self.local:
            return self.local.put_part(name, first, data)
        return from_bytes(BlobState, self._send("PUT", f"/sync/v1/blobs/{name}/parts/{first}", data))

    def complete(self, name: str) -> BlobState:
        if self.local:
            return self.local.complete(name)
        return from_bytes(BlobState, self._send("POST", f"/sync/v1/blobs/{name}/complete", b""))

    def _send(self, method: str, path: str, body: bytes) -> bytes:
        status, _, answer = self.hq.route.send(self.laptop, method, path, body)
        assert status == 200, answer
        data: bytes = answer
        return data


def photo(size: int, seed: int = 1) -> tuple[str, bytes]:
    data = random.Random(seed).randbytes(size)
    return hashlib.sha256(data).hexdigest(), data


def part(data: bytes, i: int) -> bytes:
    return data[i * PART_BYTES : (i + 1) * PART_BYTES]


def test_a_photo_arrives_in_any_order_from_two_laptops(hq: Any) -> None:
    one, two = Way(hq, hq.laptop(A)), Way(hq, hq.laptop(A))
    name, data = photo(4 * PART_BYTES + 100)
    assert one.missing(**{name: len(data)})[0].missing == (0, 1, 2, 3, 4)
    one.put(name, 3, data[3 * PART_BYTES :])
    two.put(name, 1, part(data, 1))
    assert two.complete(name).missing == (0, 2)
    two.put(name, 1, part(data, 1))
    one.put(name, 2, part(data, 2))
    assert one.missing(**{name: len(data)})[0].missing == (0,)
    two.put(name, 0, part(data, 0))
    assert one.complete(name).complete
    assert two.complete(name).complete
    assert two.missing(**{name: len(data)})[0].complete
    assert two.put(name, 0, b"anything at all").complete
    with hq.service.blobs.open(name) as held:
        assert held.read() == data


def test_c_2_a_photo_that_is_not_what_its_name_says_is_asked_for_again(hq: Any) -> None:
    way = Way(hq, hq.laptop(A))
    name, data = photo(2 * PART_BYTES)
    way.missing(**{name: len(data)})
    way.put(name, 0, part(data, 0))
    way.put(name, 1, bytes(PART_BYTES))
    assert way.complete(name).missing == (0, 1)
    way.put(name, 0, data)
    assert way.complete(name).complete


def test_a_photo_whose_sender_was_cut_off_before_the_end_is_completed(hq: Any) -> None:
    one, two = Way(hq, hq.laptop(A)), Way(hq, hq.laptop(A))
    name, data = photo(2 * PART_BYTES)
    one.missing(**{name: len(data)})
    one.put(name, 0, data)
    assert two.missing(**{name: len(data)})[0].complete
    with hq.service.blobs.open(name) as held:
        assert held.read() == data


def test_parts_that_nobody_announced_or_that_do_not_fit_are_refused(local_hq: Any) -> None:
    way = Way(local_hq, local_hq.laptop(A))
    name, data = photo(PART_BYTES + 1)
    with pytest.raises(SyncProblem):
        way.put(name, 0, data)
    way.missing(**{name: len(data)})
    for first, wrong in ((0, data + b"x"), (0, data[:-1] + b"xy"), (1, b"xy"), (0, b""), (2, b"x"), (0, data[:100])):
        with pytest.raises(SyncProblem, match="do not fit"):
            way.put(name, first, wrong)
    assert way.missing(**{name: len(data)})[0].missing == (0, 1)


def test_a_photo_that_no_record_names_counts_against_the_days_quota(
    local_hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hq = local_hq
    monkeypatch.setattr(rules, "DAILY_QUOTA_BYTES", 250)
    laptop = hq.laptop(A)
    way = Way(hq, laptop)
    names = [photo(100, seed)[0] for seed in range(4)]
    states = way.missing(**dict.fromkeys(names[:3], 100))
    assert sorted(len(state.missing) for state in states) == [0, 1, 1]
    laptop.insert("photo", shop_id=laptop.insert("shop", name="店", division_code=A), sha256=names[3])
    laptop.sync()
    assert way.missing(**{names[3]: 100})[0].missing == (0,)
    hq.now += 25 * 3600 * 1_000_000
    assert all(state.missing for state in way.missing(**dict.fromkeys(names[:3], 100)))


def test_a_size_beyond_reason_is_not_taken_and_holds_up_no_other_photo(hq: Any) -> None:
    way = Way(hq, hq.laptop(A))
    for size in (-1, 1 << 40):
        states = {state.sha256: state for state in way.missing(**{"0" * 64: size, "1" * 64: 5})}
        assert (states["0" * 64].missing, states["0" * 64].complete) == ((), False)
        assert states["1" * 64].missing == (0,)


def test_an_empty_file_is_there_as_soon_as_it_is_told_of(hq: Any) -> None:
    way, empty = Way(hq, hq.laptop(A)), hashlib.sha256(b"").hexdigest()
    assert not way.missing(**{"0" * 64: 0})[0].complete, "nothing is what is asked for, and it has another hash"
    assert way.missing(**{empty: 0})[0].complete
    with hq.service.blobs.open(empty) as whole:
        assert whole.read() == b""


def test_a_wrong_size_that_somebody_tells_is_in_nobodys_way(hq: Any) -> None:
    liar, honest = Way(hq, hq.laptop(A)), Way(hq, hq.laptop(A))
    name, data = photo(3 * PART_BYTES + 5)
    honest.missing(**{name: len(data)})
    honest.put(name, 0, part(data, 0))
    assert liar.missing(**{name: 10})[0].missing == (0,)
    liar.put(name, 0, b"0123456789")
    assert honest.missing(**{name: len(data)})[0].missing == (1, 2, 3)
    assert not liar.complete(name).complete
    honest.put(name, 1, data[PART_BYTES:])
    assert honest.complete(name).complete
    state = liar.missing(**{name: 10})[0]
    assert (state.complete, state.size) == (True, len(data))


def test_a_device_sends_no_more_parts_in_a_day_than_its_measure(hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_PARTS_A_DAY", 3)
    way, other = Way(hq, hq.laptop(A)), Way(hq, hq.laptop(A))
    name, data = photo(4 * PART_BYTES)
    way.missing(**{name: len(data)})
    way.put(name, 0, data[: 3 * PART_BYTES])
    state = way.missing(**{name: len(data)})[0]
    assert (state.complete, state.missing) == (False, ())
    with pytest.raises((SyncProblem, AssertionError), match="limited"):
        way.put(name, 3, part(data, 3))
    assert other.missing(**{name: len(data)})[0].missing == (3,)
    hq.now += 24 * 3600 * 1_000_000
    assert way.missing(**{name: len(data)})[0].missing == (3,)


def test_asking_for_what_is_known_writes_nothing_and_costs_few_queries(local_hq: Any) -> None:
    way = Way(local_hq, local_hq.laptop(A))
    sizes = {photo(10, seed)[0]: 10 for seed in range(300)}
    way.missing(**sizes)
    asked: list[str] = []
    engine = local_hq.service.database.engine
    event.listen(engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert all(state.missing == (0,) for state in way.missing(**sizes))
    assert len(asked) < 12
    assert not [statement for statement in asked if statement.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_hq_asks_for_an_original_until_it_has_it(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    name, data = photo(100)
    hq.service.blobs.want(a.id, name, "boss", hq.now)
    assert (a.exchange().want, a.exchange().want, b.exchange().want) == ((name,), (name,), ())
    way = Way(hq, a)
    way.missing(**{name: 100})
    way.put(name, 0, data)
    way.complete(name)
    assert a.exchange().want == ()


@pytest.mark.parametrize("order", ["photo first", "record first", "record refused"])
def test_photo_and_record_come_in_any_order_and_hq_throws_neither_away(hq: Any, order: str) -> None:
    """C-51: a photo without a record may be the only one there is of it, for as long as it takes."""
    laptop = hq.laptop(A)
    laptop.sync()
    way, (name, data) = Way(hq, laptop), photo(PART_BYTES + 9)
    shop = laptop.insert("shop", name="店", division_code=A if order != "record refused" else "330199102")
    laptop.insert("photo", shop_id=shop, sha256=name)

    def send() -> None:
        way.missing(**{name: len(data)})
        way.put(name, 0, data)
        assert way.complete(name).complete

    if order == "photo first":
        send()
        laptop.sync()
    else:
        laptop.sync()
        send()
    assert hq.count("photo") == (0 if order == "record refused" else 1)
    hq.now += 400 * 24 * 3600 * 1_000_000
    compact(hq.service.database, hq.now)
    hq.service.blobs.missing(laptop.id, {name: len(data)}, hq.now)
    with hq.service.blobs.open(name) as held:
        assert held.read() == data
    assert way.missing(**{name: len(data)})[0].complete
