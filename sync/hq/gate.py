"""The one way from a request to HQ's work: read its body, give it a place, find out who sent it, then work.

Refusals of every kind pass here too, so this is where requests are counted, logged and audited.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from fastapi import Request
from sqlalchemy.exc import DBAPIError, TimeoutError
from starlette.concurrency import run_in_threadpool

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.admission import PACES, STRANGERS, Admission, Paces, busy
from sync.hq.audit import Audit
from sync.hq.blobs import StoreUnavailable
from sync.hq.bodies import Bodies, Body
from sync.hq.database import is_contention, is_full
from sync.hq.endpoints import Endpoint, Work
from sync.hq.logs import fields
from sync.hq.metrics import Metrics
from sync.hq.service import HQService
from sync.wire import Malformed, decode

T = TypeVar("T")
PEEK = 4_096
"""An exchange with a larger body carries changes; a smaller one is looked into."""
FULL, FULL_S = "full", 300
"""HQ's disk has no room: somebody has to see to it, and devices come again after so many seconds."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Seen:
    """What is known of a request by now."""

    device: str = ""
    size: int = 0
    outcome: str = "ok"


@dataclass(slots=True)
class Gate:
    """Every route goes through `run`. `known_errors` are those of the application that are an answer, not a bug."""

    service: HQService
    clock: Callable[[], int]
    known_errors: tuple[type[Exception], ...] = ()
    overdue: Callable[[], tuple[str, ...]] = tuple
    """Chores of the application that were not done in time."""
    admission: Admission = field(default_factory=Admission)
    bodies: Bodies = field(default_factory=Bodies)
    paces: Paces = field(default_factory=Paces)
    audit: Audit = field(init=False)
    metrics: Metrics = field(init=False)

    def __post_init__(self) -> None:
        self.audit = Audit(self.service.database)
        self.metrics = Metrics(self.service.database, self.admission)
        self.service.on_results = self.metrics.count

    async def run(self, request: Request, endpoint: Endpoint, work: Callable[[str, Body], T]) -> T:
        """work(device, body) in a thread, once the caller may; device is empty where anybody may. Raises Faulted."""
        seen, began = _Seen(), time.monotonic()
        try:
            async with self.bodies.read(request, endpoint.body) as body:
                seen.size = body.size
                kind = endpoint.work or _kind_of(body)
                async with self.admission.slot(kind):
                    return await run_in_threadpool(self._work, request, endpoint, kind, body, work, seen)
        except Faulted as fault:
            seen.outcome = fault.reply.fault.value
            raise
        except Malformed as exc:
            seen.outcome = Fault.MALFORMED.value
            raise Faulted(FaultReply(fault=Fault.MALFORMED, detail=str(exc))) from exc
        except (TimeoutError, DBAPIError, StoreUnavailable, OSError) as exc:
            if is_full(exc):
                seen.outcome = FULL
                raise busy(retry_s=FULL_S) from exc
            if isinstance(exc, OSError) or (isinstance(exc, DBAPIError) and not is_contention(exc)):
                seen.outcome = "error"
                raise
            seen.outcome = Fault.BUSY.value
            raise busy() from exc
        except self.known_errors as exc:
            seen.outcome = str(getattr(exc, "code", type(exc).__name__))
            raise
        except BaseException:
            seen.outcome = "error"
            raise
        finally:
            self._tell(endpoint, seen, time.monotonic() - began)
            if self.audit.is_due():
                await run_in_threadpool(self._write_audit)

    def _write_audit(self) -> None:
        try:
            self.audit.write()
        except DBAPIError as exc:  # refusals that are not counted are in the log; they refuse nobody else
            if not is_full(exc) and not is_contention(exc):
                raise

    def _work(
        self, request: Request, endpoint: Endpoint, kind: Work, body: Body, work: Callable[[str, Body], T], seen: _Seen
    ) -> T:
        address = f"address {request.client.host}" if request.client else "address"
        if endpoint.callers is None:
            self.paces.take(address, STRANGERS)
        else:
            header, target = request.headers.get("authorization", ""), _target(request)
            try:
                seen.device = self.service.authenticate(
                    header, request.method, target, b"", endpoint.callers, body.digest
                )
            except Faulted as fault:
                seen.device = fault.device
                if not fault.device:
                    self.paces.take(address, STRANGERS)
                raise
            self.paces.take(seen.device, PACES[kind])
        return work(seen.device, body)

    def _tell(self, endpoint: Endpoint, seen: _Seen, seconds: float) -> None:
        self.metrics.requests.labels(endpoint.name, seen.outcome).inc()
        self.metrics.seconds.labels(endpoint.name).observe(seconds)
        self.metrics.bytes.labels(endpoint.name).inc(seen.size)
        is_bad = seen.outcome in ("error", FULL)
        level = logging.INFO if seen.outcome == "ok" else logging.ERROR if is_bad else logging.WARNING
        told = fields(
            endpoint=endpoint.name,
            outcome=seen.outcome,
            device=seen.device,
            ms=round(seconds * 1000),
            bytes=seen.size,
        )
        _log.log(level, "request", extra=told, exc_info=seen.outcome == "error")
        if seen.outcome != "ok":
            self.audit.note(seen.device, endpoint.name, seen.outcome, self.clock())


def _target(request: Request) -> str:
    """What the request asks for, as its device signed it."""
    path: str = request.scope["raw_path"].decode("ascii")
    query: str = request.url.query
    return f"{path}?{query}" if query else path


def _kind_of(body: Body) -> Work:
    """Whether an exchange brings changes, or only asks."""
    if body.size > PEEK:
        return Work.PUSH
    try:
        message = decode(body.read(), limit=16 * PEEK)
    except Malformed:
        return Work.PULL
    return Work.PUSH if isinstance(message, dict) and message.get("ops") else Work.PULL
