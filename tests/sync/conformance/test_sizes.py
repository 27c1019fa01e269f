"""Rows, changes and requests that are too large: refused one by one, before they can stop whoever reads after them."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from sync.faults import Faulted
from sync.hq.skew import is_outdated
from sync.protocol import MAX_FEEDS, MAX_ROW_BYTES, Outcome, Refusal
from tests.sync.conformance.shops import SCHEMA, TOWN_A

LARGE = MAX_ROW_BYTES * 3 // 5


def text(size: int) -> str:
    """Text that hardly compresses."""
    return secrets.token_urlsafe(size)[:size]


def test_a_row_that_grows_beyond_measure_change_by_change_is_refused_and_can_be_read_by_all(http_hq: Any) -> None:
    a, b = http_hq.laptop(TOWN_A), http_hq.laptop(TOWN_A)
    shop = a.insert("shop", name=text(LARGE), division_code=TOWN_A)
    a.sync()
    more = a.change("shop", shop, {"phone": (None, text(LARGE))})
    other = a.insert("shop", name="店", division_code=TOWN_A)
    a.sync()
    assert (a.results[more.id].code, a.results[more.id].unit) == (Refusal.INVALID_VALUE, "phone")
    b.sync()
    assert b.rows.keys() >= {("shop", shop), ("shop", other)}


def test_the_largest_conflict_can_be_read(http_hq: Any) -> None:
    a, b, c = (http_hq.laptop(TOWN_A) for _ in range(3))
    size = MAX_ROW_BYTES - 2_000
    shop = a.insert("shop", name=text(size), division_code=TOWN_A)
    a.sync()
    b.sync()
    a.update("shop", shop, name=text(size))
    lost = b.update("shop", shop, name=text(size))
    a.sync()
    b.sync()
    assert b.outcome(lost) is Outcome.CONFLICT
    c.sync()
    (conflict,) = (body for (kind, _), (_, _, body) in c.rows.items() if kind == "conflict")
    assert [len(conflict[name]) for name in ("base", "winner", "loser")] == [size] * 3


def test_a_change_beyond_measure_is_refused_by_itself(local_hq: Any) -> None:
    a = local_hq.laptop(TOWN_A)
    shop = a.insert("shop", name="店", division_code=TOWN_A)
    a.sync()
    wrong = a.change("shop", shop, {"name": ("x" * 3 * MAX_ROW_BYTES, "乙")})
    good = a.insert("shop", name="另一店", division_code=TOWN_A)
    a.sync()
    assert (a.outcome(wrong), a.results[wrong.id].code) == (Outcome.REJECTED, Refusal.INVALID_VALUE)
    assert local_hq.row("shop", good) is not None


def test_a_request_of_more_feeds_than_there_can_be_is_refused(http_hq: Any) -> None:
    a = http_hq.laptop(TOWN_A)
    most = dict.fromkeys(range(1_000, 1_000 + MAX_FEEDS), 0)
    reply = http_hq.route.exchange(a, a.request(cur=most))
    assert len(reply.sub.drop) == MAX_FEEDS
    too_many = a.request().model_copy(update={"cur": most | {1 << 50: 0}})
    with pytest.raises(Faulted, match="malformed"):
        http_hq.route.exchange(a, too_many)


@pytest.mark.parametrize("app", ["9" * 5_000, "1." + "9" * 5_000, "1.\u0662", "", "1..2"])
def test_a_version_that_is_none_counts_as_new(app: str) -> None:
    is_odd = is_outdated(SCHEMA, SCHEMA.version, app, "2.0.0")
    assert is_odd == (app == "1.\u0662"), "digits of another script are digits"
