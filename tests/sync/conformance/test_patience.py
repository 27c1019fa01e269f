"""Those who say nothing, or take nothing, cost HQ little and nobody else anything (C-66)."""

from __future__ import annotations

import json
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest

from sync.hq.audit import Audit
from sync.hq.connections import PatientConnection
from sync.hq.gate import Gate
from sync.hq.logs import JsonLines
from sync.wire import authorization, to_bytes
from tests.sync.conformance.conftest import served
from tests.sync.conformance.test_blobs import Way, photo

A = "330199101"


@pytest.fixture
def local_http(make_hq: Any) -> Iterator[Any]:
    hq = make_hq()
    with served(hq) as route:
        hq.route = route
        hq.gate = route.gate
        yield hq


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientConnection, "headers_s", 0.5)


def is_closed(connection: socket.socket, within_s: float) -> bool:
    connection.settimeout(within_s)
    try:
        while connection.recv(4_096):
            pass  # an answer may come in pieces
        return True
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def memory() -> int:
    """Bytes that this process holds, HQ being a thread of it."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def connected(hq: Any) -> socket.socket:
    return socket.create_connection(hq.route.address, timeout=10)


@pytest.mark.parametrize("said", [b"", b"GET /sync/v1/he", b"GET /sync/v1/hello HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_headers_that_do_not_end_end_the_connection(impatient: None, local_http: Any, said: bytes) -> None:
    with connected(local_http) as loris:
        loris.sendall(said)
        assert is_closed(loris, 40)


def test_the_next_request_of_a_connection_must_end_too(impatient: None, local_http: Any) -> None:
    with connected(local_http) as loris:
        loris.sendall(b"GET /sync/v1/hello HTTP/1.1\r\nHost: x\r\n\r\n")
        assert loris.recv(4_096).startswith(b"HTTP/1.1 200")
        time.sleep(0.7)
        loris.sendall(b"G")  # its keep-alive lasts longer than headers may take, and than this waits
        assert is_closed(loris, 40)


def test_a_request_that_begins_before_the_last_answer_is_out_must_end_too(impatient: None, local_http: Any) -> None:
    with connected(local_http) as loris:
        loris.sendall(b"GET /sync/v1/hello HTTP/1.1\r\nHost: x\r\n\r\nGET /sy")
        assert loris.recv(4_096).startswith(b"HTTP/1.1 200")
        assert is_closed(loris, 40)


def test_a_slow_request_that_goes_on_is_served(impatient: None, local_http: Any) -> None:
    laptop = local_http.laptop(A)
    body = to_bytes(laptop.request())
    signed = authorization(laptop.key, laptop.id, "POST", "/sync/v1/exchange", body, 1)
    head = (
        f"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nAuthorization: {signed}\r\n\r\n"
    )
    with connected(local_http) as slow:
        slow.sendall(head.encode())
        for start in range(0, len(body), 64):
            time.sleep(0.1)
            slow.sendall(body[start : start + 64])
        assert slow.recv(100).startswith(b"HTTP/1.1 200")


def test_a_body_that_stands_still_is_given_up_and_keeps_no_room(local_http: Any) -> None:
    bodies = local_http.gate.bodies
    bodies.piece_s = 0.3
    with connected(local_http) as slow:
        slow.sendall(b"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
        assert slow.recv(4_096).startswith(b"HTTP/1.1 408")
    assert bodies._taken == 0


def test_half_open_connections_leave_pushes_and_memory_alone(local_http: Any) -> None:
    laptop = local_http.laptop(A)
    laptop.insert("shop", name="店", division_code=A)
    laptop.sync()
    before = memory()
    with ExitStack() as crowd:
        for number in range(400):
            loris = crowd.enter_context(connected(local_http))
            if number % 2:
                loris.sendall(
                    b"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n" + bytes(50)
                )
        laptop.insert("shop", name="店", division_code=A)
        laptop.sync()
        assert memory() - before < 60 << 20


def test_photo_parts_are_not_held_in_memory(local_http: Any) -> None:
    """A run of parts goes to disk as it comes."""
    way = Way(local_http, local_http.laptop(A))
    name, data = photo(60 * 65_536)
    way.missing(**{name: len(data)})
    way.put(name, 0, data)
    assert way.complete(name).complete


def test_who_is_told_that_hq_is_busy_comes_again_and_loses_nothing(local_http: Any) -> None:
    gate: Gate = local_http.gate
    laptop = local_http.laptop(A)
    laptop.insert("shop", name="店", division_code=A)
    gate.bodies.room = 10
    status, headers, answer = local_http.route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(laptop.request()))
    assert (status, json.loads(answer)["fault"]) == (503, "busy")
    assert 10 <= int(headers["retry-after"]) <= 30
    gate.bodies.room = 1 << 20
    laptop.sync()
    assert local_http.count("shop") == 1


def test_refusals_are_counted_and_told_without_what_was_refused(
    local_http: Any, caplog: pytest.LogCaptureFixture
) -> None:
    laptop = local_http.laptop(A)
    secret = "王秀英".encode()
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            assert local_http.route.send(laptop, "POST", "/sync/v1/exchange", secret)[0] == 400
        assert local_http.route.send(None, "POST", "/sync/v1/exchange", secret)[0] == 401
    audit: Audit = local_http.gate.audit
    audit.write()
    audit.write()
    found = local_http.rows("SELECT dev, endpoint, fault, times FROM refused_request ORDER BY fault")
    assert found == [("", "exchange", "bad_signature", 1), (laptop.id, "exchange", "malformed", 3)]
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "sync.hq.gate"]
    assert [line["outcome"] for line in lines] == ["malformed"] * 3 + ["bad_signature"]
    assert lines[0].keys() == {"at", "level", "logger", "event", "endpoint", "outcome", "device", "ms", "bytes"}
    assert "王" not in json.dumps(lines, ensure_ascii=False)


def test_an_error_is_told_by_its_place_and_not_by_its_words(local_http: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("王秀英 330106198001010011")

    local_http.service.exchange = fail
    laptop = local_http.laptop(A)
    assert local_http.route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(laptop.request()))[0] == 500
    (line,) = [JsonLines().format(record) for record in caplog.records if record.name == "sync.hq.gate"]
    told = json.loads(line)
    assert (told["outcome"], told["error"]) == ("error", "RuntimeError")
    assert any(place.endswith(" fail") for place in told["trace"])
    assert "王" not in line


def test_health_is_for_anybody(local_http: Any) -> None:
    assert local_http.route.send(None, "GET", "/healthz/live", b"")[2] == b'{"live":true}'
    assert local_http.route.send(None, "GET", "/healthz", b"")[::2] == (200, b'{"live":true,"ready":true}')
    local_http.route.gate.overdue = lambda: ("backup",)
    late = b'{"live":true,"ready":true,"overdue":["backup"]}'
    assert local_http.route.send(None, "GET", "/healthz", b"")[::2] == (200, late)
    local_http.service.is_ready = lambda: False
    assert local_http.route.send(None, "GET", "/healthz", b"")[::2] == (503, b'{"live":true,"ready":false}')


def test_figures_tell_requests_changes_queues_and_feeds(local_http: Any) -> None:
    laptop = local_http.laptop(A)
    laptop.insert("shop", name="王家店", division_code=A)
    laptop.insert("shop", name="店", division_code="999999999")
    laptop.sync()
    local_http.route.send(None, "POST", "/sync/v1/exchange", b"")
    text = generate_latest(local_http.gate.metrics.registry).decode()
    for line in (
        'hq_requests_total{endpoint="exchange",outcome="ok"} ',
        'hq_requests_total{endpoint="exchange",outcome="bad_signature"} 1.0',
        'hq_ops_total{code="",result="applied"} 1.0',
        'hq_ops_total{code="no_home",result="rejected"} 1.0',
        'hq_feed_heads{kind="township"} 1.0',
        'hq_lane_requests{state="running",work="push"} 0.0',
        'hq_quarantine{code="no_home"} 1.0',
    ):
        assert line in text, line
    assert "王" not in text
    assert laptop.id not in text
