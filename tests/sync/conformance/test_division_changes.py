"""Changes of divisions that are refused, that follow each other, that are taken back. On both stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from sync.hq import divisions
from sync.hq.division_rules import DivisionRefused, Why
from sync.protocol import Outcome
from tests.sync.conformance.shops import COUNTY, SCHEMA

A, B, C = "330199101", "330199102", "330199103"


def day(hq: Any) -> str:
    return datetime.fromtimestamp(hq.now / 1_000_000, UTC).date().isoformat()


def write(hq: Any, work: Any) -> Any:
    return hq.service.database.write(work)


def settle(hq: Any) -> int:
    write(hq, lambda conn: divisions.settle(conn, hq.now))
    return divisions.relocate(hq.service.database, SCHEMA, hq.service._tables, hq.now)


def feed_of(hq: Any, kind: str, row: str) -> int:
    return hq.row(kind, row)["feed_id"]


def feed(hq: Any, code: str) -> Any:
    with hq.service.database.engine.connect() as conn:
        return conn.execute(text("SELECT * FROM feed WHERE code = :code"), {"code": code}).one()


@pytest.mark.parametrize(
    ("why", "work"),
    [
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.rename(conn, A, COUNTY, day)),
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.rename(conn, COUNTY, "330199201", day)),
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.rename(conn, A, "", day)),
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.rename(conn, A, "٣٣٠١٩٩٢٠١", day)),
        (Why.IN_USE, lambda conn, day: divisions.rename(conn, A, B, day)),
        (Why.IN_USE, lambda conn, day: divisions.rename(conn, A, A, day)),
        (Why.NO_COUNTY, lambda conn, day: divisions.rename(conn, A, "440199201", day)),
        (Why.UNKNOWN, lambda conn, day: divisions.rename(conn, "330199201", "330199202", day)),
        (Why.DAY, lambda conn, day: divisions.rename(conn, A, "330199201", "2026-02-30")),
        (Why.DAY, lambda conn, day: divisions.rename(conn, A, "330199201", "soon")),
        (Why.ITSELF, lambda conn, day: divisions.merge(conn, [A, A], A, day)),
        (Why.NOTHING, lambda conn, day: divisions.merge(conn, [], A, day)),
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.merge(conn, [A, B], "33", day)),
        (Why.NOT_A_TOWNSHIP, lambda conn, day: divisions.merge(conn, [A, f"{B}201"], C, day)),
        (Why.NO_COUNTY, lambda conn, day: divisions.merge(conn, [A, B], "440199201", day)),
        (Why.NOT_A_VILLAGE, lambda conn, day: divisions.split(conn, [A], B, day)),
        (Why.ITSELF, lambda conn, day: divisions.split(conn, [f"{A}201"], A, day)),
        (Why.NOTHING, lambda conn, day: divisions.split(conn, [], B, day)),
        (Why.NO_COUNTY, lambda conn, day: divisions.split(conn, [f"{A}201"], "440199201", day)),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_leaves_nothing(
    local_hq: Any, why: Why, work: Callable[[Any, str], object]
) -> None:
    def mappings() -> list[Any]:
        with local_hq.service.database.engine.connect() as conn:
            return conn.execute(text("SELECT * FROM division_feed, feed")).all()

    before = mappings()
    with pytest.raises(DivisionRefused) as refused:
        write(local_hq, lambda conn: work(conn, day(local_hq)))
    assert refused.value.why is why
    assert mappings() == before


def test_a_code_of_the_past_is_not_given_again_nor_changed(local_hq: Any) -> None:
    hq = local_hq
    write(hq, lambda conn: divisions.rename(conn, A, "330199201", day(hq)))
    write(hq, lambda conn: divisions.merge(conn, [B], C, day(hq)))
    for why, work in (
        (Why.WAS_IN_USE, lambda conn: divisions.rename(conn, C, A, day(hq))),
        (Why.WAS_IN_USE, lambda conn: divisions.rename(conn, "330199201", A, day(hq))),
        (Why.WAS_IN_USE, lambda conn: divisions.rename(conn, C, A, day(hq), again=True)),
        (Why.ENDED, lambda conn: divisions.rename(conn, A, "330199202", day(hq))),
        (Why.ENDED, lambda conn: divisions.merge(conn, [C], B, day(hq))),
        (Why.ENDED, lambda conn: divisions.merge(conn, [A], C, day(hq))),
        (Why.ENDED, lambda conn: divisions.split(conn, [f"{A}201"], C, day(hq))),
        (Why.DAY, lambda conn: divisions.merge(conn, [C], "330199201", "2020-01-01")),
    ):
        with pytest.raises(DivisionRefused) as refused:
            write(hq, work)
        assert refused.value.why is why
    write(hq, lambda conn: divisions.rename(conn, "330199201", A, day(hq), again=True))  # back, and said so
    assert write(hq, lambda conn: divisions.successors(conn, day(hq))) == {"330199201": A, B: C}


def test_a_merger_takes_codes_and_villages_along_that_came_before(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    renamed = a.insert("shop", name="甲", division_code=A)
    joined = a.insert("shop", name="乙", division_code=f"{A}201")
    a.sync()
    write(hq, lambda conn: divisions.split(conn, [f"{A}201"], B, day(hq)))
    settle(hq)
    write(hq, lambda conn: divisions.rename(conn, A, "330199201", day(hq)))
    write(hq, lambda conn: divisions.merge(conn, [B, "330199201"], C, day(hq)))
    settle(hq)
    for laptop in (a, b):
        for _ in range(3):
            laptop.sync()
        assert set(laptop.rows) == {("shop", renamed), ("shop", joined)}
        assert {feed_of(hq, "shop", row) for row in (renamed, joined)} == {feed(hq, C).id}
    assert feed(hq, A).successor_id == feed(hq, B).successor_id == feed(hq, C).id


def take_back(hq: Any, before: divisions.Before, made: str | None = None) -> int:
    tables = hq.service._tables
    return write(hq, lambda conn: divisions.restore(conn, SCHEMA, tables, before, made, hq.now))


@pytest.mark.parametrize("into", [C, "330199201"], ids=["existing", "new"])
def test_a_merger_taken_back_gives_every_row_back(hq: Any, into: str) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    mine = a.insert("shop", name="甲", division_code=A)
    worker = a.insert("worker", shop_id=mine, name="王")
    other = b.insert("shop", name="乙", division_code=B)
    for laptop in (a, b):
        laptop.sync()
    before = write(hq, lambda conn: divisions.merge(conn, [A, B], into, day(hq)))
    settle(hq)
    for laptop in (a, b):
        laptop.sync()
        laptop.sync()
    late = a.insert("shop", name="新", division_code=into)
    a.sync()
    edit = a.update("shop", mine, phone="1")  # not sent yet when HQ changes its mind
    assert take_back(hq, before, None if into == C else into) == (3 if into == C else 4)
    for laptop in (a, b):
        for _ in range(3):
            laptop.sync()
    assert a.outcome(edit) is Outcome.APPLIED
    here = {("shop", mine), ("worker", worker)}
    assert set(a.rows) == here if into == C else {*here, ("shop", late)}
    assert set(b.rows) == {("shop", other)}
    assert (feed(hq, A).closed_at, feed(hq, A).successor_id) == (None, None)
    assert settle(hq) == 0
    if into != C:
        assert feed(hq, into).successor_id == feed(hq, A).id
    again = write(hq, lambda conn: divisions.merge(conn, [A], B, day(hq)))
    assert set(again) == ({A} if into == C else {A, into})


def test_villages_taken_back_take_their_rows_along(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop("330199202")
    shop = a.insert("shop", name="乙", division_code=f"{A}202")
    line = a.insert("line", shop_id=shop, goods="米", quantity=1)
    a.sync()
    before = write(hq, lambda conn: divisions.split(conn, [f"{A}202"], "330199202", day(hq)))
    settle(hq)
    a.sync()
    assert not a.rows
    assert take_back(hq, before, "330199202") == 2
    for laptop in (a, b):
        laptop.sync()
        laptop.sync()
        assert set(laptop.rows) == {("shop", shop), ("line", line)}  # the code of a day leads to its heir
    assert settle(hq) == 0


def test_a_rename_taken_back_leaves_both_codes_good(hq: Any) -> None:
    a = hq.laptop(A)
    row = a.insert("shop", name="甲", division_code=A)
    a.sync()
    before = write(hq, lambda conn: divisions.rename(conn, A, "330199201", day(hq)))
    assert take_back(hq, before, "330199201") == 0
    new = a.insert("shop", name="乙", division_code="330199201")
    a.sync()
    assert {feed_of(hq, "shop", each) for each in (row, new)} == {feed(hq, A).id}
    assert write(hq, lambda conn: divisions.successors(conn, day(hq))) == {"330199201": A}
