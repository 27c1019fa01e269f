"""What people do in the field, on real replicas: rare characters, wrong clocks, a shop registered twice, lost edits."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.stock import stock
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import OperatorStatus
from inspector_app.storage import ledgers
from sync.hq.database import Database
from sync.record import new_id
from tests.sync.conformance.fleet import DAY, TOWN_A, Fleet, Laptop

YEAR = 365 * DAY
USCC = "92990101MA00000C5L"


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    made = Fleet(database, tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.sessions.close()


def names(*laptops: Laptop, of: str) -> set[str]:
    return {found.name for laptop in laptops if (found := laptop.get(of)) is not None}


def all_sync(*laptops: Laptop) -> None:
    for laptop in (*laptops, *laptops):
        laptop.sync()


TEXTS = {
    "Ext B to H": "𠮷𡃁𪚥𫝀𫠝𬺰𰀀𱍊店",
    "GB18030 of four bytes": "㐀㱩㙧㴝䶮",
    "beyond the first plane": "🏪👩🏽‍🌾🇨🇳",
    "both directions": "店\u202eabc\u202c מַכֹּלֶת",
    "signs": "O'Neil \"; DROP TABLE operator; -- <b>%s</b> \\ \u200b|",
    "lines": "第一行\n第二行\t尾",
    "a megabyte": "长" * (1 << 20),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_arrives_to_the_byte_and_is_no_conflict(fleet: Fleet, text: str) -> None:
    """C-28."""
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(name="店", remark=text)
    all_sync(a, b)
    for held in (fleet.get(shop.id), b.get(shop.id)):
        assert held is not None
        assert held.remark == a.get(shop.id).remark  # type: ignore[union-attr]
        assert held.remark.encode() == shop.remark.encode()
    a.edit(shop.id, phone="1")
    b.edit(shop.id, address="另一处")
    all_sync(a, b)
    assert a.rows() == b.rows()
    assert not fleet.query("SELECT * FROM conflict")


def test_the_same_word_typed_in_another_form_is_no_conflict(fleet: Fleet) -> None:
    """C-28: composed or not, full width or half, with a space at its end."""
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(name="店")
    all_sync(a, b)
    a.edit(shop.id, name="Cafe\u0301 １２３ 店")
    b.edit(shop.id, name="Caf\u00e9 123 店 ")
    all_sync(a, b)
    assert not fleet.query("SELECT * FROM conflict")
    assert len(names(a, b, of=shop.id)) == 1


@pytest.mark.parametrize("wrong", [-50 * YEAR, -10 * YEAR, 10 * YEAR, DAY], ids=["1970s", "-10 y", "+10 y", "jumping"])
def test_h_12_a_laptops_clock_decides_nothing(fleet: Fleet, wrong: int) -> None:
    """C-27: who comes first wins, and an untrusted time is worth nothing."""
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(name="店", phone="1")
    all_sync(a, b)
    b.edit(shop.id, name="乙店", phone="2")
    right = fleet.now
    fleet.now += wrong  # the laptop writes, by a clock of its own
    a.edit(shop.id, name="甲店", phone="3")
    if wrong == DAY:
        fleet.now -= 2 * DAY
        a.edit(shop.id, staff_count=4)
    fleet.now = right
    all_sync(b, a)
    assert names(a, b, of=shop.id) == {"乙店"}, "the first at HQ stays, whatever the clocks say"
    told = [row.loser for row in fleet.query("SELECT loser FROM conflict WHERE unit = 'name'")]
    assert [value.strip('"') for value in told] == ["甲店"]
    held = fleet.get(shop.id)
    assert held is not None
    assert held.phone == "2", "a time that is far off is not the later observation"
    assert {a.rows() == b.rows()} == {True}


def test_one_shop_registered_on_two_laptops_stays_two_until_people_say_so(fleet: Fleet) -> None:
    """C-26: both accepted, nothing re-keyed; the mark can be taken back."""
    a, b = fleet.laptop(), fleet.laptop()
    first, second = (laptop.shop(name=name, uscc=USCC) for laptop, name in ((a, "便民店"), (b, "便民商店")))
    items = []
    for laptop, shop in ((a, first), (b, second)):
        sha256 = hashlib.sha256(shop.id.encode()).hexdigest()
        items.append(
            EvidenceItem(
                id=new_id(), operator_id=shop.id, sha256=sha256, size=3, mime="image/jpeg", synced_sha256=sha256,
                synced_size=3, captured_at=1, received_at=1, taker_id=laptop.user, device_id=laptop.device,
            )
        )  # fmt: skip
        laptop.save(items[-1])
    all_sync(a, b)
    assert a.rows() == b.rows()
    for shop, item in zip((first, second), items, strict=True):
        held = fleet.get(shop.id)
        assert held is not None
        assert held.uscc == USCC
        assert a.rows()["evidence_item", item.id]["operator_id"] == shop.id
    a.edit(second.id, status=OperatorStatus.DUPLICATE, duplicate_of=first.id)
    all_sync(a, b)
    assert b.get(second.id).duplicate_of == first.id  # type: ignore[union-attr]
    assert b.rows()["evidence_item", items[1].id]["operator_id"] == second.id, "what belongs to it stays with it"
    b.edit(second.id, status=OperatorStatus.CAPTURED, duplicate_of=None)
    all_sync(a, b)
    assert (a.get(second.id).status, a.get(second.id).duplicate_of) == (OperatorStatus.CAPTURED, None)  # type: ignore[union-attr]
    assert not fleet.query("SELECT * FROM conflict")


def test_what_lost_is_seen_later_on_a_new_laptop_and_after_a_restore(fleet: Fleet) -> None:
    """C-24."""
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(name="店")
    all_sync(a, b)
    backup = fleet.back_up()
    a.edit(shop.id, name="甲店")
    b.edit(shop.id, name="乙店")
    all_sync(a, b)

    def lost(laptop: Any) -> list[tuple[str, str, str]]:
        rows = laptop.query("SELECT winner, loser, policy FROM conflict")
        return [(row.winner.strip('"'), row.loser.strip('"'), row.policy) for row in rows]

    told = lost(b)
    assert [each[:2] for each in told] == [("甲店", "乙店")]
    for _ in range(3):
        all_sync(a, b)
    assert lost(a) == lost(b) == told
    new = fleet.laptop(TOWN_A)
    assert lost(new) == told
    fleet.restore(backup)
    for laptop in (b, a):  # the one that lost comes first this time
        laptop.start()
    for _ in range(3):
        all_sync(b, a)
    seen = {tuple(lost(laptop)) for laptop in (a, b)}
    assert len(seen) == 1
    (after,) = seen
    values = {value for each in after for value in each[:2]}
    assert {"甲店", "乙店"} <= values | names(a, b, of=shop.id), "neither value is gone"
    assert names(a, b, of=shop.id) <= {"甲店", "乙店"}
    assert after, "and the one that is not the row's is shown"


def test_a_ledger_adds_up_when_lines_come_twice_and_two_people_reverse_the_same_one(fleet: Fleet) -> None:
    """C-30: the sums are those of the oracle everywhere, and both reversals are there to be seen."""
    a, b = fleet.laptop(), fleet.laptop()
    shop = a.shop(name="店")
    chance = random.Random(30)
    lines = [
        LedgerEntry(
            id=new_id(), operator_id=shop.id, direction=chance.choice(list(Direction)), product_name="水",
            quantity_milli=chance.randrange(1, 9_000), unit="瓶", happened_on=date(2026, 5, 1), entered_by=a.user,
            entered_at=number,
        )
        for number in range(30)
    ]  # fmt: skip
    for line in lines:
        a.save(line)
    request = a.replica.next_request()
    for _ in range(2):  # the first answer is lost
        reply = a.exchange(request)
    a.replica.apply(request, reply)
    all_sync(a, b)
    both = lines[::7]
    for laptop, reason in ((a, "记错"), (b, "退货")):
        for line in both:
            laptop.save(line.changed(id=new_id(), reverses=line.id, reverse_reason=reason, entered_by=laptop.user))
    all_sync(a, b)
    wanted = sum(
        line.quantity_milli * (1 if line.direction is Direction.IN else -1) for line in lines if line not in both
    )
    for laptop in (a, b):
        with laptop.sessions() as session:
            entries = ledgers.of_same_goods(session, lines[0])
        assert len(entries) == 30 + 2 * len(both), "each line once, and both reversals"
        assert sum(stock(entries).values()) == wanted
        assert sorted(e.reverse_reason for e in entries if e.reverses == both[0].id) == ["记错", "退货"]
    assert a.rows() == b.rows() == fleet.rows(a)
