"""Real laptops and HQ through an upgrade of the one and of the other: the program of the next version is a process."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator, RiskGrade
from inspector_app.storage import sync_state
from sync.hq.app import create_app, server
from sync.hq.database import Database
from sync.hq.upgrade import prepare
from sync.record import defaults, new_id
from tests.sync.conformance import later_records
from tests.sync.conformance.fleet import NOW, Fleet, Laptop
from tests.sync.conformance.later_program import Seen, Task
from tests.sync.conformance.migrating import migrate


@contextlib.contextmanager
def served(fleet: Fleet) -> Iterator[str]:
    """HQ's address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = server(create_app(fleet.service, lambda: fleet.now), "127.0.0.1", 0, None, None)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        while not running.started:
            time.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join()


def make_later_tables(database: Database) -> None:
    prepare(database, "REAL", NOW, later_records.METADATA.create_all)


def later_fleet(database: Database, folder: Path) -> Fleet:
    """HQ of the next version."""
    later = {"schema": later_records.LATER, "tables": later_records.TABLES, "make_tables": make_later_tables}
    return Fleet(database, folder, **later)  # type: ignore[arg-type]


def upgrade_hq(fleet: Fleet) -> None:
    """The next version of HQ on the same database."""
    fleet.database.write(lambda conn: migrate(conn, SCHEMA, later_records.LATER))
    fleet.schema, fleet.tables = later_records.LATER, later_records.TABLES
    fleet.start()


@dataclass
class Later:
    """The program of the next version on a laptop's disk. The present one must not have it open."""

    laptop: Laptop
    fleet: Fleet

    def run(self, *edits: tuple[str, str, dict[str, Any]], online: bool = True) -> Seen:
        held = self.laptop
        self.fleet.now += 60_000_000
        with served(self.fleet) if online else contextlib.nullcontext() as address:
            replica = str(self.fleet.folder / held.device / "replica.db")
            key = held.key.private_bytes_raw().hex()
            task = Task(replica, held.device, key, held.user, self.fleet.now, address, list(edits))
            ended = subprocess.run(
                [sys.executable, "-m", "tests.sync.conformance.later_program"],
                input=json.dumps(asdict(task)), capture_output=True, text=True, check=False,
                cwd=Path(__file__).parents[3],
            )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        return Seen(**json.loads(ended.stdout))


def upgraded(laptop: Laptop) -> Later:
    laptop.sessions.close()
    return Later(laptop, laptop.fleet)


def _stored(fleet: Fleet) -> dict[str, dict[str, Any]]:
    """Operators and market stalls as HQ holds them."""
    rows = fleet.query("SELECT * FROM operator")
    rows += fleet.query("SELECT * FROM market_stall") if "market_stall" in fleet.tables else []
    return {row.id: dict(row._mapping) for row in rows}


