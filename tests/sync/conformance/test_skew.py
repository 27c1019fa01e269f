"""Laptops and HQ of different versions: each understands the other as far as it can, and nothing is lost (B.16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import MetaData

from sync.faults import Fault, Faulted
from sync.hq import skew
from sync.hq.blobs import LocalBlobs
from sync.hq.service import HQService
from sync.protocol import Kind, Op, Outcome
from sync.record import Schema, new_id
from sync.tables import derive
from sync.wire import to_bytes, unpack_entries
from tests.sync.conformance import later_shops, shops
from tests.sync.conformance.conftest import OverHttp, served
from tests.sync.conformance.laptops import NOW, Hq, Laptop
from tests.sync.conformance.migrating import migrate
from tests.sync.conformance.shops import TOWN_A, TOWN_B

LATER, MUCH_LATER = later_shops.SCHEMA, later_shops.MUCH_LATER
EARLIER = shops.SCHEMA


@pytest.fixture(params=["in_process", "http"])
def later_hq(request: pytest.FixtureRequest, make_hq: Callable[..., Hq]) -> Iterator[Hq]:
    """HQ of the next version of the records."""
    hq = make_hq(LATER)
    if request.param == "in_process":
        yield hq
        return
    with served(hq) as route:
        hq.route = route
        yield hq


def upgrade_hq(hq: Hq, tmp_path: Any, schema: Schema = LATER) -> None:
    """HQ of the next version on the same database."""
    hq.service.database.write(lambda conn: migrate(conn, EARLIER, schema))
    hq.service = HQService(
        hq.service.database, schema, derive(schema, MetaData()), lambda _, device: hq.scopes[device],
        LocalBlobs(tmp_path / "blobs"),
    )  # fmt: skip
    hq.service.begin(hq.now)


def _pair(hq: Hq) -> tuple[Laptop, Laptop]:
    """(a laptop of the version before, one of the present)."""
    return hq.laptop(TOWN_A), hq.laptop(TOWN_A, schema=LATER)


def _upgraded(laptop: Laptop) -> Laptop:
    """The same laptop with the next version of the program: its changes, cursors and rows are what they were."""
    return replace(laptop, schema=LATER)


def _again(laptop: Laptop, **members: Any) -> tuple[dict[str, Any], int]:
    """{row: body} that HQ tells once more after the upgrade, and in how many replies."""
    places = dict.fromkeys(laptop.cursors, 0)
    told: dict[str, Any] = {}
    for replies in range(1, 40):
        asked = {f: (EARLIER.version, place) for f, place in places.items() if place < laptop.cursors[f]}
        if not asked:
            return told, replies - 1
        request = laptop.request(again=asked, **members)
        reply = laptop.hq.route.exchange(laptop, request)
        laptop.take(request, reply)
        for page in reply.again:
            assert page.from_ == places[page.f] < page.to <= page.head == request.cur[page.f]
            entries = unpack_entries(page.e)
            assert all(page.from_ < entry.seq <= page.to for entry in entries)
            told |= {entry.row: entry.body for entry in entries}
            places[page.f] = page.to
        assert reply.more or all(places[f] == laptop.cursors[f] for f in asked)
    raise AssertionError("never told")


def test_an_older_laptop_gets_rows_in_its_own_terms(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = later.insert(
        "shop", name="Li", division_code=TOWN_A, floor=3, mobile="1", contact_note="x", order_state="PAUSED"
    )
    line = later.insert("line", shop_id=shop, brand="Sun", article="Salt", quantity=2)
    later.sync()
    older.sync()
    body = older.body("shop", shop)
    assert shops.Shop.model_validate(body).wire() == body
    assert (body["phone"], body["order_state"]) == ("1", "NONE")
    assert older.body("line", line) == {
        "id": line, "voided_at": None, "void_reason": None, "shop_id": shop, "goods": "Sun Salt", "quantity": 2,
    }  # fmt: skip


def test_a_kind_that_an_older_laptop_does_not_know_comes_as_it_is(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = later.insert("shop", name="Li", division_code=TOWN_A)
    permit = later.insert("permit", shop_id=shop, number="P1")
    later.sync()
    older.sync()
    assert older.body("permit", permit)["number"] == "P1"
    assert {number for number, code in older.feeds.items() if code == TOWN_A} == {older.rows["permit", permit][0]}


def test_rows_of_an_older_laptop_are_whole_rows_of_the_present(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, address="a", phone="1")
    worker = older.insert("worker", shop_id=shop, name="Wang")
    line = older.insert("line", shop_id=shop, goods="Sun Salt", quantity=2)
    older.sync()
    later.sync()
    assert (later.body("shop", shop)["mobile"], later.body("shop", shop)["floor"]) == ("1", 0)
    assert later.body("worker", worker)["origin"] == "UNKNOWN"
    assert (later.body("line", line)["brand"], later.body("line", line)["article"]) == ("Sun", "Salt")
    assert {result.r for result in older.results.values()} == {Outcome.APPLIED}
    assert older.body("shop", shop)["phone"] == "1"


def test_what_an_older_laptop_cannot_see_is_kept_when_it_edits(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = later.insert(
        "shop", name="Li", division_code=TOWN_A, address="a", floor=3, mobile="1", contact_note="x",
        order_state="PAUSED",
    )  # fmt: skip
    later.sync()
    older.sync()
    op = older.update("shop", shop, name="Wang", address="b", phone="2")
    older.sync()
    later.sync()
    body = later.body("shop", shop)
    assert older.outcome(op) is Outcome.APPLIED
    assert (body["name"], body["address"], body["mobile"]) == ("Wang", "b", "2")
    assert (body["floor"], body["contact_note"], body["order_state"]) == (3, "x", "PAUSED")
    assert older.body("shop", shop)["phone"] == "2"


def test_a_value_that_stands_for_another_can_be_changed(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = later.insert("shop", name="Li", division_code=TOWN_A, order_state="PAUSED")
    later.sync()
    older.sync()
    op = older.update("shop", shop, order_state="CLOSED")
    older.sync()
    assert older.outcome(op) is Outcome.APPLIED
    assert later_hq.row("shop", shop)["order_state"] == "CLOSED"  # type: ignore[index]


def test_laptops_of_two_versions_conflict_like_any_others(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    shop = later.insert("shop", name="Li", division_code=TOWN_A, mobile="1", contact_note="x")
    later.sync()
    older.sync()
    first = later.update("shop", shop, mobile="2")
    later.sync()
    second = older.change("shop", shop, {"phone": ("1", "3")}, wall=1)
    older.sync()
    later.sync()
    assert (later.outcome(first), older.outcome(second)) == (Outcome.APPLIED, Outcome.CONFLICT)
    assert later.body("shop", shop)["mobile"] == "2"
    (conflict,) = [body for (kind, _), (_, _, body) in later.rows.items() if kind == "conflict"]
    assert (conflict["unit"], conflict["loser"]) == ("contact", {"mobile": "3", "contact_note": "x"})


def test_changes_of_before_an_upgrade_are_taken_after_it_as_they_were(later_hq: Hq) -> None:
    older = later_hq.laptop(TOWN_A)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1")
    older.hq.route.exchange(older, older.request())  # the answer is lost
    older.insert("line", shop_id=shop, goods="Sun Salt", quantity=2)
    upgraded = _upgraded(older)
    upgraded.sync()
    assert {result.r for result in upgraded.results.values()} == {Outcome.APPLIED}
    assert (later_hq.count("shop"), later_hq.count("line", "brand = 'Sun'")) == (1, 1)
    assert upgraded.body("shop", shop)["mobile"] == "1"


def test_a_value_that_no_step_can_read_is_refused_and_nothing_else(later_hq: Hq) -> None:
    older = later_hq.laptop(TOWN_A)
    shop = older.insert("shop", name="Li", division_code=TOWN_A)
    older.sync()
    bad = older.change("line", new_id(), {"shop_id": (None, shop), "goods": (None, 7)}, k=Kind.INSERT, b=(0, 0))
    good = older.update("shop", shop, name="Wang")
    older.sync()
    assert (older.outcome(bad), older.outcome(good)) == (Outcome.REJECTED, Outcome.APPLIED)


# After an upgrade of the laptop


def test_an_upgraded_laptop_gets_what_it_had_not_and_nothing_else(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    plain = later.insert("shop", name="Li", division_code=TOWN_A, mobile="1")
    richer = later.insert("shop", name="Wang", division_code=TOWN_A, floor=3)
    paused = later.insert("shop", name="Zhao", division_code=TOWN_A, order_state="PAUSED")
    later.insert("permit", shop_id=plain, number="P1")
    later.insert("badge", worker_id=later.insert("worker", shop_id=plain, name="Xu", origin="UNKNOWN"), number="1")
    known = later.insert("worker", shop_id=plain, name="Sun", origin="HERE")
    later.sync()
    older.sync()
    told, replies = _again(_upgraded(older))
    assert told == {row: later.body(kind, row) for kind, row in [("shop", richer), ("shop", paused), ("worker", known)]}
    assert replies == 1


def test_rows_are_told_once_more_page_by_page(later_hq: Hq, monkeypatch: pytest.MonkeyPatch) -> None:
    older, later = _pair(later_hq)
    rows = {later.insert("shop", name="Li" * 300, division_code=TOWN_A, floor=n) for n in range(1, 24)}
    later.sync()
    older.sync()
    assert _again(_upgraded(older), max=4_096)[0].keys() == rows
    monkeypatch.setattr(skew, "LOOKED_AT", 5)
    told, replies = _again(_upgraded(older))
    assert told.keys() == rows
    assert replies == 5


def test_nothing_is_told_once_more_from_outside_the_feeds(later_hq: Hq) -> None:
    older, later = _pair(later_hq)
    later.insert("shop", name="Li", division_code=TOWN_A, floor=2)
    later.sync()
    older.sync()
    (number,) = (number for number, code in older.feeds.items() if code == TOWN_A)
    stranger = later_hq.laptop(TOWN_B, schema=LATER)
    stranger.sync()
    request = stranger.request(again={number: (EARLIER.version, 0)}, cur=stranger.cursors | {number: 9})
    assert later_hq.route.exchange(stranger, request).again == ()


# HQ of an older version than a laptop's


def test_what_an_older_hq_can_read_is_applied(local_hq: Hq) -> None:
    older, later = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A, schema=LATER)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1")
    older.sync()
    assert later.exchange().s == EARLIER.version
    later.sync()
    assert later.body("shop", shop)["phone"] == "1"  # in HQ's terms: the laptop lifts it
    op = later.change("shop", shop, {"name": ("Li", "Wang")})
    later.sync()
    older.sync()
    assert later.outcome(op) is Outcome.APPLIED
    assert older.body("shop", shop)["name"] == "Wang"


def test_what_an_older_hq_cannot_read_waits_there_for_its_upgrade(local_hq: Hq, tmp_path: Any) -> None:
    older, later = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A, schema=LATER)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1", staff=1)
    older.sync()
    later.sync()
    contact = {"mobile": "1", "contact_note": None}
    waiting = [
        later.change("shop", shop, {"contact": (contact, contact | {"mobile": "2"}), "name": ("Li", "Wang")}),
    ]
    later.sync()
    waiting.append(later.change("shop", shop, {"name": ("Wang", "Zhao")}))  # follows the one before it
    later.sync()
    place = tuple({"division_code": TOWN_A, "address": "", "floor": floor} for floor in (0, 3))
    waiting.append(later.change("shop", shop, {"place": place}))
    permit = later.insert("permit", shop_id=shop, number="P1")
    applied = later.insert("badge", worker_id=later.insert("worker", shop_id=shop, name="Xu", origin=""), number="1")
    later.sync()
    assert {later.outcome(op) for op in waiting} == {Outcome.PARKED}
    assert {r.waits for r in later.results.values() if r.r is Outcome.PARKED} == {"version/4", later.log[-2].row}
    assert local_hq.row("shop", shop)["name"] == "Li"  # type: ignore[index]
    assert local_hq.count("quarantine") == 0
    others = older.change("shop", shop, {"staff": (1, 4)})
    older.sync()
    assert older.outcome(others) is Outcome.APPLIED
    upgrade_hq(local_hq, tmp_path)
    later.sync(ask=tuple(range(1, len(later.log) + 1)))
    assert {result.r for result in later.results.values()} == {Outcome.APPLIED}
    body = later.body("shop", shop)
    assert (body["name"], body["mobile"], body["floor"], body["staff"]) == ("Zhao", "2", 3, 4)
    assert later.body("permit", permit)["number"] == "P1"
    assert ("badge", applied) in later.rows
    assert local_hq.count("parked_op") == 0


def test_an_upgraded_hq_tells_a_laptop_that_was_ahead_what_it_had_not(local_hq: Hq, tmp_path: Any) -> None:
    older, later = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A, schema=LATER)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1")
    other = older.insert("shop", name="Wang", division_code=TOWN_A)
    older.sync()
    later.sync()
    upgrade_hq(local_hq, tmp_path)
    local_hq.service.database.write(
        lambda conn: conn.exec_driver_sql(f"UPDATE shop SET floor = 7 WHERE id = '{other}'")  # as a migration may
    )
    assert later.exchange().s is None
    told, _ = _again(later)
    assert told.keys() == {other}
    assert (told[other]["floor"], shop in told) == (7, False)


def test_a_laptop_of_before_goes_on_with_an_upgraded_hq(local_hq: Hq, tmp_path: Any) -> None:
    older = local_hq.laptop(TOWN_A)
    shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1")
    older.sync()
    op = older.update("shop", shop, phone="2")
    upgrade_hq(local_hq, tmp_path)
    older.sync()
    assert older.outcome(op) is Outcome.APPLIED
    assert local_hq.row("shop", shop)["mobile"] == "2"  # type: ignore[index]


# Too old


def _send(hq: Hq, laptop: Laptop, **members: Any) -> int:
    assert isinstance(hq.route, OverHttp)
    return hq.route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(laptop.request(**members)))[0]


def _fault(laptop: Laptop, **members: Any) -> Any:
    with pytest.raises(Faulted) as faulted:
        laptop.exchange(**members)
    return faulted.value.reply


@pytest.mark.parametrize("reason", ["version", "program"])
def test_h_13_a_laptop_that_is_too_old_may_still_hand_in_and_gets_nothing(
    make_hq: Callable[..., Hq], reason: str
) -> None:
    hq = make_hq(MUCH_LATER) if reason == "version" else make_hq(LATER, min_app="0.10")
    older = hq.laptop(TOWN_A)
    with served(hq) as route:
        hq.route = route
        shop = older.insert("shop", name="Li", division_code=TOWN_A, phone="1")
        reply = older.exchange(app="0.9.1")
        assert (older.outcome(older.log[0]), reply.feeds, reply.more) == (Outcome.APPLIED, (), True)
        assert hq.row("shop", shop)["mobile"] == "1"  # type: ignore[index]
        assert _fault(older, app="0.9.1").fault is Fault.UPGRADE
        assert _send(hq, older, app="0.9.1") == 426
        assert older.cursors == {}
        later = hq.laptop(TOWN_A, schema=LATER)
        later.sync(app="0.10.0")
        assert ("shop", shop) in later.rows


def test_versions_of_the_messages_are_told_to_who_speaks_none_of_them(
    http_hq: Hq, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = http_hq.laptop(TOWN_A)
    op = laptop.update("shop", laptop.insert("shop", name="Li", division_code=TOWN_A), name="Wang")
    said = _fault(laptop, p=2)
    assert (said.fault, said.p, _send(http_hq, laptop, p=2)) == (Fault.PROTOCOL, (1, 1), 426)
    monkeypatch.setattr(skew, "OLDEST_PROTOCOL", 2)
    monkeypatch.setattr(skew, "PROTOCOL", 3)
    assert _fault(laptop, p=1).p == (2, 3)
    assert op.id not in laptop.results
    laptop.exchange(p=2)
    assert laptop.outcome(op) is Outcome.APPLIED


def test_hello_tells_which_versions_of_the_messages_hq_speaks(local_hq: Hq) -> None:
    hello = local_hq.service.hello(NOW)
    assert (hello.oldest, hello.p) == (1, 1)


def test_members_that_hq_does_not_know_are_part_of_a_change(hq: Hq) -> None:
    laptop = hq.laptop(TOWN_A)
    shop = laptop.insert("shop", name="Li", division_code=TOWN_A)
    told = laptop.log[-1].model_dump(exclude_none=True) | {"later": {"a": [1, None]}}
    laptop.log[-1] = Op.model_validate(told | {"cap": told["cap"] | {"sun": True}})
    laptop.sync()
    assert laptop.outcome(laptop.log[0]) is Outcome.APPLIED
    assert ("shop", shop) in laptop.rows
