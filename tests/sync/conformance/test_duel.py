"""Two laptops push the same row at the same instant, again and again: one value stays, the other is kept (C-16).

And rows move between townships while readers of some of them follow in tiny pages (C-03).
"""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from sync.protocol import Outcome
from tests.sync.conformance.shops import TOWN_A, TOWN_B, TOWN_C

TOWNS = (TOWN_A, TOWN_B, TOWN_C)


def duel(hq: Any, rounds: int) -> set[int]:
    """Which of the two came first, over all rounds."""
    pair, before = [hq.laptop(TOWN_A), hq.laptop(TOWN_A)], hq.count("conflict")
    shop = pair[0].insert("shop", name="店", division_code=TOWN_A)
    for laptop in pair:
        laptop.sync()
    firsts: set[int] = set()
    start = threading.Barrier(2)

    def push(laptop: Any) -> None:
        start.wait()
        laptop.exchange()

    with ThreadPoolExecutor(2) as threads:
        for number in range(rounds):
            ops = [laptop.update("shop", shop, name=f"{number}-{side}") for side, laptop in enumerate(pair)]
            list(threads.map(push, pair))
            told = [laptop.outcome(op) for laptop, op in zip(pair, ops, strict=True)]
            assert sorted(told) == [Outcome.APPLIED, Outcome.CONFLICT], number
            first = told.index(Outcome.APPLIED)
            firsts.add(first)
            loser = ops[1 - first]
            assert hq.row("shop", shop)["name"] == f"{number}-{first}"
            kept = hq.rows(f"SELECT winner, loser FROM conflict WHERE loser_op = '{loser.id}'")
            assert [tuple(value.strip('"') for value in row) for row in kept] == [
                (f"{number}-{first}", f"{number}-{1 - first}")
            ]
            for laptop in pair:
                laptop.sync()
    assert hq.count("conflict") == before + rounds
    return firsts


def test_of_two_values_at_one_instant_one_stays_and_the_other_is_kept(local_hq: Any) -> None:
    duel(local_hq, 25)


@pytest.mark.slow
def test_thousands_of_duels_end_either_way_and_lose_nothing(local_hq: Any) -> None:
    firsts = [duel(local_hq, 100) for _ in range(50)]
    assert set().union(*firsts) == {0, 1}


def follow(hq: Any, edits: int) -> None:
    """Movers shift shops about; subscribers of one or two townships read them in pages of a few rows, all at once."""
    movers = [hq.laptop(*TOWNS) for _ in range(3)]
    readers = [hq.laptop(*towns) for towns in ((TOWN_A,), (TOWN_B,), (TOWN_A, TOWN_B), (TOWN_C,), TOWNS)]
    shops = [movers[0].insert("shop", name=f"店 {n} " + "长" * 60, division_code=TOWNS[n % 3]) for n in range(24)]
    for shop in shops[::3]:
        movers[0].insert("line", shop_id=shop, goods="米", quantity=1)
    for laptop in movers:
        laptop.sync()
    is_over = threading.Event()

    def move(laptop: Any, seed: int) -> None:
        chance = random.Random(seed)
        for number in range(edits):
            shop = chance.choice(shops)
            if chance.random() < 0.6:
                laptop.update("shop", shop, division_code=chance.choice(TOWNS))
            else:
                laptop.update("shop", shop, staff=seed * 1_000 + number)
            laptop.exchange(max=4_096)

    def read(laptop: Any) -> None:
        while not is_over.is_set():
            reply = laptop.exchange(max=4_096)
            mine = {laptop.feeds[page.f] for page in reply.feeds}
            assert mine <= set(laptop.feeds.values())

    with ThreadPoolExecutor(len(movers) + len(readers)) as threads:
        reading = [threads.submit(read, laptop) for laptop in readers]
        moving = [threads.submit(move, laptop, seed) for seed, laptop in enumerate(movers)]
        try:
            for each in moving:
                each.result()
        finally:
            is_over.set()
        for each in reading:
            each.result()
    for laptop in [*movers, *readers]:
        laptop.sync(max=4_096)
    for laptop in readers:
        assert {key: row[:2] for key, row in laptop.rows.items()} == fresh(hq, laptop)
        for (kind, row_id), (_, _, body) in laptop.rows.items():
            if kind == "shop":
                assert {name: body[name] for name in ("name", "staff", "division_code")} == {
                    name: hq.row("shop", row_id)[name] for name in ("name", "staff", "division_code")
                }


def fresh(hq: Any, laptop: Any) -> dict[tuple[str, str], tuple[int, tuple[int, int]]]:
    """{row: (feed, version)} as a query at HQ finds them in the laptop's feeds now."""
    found = {}
    numbers = ", ".join(map(str, laptop.feeds))
    with hq.service.database.engine.connect() as conn:
        for kind in ("shop", "line", "conflict"):
            query = text(f"SELECT id, feed_id, ver_epoch, ver FROM {kind} WHERE feed_id IN ({numbers})")
            for row in conn.execute(query):
                found[kind, row.id] = (row.feed_id, (row.ver_epoch, row.ver))
    return found


def test_readers_of_some_townships_follow_rows_that_move_all_the_time(local_hq: Any) -> None:
    follow(local_hq, 12)


@pytest.mark.slow
def test_readers_follow_rows_that_move_for_a_long_time(hq: Any) -> None:
    follow(hq, 80)
