"""Whom HQ lets do what, asked anew in each request: rights of users, standings of devices, the table of endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI

from sync.faults import Faulted, Wipe
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.endpoints import ENDPOINTS, Endpoint, Undeclared, check_routes
from sync.hq.rights import Rights
from sync.protocol import Outcome, Refusal
from sync.record import new_id
from sync.wire import to_bytes

A = "330199101"


def stand(hq: Any, laptop: Any, status: DeviceStatus, wipe: Wipe | None = None) -> None:
    hq.service.database.write(lambda conn: set_status(conn, laptop.id, status, wipe))


def with_rights(hq: Any, rights: dict[str, Rights]) -> None:
    hq.service._rights = lambda conn, users: {user: rights[user] for user in users if user in rights}


def test_a_user_writes_the_kinds_and_units_of_its_rights_alone(hq: Any) -> None:
    a = hq.laptop(A, users=2)
    with_rights(hq, {a.users[0]: Rights({"shop": frozenset({"order_state"})})})
    shop = a.insert("shop", name="店", division_code=A)
    a.sync()
    closed = a.change("shop", shop, {"order_state": ("NONE", "ORDERED")})
    line = a.insert("line", shop_id=shop, goods="米", quantity=1)
    stranger = a.change("shop", shop, {"name": ("店", "乙")}, by=a.users[1])
    a.sync()
    assert hq.row("shop", shop)["order_state"] == "NONE"
    assert hq.row("line", line) is None
    refused = [a.results[op.id] for op in (closed, a.log[2], stranger)]
    assert [(r.r, r.code, r.unit) for r in refused] == [
        (Outcome.REJECTED, Refusal.NOT_ALLOWED, "order_state"),
        (Outcome.REJECTED, Refusal.NOT_ALLOWED, None),
        (Outcome.REJECTED, Refusal.NOT_ALLOWED, None),
    ]
    assert hq.count("quarantine") == 3  # the bodies are kept


def test_a_right_that_is_taken_away_counts_from_the_next_request_on(hq: Any) -> None:
    a = hq.laptop(A)
    with_rights(hq, {a.user: Rights({"shop": frozenset()})})
    shop = a.insert("shop", name="店", division_code=A)
    a.sync()
    with_rights(hq, {})
    a.update("shop", shop, name="乙")
    a.sync()
    assert hq.row("shop", shop)["name"] == "店"


def test_a_transferred_laptop_hands_its_work_over_and_is_given_nothing(hq: Any) -> None:
    """C-37: nothing is applied, nothing is lost, nothing is told."""
    a, b = hq.laptop(A), hq.laptop(A)
    a.sync()
    b.insert("shop", name="乙店", division_code=A)
    b.sync()
    for number in range(30):
        a.insert("shop", name=f"店 {number}", division_code=A)
    stand(hq, a, DeviceStatus.TRANSFERRED, Wipe.AFTER_HAND_OVER)
    reply = a.exchange()
    assert (reply.more, reply.feeds, reply.sub.drop) == (True, (), ())
    assert {result.code for result in a.results.values()} == {Refusal.TRANSFERRED}
    with pytest.raises(Faulted) as caught:
        a.exchange()
    assert (caught.value.reply.fault, caught.value.reply.wipe) == ("transferred", "after_hand_over")
    assert (a.bodies, hq.count("shop"), hq.count("quarantine", "code = 'transferred'")) == (0, 1, 30)
    assert hq.count("op_result", "dev = :dev AND core IS NOT NULL", dev=a.id) == 30


def test_a_laptop_revoked_between_two_pages_gets_no_second_one(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    for number in range(200):
        a.insert("shop", name=f"店 {number} " + "长" * 100, division_code=A)
    a.sync()
    assert b.exchange(max=4_096).more
    held = b.bodies
    stand(hq, b, DeviceStatus.REVOKED)
    b.insert("shop", name="店", division_code=A)
    with pytest.raises(Faulted, match="revoked"):
        b.exchange()
    assert (b.bodies, b.acked, hq.count("shop")) == (held, 0, 200)


def test_an_account_bound_to_a_new_laptop_leaves_the_old_one_outside(hq: Any) -> None:
    """C-46: the draft is on the new one; what the old one still holds is refused and stays there."""
    old, new = hq.laptop(A), hq.laptop(A)
    shop = old.insert("shop", name="店", division_code=A)
    visit = old.insert("visit", shop_id=shop, author_id=old.user)
    old.sync()
    new.users = old.users
    hq.scopes[new.id] |= hq.scopes[old.id] - {key for key in hq.scopes[old.id] if key.kind == "device"}
    stand(hq, old, DeviceStatus.REVOKED)
    new.sync()
    assert new.body("visit", visit)["author_id"] == old.user
    old.update("visit", visit, answers={"A": {"code": "OK"}})
    with pytest.raises(Faulted, match="revoked"):
        old.exchange()
    assert old.acked == 2


STANDINGS = ["stranger", "unknown", DeviceStatus.ACTIVE, DeviceStatus.TRANSFERRED, DeviceStatus.REVOKED]
REFUSED = {"stranger": 401, "unknown": 401, DeviceStatus.TRANSFERRED: 403, DeviceStatus.REVOKED: 403}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_i_1_each_endpoint_lets_in_whom_the_table_names_and_nobody_else(http_hq: Any, endpoint: Endpoint) -> None:
    for standing in STANDINGS:
        laptop = http_hq.laptop(A)
        if standing == "unknown":
            laptop.id = new_id()
        elif isinstance(standing, DeviceStatus):
            stand(http_hq, laptop, standing)
        path = endpoint.path.format(sha256="0" * 64, hashes="0" * 64, feed=1, epoch=1, first=0, last=1)
        path += "?feeds=1" if endpoint.name == "snapshots" else ""
        body = to_bytes(laptop.request()) if endpoint.name == "exchange" else b""
        caller = None if standing == "stranger" else laptop
        status, _, answer = http_hq.route.send(caller, endpoint.method, path, body)
        is_let_in = endpoint.callers is None or standing in endpoint.callers
        if is_let_in and (endpoint.name, standing) != ("exchange", DeviceStatus.TRANSFERRED):
            assert status in (200, 400, 404), (standing, answer)
        else:
            assert status == REFUSED[standing], answer
            assert set(json.loads(answer)) <= {"fault", "detail"}


def test_a_signature_is_asked_of_everything_that_is_not_for_all() -> None:
    public = {endpoint.name for endpoint in ENDPOINTS if endpoint.callers is None}
    assert public == {"hello", "live", "ready", "openapi"}


def test_hq_does_not_start_with_a_route_that_nobody_declared() -> None:
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.get("/sync/v1/hello")
    def hello() -> None:
        """Declared."""

    check_routes(app, ENDPOINTS)
    app.delete("/sync/v1/hello")(hello)
    with pytest.raises(Undeclared, match="DELETE /sync/v1/hello"):
        check_routes(app, ENDPOINTS)


def test_a_device_that_wipes_itself_says_so(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    stand(http_hq, a, DeviceStatus.REVOKED, Wipe.AT_ONCE)
    status, _, answer = http_hq.route.send(a, "POST", "/sync/v1/exchange", to_bytes(a.request()))
    assert (status, json.loads(answer)) == (403, {"fault": "revoked", "wipe": "at_once"})
    assert http_hq.route.send(a, "POST", "/sync/v1/wiped", b"")[0] == 200
    assert http_hq.count("device_key", "id = :id AND wiped_at IS NOT NULL", id=a.id) == 1
