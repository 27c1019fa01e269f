"""A full disk: a clear error, nothing called saved that is not, and work goes on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage import keys
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from sync.device.tables import outbox
from sync.record import new_id

USER = new_id()
CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def shop(remark: str = "") -> Operator:
    return Operator(
        id=new_id(),
        name="店",
        operator_kind=OperatorKind.FOOD_STALL,
        division_code="990101100",
        address="街",
        remark=remark,
        registered_at=1,
        registered_by=USER,
    )


def fill(sessions: Sessions) -> list[Operator]:
    """Save until the disk is full; what was saved."""
    saved: list[Operator] = []
    with pytest.raises(AppError) as raised:  # noqa: PT012 - every save may be the one that fails
        while True:
            each = shop("長" * 20_000)
            with sessions.begin() as session:
                save(session, each, USER, 1)
            saved.append(each)
    assert raised.value.code == "disk_full"
    return saved


def count(sessions: Sessions, table: Any) -> int:
    with sessions() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_saving_on_a_full_disk_is_refused_whole(small_disk: Path) -> None:
    sessions = open_database(small_disk / "replica.db", bytes(32))
    upgrade(sessions)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    saved = fill(sessions)
    assert saved
    assert count(sessions, TABLES["operator"]) == count(sessions, outbox) == len(saved)
    ballast.unlink()
    later = shop()
    with sessions.begin() as session:
        save(session, later, USER, 2)
    sessions.close()
    again = open_database(small_disk / "replica.db", bytes(32))
    with again() as session:
        for each in [*saved, later]:
            assert find(session, Operator, each.id) == each
    again.close()


def test_a_slot_file_survives_a_full_disk(small_disk: Path) -> None:
    key, path = keys.new_key(), small_disk / "slots"
    keys.add_slot(path, "wang", "one", key, CHEAP)
    (small_disk / "ballast").write_bytes(bytes((3 << 20) - 150_000))
    with pytest.raises(AppError, match="disk_full"):
        keys.add_slot(path, "x" * 200_000, "two", key, CHEAP)
    assert keys.open_slot(path, "wang", "one") == key
    assert sorted(each.name for each in small_disk.iterdir()) == ["ballast", "slots"]
