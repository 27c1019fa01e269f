"""What a release leaves for all later ones: a laptop's and HQ's database of one moment, and a message of each kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.records import SCHEMA
from inspector_app.storage.engine import Sessions
from inspector_app.storage.migrate import RECORDS, migrate
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from sync.hq.blobs import LocalBlobs
from sync.hq.local import LocalHQ
from sync.hq.service import HQService
from sync.hq.upgrade import prepare
from sync.protocol import ExchangeReply, ExchangeRequest
from sync.record import FeedKey, FeedKind
from sync.wire import from_bytes
from tests.sync.simulator import disks

FOLDER = Path(__file__).parent
NOW = 1_780_000_000_000_000
COUNTY, TOWN = "990101", "990101100"
LAPTOP, HQ, REQUEST, REPLY, FACTS = "laptop.db", "hq.db", "request.zst", "reply.zst", "facts.json"


@dataclass(frozen=True)
class Facts:
    """What the databases alone do not tell."""

    device: str
    key: str
    """Raw Ed25519 private key, hexadecimal."""
    user: str
    changes: tuple[str, ...]
    """Ids of all changes that HQ is to have in the end."""
    rows: dict[str, Any]
    """{id of an operator: its fields that HQ is to hold in the end}, in the terms of the release."""

    @property
    def signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.key))

    def feeds(self) -> set[FeedKey]:
        return {
            FeedKey(FeedKind.NATIONAL, "CN"), FeedKey(FeedKind.COUNTY, COUNTY), FeedKey(FeedKind.TOWNSHIP, TOWN),
            FeedKey(FeedKind.USER, self.user), FeedKey(FeedKind.DEVICE, self.device),
        }  # fmt: skip


@dataclass(frozen=True)
class Released:
    """One set."""

    folder: Path

    @property
    def facts(self) -> Facts:
        told = json.loads((self.folder / FACTS).read_text("utf-8"))
        return Facts(**told | {"changes": tuple(told["changes"])})

    def bytes(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    @property
    def request(self) -> ExchangeRequest:
        return from_bytes(ExchangeRequest, self.bytes(REQUEST))

    @property
    def reply(self) -> ExchangeReply:
        return from_bytes(ExchangeReply, self.bytes(REPLY))

    @contextmanager
    def laptop(self, folder: Path) -> Iterator[Sessions]:
        """The laptop's replica, upgraded to what the present app needs."""
        sessions = disks.open_laptop(self._unpacked(LAPTOP, folder))
        try:
            upgrade(sessions)
            yield sessions
        finally:
            sessions.close()

    @contextmanager
    def hq(self, folder: Path) -> Iterator[HQService]:
        """HQ on its database, upgraded to what the present HQ needs."""
        database = disks.open_hq(self._unpacked(HQ, folder))
        try:
            prepare(database, disks.DATASET, NOW, lambda conn: migrate(conn, RECORDS))
            facts = self.facts
            service = HQService(database, SCHEMA, TABLES, lambda *_: facts.feeds(), LocalBlobs(folder / "blobs"))
            service.begin(NOW)
            yield service
        finally:
            database.close()

    def _unpacked(self, name: str, folder: Path) -> Path:
        path = folder / name
        path.write_bytes(zstandard.decompress(self.bytes(f"{name}.zst")))
        return path


def replica(sessions: Sessions, facts: Facts) -> LocalReplica:
    return LocalReplica(sessions, Enrolment(facts.device, disks.DATASET, "0", facts.signing.sign, lambda: NOW))


def way(service: HQService, facts: Facts) -> LocalHQ:
    return LocalHQ(service, facts.device, lambda: NOW)


def every() -> list[Released]:
    """The sets of all releases, the oldest first."""
    folders = sorted(path.parent for path in FOLDER.glob(f"*/{FACTS}"))
    return [Released(folder) for folder in sorted(folders, key=lambda each: [int(n) for n in each.name.split(".")])]
