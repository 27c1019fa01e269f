"""A photo whose file came to harm is not taken for one that is here, and is made again where that can be proved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.services import evidence, inspections
from inspector_app.services.photo_repair import Repaired, repair
from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.photos import PhotoStore
from sync.device.blobs import Unreadable
from sync.protocol import PART_BYTES
from tests.replica_fixtures import KEY, Laptop


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def item(laptop: Laptop, store: PhotoStore) -> EvidenceItem:
    """A photo so large that its copy for HQ is another file."""
    with laptop.acting() as act:
        visit = inspections.start(act, laptop.shop.id)
    photo = evidence.keep(store, _large())
    with laptop.acting() as act:
        return evidence.add(act, photo, evidence.Place(visit.id))


def _large() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def harm(store: PhotoStore, sha256: str) -> None:
    path = store._place(sha256)
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def test_a_copy_that_came_to_harm_is_made_again_from_its_original(
    laptop: Laptop, store: PhotoStore, item: EvidenceItem
) -> None:
    assert item.synced_sha256 != item.sha256
    whole = store.get(item.synced_sha256)
    harm(store, item.synced_sha256)
    to_send = LocalBlobs(laptop.sessions, store)
    parts = range(-(-item.synced_size // PART_BYTES))
    with pytest.raises(Unreadable):
        b"".join(to_send.part(item.synced_sha256, i) for i in parts)
    assert repair(laptop.sessions, store) == Repaired(again=1)
    assert store.get(item.synced_sha256) == whole
    assert repair(laptop.sessions, store) == Repaired()


def test_what_no_whole_file_is_left_of_is_told(laptop: Laptop, store: PhotoStore, item: EvidenceItem) -> None:
    for sha256 in (item.synced_sha256, item.sha256):
        harm(store, sha256)
        with pytest.raises(AppError, match="photo_damaged"):
            store.get(sha256)
    assert repair(laptop.sessions, store) == Repaired(lost=1)