def _is_level(seen: Seen, fleet: Fleet) -> bool:
    """Whether the laptop shows what HQ holds, column by column."""

    def plain(rows: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        lists = [name for name, value in defaults(Operator).items() if isinstance(value, list)]
        return {
            row_id: {name: json.loads(v) if name in lists and isinstance(v, str) else v for name, v in row.items()}
            for row_id, row in rows.items()
        }

    return plain(seen.rows) == plain(_stored(fleet))


def test_h_13_a_laptop_works_with_a_later_hq_and_is_upgraded_in_the_middle_of_its_work(
    database: Database, tmp_path: Path
) -> None:
    fleet = later_fleet(database, tmp_path)
    laptop, other = fleet.laptop(), upgraded(fleet.laptop())
    shop, graded = laptop.shop(remark="门口堆放杂物"), laptop.shop()
    laptop.sync()
    vending, stall = new_id(), new_id()
    other.run()
    told = other.run(
        ("operator", shop.id, {"shop_floor": 3}),
        ("operator", graded.id, {"risk_grade": "E"}),
        ("operator", vending, shop.model_dump(mode="json", exclude={"id", "remark"}) | {"operator_kind": "VENDING"}),
        ("market_stall", stall, {"operator_id": shop.id, "number": "A-7"}),
    )
    assert (told.problem, told.waiting, told.refused, told.rows[shop.id]["notes"]) == (None, 0, 0, "门口堆放杂物")

    laptop.sync()
    assert laptop.get(shop.id) == shop
    assert laptop.get(graded.id) == graded.changed(risk_grade=RiskGrade.D)
    assert laptop.get(vending) is None
    with laptop.sessions() as session:
        assert sync_state.state(session).held == 2

    laptop.edit(shop.id, remark="已清理", address="杨柳村13号")
    laptop.exchange(laptop.replica.next_request())  # HQ has it; the answer is lost
    laptop.edit(shop.id, remark="已清理干净")
    laptop.edit(graded.id, phone="13900000000")
    new = laptop.shop(remark="新")
    later = upgraded(laptop)
    offline = later.run(online=False)
    assert (offline.waiting, offline.held) == (4, 0)
    assert (offline.rows[shop.id]["notes"], offline.rows[shop.id]["address"]) == ("已清理干净", "杨柳村13号")
    assert (offline.rows[stall]["number"], offline.rows[vending]["operator_kind"]) == ("A-7", "VENDING")
    assert (offline.rows[new.id]["notes"], offline.rows[graded.id]["risk_grade"]) == ("新", "D")

    seen = later.run()
    assert (seen.problem, seen.waiting, seen.held, seen.parked, seen.refused) == (None, 0, 0, 0, 0)
    row = seen.rows[shop.id]
    assert (row["notes"], row["address"], row["shop_floor"]) == ("已清理干净", "杨柳村13号", 3)
    assert (seen.rows[graded.id]["risk_grade"], seen.rows[graded.id]["phone"]) == ("E", "13900000000")
    assert _is_level(seen, fleet)
    assert fleet.query("SELECT count(*) FROM conflict")[0][0] == 0


def test_h_13_a_laptop_is_ahead_of_hq_until_hq_is_upgraded(database: Database, tmp_path: Path) -> None:
    fleet = Fleet(database, tmp_path)
    laptop, other = fleet.laptop(), upgraded(fleet.laptop())
    shop, second = laptop.shop(remark="门口堆放杂物"), laptop.shop(name="新店")
    laptop.sync()
    stall = new_id()
    seen = other.run()
    assert (seen.problem, seen.rows[shop.id]["notes"]) == (None, "门口堆放杂物")
    seen = other.run(
        ("operator", shop.id, {"notes": "已清理", "phone": "13900000000"}),
        ("operator", second.id, {"name": "老店"}),
        ("market_stall", stall, {"operator_id": shop.id, "number": "A-7"}),
    )
    assert (seen.problem, seen.waiting, seen.parked, seen.ahead, seen.refused) == (None, 0, 0, 2, 0)
    assert (seen.rows[shop.id]["notes"], seen.rows[stall]["number"]) == ("已清理", "A-7")  # shown all the while
    laptop.sync()
    assert laptop.get(second.id) == second.changed(name="老店")
    assert laptop.get(shop.id) == shop

    upgrade_hq(fleet)
    laptop.sync()
    assert laptop.get(shop.id) == shop.changed(remark="已清理", phone="13900000000")
    seen = other.run()
    assert (seen.problem, seen.ahead, seen.waiting) == (None, 0, 0)
    assert _is_level(seen, fleet)
    laptop.edit(shop.id, remark="无")
    laptop.sync()
    assert other.run().rows[shop.id]["notes"] == "无"


@pytest.mark.parametrize("place", ["laptop", "hq"])
def test_what_a_migration_filled_in_reaches_the_laptops(database: Database, tmp_path: Path, place: str) -> None:
    """Rows that never change again come once more, after an upgrade of the one and of the other (migration sync)."""
    fleet = Fleet(database, tmp_path)
    laptop = fleet.laptop()
    shop, other = laptop.shop(), laptop.shop()
    laptop.sync()
    later = upgraded(laptop)
    if place == "hq":
        later.run()
    upgrade_hq(fleet)
    fleet.database.write(
        lambda conn: conn.exec_driver_sql(f"UPDATE operator SET shop_floor = 9 WHERE id = '{shop.id}'")
    )
    seen = later.run()
    assert {row_id: row["shop_floor"] for row_id, row in seen.rows.items()} == {shop.id: 9, other.id: 0}
    assert _is_level(seen, fleet)
