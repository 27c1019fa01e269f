"""Out of a damaged replica comes every change that a whole page still holds, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.records import SCHEMA
from inspector_app.storage import cipher, page_rows
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.pages import Pages
from inspector_app.storage.salvage import Salvaged, _is_change, salvage
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.device.outbox import set_meta
from sync.device.tables import DEVICE, outbox

Make = Callable[..., Any]
COLUMNS = [column.name for column in outbox.columns]


@pytest.fixture(params=cipher.CIPHERS, ids=["as now", "as in 0.1"])
def sessions(request: Any, database: Path, key: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sessions]:
    """A replica that was made in one way or the other."""
    database.parent.mkdir()
    with monkeypatch.context() as then:
        then.setattr(cipher, "CIPHERS", (request.param,))
        opened = open_database(database, key)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def filled(sessions: Sessions, make_operator: Make, user: str, database: Path) -> Path:
    """A closed replica with changes on some hundred pages, a few of which need pages of their own."""
    with sessions.begin() as session:
        for number in range(250):
            save(session, make_operator(remark="长" * (3_000 if number % 50 == 0 else 3)), user, number)
        set_meta(session, inc=3, durable=[2, 7], device_id="a", is_new=True)
    sessions.close()
    return database


def harm(database: Path, *numbers: int, at: int = 200, page: int = 0) -> None:
    held = bytearray(database.read_bytes())
    for number in numbers:
        held[(number - 1) * page + at] ^= 1
    database.write_bytes(held)


def leaves(database: Path, key: bytes) -> dict[int, set[str]]:
    """{page: ids of the changes that lie on it}."""
    with Pages(database, key) as pages:
        rows = {
            number: {row["id"] for row in page_rows._orphans(pages, number, COLUMNS, _is_change)}
            for number in range(2, pages.count + 1)
        }
    return {number: ids for number, ids in rows.items() if ids}


def ids(found: Salvaged) -> set[str]:
    return {row["id"] for row in found.changes}


def test_a_whole_replica_is_read_whole_as_sqlite_reads_it(filled: Path, key: bytes) -> None:
    found = salvage(filled, key)
    assert found.is_whole
    again = open_database(filled, key)
    with again() as session:
        told = [dict(row) for row in session.execute(outbox.select().order_by(outbox.c.mono)).mappings()]
    again.close()
    assert found.changes == told
    assert len(found.unsent) == 250
    assert found.counters["mono"] == 250
    versions = {"schema": SCHEMA.version, "hq_schema": SCHEMA.version}
    assert found.meta == {"inc": 3, "durable": [2, 7], "device_id": "a", "is_new": True} | versions


def test_what_is_still_in_the_log_is_read_too(
    sessions: Sessions, make_operator: Make, user: str, database: Path, key: bytes
) -> None:
    with sessions.begin() as session:
        save(session, make_operator(), user, 1)
    assert len(salvage(database, key).unsent) == 1
    with sessions() as session:  # never committed
        save(session, make_operator(), user, 2)
    assert len(salvage(database, key).unsent) == 1


@pytest.mark.parametrize("seed", range(6))
def test_g_8_every_change_on_a_whole_page_is_read_and_no_other(
    filled: Path, sessions: Sessions, key: bytes, seed: int
) -> None:
    whole = {row["id"]: row for row in salvage(filled, key).changes}
    places = leaves(filled, key)
    with Pages(filled, key) as pages:
        count = pages.count
    # Overflow pages of long remarks, and the tree above, may be hit as well.
    hit = set(random.Random(seed).sample(range(1, count + 1), count // 8))
    harm(filled, *hit, page=sessions.cipher.page)
    found = salvage(filled, key)
    long = {each for each, row in whole.items() if len(str(row["changes"])) > 2_500}
    expected = set().union(*(held for number, held in places.items() if number not in hit)) - long
    assert expected <= ids(found) <= set().union(*(held for n, held in places.items() if n not in hit))
    assert all(row == whole[row["id"]] for row in found.changes)
    assert not found.is_whole


def test_without_the_first_page_or_the_key_of_the_proofs_everything_else_is_read(filled: Path, key: bytes) -> None:
    every = ids(salvage(filled, key))
    harm(filled, 1)
    assert ids(salvage(filled, key)) == every
    for at in range(16):  # each another key of the proofs, under which the first page is other nonsense
        harm(filled, 1, at=at)
        assert ids(salvage(filled, key)) == every


@pytest.mark.parametrize("content", [b"", b"no database" * 10_000, bytes(100_000)])
def test_what_is_no_replica_holds_nothing(database: Path, key: bytes, content: bytes) -> None:
    database.parent.mkdir()
    database.write_bytes(content)
    found = salvage(database, key)
    assert (found.changes, found.photos, found.is_whole) == ([], [], False)


def test_another_key_reads_nothing(filled: Path) -> None:
    assert salvage(filled, bytes(32)).changes == []


def test_the_columns_that_stand_in_for_a_lost_schema_are_those_of_the_file(filled: Path, key: bytes) -> None:
    with Pages(filled, key) as pages:
        for name in ("outbox", "blob_local", "sync_meta", "counter"):
            assert list(page_rows._place(pages, name, ())[1]) == [c.name for c in DEVICE.tables[name].columns]
