"""What HQ does when two laptops changed the same row, and who sees what lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sync.protocol import Outcome

A, B = "330199101", "330199102"
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


@pytest.fixture
def pair(hq: Any) -> tuple[Any, Any, str]:
    """Two laptops of one township that hold the same shop."""
    a, b = hq.laptop(A), hq.laptop(A)
    row = a.insert("shop", name="绿水便利店", division_code=A, phone="1", tags=("老",), visits=3)
    a.sync()
    b.sync()
    return a, b, row


def conflicts(laptop: Any, row: str) -> list[dict[str, Any]]:
    return [body for (kind, _), (_, _, body) in laptop.rows.items() if kind == "conflict" and body["row_id"] == row]


def test_edits_of_different_units_merge(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, staff=4)
    b.update("shop", row, address="大街 1 号", tags=("老", "新"))
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row) == b.body("shop", row)
    assert (a.body("shop", row)["staff"], a.body("shop", row)["address"]) == (4, "大街 1 号")
    assert hq.count("conflict") == 0


def test_the_loser_of_one_unit_is_kept_and_visible_to_both(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, name="甲店")
    lost = b.update("shop", row, name="乙店", staff=2)
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row) == b.body("shop", row)
    assert (a.body("shop", row)["name"], a.body("shop", row)["staff"]) == ("甲店", 2)
    assert conflicts(a, row) == conflicts(b, row)
    (conflict,) = conflicts(a, row)
    assert (conflict["unit"], conflict["base"], conflict["winner"], conflict["loser"]) == (
        "name",
        "绿水便利店",
        "甲店",
        "乙店",
    )
    assert (conflict["winner_by"], conflict["loser_by"], conflict["loser_op"]) == (a.user, b.user, lost.id)
    assert conflict["winner_at"] == hq.now, "when the value that stands was observed"
    assert b.results[lost.id].r is Outcome.CONFLICT
    assert b.results[lost.id].cf == (conflict["id"],)
    assert hq.row("conflict", conflict["id"])["feed_id"] == hq.row("shop", row)["feed_id"]


def test_a_merge_unit_is_never_mixed(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, address="大街 1 号")
    b.update("shop", row, division_code=A, address="小巷 2 号")
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row)["address"] == "大街 1 号"
    assert conflicts(a, row)[0]["loser"] == {"division_code": A, "address": "小巷 2 号"}


def test_retyping_the_same_value_is_no_conflict(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, phone="13800138000")
    b.update("shop", row, phone="１３８００１３８０００ ")
    for laptop in (a, b):
        laptop.sync()
    assert hq.count("conflict") == 0
    assert b.body("shop", row)["phone"] == a.body("shop", row)["phone"] == "13800138000"


@pytest.mark.parametrize(
    ("a_seen", "b_seen", "stays"),
    [
        (-2 * MINUTE, -MINUTE, "B"),
        (-MINUTE, -2 * MINUTE, "A"),
        (-MINUTE, -MINUTE, "A"),
        (-2 * MINUTE, 60 * MINUTE, "A"),
        (60 * MINUTE, -MINUTE, "A"),
        (-31 * DAY, -MINUTE, "A"),
        (-10 * 365 * DAY, 10 * 365 * DAY, "A"),
    ],
)
def test_the_later_trusted_observation_stays(local_hq: Any, a_seen: int, b_seen: int, stays: str) -> None:
    hq = local_hq
    a, b = hq.laptop(A), hq.laptop(A)
    row = a.insert("shop", name="店", division_code=A)
    a.sync()
    b.sync()
    a.change("shop", row, {"phone": (None, "A")}, wall=hq.now + a_seen)
    b.change("shop", row, {"phone": (None, "B")}, wall=hq.now + b_seen)
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row)["phone"] == b.body("shop", row)["phone"] == stays
    (conflict,) = conflicts(a, row)
    loser = {"A": b, "B": a}[stays]
    assert (conflict["winner"], conflict["loser"]) == (stays, {"A": "B", "B": "A"}[stays])
    assert (conflict["loser_op"], conflict["loser_by"]) == (loser.log[-1].id, loser.user)


def test_sets_unite_and_extremes_keep_the_extreme_without_conflict(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, tags=("甲",), visits=9)
    b.update("shop", row, tags=("老", "乙"), visits=7)
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row) == b.body("shop", row)
    assert (a.body("shop", row)["tags"], a.body("shop", row)["visits"]) == (["甲", "乙"], 9)
    assert hq.count("conflict") == 0


def test_a_locked_row_takes_no_concurrent_change_at_all(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, staff=4)
    b.update("shop", row, order_state="ISSUED", phone="2")
    a.sync()
    b.sync()
    assert (hq.row("shop", row)["order_state"], hq.row("shop", row)["phone"]) == ("NONE", "1")
    assert {c["unit"]: c["loser"] for c in conflicts(b, row)} == {"order_state": "ISSUED", "phone": "2"}


def test_a_locked_row_takes_its_own_laptops_chain(hq: Any) -> None:
    a = hq.laptop(A)
    row = a.insert("shop", name="店", division_code=A)
    a.update("shop", row, order_state="ISSUED")
    a.exchange(last=1)
    a.update("shop", row, order_state="CLOSED")
    a.sync()
    assert hq.row("shop", row)["order_state"] == "CLOSED"
    assert hq.count("conflict") == 0


def test_five_edits_of_one_field_lose_once(hq: Any, pair: Any) -> None:
    a, b, row = pair
    for name in ("一", "二", "三", "四", "五"):
        b.update("shop", row, name=name)
        b.update("shop", row, staff=len(b.log))
    a.update("shop", row, name="甲店")
    for laptop in (a, b, a):
        laptop.sync()
    (conflict,) = conflicts(a, row)
    assert (conflict["winner"], conflict["loser"], conflict["loser_op"]) == ("甲店", "五", b.log[-2].id)
    assert a.body("shop", row)["staff"] == len(b.log) - 1


def test_a_chain_of_edits_meets_one_other_edit_in_one_conflict(hq: Any, pair: Any) -> None:
    """C-22: five edits of four fields, somebody else's in the middle one; none of the chain disputes another."""
    a, b, row = pair
    chain = [{"address": "大街 2 号"}, {"staff": 5}, {"name": "乙店"}, {"visits": 9}, {"name": "乙店二号"}]
    for fields in chain:
        b.update("shop", row, **fields)
    a.update("shop", row, name="甲店")
    for laptop in (a, b, a):
        laptop.sync()
    (conflict,) = conflicts(a, row)
    assert (conflict["unit"], conflict["winner"], conflict["loser"]) == ("name", "甲店", "乙店二号")
    assert {key: b.body("shop", row)[key] for key in ("address", "staff", "visits")} == {
        "address": "大街 2 号", "staff": 5, "visits": 9,
    }  # fmt: skip


