"""HQ comes back as it was yesterday, and two hundred laptops with it, over real sockets (C-39)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from inspector_app.records.operators import Operator
from inspector_app.storage.engine import open_database
from inspector_app.storage.upgrade import upgrade
from sync.device.engine import run_once
from sync.device.transport import Address, HttpHQ
from sync.hq.app import create_app
from sync.hq.database import Database
from tests.benchmarks.wire import Wire
from tests.sync.conformance.fleet import KEY, Fleet, Laptop
from tests.sync.conformance.test_durable import prove
from tests.sync.device.conftest import served

DAILY = 3
"""Registrations of a laptop in a normal day."""
TOGETHER = 14
"""Laptops of a township."""


class Prepared(Laptop):
    """A laptop whose empty replica was made before."""

    def __post_init__(self) -> None:
        folder = self.folder = self.fleet.folder / self.device
        folder.mkdir()
        shutil.copy(self.fleet.folder / "empty.db", folder / "replica.db")
        self.sessions = open_database(folder / "replica.db", KEY)
        self.start()


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    with closing(open_database(tmp_path / "empty.db", KEY)) as sessions:
        upgrade(sessions)
    made = Fleet(database, tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.sessions.close()


Sync = Callable[[list[Laptop]], int]
"""Lets laptops sync at once; the bytes that passed."""


@contextmanager
def syncing(fleet: Fleet) -> Iterator[Sync]:
    """HQ's server as it is now."""
    with served(create_app(fleet.service, lambda: fleet.now)) as url, Wire(int(url.rpartition(":")[2])) as line:

        def one(laptop: Laptop) -> None:
            address = Address(f"http://127.0.0.1:{line.port}")
            with closing(HttpHQ(address, laptop.device, laptop.key, laptop.replica)) as hq:
                summary = run_once(laptop.replica, hq)
                assert summary.is_level, summary.problem

        def sync(laptops: list[Laptop]) -> int:
            before = line.counts.up + line.counts.down
            with ThreadPoolExecutor(12) as crowd:
                list(crowd.map(one, laptops))
            return line.counts.up + line.counts.down - before

        yield sync


def come_back(fleet: Fleet, count: int) -> None:
    """A day, a backup, half a day that it lacks, the restore, and everybody's return."""
    towns = [f"990101{300 + number}" for number in range(-(-count // TOGETHER))]
    fleet.service.open_divisions(towns, fleet.now)
    laptops = [fleet.add(Prepared(fleet, (towns[number // TOGETHER],))) for number in range(count)]
    busy, quiet = laptops[: count // 2], laptops[count // 2 :]
    made: dict[str, Operator] = {}

    def work(laptop: Laptop, shops: int) -> None:
        for number in range(shops):
            shop = laptop.shop(laptop.towns[0], name=f"店{len(made)}", remark=f"{number} " + "说明" * 20)
            made[shop.id] = shop

    with syncing(fleet) as sync:
        for laptop in laptops:
            work(laptop, DAILY)
        normal = sync(quiet) + sync(quiet)
        sync(busy)
        backup = fleet.back_up()
        prove(fleet, backup)
        sync(laptops)
        for laptop in busy:
            work(laptop, 1)
        sync(busy[::2])
        sync(busy[1::3])
        acknowledged = {row.id for row in fleet.query("SELECT id FROM operator")}
        assert len(acknowledged) > len(laptops) * DAILY + count // 4
    fleet.restore(backup)
    assert {row.id for row in fleet.query("SELECT id FROM operator")} < acknowledged
    with syncing(fleet) as sync:
        for laptop in busy[::5]:
            work(laptop, 1)
        back = sync(quiet)
        sync(busy)
        sync(laptops)
        sync(laptops)
    print(f"return: {count} laptops; those of whose townships nothing was lost moved {back / normal:.2f} of a day")
    assert back < 2 * normal
    assert fleet.epochs() == [1, 2]
    assert {row.id for row in fleet.query("SELECT id FROM operator")} == made.keys()
    assert not fleet.query("SELECT * FROM conflict")
    for laptop in laptops[:: TOGETHER - 1]:
        assert laptop.rows() == fleet.rows(laptop)
    for laptop in laptops:
        assert not laptop.query("SELECT 1 FROM outbox WHERE state <> 'acked'")


def test_fourteen_laptops_return_to_an_hq_of_yesterday_over_sockets(fleet: Fleet) -> None:
    come_back(fleet, TOGETHER)


@pytest.mark.slow
def test_two_hundred_laptops_return_to_an_hq_of_yesterday(fleet: Fleet) -> None:
    come_back(fleet, 200)
