"""kill -9 at random moments while typing and signing: what was called saved is there afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector_app.records.evidence import Signature
from inspector_app.records.inspections import Inspection
from inspector_app.services import provisioning
from inspector_app.services.laptop import Laptop
from inspector_app.storage.writes import find
from tests.e2e.visit import completed_visit, registered_shop
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving

CHILD = Path(__file__).with_name("kill_child.py")
ROOT = Path(__file__).parents[2]
LONGEST_S = 1.5


def saved_before_kill(work: str, folder: Path, chance: random.Random) -> list[list[str]]:
    """Let a process work for a random while, kill it, and give the lines that it had called saved."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, str(CHILD), work, str(folder)], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0, LONGEST_S))
    child.kill()
    said = child.stdout.read()
    child.wait()
    child.stdout.close()
    return [line.split(" ") for line in said.splitlines(keepends=True) if line.endswith("\n") for line in [line[:-1]]]


def reopened(folder: Path) -> FieldLaptop:
    laptop = Laptop.load(folder)
    assert laptop is not None
    return FieldLaptop(folder, provisioning.sign_in(folder, laptop, "wang", PASSWORD, clock))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A laptop with one registered shop, nobody signed in."""
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
    registered_shop(laptop)
    laptop.close()
    office.close()
    return tmp_path / "laptop"


@pytest.mark.slow
def test_b_9_killed_while_typing(folder: Path) -> None:
    chance, found = random.Random(1), 0
    for _ in range(30):
        lines = saved_before_kill("typing", folder, chance)
        laptop = reopened(folder)
        with laptop.signed_in.sessions() as session:
            last = {(draft, item): note for draft, item, note in lines}
            for (draft, item), note in last.items():
                inspection = find(session, Inspection, draft)
                assert inspection is not None
                kept = inspection.answers[item].note
                assert kept == note or (draft, item) == (lines[-1][0], next_item(inspection, lines))
                found += 1
        laptop.close()
    print(f"typing: 30 kills, {found} saved remarks found")


def next_item(inspection: Inspection, lines: list[list[str]]) -> str:
    """The item whose newer remark may have been committed just before it could be called saved."""
    order = list(dict.fromkeys([*(line[1] for line in lines), *inspection.answers]))
    return order[(order.index(lines[-1][1]) + 1) % len(order)]


@pytest.mark.slow
def test_g_6_killed_while_signing(folder: Path) -> None:
    laptop = reopened(folder)
    visit = completed_visit(laptop)
    laptop.close()
    chance, found = random.Random(2), 0
    for _ in range(30):
        lines = saved_before_kill("signing", folder, chance)
        laptop = reopened(folder)
        with laptop.signed_in.sessions() as session:
            for (signature_id,) in lines:
                signature = find(session, Signature, signature_id)
                assert signature is not None
                assert signature.inspection_id == visit
                assert signature.strokes
                found += 1
        laptop.close()
    print(f"signing: 30 kills, {found} saved signatures found")
