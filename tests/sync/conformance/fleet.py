"""An HQ on either store and laptops with real replicas, in one process; the bytes that pass are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table, select, text

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.migrate import RECORDS, migrate
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import find, save
from sync.device.engine import Summary, run_once
from sync.hq import durable
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.epoch import Marks
from sync.hq.local import LocalHQ
from sync.hq.service import HQService
from sync.hq.upgrade import prepare
from sync.protocol import ExchangeReply, ExchangeRequest, Message
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.record import FeedKey, FeedKind, Record, Schema, new_id
from sync.wire import from_bytes, to_bytes

NOW = 1_780_000_000_000_000
SECOND = 1_000_000
DAY = 24 * 3600 * SECOND
TOWN_A, TOWN_B = "990101100", "990101200"
KEY = bytes(range(32))
Make = Callable[..., Any]


def make_tables(database: Database) -> None:
    prepare(database, "REAL", NOW, lambda conn: migrate(conn, RECORDS))


@dataclass
class Fleet:
    """HQ and who belongs to it. Time is the test's own."""

    database: Database
    folder: Path
    marks: Marks | None = None
    now: int = NOW
    laptops: list[Laptop] = field(default_factory=list)
    schema: Schema = SCHEMA
    tables: Mapping[str, Table] = field(default_factory=lambda: TABLES)
    make_tables: Callable[[Database], None] = make_tables
    service: HQService = field(init=False)

    def __post_init__(self) -> None:
        self.make_tables(self.database)
        self.start()
        self.service.open_divisions(["CN", "990101", TOWN_A, TOWN_B], self.now)

    def start(self) -> None:
        """HQ's program begins, on the database as it is."""
        blobs = LocalBlobs(self.folder / "blobs")
        self.service = HQService(self.database, self.schema, self.tables, self._scope, blobs, marks=self.marks)
        self.service.begin(self.now)

    def _scope(self, conn: Connection, device: str) -> set[FeedKey]:
        laptop = next(each for each in self.laptops if each.device == device)  # a twin has the same
        keys = {FeedKey(FeedKind.NATIONAL, "CN"), FeedKey(FeedKind.COUNTY, "990101")}
        keys |= {FeedKey(FeedKind.TOWNSHIP, code) for code in laptop.towns}
        return keys | {FeedKey(FeedKind.USER, laptop.user), FeedKey(FeedKind.DEVICE, laptop.device)}

    def laptop(self, *towns: str) -> Laptop:
        return self.add(Laptop(self, towns or (TOWN_A,)))

    def add(self, laptop: Laptop) -> Laptop:
        """Let a laptop in."""
        self.laptops.append(laptop)
        self.service.register(laptop.device, laptop.key.public_key().public_bytes_raw(), self.now)
        laptop.sync()
        return laptop

    def back_up(self, name: str = "backup.sqlite") -> Path:
        path = self.folder / name
        durable.snapshot(self.database, path, list(TABLES.values()), make_tables)
        return path

    def restore(self, path: Path) -> None:
        """Put a copy back by hand, and start HQ again."""
        durable.load(path, self.database, list(TABLES.values()))
        self.start()

    def epochs(self) -> list[int]:
        return [row.epoch for row in self.query("SELECT epoch FROM server_epoch ORDER BY epoch")]

    def query(self, statement: str, **values: Any) -> list[Any]:
        return self.database.read(lambda conn: list(conn.execute(text(statement), values)))

    def get(self, row_id: str) -> Operator | None:
        table = TABLES["operator"]
        query = select(*(table.c[name] for name in Operator.model_fields)).where(table.c.id == row_id)
        found = self.database.read(lambda conn: conn.execute(query).mappings().first())
        return None if found is None else Operator.model_validate(dict(found))

    def rows(self, laptop: Laptop) -> dict[tuple[str, str], dict[str, Any]]:
        """What the laptop may read, by queries of the test's own."""
        keys = [(key.kind.value, key.code) for key in self._scope(None, laptop.device)]  # type: ignore[arg-type]
        feeds = {row.id for row in self.query("SELECT id, kind, code FROM feed") if (row.kind, row.code) in keys}
        return {
            (kind, row["id"]): row
            for kind, table in TABLES.items()
            for row in self.database.read(lambda conn, t=table: [dict(r) for r in conn.execute(select(t)).mappings()])  # type: ignore[misc]
            if row["feed_id"] in feeds
        }


@dataclass
class Laptop:
    fleet: Fleet
    towns: tuple[str, ...]
    device: str = field(default_factory=new_id)
    user: str = field(default_factory=new_id)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    folder: Path | None = None
    sessions: Sessions = field(init=False)
    replica: LocalReplica = field(init=False)
    sent: int = 0
    """Bytes both ways since last asked."""

    def __post_init__(self) -> None:
        folder = self.folder or self.fleet.folder / self.device
        folder.mkdir()
        self.sessions = open_database(folder / "replica.db", KEY)
        upgrade(self.sessions)
        self.start()

    def start(self) -> None:
        """The program begins, on the replica as it is."""
        enrolment = Enrolment(self.device, "REAL", "1", self.key.sign, lambda: self.fleet.now)
        self.replica = LocalReplica(self.sessions, enrolment)

    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        hq = LocalHQ(self.fleet.service, self.device, lambda: self.fleet.now)
        return self._through(hq.exchange, request, ExchangeReply)

    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        hq = LocalHQ(self.fleet.service, self.device, lambda: self.fleet.now)
        return self._through(hq.reconcile, request, ReconcileReply)

    def _through(self, call: Callable[[Any], Any], request: Message, kind: type[Message]) -> Any:
        asked = to_bytes(request)
        told = to_bytes(call(from_bytes(type(request), asked)))
        self.sent += len(asked) + len(told)
        return from_bytes(kind, told)

    def try_sync(self) -> Summary:
        return run_once(self.replica, self)

    def sync(self) -> Summary:
        summary = self.try_sync()
        if summary.problem is not None:
            raise summary.problem
        assert summary.is_level
        return summary

    def bytes_of_sync(self) -> int:
        self.sent = 0
        self.sync()
        return self.sent

    def shop(self, town: str = TOWN_A, **fields: Any) -> Operator:
        """A new operator, saved here."""
        values = {
            "id": new_id(),
            "name": "杨柳村便民食杂店",
            "operator_kind": OperatorKind.RURAL_STORE,
            "division_code": f"{town}200",
            "address": "杨柳村12号",
            "registered_at": NOW,
            "registered_by": self.user,
        }
        made = Operator.model_validate(values | fields)
        self.save(made)
        return made

    def save(self, record: Record) -> None:
        self.fleet.now += SECOND
        with self.sessions.begin() as session:
            save(session, record, self.user, self.fleet.now)

    def edit(self, row_id: str, **fields: Any) -> None:
        held = self.get(row_id)
        assert held is not None
        self.save(held.changed(**fields))

    def get(self, row_id: str) -> Operator | None:
        with self.sessions() as session:
            return find(session, Operator, row_id)

    def query(self, statement: str, **values: Any) -> list[Any]:
        with self.sessions() as session:
            return list(session.execute(text(statement), values))

    def behind_the_back(self, statement: str, **values: Any) -> None:
        """What no program of ours does to a replica."""
        with self.sessions.begin() as session, writing(session):
            session.execute(text(statement), values)

    def rows(self) -> dict[tuple[str, str], dict[str, Any]]:
        with self.sessions() as session:
            return {
                (kind, row["id"]): dict(row)
                for kind, table in TABLES.items()
                for row in session.execute(select(table)).mappings()
            }
