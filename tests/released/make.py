"""Leaves the set of the present release: python -m tests.released.make. See the README beside it."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import inspector_app
from inspector_app.records import SCHEMA
from inspector_app.records.operators import Licence, LicenceType, Operator, OperatorKind, OperatorStatus
from inspector_app.services.exchanging import app_version
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.incoming import Incoming
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find, save
from sync.device.engine import run_once
from sync.hq.blobs import LocalBlobs
from sync.hq.local import LocalHQ
from sync.hq.service import HQService
from sync.projection import form_of
from sync.record import FeedKey, Record, new_id
from sync.wire import to_bytes
from tests.released.sets import COUNTY, FACTS, FOLDER, HQ, LAPTOP, NOW, REPLY, REQUEST, TOWN, Facts
from tests.sync.simulator import disks

FORMS = Path(inspector_app.__file__).parent / "records" / "forms"


def freeze_form() -> None:
    """Write down the present form of the records."""
    told = {kind: shape.as_json() for kind, shape in form_of(SCHEMA).items()}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (FORMS / f"{SCHEMA.version}.json").write_text(text + "\n", "utf-8")


class _Play:
    """A laptop in the middle of its day: some changes sent and not answered, others still open, one refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.user, self.key = new_id(), Ed25519PrivateKey.generate()
        self.device = new_id()
        self.database = disks.new_hq(folder / HQ)
        self.hq = HQService(self.database, SCHEMA, TABLES, self._scope, LocalBlobs(folder / "blobs"))
        self.hq.begin(NOW)
        self.hq.open_divisions(["CN", COUNTY, TOWN], NOW)
        self.laptop = self._enrol(LAPTOP, self.device, self.key)
        self.other = self._enrol("other.db", new_id(), Ed25519PrivateKey.generate())

    def _scope(self, conn: Any, device: str) -> set[FeedKey]:
        return Facts(device, "", self.user, (), {}).feeds()

    def _enrol(self, name: str, device: str, key: Ed25519PrivateKey) -> tuple[Sessions, LocalReplica, LocalHQ]:
        self.hq.register(device, key.public_key().public_bytes_raw(), NOW)
        sessions = disks.new_laptop(self._folder / name)
        enrolment = Enrolment(device, disks.DATASET, app_version(), key.sign, lambda: NOW)
        return sessions, LocalReplica(sessions, enrolment), LocalHQ(self.hq, device, lambda: NOW)

    def shop(self, number: int, **fields: Any) -> Operator:
        plain = {
            "id": new_id(), "name": f"杨柳村第{number}便民食杂店", "operator_kind": OperatorKind.RURAL_STORE,
            "division_code": f"{TOWN}200", "address": f"杨柳村{number}号", "registered_at": NOW,
            "registered_by": self.user, "phone": f"1390000000{number}", "tags": ("校园周边",),
        }  # fmt: skip
        return Operator.model_validate(plain | fields)

    def save(self, on: tuple[Sessions, LocalReplica, LocalHQ], *records: Record) -> None:
        with on[0].begin() as session:
            for record in records:
                save(session, record, self.user, NOW)

    def sync(self, on: tuple[Sessions, LocalReplica, LocalHQ]) -> None:
        summary = run_once(on[1], on[2])
        if summary.problem is not None:
            raise summary.problem

    def find(self, row_id: str) -> Operator:
        with self.laptop[0]() as session:
            found = find(session, Operator, row_id)
        assert found is not None
        return found

    def close(self) -> None:
        self.laptop[0].close()
        self.other[0].close()
        self.database.close()


def _licence(operator: Operator, user: str) -> Licence:
    return Licence(
        id=new_id(), operator_id=operator.id, licence_type=LicenceType.FOOD_OPERATION, number="JY1330199000001",
        number_as_printed="JY1 3301 9900 0001", seen_at=NOW, seen_by=user,
    )  # fmt: skip


def make(folder: Path, into: Path) -> None:
    """Play the day, and leave what there is in the middle of it."""
    play = _Play(folder)
    known = [play.shop(number) for number in range(1, 6)]
    play.save(play.other, *known)
    play.sync(play.other)
    play.sync(play.laptop)
    with play.laptop[0].begin() as session, writing(session):  # an HQ of a later version told these
        incoming = Incoming(session)
        feed = play.hq.database.read(
            lambda conn: conn.exec_driver_sql(f"SELECT id FROM feed WHERE code = '{TOWN}'").scalar()
        )
        told = play.shop(8).wire() | {"operator_kind": "OF_A_LATER_VERSION"}
        incoming.put(feed, ("operator", told["id"]), (1, 1), told)
        incoming.write()
    play.save(play.laptop, play.shop(6), known[0].changed(address="杨柳村甲1号", longitude=120.1, latitude=30.2))
    play.save(play.laptop, known[1].changed(division_code="110101001001"))  # out of scope: HQ refuses it
    play.save(play.laptop, _licence(play.shop(9), play.user))  # its operator never comes: HQ parks it
    play.sync(play.laptop)
    made = play.shop(7)
    play.save(play.laptop, made, _licence(made, play.user), known[2].changed(phone="13800000000", remark="三天后复查"))
    request = play.laptop[1].next_request()
    reply = play.laptop[2].exchange(request)  # and is lost on the way
    play.save(
        play.laptop, known[3].changed(status=OperatorStatus.CLOSED, status_reason="停业", tags=("校园周边", "冷链"))
    )
    play.save(play.laptop, made.changed(staff_count=3))
    rows = {each: play.find(each).wire() for each in (known[0].id, known[2].id, known[3].id, made.id)}
    with play.laptop[0]() as session:
        changes = tuple(session.connection().exec_driver_sql("SELECT id FROM outbox ORDER BY mono").scalars())
    play.close()
    into.mkdir(parents=True, exist_ok=True)
    for name in (LAPTOP, HQ):
        with closing(sqlite3.connect(folder / name)) as file:
            file.execute("PRAGMA journal_mode = DELETE")
            file.execute("VACUUM")
        (into / f"{name}.zst").write_bytes(zstandard.compress((folder / name).read_bytes(), 19))
    (into / REQUEST).write_bytes(to_bytes(request))
    (into / REPLY).write_bytes(to_bytes(reply))
    facts = Facts(play.device, play.key.private_bytes_raw().hex(), play.user, changes, rows)
    (into / FACTS).write_text(json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    freeze_form()
    into = FOLDER / app_version()
    with tempfile.TemporaryDirectory(prefix="released-") as folder:
        make(Path(folder), into)
    print(f"{into.name}: records of version {SCHEMA.version}")


if __name__ == "__main__":
    main()
