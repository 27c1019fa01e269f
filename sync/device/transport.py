"""HQ over HTTP. What goes wrong on the way becomes a SyncProblem here, and nowhere else."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from sync import wire
from sync.device.files import Body
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault, FaultReply
from sync.photos import BlobsMissing, BlobsMissingReply, BlobState
from sync.protocol import PART_BYTES, Done, ExchangeReply, ExchangeRequest, Message
from sync.reconcile import ReconcileReply, ReconcileRequest
from sync.snapshot import ManifestsReply

if TYPE_CHECKING:
    from requests import Response, Session

M = TypeVar("M", bound=Message)
T = TypeVar("T")

CONNECT_S = 10
READ_S = 60
"""Longest silence on an open connection, not the longest answer."""
MAX_REPLY = 12 << 20
"""Compressed size of an answer above which it is not HQ that speaks."""
PIECE = 256 << 10
"""Bytes of a file in memory at a time."""
FILE_TYPE = "application/octet-stream"
_RETRYABLE = {408, 425, 429, 500, 502, 503, 504}
_AGAIN = {Fault.BUSY, Fault.NOT_FOUND}


class Counters(Protocol):
    """The numbers of requests, kept with the replica so that none is used twice."""

    def next_counter(self) -> int: ...

    def adopt_counter(self, last: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where HQ is and whom we trust there."""

    url: str
    """https://host:port, without a path."""
    ca: Path | None = None
    """The county's own CA (PEM); None for the certificates that the operating system trusts."""


