"""What only bytes can do: signatures, counters, garbage, limits, headers."""

from __future__ import annotations

import datetime
import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sync.hq.app import create_app, server
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.endpoints import ENDPOINTS
from sync.protocol import ExchangeReply, Hello
from sync.record import new_id
from sync.wire import authorization, encode, from_bytes, to_bytes

A = "330199101"
PATH = "/sync/v1/exchange"


def send(hq: Any, laptop: Any, body: bytes, **headers: str) -> tuple[int, dict[str, str], dict[str, Any]]:
    status, got, answer = hq.route.send(laptop, "POST", PATH, body, headers)
    return status, got, {} if status == 200 else json.loads(answer)


def test_h_1_an_idle_exchange_is_small_and_has_no_spare_headers(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    a.insert("shop", name="店", division_code=A)
    a.sync()
    body = to_bytes(a.request())
    status, headers, answer = http_hq.route.send(a, "POST", PATH, body)
    assert (status, set(headers)) == (200, {"content-length", "content-type", "content-encoding"})
    assert from_bytes(ExchangeReply, answer).feeds == ()
    assert len(body) + len(answer) < 600


def test_hello_is_for_anybody(http_hq: Any) -> None:
    status, _, body = http_hq.route.send(None, "GET", "/sync/v1/hello", b"")
    hello = Hello.model_validate_json(body)
    assert (status, hello.ds, hello.epoch, hello.now) == (200, "DEMO", 1, http_hq.now)


def test_a_request_of_a_stranger_is_refused(http_hq: Any) -> None:
    a, b = http_hq.laptop(A), http_hq.laptop(A)
    a.insert("shop", name="店", division_code=A)
    body = to_bytes(a.request())
    assert send(http_hq, None, body)[0] == 401
    for header in (
        "Basic x",
        "Sync a.b",
        f"Sync {a.id}.1.AAAA",
        f"Sync {a.id}.-1.AAAA",
        "Sync \xff.1.x",
        f"Sync {new_id()}.1.AAAA",
    ):
        assert send(http_hq, None, body, Authorization=header)[0] == 401
    unknown = authorization(a.key, new_id(), "POST", PATH, body, 1)
    assert send(http_hq, None, body, Authorization=unknown)[2]["fault"] == "unknown_device"
    for forged in (
        authorization(b.key, a.id, "POST", PATH, body, 1),
        authorization(a.key, a.id, "PUT", PATH, body, 1),
        authorization(a.key, a.id, "POST", "/other", body, 1),
        authorization(a.key, a.id, "POST", PATH, body + b"x", 1),
        authorization(a.key, "HQ", "POST", PATH, body, 1),
    ):
        status, _, fault = send(http_hq, None, body, Authorization=forged)
        assert (status, fault["fault"] in ("bad_signature", "unknown_device")) == (401, True)
    assert http_hq.count("op_result") == 0


def test_a_counter_is_good_once(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    body = to_bytes(a.request())

    def status(counter: int) -> tuple[int, Any]:
        header = authorization(a.key, a.id, "POST", PATH, body, counter)
        code, _, fault = send(http_hq, None, body, Authorization=header)
        return code, fault.get("last")

    assert status(100) == (200, None)
    assert status(100) == (409, 100)
    assert status(99) == status(37) == (200, None)
    assert status(37) == status(36) == (409, 100)
    assert status(101) == (200, None)
    assert status(99) == (409, 101)


def test_a_revoked_device_is_refused_at_once(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    a.sync()
    http_hq.service.database.write(lambda conn: set_status(conn, a.id, DeviceStatus.REVOKED))
    status, _, fault = send(http_hq, a, to_bytes(a.request()))
    assert (status, fault["fault"]) == (403, "revoked")


def deep(levels: int) -> bytes:
    text = b"[" * levels + b"]" * levels
    return zstandard.compress(b'{"ops":' + text + b"}")


def request_with(ops: Any, **members: Any) -> bytes:
    """A request with these packed ops and members, right in everything else."""
    body = {"p": 1, "app": "x", "schema": 1, "ds": "DEMO", "inc": 1, "epoch": 1, "cur": {}, "ops": ops}
    body |= {"log": {"last": 1, "chain": "00" * 32}, "clock": {"wall": 1, "mono": 1}}
    return zstandard.compress(json.dumps(body | members).encode())


COLUMNS = {
    "id": [new_id()], "t": ["shop"], "row": [new_id()], "k": ["ins"], "b": [[0, 0]], "set": [{}], "by": ["u"],
    "cap": [{"wall": 1, "mono": 1}], "g": [new_id()],
}  # fmt: skip


GARBAGE = [
    b"",
    b"<html><body>login</body></html>",
    b'{"p":1}',
    zstandard.compress(b"not json"),
    zstandard.compress(b"[]"),
    zstandard.compress(b'{"p":1}'),
    zstandard.compress(b"{" * 10_000),
    zstandard.compress(b"\xff\xfe"),
    zstandard.compress(b'{"p":1e999}'),
    zstandard.compress(b'{"p":' + b"9" * 5_000 + b"}"),
    encode({"p": 1})[:-3],
    deep(500),
    deep(100_000),
    request_with(None, cur={"1": 2**70}),
    request_with(None, cur={"-1": 2}),
    request_with(None, ask=[2**70]),
    request_with(None, inc=0),
    request_with(None, log={"last": 2**60, "chain": "00" * 32}),
    request_with("x"),
    request_with([1]),
    request_with({"id": 5}),
    request_with({"id": ["x"], "t": []}),
    request_with(COLUMNS | {"id": ["x"]}),
    request_with(COLUMNS | {"b": [[1]]}),
    request_with(COLUMNS | {"set": [{"name": [None, 2**60]}]}),
    request_with(COLUMNS | {"set": [{"name": [None, float("inf")]}]}),
    request_with(COLUMNS | {"by": ["\x00"]}),
    request_with(COLUMNS | {"t": ["\ud800"]}),
    request_with(COLUMNS | {"set": [{"name": [None, "\ud800"]}]}),
]


def test_garbage_is_refused_cleanly(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    for body in GARBAGE:
        status, _, fault = send(http_hq, a, body)
        assert (status, fault["fault"]) == (400, "malformed"), body[:60]


def test_a_decompression_bomb_is_refused(http_hq: Any) -> None:
    bomb = zstandard.compress(b" " * (64 << 20))
    assert len(bomb) < 10_000
    status, _, fault = send(http_hq, http_hq.laptop(A), bomb)
    assert (status, fault["fault"]) == (400, "malformed")


def test_a_body_that_is_too_large_is_refused(http_hq: Any) -> None:
    a = http_hq.laptop(A)
    try:
        status, _, _ = http_hq.route.send(a, "POST", f"/sync/v1/blobs/{'0' * 64}/complete", b"x" * 100)
    except (BrokenPipeError, ConnectionResetError):
        return
    assert status == 413


def test_paths_that_do_not_exist_give_nothing(http_hq: Any) -> None:
    a, zeros = http_hq.laptop(A), "0" * 64
    for path in (
        "/sync/v1/blobs/../../etc/parts/0",
        "/sync/v1/blobs/%2e%2e/parts/0",
        f"/sync/v1/blobs/{zeros}/parts/-1",
        f"/sync/v1/blobs/{'A' * 64}/parts/0",
        f"/sync/v1/blobs/{zeros}/parts/x",
        "//sync/v1/blobs",
        "/sync/v1/feeds/1",
    ):
        assert http_hq.route.send(a, "PUT", path, b"x")[0] in (404, 405, 422), path


def certificate(folder: Path) -> tuple[str, str]:
    """(certificate, key) files of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "HQ")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    alone = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    signed = builder.add_extension(alone, critical=False).sign(key, hashes.SHA256())
    form, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "hq.crt").write_bytes(signed.public_bytes(form))
    (folder / "hq.key").write_bytes(key.private_bytes(form, serialization.PrivateFormat.PKCS8, plain))
    return str(folder / "hq.crt"), str(folder / "hq.key")


def test_hq_is_served_over_tls(local_hq: Any, tmp_path: Path) -> None:
    certfile, keyfile = certificate(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = server(create_app(local_hq.service), "127.0.0.1", 0, certfile, keyfile)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not running.started:
                time.sleep(0.005)
            trust = ssl.create_default_context(cafile=certfile)
            connection = http.client.HTTPSConnection(*listening.getsockname(), timeout=30, context=trust)
            connection.request("GET", "/sync/v1/hello")
            assert Hello.model_validate_json(connection.getresponse().read()).ds == "DEMO"
            connection.close()
        finally:
            running.should_exit = True
            thread.join()


def test_the_openapi_document_names_every_message(http_hq: Any) -> None:
    status, _, body = http_hq.route.send(None, "GET", "/openapi.json", b"")
    document = json.loads(body)
    assert status == 200
    assert {"ExchangeRequest", "ExchangeReply", "FaultReply", "BlobState", "Log"} <= set(
        document["components"]["schemas"]
    )
    assert document["paths"].keys() == {endpoint.path for endpoint in ENDPOINTS} - {"/openapi.json"}
