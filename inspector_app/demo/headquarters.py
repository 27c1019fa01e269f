"""The demo's HQ: a process of its own on loopback, which can be stopped and started like the real one."""

from __future__ import annotations

import secrets
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from inspector_app.domain.local_time import local_date
from inspector_app.hq import users
from inspector_app.hq.demo_data import fill, plan_of, size_of
from inspector_app.hq.enrolment import make_file
from inspector_app.hq.office import Office, Plan
from inspector_app.records.people import Role, User
from inspector_app.services.enrolment import EnrolmentFile
from inspector_app.storage.tables import TABLES

SEED = 2007
START_S = 30
STOP_S = 15


@dataclass(frozen=True)
class Person:
    """A demo user and the password that is shown."""

    username: str
    name: str
    password: str


class Headquarters:
    """A DEMO HQ in a folder of its own."""

    def __init__(self, folder: Path, now: int) -> None:
        self.folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        plan = Plan("DEMO", ("127.0.0.1",), self._port, f"sqlite:///{(folder / 'hq.sqlite').resolve()}")
        self._office = Office.create(folder, plan, now)

    def fill(self, size: str, now: int, report: Callable[[int, int], None]) -> dict[str, int]:
        """Make the county; {kind: rows}."""
        return fill(self._office, plan_of(size_of(size), SEED, local_date(now)), now, report).counts

    def two_inspectors(self) -> tuple[Person, Person]:
        """Two certified inspectors of the largest township, with fresh passwords."""
        table = TABLES["user"]
        query = select(*(table.c[name] for name in User.model_fields)).where(table.c.role == Role.INSPECTOR)
        rows = self._office.database.read(lambda connection: list(connection.execute(query).mappings()))
        everybody = sorted((User.model_validate(dict(row)) for row in rows), key=lambda user: user.username)
        people = [Person(user.username, user.name, _password()) for user in everybody[:2]]
        for person in people:
            users.reset_password(self._office, person.username, person.password)
        return people[0], people[1]

    def enrolment_file(self, name: str, usernames: list[str], now: int) -> EnrolmentFile:
        return make_file(self._office, name, usernames, 7, now)

    def start(self) -> None:
        """Serve in a process of its own; returns when it answers."""
        command = [sys.executable, "-m", "inspector_app.hq", "serve", "--data", str(self.folder), "--host", "127.0.0.1"]
        log = (self.folder / "serve.log").open("ab")
        with log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"HQ did not start; see {self.folder / 'serve.log'}")
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def close(self) -> None:
        self.stop()
        self._office.close()

    @property
    def database(self) -> Path:
        return self.folder / "hq.sqlite"

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    def _answers(self) -> bool:
        trust = ssl.create_default_context(cafile=str(self.folder / "keys" / "ca.pem"))
        try:
            with urllib.request.urlopen(f"https://127.0.0.1:{self._port}/sync/v1/hello", context=trust, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False


def _password() -> str:
    """Easy to type: two groups of digits."""
    return f"{secrets.randbelow(9000) + 1000}-{secrets.randbelow(9000) + 1000}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
