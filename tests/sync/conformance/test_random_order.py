"""Pairs of edits and orders of arrival by chance: what belongs together stays, what lost is kept, all end equal."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sync.protocol import Outcome
from sync.record import new_id

A = "330199101"
PAIRS = 100
"""Rows that two laptops edit between two exchanges."""
VALUES = {
    "name": lambda chance: {"name": f"店{chance.randrange(6)}"},
    "staff": lambda chance: {"staff": chance.randrange(6)},
    "phone": lambda chance: {"phone": str(chance.randrange(6))},
    "place": lambda chance: {"address": f"大街{chance.randrange(6)}号"},
}
"""{merge unit: fields of an edit}."""


def edited(laptop: Any, row: str, chance: random.Random) -> dict[str, Any]:
    """{unit: new value} of an edit of one to three units."""
    before = laptop.seen("shop", row)
    fields: dict[str, Any] = {}
    for unit in chance.sample(sorted(VALUES), chance.randint(1, 3)):
        fields |= VALUES[unit](chance)
    op = laptop.update("shop", row, **{name: value for name, value in fields.items() if before[name] != value})
    return {unit: new for unit, (_, new) in op.set.items()}


def conflicts(laptop: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (body["row_id"], body["unit"]): body for (kind, _), (_, _, body) in laptop.rows.items() if kind == "conflict"
    }


def value(body: dict[str, Any], unit: str) -> Any:
    return {name: body[name] for name in ("division_code", "address")} if unit == "place" else body[unit]


def compare_pairs(hq: Any, rounds: int, chance: random.Random) -> int:
    """How many pairs of edits met in one unit."""
    met = 0
    first, second = hq.laptop(A), hq.laptop(A)
    for _ in range(rounds):
        rows = [first.insert("shop", name="绿水便利店", division_code=A, staff=9, phone="9") for _ in range(PAIRS)]
        first.sync()
        second.sync()
        of_first = {row: edited(first, row, chance) for row in rows}
        of_second = {row: edited(second, row, chance) for row in rows}
        for laptop in (first, second, first):
            laptop.sync()
        kept = conflicts(first)
        assert kept == conflicts(second)
        for row in rows:
            body = first.body("shop", row)
            assert body == second.body("shop", row)
            for unit in of_first[row].keys() | of_second[row].keys():
                mine, theirs = of_first[row].get(unit), of_second[row].get(unit)
                if mine is None or theirs is None or mine == theirs:
                    assert value(body, unit) == (theirs if mine is None else mine)
                    assert (row, unit) not in kept
                else:
                    met += 1
                    conflict = kept[row, unit]
                    assert [conflict["winner"], conflict["loser"]] in ([mine, theirs], [theirs, mine])
                    assert value(body, unit) == conflict["winner"]
    return met


def test_h_3_different_units_are_both_kept_and_the_loser_of_one_unit_too(local_hq: Any) -> None:
    assert compare_pairs(local_hq, 3, random.Random(1)) > PAIRS


@pytest.mark.slow
def test_h_3_ten_thousand_pairs_of_edits(local_hq: Any) -> None:
    assert compare_pairs(local_hq, 10_000 // PAIRS, random.Random(2)) > 1_000


def test_h_6_a_thousand_changes_in_any_order_give_the_same_rows(local_hq: Any) -> None:
    """Shops, their workers and the badges of these, each written on any laptop and sent before or after its parent."""
    hq, chance = local_hq, random.Random(3)
    laptops = [hq.laptop(A) for _ in range(10)]
    shops = [{"id": new_id(), "name": f"店{n}", "division_code": A} for n in range(200)]
    workers = [{"id": new_id(), "shop_id": chance.choice(shops)["id"], "name": f"员{n}"} for n in range(300)]
    badges = [{"id": new_id(), "worker_id": chance.choice(workers)["id"], "number": str(n)} for n in range(500)]
    changes = [*(("shop", row) for row in shops), *(("worker", row) for row in workers)]
    changes += [("badge", row) for row in badges]
    chance.shuffle(changes)
    held = 0
    for number, (kind, row) in enumerate(changes):
        laptop = laptops[number % len(laptops)]
        laptop.insert(kind, **row)
        if number % 50 == 49:
            for each in chance.sample(laptops, 3):
                each.sync()
            held = max(held, hq.count("parked_op"))
    assert held, "nothing ever waited for its parent"
    for laptop in (*laptops, *laptops):
        laptop.sync()
    assert hq.count("parked_op") == 0
    for kind, rows in (("shop", shops), ("worker", workers), ("badge", badges)):
        for row in rows:
            assert {name: laptops[0].body(kind, row["id"])[name] for name in row} == row
            assert all(laptop.body(kind, row["id"]) == laptops[0].body(kind, row["id"]) for laptop in laptops)
    outcomes = {result.r for laptop in laptops for result in laptop.results.values()}
    assert outcomes <= {Outcome.APPLIED, Outcome.PARKED}
