"""kill -9 of a laptop during exchanges: every saved record reaches HQ, once, with no one's help."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from inspector_app.records.operators import Operator
from inspector_app.storage.tables import TABLES
from sync.hq.tables import row_history

Make = Callable[..., Any]


def run(laptop: Any, hq: Any, times: int, seed: int) -> None:
    chance = random.Random(seed)
    saved: set[str] = set()
    script = Path(__file__).parent / "working.py"
    path = laptop.sessions.engine.url.database
    secret = laptop.key.private_bytes_raw().hex()
    laptop.sessions.close()
    for _ in range(times):
        command = [sys.executable, str(script), path, hq.url, laptop.device, laptop.user, secret]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said = [process.stdout.readline()]
            time.sleep(chance.uniform(0, 0.6))
            process.kill()
            said += process.stdout.read().splitlines(keepends=True)
        saved |= {line.strip() for line in said if line.endswith("\n")}
    laptop.sync()
    table = TABLES["operator"]
    held = set(hq.database.read(lambda conn: conn.execute(select(table.c.id)).scalars().all()))
    assert saved
    assert saved <= held
    changes = hq.database.read(lambda conn: conn.execute(select(func.count()).select_from(row_history)).scalar())
    assert changes == len(held)
    for row_id in held:
        assert laptop.get(Operator, row_id) == hq.row(Operator, row_id)


def test_a_killed_laptop_loses_nothing_and_sends_nothing_twice(make_laptop: Make, hq: Any) -> None:
    run(make_laptop(), hq, times=2, seed=1)


@pytest.mark.slow
def test_a_laptop_killed_thirty_times_loses_nothing(make_laptop: Make, hq: Any) -> None:
    run(make_laptop(), hq, times=30, seed=2)
