"""The power fails, and what was not synced is gone: nothing called saved is lost, on a laptop and at HQ (C-64)."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DatabaseError

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.device.tables import outbox
from sync.hq import durable
from sync.hq.database import Database
from sync.hq.tables import device, op_result
from sync.record import new_id
from tests.faults.power import Disk, recorded
from tests.sync.conformance.fleet import Fleet

KEY = bytes(32)
CIPHER = next(str(path) for path in Path(sqlcipher3.__file__).parent.glob("_sqlite3*"))
SAVES, CUTS = 30, 20


def shop(number: int) -> Operator:
    return Operator(
        id=new_id(), name=f"店{number}", operator_kind=OperatorKind.FOOD_STALL, division_code="990101100",
        address="街", registered_at=1, registered_by=new_id(), remark="备注" * 200,
    )  # fmt: skip


def a_day(sessions: Sessions, disk: Disk) -> None:
    """Operators are registered and changed; each is named once it is saved. The log is written back in between."""
    user = new_id()
    for number in range(SAVES):
        record = shop(number)
        for edit in ("", "一"):
            with sessions.begin() as session:
                save(session, record.changed(phone=edit or None), user, number)
            disk.say((record.id, edit))
        if number % 15 == 14:
            with sessions() as session:
                session.execute(text("PRAGMA wal_checkpoint(PASSIVE)"))


def lost_after(cuts: int, disk: Disk, folder: Path, check: Callable[[Path, list[Any]], int]) -> int:
    """How much of what had been called saved is missing, over cuts at random moments."""
    chance, lost = random.Random(64), 0
    for number in range(cuts):
        place = folder / f"cut-{number}"
        said = disk.after_cut(chance.randrange(len(disk.events) // 10, len(disk.events) + 1), place, chance)
        lost += check(place, said)
        shutil.rmtree(place)
    return lost


def missing_on_laptop(folder: Path, said: list[Any]) -> int:
    """How many saved edits are not there; a row without its change, or a database that is no longer whole, is one."""
    try:
        with closing(open_database(folder / "replica.db", KEY)) as sessions, sessions() as session:
            whole = session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            rows = set(session.execute(text("SELECT id FROM operator")).scalars())
            changes = set(session.scalars(select(outbox.c.row_id)))
            lost = [each for each in said if not is_there(find(session, Operator, each[0]), each[1])]
            return len(lost) + (not whole) + (rows != changes)
    except (AppError, DatabaseError):
        return 1


def is_there(found: Operator | None, phone: str) -> bool:
    return found is not None and (found.phone or "") >= phone


@pytest.mark.parametrize("is_careful", [True, False], ids=["as it is", "without syncs, to show that it would be seen"])
def test_g_6_a_power_cut_takes_nothing_that_a_laptop_called_saved(tmp_path: Path, is_careful: bool) -> None:
    folder = tmp_path / "laptop"
    folder.mkdir()
    with closing(open_database(folder / "replica.db", KEY)) as sessions:
        upgrade(sessions)
    with recorded(CIPHER, folder) as disk, closing(open_database(folder / "replica.db", KEY)) as sessions:
        if not is_careful:
            sessions.engine.dispose()
            event.listen(sessions.engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA synchronous = OFF"))
        a_day(sessions, disk)
        happened = len(disk.events)
    del disk.events[happened:]  # what closing wrote back
    lost = lost_after(CUTS if is_careful else 3, disk, tmp_path, missing_on_laptop)
    assert (lost == 0) == is_careful


def missing_at_hq(folder: Path, said: list[Any]) -> int:
    """How many acknowledged changes are not there; a copy that does not add up is one."""
    with closing(Database(f"sqlite:///{folder / 'hq.db'}")) as database:
        try:
            durable.check(database, list(TABLES.values()))
        except durable.Damaged:
            return 1
        results = database.read(lambda conn: set(conn.execute(select(op_result.c.dev, op_result.c.n)).all()))
        return sum((name, n) not in results for name, last in said for n in range(1, last + 1))


@pytest.mark.parametrize("is_careful", [True, False], ids=["as it is", "without syncs, to show that it would be seen"])
def test_a_power_cut_takes_nothing_that_hq_acknowledged(tmp_path: Path, is_careful: bool) -> None:
    folder = tmp_path / "hq"
    folder.mkdir()
    fleet = Fleet(Database(f"sqlite:///{folder / 'hq.db'}"), tmp_path)
    laptops = [fleet.laptop() for _ in range(2)]
    fleet.database.close()
    library = find_library("sqlite3")
    assert library is not None
    with recorded(library, folder) as disk:
        for number in range(SAVES // 3):
            for laptop in laptops:
                laptop.shop()
                fleet.database.note(lambda conn, n=number: conn.execute(update(device).values(counter=n)))  # not synced
                laptop.sync()
                disk.say((laptop.device, number + 1))
        happened = len(disk.events)
        fleet.database.close()
    del disk.events[happened:]
    if not is_careful:
        disk.events = [each for each in disk.events if not each.is_sync]
    lost = lost_after(CUTS // 2 if is_careful else 3, disk, tmp_path, missing_at_hq)
    assert (lost == 0) == is_careful
    for laptop in laptops:
        laptop.sessions.close()
