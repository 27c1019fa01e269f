"""kill -9 at any moment: what was called saved is found, row, change and index together, and nothing half."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from inspector_app.records.operators import Operator
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from sync.device.tables import outbox

Start = Callable[..., Any]
REMARKS = ("", "一", "二")


def killed_while_saving(start: Start, database: Path, chance: random.Random) -> dict[str, int]:
    """{operator: the last edit that was called saved} of one run that was killed at a random moment."""
    process = start("saving.py", database)
    said = [process.stdout.readline()]
    time.sleep(chance.uniform(0, 0.4))
    process.kill()
    said += process.stdout.read().splitlines(keepends=True)
    process.wait()
    return {line.split()[0]: int(line.split()[1]) for line in said if line.endswith("\n")}


def check(sessions: Sessions, saved: dict[str, int]) -> None:
    table = TABLES["operator"]
    with sessions() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        rows = set(session.scalars(select(table.c.id)))
        changes = {row.row_id: row.changes for row in session.execute(select(outbox))}
        assert rows == changes.keys()
        assert saved.keys() <= rows
        for row_id, edits in saved.items():
            shop = find(session, Operator, row_id)
            assert shop is not None
            assert REMARKS.index(shop.remark) >= edits
            assert changes[row_id].get("remark", ["", ""])[1] == shop.remark
            assert shop in page(session, OperatorFilter(text=shop.name), None, 1_000)


def run(start: Start, database: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    saved: dict[str, int] = {}
    for _ in range(times):
        saved |= killed_while_saving(start, database, chance)
        sessions = open_database(database, bytes(32))
        upgrade(sessions)
        check(sessions, saved)
        sessions.close()
    assert saved


def test_g_6_all_that_was_called_saved_is_found_after_a_kill(start: Start, tmp_path: Path) -> None:
    run(start, tmp_path / "replica.db", times=3, seed=1)


@pytest.mark.slow
def test_g_6_all_that_was_called_saved_is_found_after_a_hundred_kills(start: Start, tmp_path: Path) -> None:
    run(start, tmp_path / "replica.db", times=100, seed=2)
