"""Whatever happens on the way: a typed problem, no change alters its state, and the queue drains afterwards (R13)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from inspector_app.hq.certificates import make_authority, make_server
from inspector_app.records.operators import Operator
from inspector_app.storage import sync_state
from sync import wire
from sync.device.problem import ProblemKind
from sync.device.transport import Address, HttpHQ
from sync.faults import Fault
from sync.hq.app import create_app
from sync.protocol import ExchangeReply, Log

Make = Callable[..., Any]
HTML = b"<html><body>Welcome to the hotel network</body></html>"
NOW_US = 1_780_000_000_000_000
EMPTY = wire.to_bytes(ExchangeReply(epoch=1, now=1, log=Log(last=0, chain="00" * 32)))


@contextlib.contextmanager
def answering(status: int, headers: dict[str, str], body: bytes, length: int | None = None) -> Iterator[str]:
    """Something that is not HQ, or is not well: always this answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


JSON = {"Content-Type": "application/json"}
WRONG_ANSWERS = [
    (200, {"Content-Type": "text/html"}, HTML, None, ProblemKind.PORTAL, True),
    (200, JSON, HTML, None, ProblemKind.CUT, True),
    (200, JSON, EMPTY[:-3], None, ProblemKind.CUT, True),
    (200, JSON, EMPTY[:-3], len(EMPTY), ProblemKind.CUT, True),
    (200, JSON, b"", None, ProblemKind.CUT, True),
    (200, JSON, EMPTY[:-1] + b"\0", None, ProblemKind.CUT, True),
    (200, JSON, wire.encode(["no", "message"]), None, ProblemKind.CUT, True),
    (302, {"Location": "http://portal.example/login"}, b"", None, ProblemKind.PORTAL, True),
    (511, {}, HTML, None, ProblemKind.PORTAL, True),
    (401, {}, b"", None, ProblemKind.STATUS, False),
    (403, {}, HTML, None, ProblemKind.STATUS, False),
    (404, {}, HTML, None, ProblemKind.STATUS, False),
    (408, {}, b"", None, ProblemKind.STATUS, True),
    (409, {}, b"", None, ProblemKind.STATUS, False),
    (413, {}, b"", None, ProblemKind.STATUS, False),
    (426, {}, b"", None, ProblemKind.STATUS, False),
    (429, {"Retry-After": "30"}, b"", None, ProblemKind.STATUS, True),
    (500, JSON, b'{"detail": "x"}', None, ProblemKind.STATUS, True),
    (502, {}, HTML, None, ProblemKind.STATUS, True),
    (503, {"Retry-After": "30"}, b"", None, ProblemKind.STATUS, True),
    (504, {}, b"", None, ProblemKind.STATUS, True),
]


def test_a_wrong_answer_changes_nothing(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    shop = make_operator()
    laptop.save(shop)
    for status, headers, body, length, kind, retryable in WRONG_ANSWERS:
        with answering(status, headers, body, length) as url:
            problem = laptop.try_sync(url).problem
        assert problem is not None, (status, body)
        assert (problem.kind, problem.retryable) == (kind, retryable), (status, body)
        assert problem.retry_after == (30 if "Retry-After" in headers else None)
        with laptop.sessions() as session:
            assert sync_state.state(session).waiting == 1
    laptop.sync()
    assert hq.row(Operator, shop.id) == shop


def test_nobody_there_is_told_as_unreachable(make_laptop: Make, make_operator: Make) -> None:
    laptop = make_laptop()
    laptop.save(make_operator())
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    problem = laptop.try_sync(f"http://127.0.0.1:{port}").problem
    assert (problem.kind, problem.retryable) == (ProblemKind.UNREACHABLE, True)


def test_a_connection_closed_before_the_answer_is_retryable(make_laptop: Make) -> None:
    laptop = make_laptop()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.recv(100)
            connection.close()

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        problem = laptop.try_sync(f"http://127.0.0.1:{server.getsockname()[1]}").problem
        thread.join()
    assert problem.retryable


@pytest.fixture
def authority(tmp_path: Path) -> Any:
    """(CA file, certificate and key of a server at 127.0.0.1)."""

    def make(name: str) -> tuple[Path, tuple[Path, Path]]:
        now = datetime.now(UTC)
        ca = make_authority(name, now)
        issued = make_server(ca, ["127.0.0.1"], now)
        paths = [tmp_path / f"{name}.{part}" for part in ("ca", "pem", "key")]
        for path, data in zip(paths, (ca.certificate, issued.certificate, issued.key), strict=True):
            path.write_bytes(data)
        return paths[0], (paths[1], paths[2])

    return make


def test_only_the_pinned_authority_is_trusted(
    make_laptop: Make, make_operator: Make, hq: Any, authority: Any, serve: Any
) -> None:
    laptop = make_laptop()
    shop = make_operator()
    laptop.save(shop)
    ca, certificate = authority("county")
    stranger, _ = authority("stranger")
    with serve(create_app(hq.service, lambda: NOW_US), certificate) as url:
        for wrong in (stranger, None):
            with contextlib.closing(laptop.connect(url, wrong)) as way:
                request = laptop.replica.next_request()
                with pytest.raises(Exception, match="tls") as raised:
                    way.exchange(request)
                assert raised.value.kind == ProblemKind.TLS  # type: ignore[attr-defined]
                assert not raised.value.retryable  # type: ignore[attr-defined]
        with contextlib.closing(laptop.connect(url, ca)) as way:
            laptop.replica.apply(request, way.exchange(request))
    assert hq.row(Operator, shop.id) == shop


def test_a_request_counter_that_hq_has_seen_is_passed(make_laptop: Make, make_operator: Make) -> None:
    laptop = make_laptop()
    laptop.sync()

    class Reset:
        """Counters of a disk that was set back."""

        def __init__(self) -> None:
            self.value = 0

        def next_counter(self) -> int:
            self.value += 1
            return self.value

        def adopt_counter(self, last: int) -> None:
            self.value = last

    counters = Reset()
    with contextlib.closing(HttpHQ(Address(laptop.url), laptop.device, laptop.key, counters)) as way:
        way.exchange(laptop.replica.next_request())
    assert counters.value > 1


def test_counters_go_on_after_a_restart_and_after_an_adoption(make_laptop: Make) -> None:
    replica = make_laptop().replica
    first = [replica.next_counter() for _ in range(130)]
    assert first == sorted(set(first))
    replica.adopt_counter(10_000)
    assert replica.next_counter() > 10_000


def test_an_unknown_device_is_told_so(make_laptop: Make) -> None:
    laptop = make_laptop()
    laptop.device = "00000000-0000-7000-8000-000000000000"
    problem = laptop.try_sync().problem
    assert (problem.kind, problem.fault, problem.retryable) == (ProblemKind.FAULT, Fault.UNKNOWN_DEVICE, False)


def test_another_dataset_is_refused(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    request = laptop.replica.next_request().model_copy(update={"ds": "DEMO"})
    with pytest.raises(Exception, match="dataset") as raised, contextlib.closing(laptop.connect()) as way:
        way.exchange(request)
    assert raised.value.fault == Fault.DATASET  # type: ignore[attr-defined]


def test_h_1_an_idle_exchange_is_small(make_laptop: Make) -> None:
    laptop = make_laptop()
    laptop.sync()
    request = laptop.replica.next_request()
    reply = laptop.connect().exchange(request)
    assert len(wire.to_bytes(request)) + len(wire.to_bytes(reply)) < 600
