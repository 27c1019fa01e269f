"""A whole HQ of a small county, served over TLS on a free port of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import uvicorn

from inspector_app.hq import users
from inspector_app.hq.enrolment import make_file
from inspector_app.hq.office import Office, Plan
from inspector_app.hq.publication import publish_checklist, publish_regions, shipped_checklists
from inspector_app.hq.web import web
from inspector_app.records.people import Role, User
from inspector_app.records.reference import Region
from inspector_app.services import provisioning
from inspector_app.services.enrolment import EnrolmentFile
from inspector_app.services.exchanging import Exchanger, Outcome
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import SignedIn
from sync.hq.app import server
from sync.record import new_id

PASSWORD = "field-day-1"
TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "990101100", "990101101", "990101100200"
DIVISIONS = {
    "99": "云岭省",
    "9901": "青川市",
    "990101": "云岭县",
    TOWNSHIP: "石桥镇",
    OTHER_TOWNSHIP: "柳溪镇",
    VILLAGE: "杨柳村",
}


def clock() -> int:
    return time.time_ns() // 1_000


def make_office(folder: Path, database: str = "", dataset: str = "DEMO") -> Office:
    """An HQ with divisions, the shipped lists, and two inspectors: wang and li of one township, zhao of the other."""
    url = database or f"sqlite:///{folder}/hq.sqlite"
    office = Office.create(folder, Plan(dataset, ("127.0.0.1",), 0, url), clock())
    publish_regions(office, [_region(code, name) for code, name in DIVISIONS.items()], "HQ", clock())
    if dataset == "DEMO":
        for body in shipped_checklists():
            publish_checklist(office, body, "HQ", clock(), demo=True)
    for number, (username, name, township) in enumerate(
        (("wang", "王建国", TOWNSHIP), ("li", "李秀英", TOWNSHIP), ("zhao", "赵德才", OTHER_TOWNSHIP))
    ):
        user = User(
            id=new_id(),
            username=username,
            name=name,
            role=Role.INSPECTOR,
            certificate_no=f"YL0000000{number}",
            office_code="990101",
            office_name=f"云岭县{DIVISIONS[township]}市场监督管理所",
            acting_authority="云岭县市场监督管理局",
            townships=(township,),
        )
        users.add(office, user, PASSWORD, clock())
    return office


def _region(code: str, name: str) -> Region:
    return Region(
        id=new_id(),
        code=code,
        name=name,
        parent_code=next(
            (p for p in sorted(DIVISIONS, key=len, reverse=True) if p != code and code.startswith(p)), None
        ),
        valid_from=date(2020, 1, 1),
        published_in="CN",
    )


@contextmanager
def serving(office: Office, port: int = 0) -> Iterator[int]:
    """Serve an HQ over TLS; the port."""
    certificate, key = office.certificate_files
    running = server(web(office), "127.0.0.1", port, str(certificate), str(key))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        _wait(running, thread)
        yield running.servers[0].sockets[0].getsockname()[1]
    finally:
        running.should_exit = True
        thread.join(60)
        assert not thread.is_alive(), "HQ did not stop"


def _wait(running: uvicorn.Server, thread: threading.Thread) -> None:
    while not running.started:
        assert thread.is_alive(), "HQ did not start"
        time.sleep(0.01)


@dataclass
class FieldLaptop:
    """An enrolled laptop with one person signed in."""

    folder: Path
    signed_in: SignedIn

    def sync(self) -> Outcome:
        return Exchanger(self.signed_in, clock).run(lambda done, total: None, threading.Event())

    def close(self) -> None:
        self.signed_in.sessions.close()


def file_for(office: Office, port: int, *usernames: str) -> EnrolmentFile:
    """A one-time file that leads to the running HQ."""
    office.plan = replace(office.plan, port=port)
    return make_file(office, f"所里的笔记本 {new_id()[-6:]}", usernames, 7, clock())


def enrolled(folder: Path, file: EnrolmentFile, username: str) -> FieldLaptop:
    """A laptop that has joined, with its first sync done and the person signed in."""
    laptop = provisioning.enrol(folder, file, clock())
    first = provisioning.first_sign_in(folder, laptop, username, PASSWORD, clock)
    outcome = FieldLaptop(folder, first).sync()
    assert outcome.summary.is_level, outcome
    first.sessions.close()
    return signed_in(folder, username)


def signed_in(folder: Path, username: str) -> FieldLaptop:
    """The laptop of a data folder, opened again by one of its people."""
    laptop = Laptop.load(folder)
    assert laptop is not None
    return FieldLaptop(folder, provisioning.sign_in(folder, laptop, username, PASSWORD, clock))
