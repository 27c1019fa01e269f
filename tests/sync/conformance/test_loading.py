"""A data set that was loaded is like any other data at HQ: told, changed, merged; and it comes whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import MetaData, inspect

from sync.hq import loading
from sync.hq.loading import load
from sync.hq.refusals import OpRefused, Waits
from sync.record import defaults, new_id
from sync.tables import derive
from tests.sync.conformance.laptops import NOW
from tests.sync.conformance.shops import SCHEMA, TOWN_A, TOWN_B

TABLES = derive(SCHEMA, MetaData())
Rows = list[tuple[str, dict[str, Any]]]


def row(kind: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    cls = SCHEMA.kinds[kind]
    return kind, cls.model_validate(defaults(cls) | {"id": new_id()} | fields).wire()


def shop(town: str) -> Rows:
    """A shop with a worker and the worker's badge."""
    rows = [row("shop", name="绿水便利店", division_code=town)]
    rows.append(row("worker", shop_id=rows[0][1]["id"], name="王建国"))
    return [*rows, row("badge", worker_id=rows[1][1]["id"], number="7")]


def enter(hq: Any, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    hq.service.database.write(lambda conn: load(conn, SCHEMA, TABLES, rows, NOW))


def test_what_is_loaded_reaches_the_laptops_of_its_township_alone(hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "CHUNK", 2)  # a shop and its badge come in different chunks
    monkeypatch.setattr(loading, "REMEMBERED", 1)
    here, there = [pair for _ in range(3) for pair in shop(TOWN_A)], shop(TOWN_B)
    enter(hq, [*here, *there])
    laptop = hq.laptop(TOWN_A)
    laptop.sync()
    assert {key[1]: body for key, (_, _, body) in laptop.rows.items()} == {wire["id"]: wire for _, wire in here}


def test_edits_of_loaded_rows_merge_like_any_others(hq: Any) -> None:
    (_, held), *rest = shop(TOWN_A)
    enter(hq, [("shop", held), *rest])
    a, b = hq.laptop(TOWN_A), hq.laptop(TOWN_A)
    a.sync()
    b.sync()
    a.update("shop", held["id"], staff=4)
    b.update("shop", held["id"], address="大街 1 号", phone="7")
    a.update("shop", held["id"], phone="8")
    for laptop in (a, b, a):
        laptop.sync()
    assert a.body("shop", held["id"]) == b.body("shop", held["id"])
    assert (a.body("shop", held["id"])["staff"], a.body("shop", held["id"])["address"]) == (4, "大街 1 号")


def test_a_feed_counts_what_was_loaded(hq: Any) -> None:
    enter(hq, [pair for _ in range(4) for pair in shop(TOWN_A)])
    assert hq.rows("SELECT head, n_rows FROM feed WHERE n_rows > 0") == [(12, 12)]
    assert hq.count("op_result") == hq.count("row_history") == 0


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (row("shop", name="无处", division_code="330199999"), OpRefused),
        (row("worker", shop_id=new_id(), name="无主"), Waits),
    ],
    ids=["unknown township", "unknown parent"],
)
def test_a_row_without_a_home_stops_it_and_nothing_stays(hq: Any, last: Any, error: type[Exception]) -> None:
    before = _indexes(hq)
    with pytest.raises(error):
        enter(hq, [*shop(TOWN_A), last])
    assert [hq.count(kind) for kind in ("shop", "worker", "badge", "feed_entry")] == [0, 0, 0, 0]
    assert _indexes(hq) == before


def test_indexes_are_there_again_afterwards(hq: Any) -> None:
    before = _indexes(hq)
    enter(hq, shop(TOWN_A))
    assert _indexes(hq) == before
    assert any(before.values())


def _indexes(hq: Any) -> dict[str, set[str]]:
    looking = inspect(hq.service.database.engine)
    return {kind: {str(each["name"]) for each in looking.get_indexes(kind)} for kind in TABLES}
