"""Sixty-four laptops push at once: the same rows, the same feeds, each in an order of its own (C-18)."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sync.protocol import Outcome
from tests.sync.conformance.shops import TOWN_A, TOWN_B, TOWN_C

LAPTOPS, SHOPS = 64, 20


def test_a_crowd_on_the_same_rows_meets_no_error_and_loses_nothing(http_hq: Any) -> None:
    towns = (TOWN_A, TOWN_B, TOWN_C)
    first = http_hq.laptop(*towns)
    shops = [first.insert("shop", name=f"店 {n}", division_code=towns[n % 3]) for n in range(SHOPS)]
    first.sync()
    laptops = [http_hq.laptop(*towns) for _ in range(LAPTOPS)]
    for number, laptop in enumerate(laptops):
        chance = random.Random(number)
        for shop in chance.sample(shops, 6):
            laptop.change("shop", shop, {"tags": ([], [f"t{number}"])})
            laptop.change("shop", shop, {"visits": (None, number)})
        laptop.insert("shop", name=f"新店 {number}", division_code=chance.choice(towns))
    waited: list[float] = []

    def push(laptop: Any) -> None:
        began = time.monotonic()
        laptop.exchange()
        waited.append(time.monotonic() - began)

    with ThreadPoolExecutor(LAPTOPS) as crowd:
        list(crowd.map(push, laptops))
    assert len(waited) == LAPTOPS
    for laptop in laptops:
        assert {laptop.results[op.id].r for op in laptop.log} == {Outcome.APPLIED}
    assert http_hq.count("op_result") == SHOPS + LAPTOPS * 13
    touched = {
        shop: {n for n, laptop in enumerate(laptops) if any(op.row == shop for op in laptop.log)} for shop in shops
    }
    for laptop in (first, laptops[0]):
        laptop.sync()
        for shop, numbers in touched.items():
            row = laptop.body("shop", shop)
            assert set(row["tags"]) == {f"t{n}" for n in numbers}
            assert row["visits"] == max(numbers)
    assert not http_hq.rows(
        "SELECT f.id FROM feed f WHERE f.head <> (SELECT max(seq) FROM feed_entry WHERE feed_id = f.id)"
    )
