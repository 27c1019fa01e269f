"""What each route asks of its caller: one table, which tests hold against the routes. What is not in it is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fastapi import FastAPI

from sync.hq.auth import ACTIVE, ENROLLED, MAY_PUSH, DeviceStatus
from sync.hq.blobs import RUN_PARTS
from sync.protocol import PART_BYTES

MAX_BODY = 8 << 20
"""Bytes of a request as sent; wire.MAX_BYTES limits it again once decompressed."""


class Work(StrEnum):
    """Classes of work, the most urgent first: what a person recorded comes before everything else (R28)."""

    PUSH = "push"
    PULL = "pull"
    SNAPSHOT = "snapshot"
    BLOB = "blob"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route. `name` stands in logs and metrics."""

    name: str
    method: str
    path: str
    callers: frozenset[DeviceStatus] | None
    """Devices of which standing may call it, with a signature; None: anybody."""
    work: Work | None = None
    """Its class; None: an exchange tells by its body what it is."""
    body: int = 0
    """Bytes that a body may have."""


HELLO = Endpoint("hello", "GET", "/sync/v1/hello", None, Work.PULL)
EXCHANGE = Endpoint("exchange", "POST", "/sync/v1/exchange", MAY_PUSH, body=MAX_BODY)
RECONCILE = Endpoint("reconcile", "POST", "/sync/v1/reconcile", ACTIVE, Work.PULL, 1 << 18)
WIPED = Endpoint("wiped", "POST", "/sync/v1/wiped", ENROLLED, Work.PULL)
MISSING = Endpoint("blobs_missing", "POST", "/sync/v1/blobs/missing", MAY_PUSH, Work.BLOB, 1 << 18)
PARTS = Endpoint(
    "blob_parts", "PUT", "/sync/v1/blobs/{sha256}/parts/{first}", MAY_PUSH, Work.BLOB, RUN_PARTS * PART_BYTES
)
PART = Endpoint("blob_part", "GET", "/sync/v1/blobs/{sha256}/parts/{first}", ACTIVE, Work.BLOB)
COMPLETE = Endpoint("blob_complete", "POST", "/sync/v1/blobs/{sha256}/complete", MAY_PUSH, Work.BLOB)
SNAPSHOTS = Endpoint("snapshots", "GET", "/sync/v1/snapshots", ACTIVE, Work.SNAPSHOT)
SNAP = Endpoint("snap", "GET", "/sync/v1/snap/{hashes}", ACTIVE, Work.SNAPSHOT)
SEG = Endpoint("seg", "GET", "/sync/v1/feeds/{feed}/seg/{epoch}/{first}-{last}-{sha256}", ACTIVE, Work.SNAPSHOT)
LIVE = Endpoint("live", "GET", "/healthz/live", None)
READY = Endpoint("ready", "GET", "/healthz", None)
OPENAPI = Endpoint("openapi", "GET", "/openapi.json", None)

ENDPOINTS = (
    HELLO, EXCHANGE, RECONCILE, WIPED, MISSING, PARTS, PART, COMPLETE, SNAPSHOTS, SNAP, SEG, LIVE, READY, OPENAPI,
)  # fmt: skip


class Undeclared(Exception):
    """A route that no endpoint is declared for; HQ does not start with one."""


def check_routes(app: FastAPI, declared: Iterable[Endpoint]) -> None:
    """Raises Undeclared."""
    known = {(endpoint.method, endpoint.path) for endpoint in declared}
    for route in app.routes:
        path = getattr(route, "path", str(route))
        for method in (getattr(route, "methods", None) or {"ANY"}) - {"HEAD"}:
            if (method, path) not in known:
                raise Undeclared(f"{method} {path}")
