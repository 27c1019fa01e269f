"""What answers a question to HQ may be anything: each is told apart, and none is taken for HQ's answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.errors import AppError
from inspector_app.services.asking import Signer, ask
from inspector_app.services.enrolment import EnrolReply, EnrolRequest
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.transport import Address

QUESTION = EnrolRequest(secret="s", public_key="k", database_key="d")
GOOD = EnrolReply(device_id="d", matching_key="", lease_days=45).model_dump_json().encode()
JSON = "application/json"


@contextmanager
def answering(*answers: tuple[int, str, bytes, int]) -> Iterator[Address]:
    """Something that gives these answers in turn: status, content type, body, bytes that it promises too many."""
    given = iter(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, body, more = next(given)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + more))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/login")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Address(f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((200, "text/html", b"<html>log in", 0), ProblemKind.PORTAL),
        ((302, "text/html", b"", 0), ProblemKind.PORTAL),
        ((502, "text/plain", b"bad gateway", 0), ProblemKind.PORTAL),
        ((200, JSON, GOOD[:20], 0), ProblemKind.CUT),
        ((200, JSON, GOOD[:20], 100), ProblemKind.CUT),
        ((200, JSON, b"[]", 0), ProblemKind.CUT),
        ((409, JSON, b"\xff", 0), ProblemKind.CUT),
        ((500, JSON, b"[]", 0), ProblemKind.STATUS),
    ],
)
def test_what_is_no_answer_of_hq_is_told_apart(answer: tuple[int, str, bytes, int], kind: ProblemKind) -> None:
    with answering(answer) as address, pytest.raises(SyncProblem) as problem:
        ask(address, "/inspector/v1/enrol", QUESTION, EnrolReply)
    assert problem.value.retryable
    assert problem.value.kind in (kind, ProblemKind.UNREACHABLE if answer[3] else kind)


def test_a_refusal_bears_hqs_own_code() -> None:
    refusal = (409, JSON, b'{"code": "enrolment_used"}', 0)
    with answering(refusal) as address, pytest.raises(AppError, match="enrolment_used"):
        ask(address, "/inspector/v1/enrol", QUESTION, EnrolReply)


def test_a_counter_that_hq_has_seen_is_raised_and_asked_again_once() -> None:
    used = (401, JSON, b'{"code": "counter", "last": 41}', 0)
    signer = Signer("d", Ed25519PrivateKey.generate())
    with answering(used, (200, JSON, GOOD, 0)) as address:
        assert ask(address, "/inspector/v1/enrol", QUESTION, EnrolReply, signer).device_id == "d"
    assert signer.counter == 42
