"""C-33 with real replicas: a row moves A, B, C and back to A; every way of reading between the moves ends right."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from sync.device.engine import run_once
from sync.hq.local import LocalHQ
from sync.hq.shelf import Sizes
from tests.sync.device.conftest import NOW

Make = Callable[..., Any]
A, B, C = "990101100", "990101200", "990101300"
SUBSCRIBERS: tuple[frozenset[str], ...] = (frozenset({A}), frozenset({B}), frozenset({A, B}), frozenset({C}))


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(min_rows=1_000_000)


@pytest.mark.parametrize("towns", SUBSCRIBERS, ids=lambda towns: "+".join(sorted(towns)))
def test_a_row_that_moves_around_is_right_in_every_interleaving(
    make_laptop: Make, make_operator: Make, hq: Any, towns: frozenset[str]
) -> None:
    hq.service.open_divisions([C], NOW)
    shops = [make_operator(name=f"店{n}", division_code=A, remark="备" * 1_500) for n in range(2)]
    laptops = [(make_laptop(set(towns)), pattern) for pattern in itertools.product(range(2), repeat=4)]

    def author(*records: Any) -> None:
        with hq.service.author("HQ", NOW) as writer:
            for record in records:
                writer.save(record)

    def read(stage: int) -> None:
        for laptop, pattern in laptops:
            if pattern[stage]:  # one small page
                request = laptop.replica.next_request().model_copy(update={"max": 4_096})
                laptop.replica.apply(request, LocalHQ(hq.service, laptop.device, lambda: NOW).exchange(request))

    author(*shops)
    for stage, town in enumerate((B, C, A)):
        read(stage)
        author(shops[0].changed(division_code=town), shops[1].changed(division_code=town, phone=str(stage)))
    read(3)
    columns = "SELECT id, division_code, phone, feed_id, ver FROM operator"
    for laptop, pattern in laptops:
        assert run_once(laptop.replica, LocalHQ(hq.service, laptop.device, lambda: NOW)).is_level
        with laptop.sessions() as session, hq.database.engine.connect() as conn:
            mine = session.execute(text(f"{columns} ORDER BY id")).all()
            there = conn.execute(text(f"{columns} ORDER BY id")).all()
        wanted = [tuple(row) for row in there if row.division_code in towns]
        assert [tuple(row) for row in mine] == wanted, pattern
