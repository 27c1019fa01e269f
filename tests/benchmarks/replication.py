"""W2: the bytes of a field day, both ways, without photos. W4: an idle sync. Real laptop and HQ, counted on a wire."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fieldwork
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fieldwork_records import TOWNSHIP, day, edited, ident, operator
from wire import Counts, Wire

from inspector_app.hq.office import Office, Plan
from inspector_app.hq.publication import open_divisions
from inspector_app.records.operators import Operator
from inspector_app.records.people import Device, Role, User
from inspector_app.records.reference import Region
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from sync.device.engine import run_once
from sync.device.transport import Address, HttpHQ
from sync.hq.app import create_app, server

LAPTOP = 0
DEVICE, USER = ident("LT-000"), ident("u0000")
NOW = fieldwork.DAY0 * 1000


@dataclass(frozen=True)
class Laptop:
    """A real replica, level with a real HQ behind a wire."""

    wire: Wire
    sessions: Sessions
    replica: LocalReplica
    key: Ed25519PrivateKey

    def connect(self) -> HttpHQ:
        return HttpHQ(Address(f"http://127.0.0.1:{self.wire.port}"), DEVICE, self.key, self.replica)

    def sync(self) -> None:
        """Over a connection of its own."""
        with contextlib.closing(self.connect()) as hq:
            _level(self.replica, hq)

    def record_day(self) -> None:
        with self.sessions.begin() as session:
            for record in day(LAPTOP):
                save(session, record, USER, NOW)
        with self.sessions.begin() as session:
            for operator_id, changes in fieldwork.edits(LAPTOP):
                shop = find(session, Operator, operator_id)
                assert shop is not None
                save(session, edited(shop, changes), USER, changes["updated_at"] * 1000)


def main() -> None:
    limit = len(zstandard.ZstdCompressor(level=3).compress(fieldwork.day_payload(LAPTOP)))
    with level_laptop() as laptop:
        laptop.record_day()
        wire = laptop.wire
        with contextlib.closing(laptop.connect()) as hq:
            wire.counts = Counts()
            _level(laptop.replica, hq)
            moved = wire.counts.up + wire.counts.down
            print(f"W2 bytes: {moved} / {limit} = {moved / limit:.3f} (target <= 1.2)")
            wire.counts = Counts()
            _level(laptop.replica, hq)
            idle = wire.counts.up + wire.counts.down
            print(f"W4 idle bytes: {idle} / 1000 = {idle / 1000:.3f} (target <= 1)")
            print(f"W4 idle requests: {wire.counts.requests} / 1 = {wire.counts.requests:.3f} (target <= 1)")


@contextlib.contextmanager
def level_laptop() -> Iterator[Laptop]:
    """A laptop that has its district, and an HQ that knows it."""
    with tempfile.TemporaryDirectory() as folder:
        office = _office(Path(folder) / "hq")
        app = server(create_app(office.service), "127.0.0.1", 0, None, None)
        thread = threading.Thread(target=app.run, daemon=True)
        thread.start()
        while not app.started:
            time.sleep(0.01)
        key = Ed25519PrivateKey.generate()
        office.service.register(DEVICE, key.public_key().public_bytes_raw(), NOW)
        with Wire(app.servers[0].sockets[0].getsockname()[1]) as wire:
            sessions = open_database(Path(folder) / "replica.db", bytes(32))
            upgrade(sessions)
            replica = LocalReplica(sessions, Enrolment(DEVICE, "DEMO", "1", key.sign, lambda: time.time_ns() // 1000))
            laptop = Laptop(wire, sessions, replica, key)
            laptop.sync()
            yield laptop
            sessions.close()
        app.should_exit = True
        thread.join()
        office.close()


def _office(folder: Path) -> Office:
    office = Office.create(folder, Plan("DEMO", ("127.0.0.1",), 0, f"sqlite:///{folder}/hq.sqlite"), NOW)
    codes = ("99", "990101", TOWNSHIP)
    regions = [
        Region(id=ident(code), code=code, name=code, valid_from="2020-01-01", published_in="CN")  # type: ignore[arg-type]
        for code in codes
    ]
    open_divisions(office, regions, NOW)
    with office.service.author("HQ", NOW) as author:
        author.save(
            User(id=USER, username="u", name="u", role=Role.INSPECTOR, office_code="990101", office_name="",
                 acting_authority="", townships=(TOWNSHIP,))
        )  # fmt: skip
        author.save(Device(id=DEVICE, name="LT", user_ids=(USER,), lease_days=45, enrolled_at=NOW))
        for row in list(fieldwork.operators())[LAPTOP * 600 : (LAPTOP + 1) * 600]:
            author.save(operator(row))
    return office


def _level(replica: LocalReplica, hq: HttpHQ) -> None:
    summary = run_once(replica, hq)
    assert summary.is_level, summary
    assert summary.refused + summary.conflicts + summary.parked == 0, summary


if __name__ == "__main__":
    main()
