"""kill -9 of HQ and of a laptop while they exchange: what HQ acknowledged is there, nothing is applied twice.

Afterwards the queue drains with no one's help (R17).
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.storage.tables import TABLES
from sync.device.tables import outbox
from tests.e2e import kill_sync_child as child
from tests.e2e.visit import registered_shop
from tests.running_hq import enrolled, file_for, make_office, serving, signed_in

KILLS = int(os.environ.get("SYNC_KILLS", "200"))
"""Of HQ, and as many of the laptop."""
LONGEST_S = 0.3
PATIENCE_S = 60
ROOT = Path(__file__).parents[2]
IS_FORKED = "forkserver" in multiprocessing.get_all_start_methods()
PROCESSES: Any = multiprocessing.get_context("forkserver" if IS_FORKED else "spawn")
if IS_FORKED:  # a life begins in milliseconds
    PROCESSES.set_forkserver_preload(["inspector_app.hq.web", "inspector_app.services.exchanging", "alembic.command"])


@dataclass
class Pair:
    """An HQ on SQLite and a laptop, each running in a process until it is killed."""

    root: Path
    port: int
    laptop_lives: int = 0
    answers_lost: int = 0
    """Kills after which HQ knew changes whose answer the laptop had not noted yet."""
    running: dict[str, Any] = field(default_factory=dict)

    def start(self, who: str) -> None:
        if who == "hq":
            work = (child.hq, self.root / "hq", self.port)
        else:
            self.laptop_lives += 1
            work = (child.laptop, self.root / "laptop", self._said(self.laptop_lives))
        self.running[who] = PROCESSES.Process(target=child.live, args=(dict(os.environ), *work), daemon=True)
        self.running[who].start()

    def kill(self, who: str) -> None:
        process = self.running.pop(who)
        assert process.is_alive(), f"{who} ended by itself"
        process.kill()
        process.join()
        process.close()

    def said(self, word: str, *, now_living: bool = False) -> list[str]:
        """What the laptop said after this word, in all its lives. A line that the kill cut short was not said."""
        first = self.laptop_lives if now_living else 1
        paths = [self._said(life) for life in range(first, self.laptop_lives + 1)]
        texts = [path.read_text("utf-8") for path in paths if path.exists()]
        lines = [line.split() for text in texts for line in text.splitlines(keepends=True) if line.endswith("\n")]
        return [line[-1] for line in lines if line[0] == word]

    def _said(self, life: int) -> Path:
        return self.root / f"said-{life}"

    def wait_for(self, word: str) -> None:
        """Until the laptop says it once more."""
        before, deadline = len(self.said(word, now_living=True)), time.monotonic() + PATIENCE_S
        while len(self.said(word, now_living=True)) == before:
            assert time.monotonic() < deadline, f"never {word}"
            assert all(process.is_alive() for process in self.running.values()), "ended by itself"
            time.sleep(0.01)

    def at_hq(self, query: str) -> list[Any]:
        """Rows of HQ's file, read beside it."""
        with closing(sqlite3.connect(self.root / "hq" / "hq.sqlite", timeout=30)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """An HQ and an enrolled laptop with one shop, both running."""
    monkeypatch.syspath_prepend(ROOT)  # the processes take this path, and have to find what they run
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
    registered_shop(laptop)
    laptop.close()
    office.close()
    pair = Pair(tmp_path, port)
    pair.start("hq")
    pair.start("laptop")
    yield pair
    for process in pair.running.values():
        process.kill()
        process.join()


def play(pair: Pair, victims: list[str], chance: random.Random) -> None:
    """Kill each of these in the midst of exchanges, and start it again."""
    for who in victims:
        pair.wait_for("exchanged")
        time.sleep(chance.uniform(0, LONGEST_S))
        pair.kill(who)
        check_acknowledged(pair)
        pair.start(who)


def check_acknowledged(pair: Pair) -> None:
    """Whatever the laptop took for acknowledged stands in HQ's file."""
    acked = set(pair.said("acked"))
    at_hq = {op for (op,) in pair.at_hq("SELECT op_id FROM op_result WHERE dev <> 'HQ'")}
    assert acked <= at_hq, "HQ lost what it had acknowledged"
    pair.answers_lost += acked != at_hq


def check_in_the_end(pair: Pair) -> str:
    """Let the queue drain; both sides then hold the same, once. Says how much there was."""
    (pair.root / "laptop" / child.QUIET).touch()
    pair.wait_for("exchanged")  # in this life, with HQ's present one
    pair.wait_for("drained")
    pair.kill("laptop")
    check_acknowledged(pair)
    laptop = signed_in(pair.root / "laptop", "wang")
    lines, shops = TABLES["ledger_entry"], TABLES["operator"]
    with laptop.signed_in.sessions() as session:
        here = set(session.scalars(select(lines.c.id)))
        remark = session.scalars(select(shops.c.remark)).one()
        ops = set(session.scalars(select(outbox.c.id)))
    laptop.close()
    assert set(pair.said("saved")) <= here == {row for (row,) in pair.at_hq("SELECT id FROM ledger_entry")}
    assert [(remark,)] == pair.at_hq("SELECT remark FROM operator")
    assert remark in pair.said("remark")[-1:] or remark not in pair.said("remark")  # the last, or one just after it
    known = [op for (op,) in pair.at_hq("SELECT op_id FROM op_result WHERE dev <> 'HQ'")]
    assert len(known) == len(set(known)), "taken twice"
    assert set(known) == ops
    applied = [op for (op,) in pair.at_hq("SELECT op_id FROM row_history WHERE dev <> 'HQ'")]
    assert len(applied) == len(set(applied)), "applied twice"
    assert set(applied) == ops, "not applied"
    assert pair.at_hq("SELECT DISTINCT inc FROM op_result WHERE dev <> 'HQ'") == [(1,)]
    assert pair.at_hq("SELECT count(*) FROM conflict") == pair.at_hq("SELECT count(*) FROM quarantine") == [(0,)]
    assert not pair.said("refused")
    exchanges = len(pair.said("exchanged"))
    return f"{exchanges} exchanges answered, {pair.answers_lost} kills before an answer was noted, {len(ops)} changes"


def run(pair: Pair, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    victims = ["hq", "laptop"] * kills
    chance.shuffle(victims)
    began = time.monotonic()
    play(pair, victims, chance)
    done = check_in_the_end(pair)
    print(f"{victims.count('hq')} kills of HQ, {victims.count('laptop')} of the laptop, {done},")
    print(f"none lost, none twice, queue empty; {time.monotonic() - began:.0f} s")


def test_killed_a_few_times_while_exchanging(pair: Pair) -> None:
    run(pair, 2, 1)


@pytest.mark.slow
def test_killed_hundreds_of_times_while_exchanging(pair: Pair) -> None:
    run(pair, KILLS, 2)
