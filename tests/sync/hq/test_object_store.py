"""Blobs in a folder, in an object store and on a real S3 server: the same answers."""

from __future__ import annotations

import hashlib
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from nanio.app import build_app
from nanio.auth.credentials import StaticCredentialResolver
from nanio.config import Settings
from obstore.store import LocalStore, MemoryStore, S3Store

from sync.hq.blobs import BlobStore, LocalBlobs, StoreUnavailable
from sync.hq.object_store import ObjectBlobs
from sync.protocol import PART_BYTES

ACCESS, SECRET, BUCKET = "photos-of-hq", "only-for-this-test", "photos"


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an S3 server of another make, which checks the signature of each request (AWS Signature V4)."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / BUCKET).mkdir()
    credentials = StaticCredentialResolver({ACCESS: SECRET})
    app = build_app(Settings(data_dir=folder, credentials=credentials))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, http="h11", loop="asyncio", ws="none", log_config=None, access_log=False)
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        while not running.started:
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        running.should_exit = True
        thread.join()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> ObjectBlobs:
    """A place of its own on that server, reached as HQ reaches it: keys and region come from the environment."""
    for name, value in {
        "AWS_ENDPOINT": s3_server, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return ObjectBlobs.at(f"s3://{BUCKET}/{secrets.token_hex(4)}")


@pytest.fixture(params=["folder", "memory", "local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    match request.param:
        case "folder":
            yield LocalBlobs(tmp_path)
        case "memory":
            yield ObjectBlobs(MemoryStore())
        case "local":
            yield ObjectBlobs(LocalStore(tmp_path))
        case "s3":
            yield request.getfixturevalue("s3")


def blob(size: int, seed: int) -> tuple[str, str, list[bytes]]:
    """(name, name of the upload, parts)"""
    data = random.Random(seed).randbytes(size)
    parts = [data[start : start + PART_BYTES] for start in range(0, size, PART_BYTES)]
    sha256 = hashlib.sha256(data).hexdigest()
    return sha256, f"{sha256}-{size}", parts


@pytest.mark.parametrize("size", [1, PART_BYTES, PART_BYTES + 1, 9_000_000])
def test_parts_in_any_order_become_the_blob(store: BlobStore, size: int) -> None:
    sha256, upload, parts = blob(size, size)
    for i in sorted(range(len(parts)), key=lambda i: (i * 7) % 5):
        store.put_part(upload, i, b"another draft")
        store.put_part(upload, i, parts[i])
    assert store.join(upload, sha256, len(parts))
    store.drop_parts(upload, len(parts))
    with store.open(sha256) as held:
        assert held.read() == b"".join(parts)
    assert b"".join(store.read(sha256, i * PART_BYTES, len(part)) for i, part in enumerate(parts)) == b"".join(parts)
    assert store.join(upload, sha256, len(parts)), "a second one that comes late finds it done"


def test_what_is_not_whole_or_not_right_does_not_become_a_blob(store: BlobStore) -> None:
    sha256, upload, parts = blob(3 * PART_BYTES, 7)
    store.put_part(upload, 0, parts[0])
    assert not store.join(upload, sha256, 3)
    store.put_part(upload, 1, bytes(PART_BYTES))
    store.put_part(upload, 2, parts[2])
    assert not store.join(upload, sha256, 3)
    with pytest.raises(FileNotFoundError):
        store.open(sha256)
    with pytest.raises(FileNotFoundError):
        store.read(sha256, 0, 1)
    store.drop_parts(upload, 3)
    store.drop_parts(upload, 3)


def test_a_store_that_cannot_be_reached_is_told_apart_from_a_blob_that_is_not_there() -> None:
    away = S3Store(
        "bucket", endpoint="http://127.0.0.1:9", access_key_id="x", secret_access_key="x",
        client_options={"allow_http": True}, retry_config={"max_retries": 0},
    )  # fmt: skip
    with pytest.raises(StoreUnavailable):
        ObjectBlobs(away).put_part("a-1", 0, b"x")


def test_wrong_keys_are_no_missing_blob(s3: ObjectBlobs, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256, upload, (part,) = blob(100, 5)
    s3.put_part(upload, 0, part)
    assert s3.join(upload, sha256, 1)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    stranger = ObjectBlobs.at(f"s3://{BUCKET}/elsewhere")
    for reach in (lambda: stranger.put_part(upload, 0, part), lambda: stranger.open(sha256)):
        with pytest.raises(StoreUnavailable):
            reach()


def test_an_address_of_no_store_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        ObjectBlobs.at("gopher://bucket")
