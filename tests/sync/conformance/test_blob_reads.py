"""Photos given back: part by part, to those alone who may read a row that names them (I4)."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import pytest

from sync.device.problem import SyncProblem
from sync.hq.auth import DeviceStatus
from sync.hq.local import LocalHQ
from sync.protocol import PART_BYTES
from sync.record import FeedKey, FeedKind
from tests.sync.conformance.test_blobs import Way
from tests.sync.conformance.test_standing import stand

A, B = "330199101", "330199102"


def given(hq: Any, laptop: Any, name: str, i: int) -> bytes | None:
    """Part i as the laptop gets it; None when it is told that there is none."""
    if hasattr(hq.route, "send"):
        status, headers, answer = hq.route.send(laptop, "GET", f"/sync/v1/blobs/{name}/parts/{i}", b"")
        if status == 200:
            assert headers["content-type"] == "application/octet-stream"
            return bytes(answer)
        assert (status, b"not_found" in answer) == (404, True)
        return None
    try:
        return LocalHQ(hq.service, laptop.id, lambda: hq.now).get_part(name, i)
    except SyncProblem as problem:
        if problem.fault != "not_found":
            raise
        return None


def sent(hq: Any, laptop: Any, size: int) -> tuple[str, bytes, str]:
    """A photo of a shop of township A, at HQ with its row; (name, bytes, the shop's id)."""
    data = random.Random(size).randbytes(size)
    name = hashlib.sha256(data).hexdigest()
    way, shop = Way(hq, laptop), laptop.insert("shop", name="店", division_code=A)
    laptop.insert("photo", shop_id=shop, sha256=name)
    laptop.sync()
    way.missing(**{name: size})
    way.put(name, 0, data)
    assert way.complete(name).complete
    return name, data, shop


def test_a_colleague_of_the_township_gets_every_part_and_nobody_else_any(hq: Any) -> None:
    taker, colleague, stranger = hq.laptop(A), hq.laptop(A), hq.laptop(B)
    name, data, _ = sent(hq, taker, 2 * PART_BYTES + 5)
    assert b"".join(given(hq, colleague, name, i) or b"" for i in range(3)) == data
    assert given(hq, taker, name, 2) == data[-5:]
    assert given(hq, taker, name, 3) is None, "there are no more"
    assert given(hq, stranger, name, 0) is None
    assert given(hq, colleague, "0" * 64, 0) is None


def test_a_photo_follows_its_row_from_one_scope_to_another(hq: Any) -> None:
    taker, other = hq.laptop(A, B), hq.laptop(B)
    name, data, shop = sent(hq, taker, 10)
    assert given(hq, other, name, 0) is None
    taker.update("shop", shop, division_code=B)
    taker.sync()
    assert given(hq, other, name, 0) == data
    hq.scopes[other.id] -= {FeedKey(FeedKind.TOWNSHIP, B)}
    assert given(hq, other, name, 0) is None, "the scope of this very request counts"


def test_a_photo_that_is_not_whole_or_that_no_row_names_is_not_there(hq: Any) -> None:
    laptop = hq.laptop(A)
    data = random.Random(3).randbytes(PART_BYTES + 1)
    name = hashlib.sha256(data).hexdigest()
    way = Way(hq, laptop)
    way.missing(**{name: len(data)})
    way.put(name, 0, data[:PART_BYTES])
    laptop.insert("photo", shop_id=laptop.insert("shop", name="店", division_code=A), sha256=name)
    laptop.sync()
    assert given(hq, laptop, name, 0) is None, "half a photo is none"
    way.put(name, 1, data[PART_BYTES:])
    assert way.complete(name).complete
    assert given(hq, laptop, name, 0) == data[:PART_BYTES]
    nameless = hashlib.sha256(b"nameless").hexdigest()
    way.missing(**{nameless: 8})
    way.put(nameless, 0, b"nameless")
    assert way.complete(nameless).complete
    assert given(hq, laptop, nameless, 0) is None, "it may be of anybody"


@pytest.mark.parametrize(
    ("standing", "fault"),
    [(DeviceStatus.TRANSFERRED, "transferred"), (DeviceStatus.REVOKED, "revoked"), (DeviceStatus.FORKED, "held")],
)
def test_a_laptop_in_other_hands_gets_no_photo(local_hq: Any, standing: DeviceStatus, fault: str) -> None:
    laptop = local_hq.laptop(A)
    name, _, _ = sent(local_hq, laptop, 10)
    stand(local_hq, laptop, standing)
    with pytest.raises(SyncProblem, match=fault):
        LocalHQ(local_hq.service, laptop.id, lambda: local_hq.now).get_part(name, 0)
