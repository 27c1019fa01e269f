"""Requests that nobody thought of, made from HQ's own OpenAPI document: whatever comes, HQ answers, and not with a 5xx.

Signed by an enrolled laptop, so that they get behind the gate; exchanges also in the form in which they travel.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.web import served_by
from inspector_app.records.people import Device, User
from sync.hq.admission import Paces
from sync.hq.app import server
from sync.hq.gate import Gate
from sync.record import new_id
from sync.wire import authorization, encode
from tests.running_hq import clock, make_office
from tests.sync.conformance.conftest import postgres

__all__ = ["postgres"]

EXAMPLES = 8
"""Of each kind and endpoint, in the usual run; the slow one makes more."""


class Signed:
    """HQ as an enrolled laptop asks it."""

    def __init__(self, office: Office, port: int) -> None:
        self.port = port
        self.key, self.device, self.counter = Ed25519PrivateKey.generate(), new_id(), itertools.count(1)
        office.service.register(self.device, self.key.public_key().public_bytes_raw(), clock())
        wang = office.one(User, username="wang")
        assert wang is not None
        with office.service.author("HQ", clock()) as author:
            author.save(Device(id=self.device, name="", user_ids=(wang.id,), lease_days=45, enrolled_at=1))

    def send(self, method: str, target: str, body: bytes) -> int:
        signed = authorization(self.key, self.device, method, target, body, next(self.counter))
        return self.get(method, target, body, {"Authorization": signed})[0]

    def get(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def signed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    database = "" if request.param == "sqlite" else request.getfixturevalue("postgres")
    office = make_office(tmp_path_factory.mktemp("hq"), database, dataset="REAL")
    # A clock that leaps lets nobody be too fast.
    gate = Gate(office.service, clock, known_errors=(AppError,), paces=Paces(itertools.count(step=100).__next__))
    running = server(served_by(gate, office), "127.0.0.1", 0, None, None)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield Signed(office, running.servers[0].sockets[0].getsockname()[1])
    running.should_exit = True
    thread.join()
    office.close()


def operations(signed: Signed) -> list[Any]:
    document = json.loads(signed.get("GET", "/openapi.json", b"", {})[1])
    return [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]


def body_of(case: Any) -> bytes:
    """The body of a generated request as bytes; an object as JSON."""
    body = case.body
    if isinstance(body, bytes):
        return body
    if isinstance(body, dict | list | str | int | float | bool) or body is None:
        return json.dumps(body).encode()
    return b""  # none was generated


def try_all(signed: Signed, examples: int) -> Counter[int]:
    """How often each status was the answer."""
    answers: Counter[int] = Counter()
    for operation in operations(signed):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                target = quote(case.formatted_path, safe="/%+,:")
                if case.query:
                    target += "?" + urlencode(case.query, doseq=True, errors="replace")
                bodies = [body_of(case)]
                if isinstance(case.body, dict):
                    bodies.append(encode(case.body))
                for body in bodies:
                    status = signed.send(case.method, target, body)
                    answers[status] += 1
                    assert status < 500, (case.method, target, status, body[:500])

            with contextlib.suppress(Unsatisfiable):  # a route without parameters: nothing can be wrong
                ask()
    return answers


def test_no_generated_request_makes_hq_fail(signed: Signed) -> None:
    answers = try_all(signed, EXAMPLES)
    assert answers.total() > 20 * EXAMPLES
    assert answers[400] > answers[401], "most get behind the gate"
    assert answers[200]


@pytest.mark.slow
def test_no_generated_request_makes_hq_fail_at_length(signed: Signed) -> None:
    assert try_all(signed, 400).total() > 8_000
