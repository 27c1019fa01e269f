"""Blobs in a folder and in an object store: the same answers. An S3 server is tried where S3_TEST_URL names one."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore, S3Store

from sync.hq.blobs import BlobStore, LocalBlobs, StoreUnavailable
from sync.hq.object_store import ObjectBlobs
from sync.protocol import PART_BYTES

S3 = pytest.param("s3", marks=pytest.mark.skipif("S3_TEST_URL" not in os.environ, reason="no S3 server is named"))


@pytest.fixture(params=["folder", "memory", "local", S3])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BlobStore]:
    match request.param:
        case "folder":
            yield LocalBlobs(tmp_path)
        case "memory":
            yield ObjectBlobs(MemoryStore())
        case "local":
            yield ObjectBlobs(LocalStore(tmp_path))
        case "s3":
            yield ObjectBlobs.at(os.environ["S3_TEST_URL"])


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
    store.drop_parts(upload, 3)
    store.drop_parts(upload, 3)


def test_a_store_that_cannot_be_reached_is_told_apart_from_a_blob_that_is_not_there() -> None:
    away = S3Store(
        "bucket", endpoint="http://127.0.0.1:9", access_key_id="x", secret_access_key="x",
        client_options={"allow_http": True}, retry_config={"max_retries": 0},
    )  # fmt: skip
    with pytest.raises(StoreUnavailable):
        ObjectBlobs(away).put_part("a-1", 0, b"x")


def test_an_address_of_no_store_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        ObjectBlobs.at("gopher://bucket")
