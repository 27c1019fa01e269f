"""A month of work in a process without any network: not even the loopback interface is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from inspector_app.storage.references import dangling
from inspector_app.storage.tables import TABLES
from sync.device import log
from tests.e2e.test_shared_laptop import first_sign_in
from tests.running_hq import enrolled, file_for, make_office, serving, signed_in

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("month_child.py")
NO_NETWORK = ("unshare", "--map-root-user", "--net")
NOBODY_ANSWERS = "import socket, sys; sys.exit(socket.socket().connect_ex(('127.0.0.1', int(sys.argv[1]))))"


def without_network(*words: object) -> subprocess.CompletedProcess[str]:
    command = [*NO_NETWORK, sys.executable, *map(str, words)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, timeout=1_200, check=False, env=environment)


def can_do_without() -> bool:
    return shutil.which("unshare") is not None and without_network("-c", "").returncode == 0


def work(tmp_path: Path, days: int) -> None:
    """The work of so many days without a network, and what HQ has of it after the first sync."""
    folder = tmp_path / "laptop"
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(folder, file_for(office, port, "wang", "li"), "wang")
        laptop.close()
        first_sign_in(folder, laptop.signed_in.laptop, "li")
        assert without_network("-c", NOBODY_ANSWERS, port).returncode != 0, "HQ is out of reach, though it runs"
        done = without_network(CHILD, folder, days)
    assert done.returncode == 0, done.stderr
    with serving(office, office.plan.port):
        laptop = signed_in(folder, "wang")
        outcome = laptop.sync()
        assert (outcome.problem, outcome.summary.refused) == (None, 0)
        with laptop.signed_in.sessions() as session:
            assert log.waiting(session) == 0
            assert dangling(session) == [], "level with HQ every reference leads somewhere"
        laptop.close()
    at_hq = TABLES["inspection"]
    signed = select(func.count()).select_from(at_hq).where(at_hq.c.signed_at.is_not(None))
    assert office.database.read(lambda conn: conn.execute(signed).scalar_one()) == days
    office.close()


needs_namespaces = pytest.mark.skipif(not can_do_without(), reason="this system makes no network namespaces for us")


@needs_namespaces
def test_g_1_two_days_without_a_network(tmp_path: Path) -> None:
    work(tmp_path, 2)


@needs_namespaces
@pytest.mark.slow
def test_g_1_thirty_days_without_a_network(tmp_path: Path) -> None:
    work(tmp_path, 30)
