"""A real HQ on real sockets, and laptops with real replicas."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, select

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage.blobs import LocalBlobs as DeviceBlobs
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.migrate import RECORDS, migrate
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.snapshots import SnapshotIntake
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from sync.device.engine import Summary, run_once
from sync.device.files import Downloads
from sync.device.snapshots import Files, TakeSegments, TakeSnapshots
from sync.device.transport import Address, HttpHQ
from sync.hq.app import create_app, server
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.files import FeedFiles
from sync.hq.service import HQService
from sync.hq.shelf import Sizes
from sync.hq.slices import SnapshotBuilder
from sync.hq.upgrade import prepare
from sync.record import FeedKey, FeedKind, Record, new_id

NOW = 1_780_000_000_000_000
SLICE_BYTES = 512 << 10
"""Small, so that a hundred shops make a snapshot of several slices."""
TOWNSHIP = "990101100"
KEY = bytes(range(32))


@dataclass
class RunningHQ:
    """HQ's service, and the address under which a server answers for it."""

    service: HQService
    database: Database
    blobs: LocalBlobs
    url: str
    users: dict[str, str]
    """{device: its user}."""
    builder: SnapshotBuilder
    files: FeedFiles
    signing: Ed25519PrivateKey
    townships: dict[str, set[str]] = field(default_factory=dict)

    def row(self, cls: type[Record], row_id: str) -> Any:
        """The record as HQ holds it."""
        table = TABLES[cls.kind]
        query = select(*(table.c[name] for name in cls.model_fields)).where(table.c.id == row_id)
        found = self.database.read(lambda conn: conn.execute(query).mappings().first())
        return None if found is None else cls.model_validate(dict(found))


@pytest.fixture
def sizes() -> Sizes:
    """From when on a laptop takes files; a module may say otherwise."""
    return Sizes()


@pytest.fixture
def hq(tmp_path: Path, sizes: Sizes) -> Iterator[RunningHQ]:
    database = Database(f"sqlite:///{tmp_path / 'hq.db'}")
    prepare(database, "REAL", NOW, lambda conn: migrate(conn, RECORDS))
    users: dict[str, str] = {}
    townships: dict[str, set[str]] = {}

    def scope(conn: Connection, device: str) -> set[FeedKey]:
        keys = {FeedKey(FeedKind.NATIONAL, "CN"), FeedKey(FeedKind.COUNTY, "990101")}
        keys |= {FeedKey(FeedKind.TOWNSHIP, code) for code in townships.get(device, set())}
        return keys | {FeedKey(FeedKind.USER, users[device]), FeedKey(FeedKind.DEVICE, device)}

    blobs, signing = LocalBlobs(tmp_path / "hq-blobs"), Ed25519PrivateKey.generate()
    files = FeedFiles(tmp_path / "hq-files", bytes(32))
    builder = SnapshotBuilder(database, SCHEMA, TABLES, files, signing, SLICE_BYTES)
    service = HQService(
        database, SCHEMA, TABLES, scope, blobs, files=files, build=lambda feeds: builder.build(feeds, NOW), sizes=sizes
    )
    service.open_divisions(["CN", "990101", TOWNSHIP, "990101200"], NOW)
    with served(create_app(service, lambda: NOW)) as url:
        yield RunningHQ(service, database, blobs, url, users, builder, files, signing, townships)
    database.close()


@contextlib.contextmanager
def served(app: Any, certificate: tuple[Path, Path] | None = None) -> Iterator[str]:
    """The app behind a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    files = [str(path) for path in certificate] if certificate else [None, None]
    uvicorn = server(app, "127.0.0.1", 0, *files)
    thread = threading.Thread(target=uvicorn.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not uvicorn.started:
        time.sleep(0.01)
    yield f"{'https' if certificate else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    uvicorn.should_exit = True
    thread.join(10)
    listening.close()


@pytest.fixture
def serve() -> Any:
    return served


@dataclass
class Laptop:
    """A device with its replica, its key, and the way to HQ."""

    device: str
    user: str
    key: Ed25519PrivateKey
    sessions: Sessions
    replica: LocalReplica
    photos: PhotoStore
    url: str
    intake: SnapshotIntake
    downloads: Downloads
    trusted: Ed25519PublicKey
    now: int = NOW

    def connect(self, url: str | None = None, ca: Path | None = None) -> HttpHQ:
        return HttpHQ(Address(url or self.url, ca), self.device, self.key, self.replica)

    def sync(self, url: str | None = None) -> Summary:
        """A whole run; the test fails when it meets a problem."""
        summary = self.try_sync(url)
        if summary.problem is not None:
            raise summary.problem
        assert summary.is_level
        return summary

    def try_sync(self, url: str | None = None) -> Summary:
        with contextlib.closing(self.connect(url)) as hq:
            return run_once(self.replica, hq, works=self.works(hq))

    def works(self, hq: Any, stop: threading.Event | None = None) -> dict[Any, Any]:
        """Who does the jobs of a session that is on its way to this HQ."""
        files = Files(self.intake, hq, self.downloads, self.trusted, stop or threading.Event())
        return {TakeSnapshots: files.take_snapshots, TakeSegments: files.take_segments}

    def save(self, record: Record, **names: Any) -> None:
        self.now += 1_000_000
        with self.sessions.begin() as session:
            save(session, record, self.user, self.now, **names)

    def get(self, cls: type[Record], row_id: str) -> Any:
        with self.sessions() as session:
            return find(session, cls, row_id)

    def blobs(self) -> DeviceBlobs:
        return DeviceBlobs(self.sessions, self.photos)


@pytest.fixture
def make_laptop(hq: RunningHQ, tmp_path: Path) -> Iterator[Callable[..., Laptop]]:
    made: list[Laptop] = []

    def make(townships: set[str] | None = None) -> Laptop:
        device, user, key = new_id(), new_id(), Ed25519PrivateKey.generate()
        hq.users[device] = user
        hq.townships[device] = {TOWNSHIP} if townships is None else townships
        hq.service.register(device, key.public_key().public_bytes_raw(), NOW)
        folder = tmp_path / f"laptop{len(made)}"
        folder.mkdir()
        sessions = open_database(folder / "replica.db", KEY)
        upgrade(sessions)
        photos = PhotoStore(folder / "photos", KEY)
        intake, downloads = SnapshotIntake(sessions), Downloads(folder / "downloads")
        replica = LocalReplica(sessions, Enrolment(device, "REAL", "0.1.0", key.sign, lambda: NOW), intake)
        trusted = hq.signing.public_key()
        made.append(Laptop(device, user, key, sessions, replica, photos, hq.url, intake, downloads, trusted))
        return made[-1]

    yield make
    for laptop in made:
        laptop.sessions.close()


@pytest.fixture
def make_operator() -> Callable[..., Operator]:
    def make(**fields: Any) -> Operator:
        values = {
            "id": new_id(),
            "name": "杨柳村便民食杂店",
            "operator_kind": OperatorKind.RURAL_STORE,
            "division_code": f"{TOWNSHIP}200",
            "address": "杨柳村12号",
            "registered_at": NOW,
            "registered_by": new_id(),
        }
        return Operator.model_validate(values | fields)

    return make


def set_back(replica: Path, copy: Path) -> None:
    """The disk is again as it was: no restoring, which would put back what came after the copy."""
    for file in replica.parent.glob(f"{replica.name}-*"):
        file.unlink()
    shutil.copyfile(copy, replica)
