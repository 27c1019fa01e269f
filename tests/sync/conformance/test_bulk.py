"""Many rows by one statement: values come back as they went in; a row that is there stays, changes or stops it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Float, LargeBinary, MetaData, Table, Text, select
from sqlalchemy.exc import IntegrityError

from sync.hq import bulk
from sync.hq.bulk import Held
from sync.hq.database import Database, among
from sync.tables import CanonicalJson

RECORDS = MetaData()
LINE = Table(
    "line",  # PostgreSQL has a type of this name
    RECORDS,
    Column("id", Text, primary_key=True),
    Column("by", Text),
    Column("n", BigInteger),
    Column("lat", Float(53)),
    Column("ok", Boolean),
    Column("core", LargeBinary),
    Column("extra", CanonicalJson),
)
ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "by": "quotes \" ' \\ %s \n\t 王𠮷 \ue000",
        "n": (1 << 62) + 1,
        "lat": 0.1 + 0.2,
        "ok": True,
        "core": bytes(range(256)),
        "extra": {"b": [1, {"c": "\\x41"}], "a": "\u0001"},
    },
    {"id": "b", "by": "", "n": -1, "lat": -116.391275, "ok": False, "core": b"", "extra": []},
    {"id": "c", "by": None, "n": None, "lat": None, "ok": None, "core": None, "extra": None},
]


def insert(database: Database, rows: Sequence[dict[str, Any]], held: Held = Held.FAILS) -> None:
    database.write(lambda conn: bulk.insert(conn, LINE, rows, held))


@pytest.fixture
def lines(database: Database) -> Database:
    database.write(RECORDS.create_all)
    insert(database, ROWS)
    return database


def stored(database: Database, *ids: str) -> list[dict[str, Any]]:
    query = select(LINE).order_by(LINE.c.id)
    return database.read(
        lambda conn: [dict(row) for row in conn.execute(query.where(among(conn, LINE.c.id, ids))).mappings()]
    )


def test_every_value_comes_back_as_it_went_in(lines: Database) -> None:
    assert stored(lines, "a", "b", "c") == ROWS
    assert stored(lines, "b", "z") == [ROWS[1]]
    assert stored(lines) == []


def test_a_row_that_is_there_stops_all(lines: Database) -> None:
    with pytest.raises(IntegrityError):
        insert(lines, [ROWS[0] | {"id": "d"}, ROWS[0]])
    assert stored(lines, "a", "d") == [ROWS[0]]


def test_a_row_that_is_there_stays_or_changes(lines: Database) -> None:
    others = [{"id": "a", "by": "now"}, {"id": "d", "by": "new"}]
    insert(lines, others, Held.STAYS)
    assert [row["by"] for row in stored(lines, "a", "d")] == [ROWS[0]["by"], "new"]
    insert(lines, others, Held.CHANGES)
    assert stored(lines, "a") == [ROWS[0] | {"by": "now"}]


def test_no_rows_are_no_statement(lines: Database) -> None:
    insert(lines, [])
    assert len(stored(lines, "a", "b", "c")) == 3