def test_a_chain_that_wins_in_the_end_names_what_it_won_over(local_hq: Any) -> None:
    hq = local_hq
    a, b = hq.laptop(A), hq.laptop(A)
    row = a.insert("shop", name="店", division_code=A)
    a.sync()
    b.sync()
    a.change("shop", row, {"phone": (None, "A")}, wall=hq.now - 2 * MINUTE)
    b.change("shop", row, {"phone": (None, "B")}, wall=hq.now - 3 * MINUTE)
    b.change("shop", row, {"phone": ("B", "C")}, wall=hq.now - MINUTE)
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", row)["phone"] == b.body("shop", row)["phone"] == "C"
    (conflict,) = conflicts(a, row)
    assert (conflict["winner"], conflict["winner_by"], conflict["loser"], conflict["loser_by"]) == (
        "C", b.user, "A", a.user,
    )  # fmt: skip
    assert conflict["winner_at"] == hq.now - MINUTE


def test_a_conflict_stays_open_until_a_change_resolves_it(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, name="甲店")
    b.update("shop", row, name="乙店")
    for laptop in (a, b, a):
        laptop.sync()
    (conflict,) = conflicts(a, row)
    for laptop in (a, b) * 3:
        laptop.sync()
    assert hq.row("conflict", conflict["id"])["status"] == "OPEN"
    a.change("shop", row, {"name": ("甲店", "乙店")}, resolves=conflict["id"])
    b.change("shop", row, {"name": ("甲店", "丙店")}, resolves=conflict["id"])
    for laptop in (a, b, a):
        laptop.sync()
    closed = next(c for c in conflicts(b, row) if c["id"] == conflict["id"])
    assert (closed["status"], closed["resolved_by"], closed["resolved_at"]) == ("RESOLVED", a.user, hq.now)
    (second,) = [c for c in conflicts(a, row) if c["status"] == "OPEN"]
    assert (second["winner"], second["loser"]) == ("乙店", "丙店")


def test_a_conflict_may_be_closed_without_another_value(hq: Any, pair: Any) -> None:
    a, b, row = pair
    a.update("shop", row, name="甲店")
    b.update("shop", row, name="乙店")
    for laptop in (a, b):
        laptop.sync()
    (conflict,) = conflicts(b, row)
    b.change("shop", row, {}, resolves=conflict["id"])
    b.sync()
    assert conflicts(b, row)[0]["status"] == "RESOLVED"
    assert hq.row("shop", row)["name"] == "甲店"


def test_each_answer_of_a_visit_is_a_unit(hq: Any) -> None:
    a = hq.laptop(A)
    row = a.insert("shop", name="店", division_code=A)
    visit = a.insert("visit", shop_id=row, author_id=a.user, answers={"A1": {"code": "YES"}, "A2": {"code": "YES"}})
    a.sync()
    a.change("visit", visit, {"answers/A1": ({"code": "YES", "note": ""}, None), "answers/A3": (None, {"code": "NO"})})
    a.sync()
    answers = json.loads(hq.row("visit", visit)["answers"])
    assert answers == {"A2": {"code": "YES", "note": ""}, "A3": {"code": "NO", "note": ""}}
