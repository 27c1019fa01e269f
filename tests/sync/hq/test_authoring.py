"""HQ writes by the same way as its devices, and all of a chunk or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from sqlalchemy import MetaData, text

from sync.hq.authoring import NotWritten
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.service import HQService
from sync.hq.upgrade import prepare
from sync.protocol import Outcome, Refusal
from sync.record import Id, InDeviceFeed, InDivision, Record, Rule, Schema, Text, WithParent, new_id
from sync.tables import derive

NOW = 1_780_000_000_000_000


class Place(Record):
    kind = "place"
    home = (InDivision("code"),)

    code: Annotated[Text, Rule(index=True)]
    name: Text


class Room(Record):
    kind = "room"
    home = (WithParent("place", "place_id"),)

    place_id: Id


class Ticket(Record):
    kind = "ticket"
    home = (InDeviceFeed("device_id"),)

    device_id: Id


SCHEMA = Schema.of(1, [Place, Room, Ticket])


@pytest.fixture
def service(tmp_path: Path) -> HQService:
    records = MetaData()
    tables = derive(SCHEMA, records)
    database = Database(f"sqlite:///{tmp_path / 'hq.db'}")
    prepare(database, "DEMO", NOW, records.create_all)
    service = HQService(database, SCHEMA, tables, lambda _conn, _device: set(), LocalBlobs(tmp_path / "blobs"))
    service.open_divisions(["CN", "33", "3301", "330199"], NOW)
    return service


def count(service: HQService, table: str) -> int:
    with service.database.engine.connect() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_only_what_differs_becomes_a_change(service: HQService) -> None:
    place = Place(id=new_id(), code="33", name="甲")
    for record in (place, place, place.changed(name="乙"), place.changed(name="乙")):
        with service.author("admin", NOW) as author:
            author.save(record)
    with service.author("admin", NOW) as author:
        author.save(place.changed(name="丙"))
        author.save(place.changed(name="丁"))
    assert count(service, "op_result") == 4
    with service.database.engine.connect() as conn:
        assert conn.execute(text("SELECT name, ver FROM place")).all() == [("丁", 4)]
    service.database.close()


def test_a_chunk_is_written_whole_or_not_at_all(service: HQService) -> None:
    good, lost = Place(id=new_id(), code="CN", name="甲"), Room(id=new_id(), place_id=new_id())
    author = service.author("admin", NOW)
    author.save(good)
    author.save(lost)
    with pytest.raises(NotWritten) as waits:
        author.flush()
    assert waits.value.result.r is Outcome.PARKED
    author.save(good)
    author.save(Place(id=new_id(), code="44", name="乙"))
    with pytest.raises(NotWritten) as homeless:
        author.flush()
    assert homeless.value.result.code is Refusal.NO_HOME
    assert [count(service, table) for table in ("place", "room", "op_result", "parked_op", "quarantine")] == [0] * 5
    service.database.close()


def test_an_exception_in_the_block_writes_nothing(service: HQService) -> None:
    def fail() -> None:
        with service.author("admin", NOW) as author:
            author.save(Place(id=new_id(), code="CN", name="甲"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    assert count(service, "place") == 0
    service.database.close()


def test_parents_and_children_may_be_saved_together(service: HQService) -> None:
    place = Place(id=new_id(), code="33", name="甲")
    with service.author("admin", NOW) as author:
        author.save(Room(id=new_id(), place_id=place.id))
        author.save(place)
        author.save(Ticket(id=new_id(), device_id=new_id()))
    assert [count(service, table) for table in ("place", "room", "ticket")] == [1, 1, 1]
    with service.database.engine.connect() as conn:
        rows = conn.execute(text("SELECT kind, head, n_rows FROM feed WHERE head > 0 ORDER BY kind")).all()
    assert rows == [("device", 1, 1), ("province", 2, 2)]
    service.database.close()


def test_a_division_without_a_feed_of_its_own_is_passed_over(service: HQService) -> None:
    assert count(service, "feed") == 3
    service.open_divisions(["330199", "330199101", "330199101203"], NOW)
    assert count(service, "feed") == 4
    service.database.close()


def test_a_kind_may_not_be_named_like_a_table_of_hqs_own(tmp_path: Path) -> None:
    class Feed(Record):
        kind = "feed"
        home = (InDivision("code"),)

        code: Text

    schema = Schema.of(1, [Feed])
    database = Database(f"sqlite:///{tmp_path / 'hq.db'}")
    with pytest.raises(ValueError, match="feed"):
        HQService(database, schema, derive(schema, MetaData()), lambda _conn, _device: set(), LocalBlobs(tmp_path))
    database.close()