class HttpHQ:
    """An HQ behind an address (sync.device.engine.HQ and blobs.BlobHQ). Each thread needs its own."""

    def __init__(self, address: Address, device: str, key: Ed25519PrivateKey, counters: Counters) -> None:
        self._url = address.url.rstrip("/")
        self._device = device
        self._key = key
        self._counters = counters
        self._session = open_session(address)

    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        return self.call("POST", "/sync/v1/exchange", wire.to_bytes(request), ExchangeReply)

    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        return self.call("POST", "/sync/v1/reconcile", wire.to_bytes(request), ReconcileReply)

    def missing(self, sizes: dict[str, int]) -> tuple[BlobState, ...]:
        body = wire.to_bytes(BlobsMissing(blobs=sizes))
        return self.call("POST", "/sync/v1/blobs/missing", body, BlobsMissingReply).blobs

    def put_part(self, sha256: str, i: int, data: bytes) -> BlobState:
        return self.call("PUT", f"/sync/v1/blobs/{sha256}/parts/{i}", data, BlobState, encoding=None)

    def get_part(self, sha256: str, i: int) -> bytes:
        """Part i of a blob that HQ has. Raises SyncProblem; NOT_FOUND where it has none, or none for this device."""
        return self._mended(lambda: self._get_part(f"/sync/v1/blobs/{sha256}/parts/{i}"))

    def complete(self, sha256: str) -> BlobState:
        return self.call("POST", f"/sync/v1/blobs/{sha256}/complete", b"", BlobState, encoding=None)

    def round_trip_s(self) -> float:
        """Seconds that the shortest request takes, at best of three on an open line. Raises SyncProblem."""
        self._greet()
        return min(self._greet() for _ in range(3))

    def wiped(self) -> None:
        """Tell HQ that its order to wipe is being carried out."""
        self.call("POST", "/sync/v1/wiped", b"", Done, encoding=None)

    def manifests(self, feeds: Sequence[int]) -> ManifestsReply:
        path = f"/sync/v1/snapshots?feeds={','.join(map(str, feeds))}"
        return self.call("GET", path, b"", ManifestsReply, encoding=None)

    @contextmanager
    def file(self, path: str, have: int, tag: str) -> Iterator[Body]:
        """The bytes of a file from `have` on, as they arrive (sync.device.files.FileHQ)."""
        headers = {"Range": f"bytes={have}-", "If-Range": tag} if have else {}
        with problems():
            response = self._open("GET", path, b"", headers)
        with closing(response):  # what goes wrong where the bytes are kept is no matter of the network
            if response.status_code not in (200, 206):
                with problems():
                    data = response.raw.read(MAX_REPLY, decode_content=False)
                raise _refusal(response.status_code, response.headers, data)
            if response.headers.get("Content-Type") != FILE_TYPE:
                raise SyncProblem(ProblemKind.PORTAL, retryable=True)
            if response.headers.get("ETag") != tag:
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="another file than was asked for")
            yield Body(have if response.status_code == 206 else 0, _arriving(response))

    def call(self, method: str, path: str, body: bytes, reply: type[M], encoding: str | None = wire.ENCODING) -> M:
        """Send a signed request, and read a message. Raises SyncProblem."""
        return self._mended(lambda: self._once(method, path, body, reply, encoding))

    def close(self) -> None:
        self._session.close()

    def _mended(self, ask: Callable[[], T]) -> T:
        """What a request brings; sent once more when HQ has seen higher counters of ours."""
        try:
            return ask()
        except SyncProblem as problem:
            if problem.fault is not Fault.COUNTER or problem.place is None:
                raise
            self._counters.adopt_counter(problem.place[0])
        return ask()

    def _greet(self) -> float:
        began = time.monotonic()
        with problems(), self._open("GET", "/sync/v1/hello", b"", {}) as response:
            data = response.raw.read(MAX_REPLY + 1, decode_content=False)
        if response.status_code != 200 or not _is_ours(response.headers):
            raise _refusal(response.status_code, response.headers, data)
        return time.monotonic() - began

    def _get_part(self, path: str) -> bytes:
        with problems(), self._open("GET", path, b"", {}) as response:
            data = response.raw.read(MAX_REPLY + 1, decode_content=False)
        if response.status_code != 200:
            raise _refusal(response.status_code, response.headers, data)
        if response.headers.get("Content-Type") != FILE_TYPE or len(data) > PART_BYTES:
            raise SyncProblem(ProblemKind.PORTAL, retryable=True)
        return data

    def _once(self, method: str, path: str, body: bytes, reply: type[M], encoding: str | None) -> M:
        headers = {} if encoding is None else {"Content-Type": wire.CONTENT_TYPE, "Content-Encoding": encoding}
        with problems(), self._open(method, path, body, headers) as response:
            data = response.raw.read(MAX_REPLY + 1, decode_content=False)
        return read_answer(reply, response.status_code, response.headers, data)

    def _open(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Response:
        counter = self._counters.next_counter()
        signed = wire.authorization(self._key, self._device, method, path, body, counter)
        return self._session.request(
            method,
            self._url + path,
            data=body,
            headers={"Authorization": signed} | headers,
            timeout=(CONNECT_S, READ_S),
            allow_redirects=False,
            stream=True,
        )


def _arriving(response: Response) -> Iterator[bytes]:
    """The bytes as the network brings them: what arrived before a cut is not lost. Raises SyncProblem."""
    with problems():
        while piece := response.raw.read1(PIECE, decode_content=False):
            yield piece


def open_session(address: Address) -> Session:
    import requests
    from urllib3.util import SKIP_HEADER

    session = requests.Session()
    session.trust_env = False  # neither a proxy nor a CA may come from the environment
    session.headers.clear()
    session.headers.update({"User-Agent": SKIP_HEADER, "Accept-Encoding": SKIP_HEADER})
    if address.ca is not None:
        session.verify = str(address.ca)
    elif address.url.startswith("https://"):
        session.mount("https://", _system_trust())
    return session


def _system_trust() -> Any:
    import truststore
    from requests.adapters import HTTPAdapter

    class SystemTrust(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs, ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    return SystemTrust()


@contextmanager
def problems() -> Iterator[None]:
    import requests
    from urllib3.exceptions import HTTPError

    try:
        yield
    except requests.exceptions.SSLError as exc:
        if _is_mistrust(exc):
            raise SyncProblem(ProblemKind.TLS, retryable=False) from exc
        raise SyncProblem(ProblemKind.UNREACHABLE, retryable=True, detail=type(exc).__name__) from exc
    except requests.exceptions.ChunkedEncodingError as exc:
        raise SyncProblem(ProblemKind.CUT, retryable=True, detail=type(exc).__name__) from exc
    except requests.exceptions.RequestException as exc:
        raise SyncProblem(ProblemKind.UNREACHABLE, retryable=True, detail=type(exc).__name__) from exc
    except (HTTPError, OSError) as exc:  # while the body was read
        raise SyncProblem(ProblemKind.CUT, retryable=True, detail=type(exc).__name__) from exc


def _is_mistrust(exc: BaseException | None) -> bool:
    """Whether a certificate was the reason; a handshake that was cut is an error of the same class."""
    while exc is not None:
        if isinstance(exc, ssl.SSLCertVerificationError):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def read_answer(reply: type[M], status: int, headers: Mapping[str, str], data: bytes) -> M:
    """The message in an answer. It counts only if its type, its zstd frame and its members are right (R13).

    Raises SyncProblem.
    """
    if status != 200:
        raise _refusal(status, headers, data)
    if not _is_ours(headers):
        raise SyncProblem(ProblemKind.PORTAL, retryable=True)
    try:
        return wire.from_bytes(reply, data)
    except wire.Malformed as exc:
        raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc


def _is_ours(headers: Mapping[str, str]) -> bool:
    return headers.get("Content-Type", "").partition(";")[0].strip() == wire.CONTENT_TYPE


def _refusal(status: int, headers: Mapping[str, str], data: bytes) -> SyncProblem:
    after = headers.get("Retry-After", "")
    retry_after = int(after) if after.isdecimal() and len(after) <= 6 else None  # a portal may ask for anything
    if _is_ours(headers):
        try:
            said = FaultReply.model_validate_json(data)
        except ValidationError:
            pass
        else:
            return SyncProblem(
                ProblemKind.FAULT,
                retryable=said.fault in _AGAIN or status in _RETRYABLE,
                fault=said.fault,
                status=status,
                retry_after=said.retry_after or retry_after,
                place=None if said.last is None else (said.last, said.chain or ""),
                detail=said.detail,
                wipe=said.wipe,
                speaks=said.p,
                inc=said.inc,
            )
    if 300 <= status < 400 or status == 511:
        return SyncProblem(ProblemKind.PORTAL, retryable=True, status=status)
    return SyncProblem(ProblemKind.STATUS, retryable=status in _RETRYABLE, status=status, retry_after=retry_after)
