"""HQ in the simulator: the real service behind the real signature check, and a record of everything it sent."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text

from inspector_app.records import SCHEMA
from inspector_app.storage.tables import TABLES
from sync import wire
from sync.hq.app import FAULT_STATUS
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.service import HQService
from sync.protocol import EntryKind, ExchangeReply, ExchangeRequest, Fault, Faulted, FaultReply
from sync.record import FeedKey, FeedKind
from tests.sync.simulator import disks

COUNTY = "990101"
TOWNSHIPS = ("990101100", "990101200", "990101300")
EXCHANGE = "/sync/v1/exchange"


class Died(Exception):
    """HQ's process ended in the middle of a transaction."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a laptop's socket gives."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Office:
    """See the module. `clock` is the time at HQ, which is the world's."""

    path: Path
    clock: Callable[[], int]
    townships: dict[str, set[str]] = field(default_factory=dict)
    """{device: townships that it may see at this moment}."""
    users: dict[str, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    """Bodies that went to a device that was not entitled to them."""
    commits_left: int | None = None
    """How many transactions HQ still commits before it dies; None: it lives."""

    def __post_init__(self) -> None:
        self.database: Database = disks.new_hq(self.path / "hq.db")
        event.listen(self.database.engine, "commit", self._on_commit)
        self.blobs = LocalBlobs(self.path / "blobs")
        self.service = HQService(self.database, SCHEMA, TABLES, lambda _conn, device: self.scope(device), self.blobs)
        self.service.open_divisions(["CN", COUNTY, *TOWNSHIPS], self.clock())

    def close(self) -> None:
        self.database.close()

    def enrol(self, device: str, public_key: bytes, users: list[str], townships: set[str]) -> None:
        self.users[device], self.townships[device] = users, townships
        self.service.register(device, public_key, self.clock())

    def scope(self, device: str) -> set[FeedKey]:
        return {
            FeedKey(FeedKind.NATIONAL, "CN"),
            FeedKey(FeedKind.COUNTY, COUNTY),
            FeedKey(FeedKind.DEVICE, device),
            *(FeedKey(FeedKind.TOWNSHIP, code) for code in self.townships[device]),
            *(FeedKey(FeedKind.USER, user) for user in self.users[device]),
        }

    def set_status(self, device: str, status: DeviceStatus) -> None:
        self.database.write(lambda conn: set_status(conn, device, status))

    def answer(self, header: str, body: bytes) -> Answer:
        """As sync.hq.app answers a request, without a socket."""
        try:
            device = self.service.authenticate(header, "POST", EXCHANGE, body)
            reply = self.exchange(device, wire.from_bytes(ExchangeRequest, body))
        except Faulted as fault:
            return refusal(fault.reply)
        except wire.Malformed as exc:
            return refusal(FaultReply(fault=Fault.MALFORMED, detail=str(exc)))
        except Died:
            return Answer(500, {}, b"")
        return Answer(200, {"Content-Type": wire.CONTENT_TYPE}, wire.to_bytes(reply))

    def exchange(self, device: str, request: ExchangeRequest) -> ExchangeReply:
        self.counts["exchanges"] += 1
        reply = self.service.exchange(device, request, self.clock())
        self._look_for_leaks(device, reply)
        return reply

    @contextlib.contextmanager
    def dying(self, commits: int) -> Iterator[None]:
        """HQ ends in the middle of a transaction, after so many whole ones; inside, nobody is told anything."""
        self.commits_left = commits
        try:
            yield
        finally:
            self.commits_left = None

    def _on_commit(self, conn: Connection) -> None:
        if self.commits_left is None or conn.get_execution_options().get("sqlite_begin") != "IMMEDIATE":
            return
        if self.commits_left == 0:
            raise Died
        self.commits_left -= 1

    def _look_for_leaks(self, device: str, reply: ExchangeReply) -> None:
        """Each body that is sent belongs to this device at this moment, by a reckoning of our own (I4)."""
        bodies = [
            entry
            for page in reply.feeds
            for entry in wire.unpack_entries(page.e)
            if entry.kind is EntryKind.PUT and entry.body is not None
        ]
        self.counts["bodies"] += len(bodies)
        with self.database.engine.connect() as conn:
            for entry in bodies:
                assert entry.body is not None
                place = place_of(conn, entry.t, entry.body)
                allowed = {"CN", COUNTY, device, *self.townships[device], *self.users[device]}
                if place not in allowed:
                    self.leaks.append(f"{entry.t} {entry.row} of {place} to {device}")


def refusal(reply: FaultReply) -> Answer:
    headers = {"Content-Type": wire.CONTENT_TYPE}
    if reply.retry_after is not None:
        headers["Retry-After"] = str(reply.retry_after)
    return Answer(FAULT_STATUS[reply.fault], headers, reply.model_dump_json(exclude_none=True).encode())


_DIVISIONS = {"operator": "division_code", "product": "county_code", "region": "published_in"}


def place_of(conn: Connection, kind: str, row: Any) -> str:
    """Whom a row concerns: a township, the county, or the user who drafts it. Not HQ's own code, nor its feeds."""
    match kind:
        case "operator" | "region" | "product":
            code: str = row[_DIVISIONS[kind]]
            return code[:9] if kind == "operator" else code[:6]
        case "inspection" if row["signed_at"] is None:
            author: str = row["author_id"]
            return author
        case "conflict":
            return _place_of(conn, row["row_kind"], row["row_id"])
        case "rectification_step":
            return _place_of(conn, "rectification", row["rectification_id"])
        case _ if row.get("inspection_id") is not None and kind != "rectification":
            return _place_of(conn, "inspection", row["inspection_id"])
    return _place_of(conn, "operator", row["operator_id"])


def _place_of(conn: Connection, kind: str, row_id: str) -> str:
    found = conn.execute(text(f"SELECT * FROM {kind} WHERE id = :id"), {"id": row_id}).mappings().one()
    return place_of(conn, kind, dict(found))
