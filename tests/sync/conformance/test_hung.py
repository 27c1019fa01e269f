"""What hangs or is full beside a push: others go on, nothing is half done, it heals by itself (C-08, C-09, C-56)."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.hq import blobs as stores
from sync.protocol import PART_BYTES
from sync.wire import to_bytes
from tests.sync.conformance.conftest import served
from tests.sync.conformance.shops import TOWN_A, TOWN_B
from tests.sync.conformance.test_blobs import Way, photo

POSTGRES = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def took(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


@POSTGRES  # SQLite lets nobody else write, which `Database.write` knows
def test_somebody_elses_open_transaction_stops_no_feed(local_hq: Any, postgres: str) -> None:
    writer, reader = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A)
    writer.sync()
    reader.sync()
    elsewhere = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with elsewhere.connect() as conn:
        conn.execute(text("DROP DATABASE IF EXISTS beside"))
        conn.execute(text("CREATE DATABASE beside"))
    beside = create_engine(elsewhere.url.set(database="beside"))
    here = create_engine(postgres)
    with here.connect() as same, beside.connect() as other:
        for conn in (same, other):  # each has a transaction id of its own, and says nothing any more
            conn.execute(text("CREATE TABLE idle (n int)"))
            conn.execute(text("INSERT INTO idle VALUES (1)"))
        for number in range(3):
            shop = writer.insert("shop", name=f"店 {number}", division_code=TOWN_A)
            assert took(writer.sync) + took(reader.sync) < 5
            assert ("shop", shop) in reader.rows, "nobody waits for the oldest transaction to end"
        same.rollback()
        other.rollback()
    for engine in (here, beside):
        engine.dispose()
    with elsewhere.connect() as conn:
        conn.execute(text("DROP DATABASE beside"))
    elsewhere.dispose()


@pytest.mark.slow
@POSTGRES
def test_a_worker_that_hangs_with_a_feed_in_its_hand_loses_it(local_hq: Any) -> None:
    a, b = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_B)
    a.sync()
    b.sync()
    a.insert("shop", name="店", division_code=TOWN_A)
    hung = local_hq.service.database.engine.connect()
    hung.execute(text("SELECT * FROM feed WHERE code = :code FOR UPDATE"), {"code": TOWN_A})
    for number in range(3):
        b.insert("shop", name=f"店 {number}", division_code=TOWN_B)
        assert took(b.sync) < 3, "another township notices nothing"
    assert took(a.sync) < 25
    assert local_hq.count("shop") == 4
    with pytest.raises(DBAPIError, match="idle"):
        hung.execute(text("SELECT 1"))
    hung.close()


@pytest.fixture
def full_hq(make_hq: Any, request: pytest.FixtureRequest) -> Iterator[tuple[Any, list[bool]]]:
    """HQ behind a socket; while the list holds True its database finds no room for another page."""
    hq, is_full = make_hq(), [False]
    engine = hq.service.database.engine

    def limit(conn: Connection) -> None:
        if is_full[0] and engine.dialect.name == "postgresql":
            raise OperationalError("INSERT", {}, _NoRoom())
        if engine.dialect.name == "sqlite":
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar() if is_full[0] else 1 << 30
            conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "begin", limit)
    with served(hq) as route:
        hq.route = route
        yield hq, is_full


class _NoRoom(Exception):
    """As psycopg tells it: a server's disk cannot be filled here."""

    sqlstate = "53100"


def test_a_push_that_finds_hqs_disk_full_changes_nothing_and_comes_again(full_hq: Any) -> None:
    hq, is_full = full_hq
    laptop = hq.laptop(TOWN_A)
    laptop.sync()
    for number in range(50):
        laptop.insert("shop", name=f"店 {number} " + "长" * 2_000, division_code=TOWN_A)
    is_full[0] = True
    status, headers, answer = hq.route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(laptop.request()))
    assert (status, json.loads(answer)["fault"]) == (503, "busy")
    assert int(headers["retry-after"]) >= 100, "nobody mends a disk within seconds"
    is_full[0] = False
    assert (hq.count("shop"), hq.count("op_result")) == (0, 0)
    laptop.sync()
    assert hq.count("shop") == 50


def test_a_photo_that_finds_the_disk_full_is_asked_for_again(full_hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hq, _ = full_hq
    laptop = hq.laptop(TOWN_A)
    way = Way(hq, laptop)
    name, data = photo(2 * PART_BYTES)
    way.missing(**{name: len(data)})

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(stores.os, "fsync", full)
        status, _, answer = hq.route.send(laptop, "PUT", f"/sync/v1/blobs/{name}/parts/0", data)
        assert (status, json.loads(answer)["fault"]) == (503, "busy")
    assert way.missing(**{name: len(data)})[0].missing == (0, 1)
    way.put(name, 0, data)
    assert way.complete(name).complete


def test_what_is_no_full_disk_is_not_called_so(full_hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hq, _ = full_hq
    laptop = hq.laptop(TOWN_A)

    def broken(*_: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(type(hq.service), "exchange", broken)
        assert hq.route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(laptop.request()))[0] == 500
    laptop.sync()
