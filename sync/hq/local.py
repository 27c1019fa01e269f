"""HQ in the same process, as one device reaches it: the same calls and the same problems as over HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sync.device.files import Body
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault, Faulted, FaultReply
from sync.hq.auth import MAY_PUSH, standing_device
from sync.hq.segments import SegmentName
from sync.hq.service import HQService
from sync.photos import BlobState
from sync.protocol import ExchangeReply, ExchangeRequest
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.snapshot import ManifestsReply
from sync.wire import Malformed


@dataclass(frozen=True, slots=True)
class LocalHQ:
    """An HQ (sync.device.engine.HQ and blobs.BlobHQ) without a network; nothing is signed, the standing is checked."""

    service: HQService
    device: str
    clock: Callable[[], int]

    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        with _problems():
            return self.service.exchange(self.device, request, self.clock())

    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        with _problems():
            return self.service.reconcile(self.device, request, self.clock())

    def missing(self, sizes: dict[str, int]) -> tuple[BlobState, ...]:
        with _problems():
            self._check()
            return tuple(self.service.blobs.missing(self.device, sizes, self.clock()))

    def put_part(self, sha256: str, i: int, data: bytes) -> BlobState:
        with _problems():
            self._check()
            return self.service.blobs.put_parts(self.device, sha256, i, io.BytesIO(data), len(data), self.clock())

    def get_part(self, sha256: str, i: int) -> bytes:
        with _problems():
            return self.service.blob_reads.part(self.device, sha256, i, self.clock())

    def complete(self, sha256: str) -> BlobState:
        with _problems():
            self._check()
            return self.service.blobs.complete(self.device, sha256)

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply:
        with _problems():
            return self.service.shelf.manifests(self.device, feeds, self.clock())

    @contextmanager
    def file(self, path: str, have: int, tag: str) -> Iterator[Body]:
        """A slice or a segment by its address, as over HTTP."""
        with _problems():
            head, _, name = path.rpartition("/")
            if head == "/sync/v1/snap":
                files = self.service.shelf.slices(self.device, name.split("+"), self.clock())
            else:
                *_, feed, _, epoch = head.split("/")
                first, last, sha256 = name.split("-")
                of = SegmentName(int(feed), int(epoch), int(first), int(last), sha256)
                files = [self.service.shelf.segment(self.device, of, self.clock())]
        yield Body(have, iter([b"".join(place.read_bytes() for place, _ in files)[have:]]))

    def close(self) -> None:
        """Nothing is held open."""

    def _check(self) -> None:
        self.service.database.read(lambda conn: standing_device(conn, self.device, MAY_PUSH))


@contextmanager
def _problems() -> Iterator[None]:
    try:
        yield
    except Faulted as fault:
        raise _problem(fault.reply) from fault
    except Malformed as exc:
        raise _problem(FaultReply(fault=Fault.MALFORMED, detail=str(exc))) from exc


def _problem(said: FaultReply) -> SyncProblem:
    return SyncProblem(
        ProblemKind.FAULT,
        retryable=said.fault in (Fault.BUSY, Fault.NOT_FOUND),
        fault=said.fault,
        retry_after=said.retry_after,
        place=None if said.last is None else (said.last, said.chain or ""),
        detail=said.detail,
        wipe=said.wipe,
        speaks=said.p,
        inc=said.inc,
    )
