"""Photos on disk: encrypted, whole or not at all, readable part by part."""

from __future__ import annotations

import hashlib
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.errors import AppError
from inspector_app.storage.photos import PhotoStore
from sync.protocol import PART_BYTES

SIZES = [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 7]


@pytest.fixture
def store(tmp_path: Path, key: bytes) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", key)


def sample(size: int) -> tuple[str, bytes]:
    data = (b"PLANTED-BYTES-OF-A-PHOTO" * (size // 20 + 1))[:size]
    return hashlib.sha256(data).hexdigest(), data


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", SIZES)
def test_a_photo_comes_back_whole_and_in_parts(store: PhotoStore, size: int) -> None:
    sha256, data = sample(size)
    assert not store.holds(sha256)
    store.put(sha256, data)
    assert store.holds(sha256)
    assert store.get(sha256) == data
    parts = [store.part(sha256, i) for i in range(max(1, -(-size // PART_BYTES)))]
    assert b"".join(parts) == data
    assert all(len(part) == PART_BYTES for part in parts[:-1])


def test_neither_content_nor_name_tells_anything(store: PhotoStore, tmp_path: Path) -> None:
    sha256, data = sample(200_000)
    store.put(sha256, data)
    store.put_thumbnail(sha256, data[:500])
    assert len(files(tmp_path)) == 2
    for path in files(tmp_path):
        assert b"PLANTED" not in path.read_bytes()
        assert sha256[:8] not in path.name
        assert path.stat().st_mode & 0o077 == 0


def test_the_same_photo_encrypts_to_other_bytes_elsewhere(tmp_path: Path, key: bytes) -> None:
    sha256, data = sample(1000)
    for name in ("a", "b"):
        PhotoStore(tmp_path / "photos" / name, key).put(sha256, data)
    first, second = files(tmp_path)
    assert first.read_bytes() != second.read_bytes()


def test_a_thumbnail_is_kept_beside_its_photo(store: PhotoStore) -> None:
    sha256, data = sample(1000)
    store.put(sha256, data)
    with pytest.raises(AppError, match="photo_missing"):
        store.thumbnail(sha256)
    store.put_thumbnail(sha256, b"small")
    assert (store.get(sha256), store.thumbnail(sha256)) == (data, b"small")


def test_another_key_reads_nothing(store: PhotoStore, tmp_path: Path) -> None:
    sha256, data = sample(1000)
    store.put(sha256, data)
    with pytest.raises(AppError, match="photo_missing"):
        PhotoStore(tmp_path / "photos", bytes(32)).get(sha256)


@pytest.mark.parametrize("damage", ["bit", "cut", "swap", "header", "empty"])
def test_damage_is_noticed(store: PhotoStore, tmp_path: Path, damage: str) -> None:
    sha256, data = sample(3 * PART_BYTES)
    store.put(sha256, data)
    (path,) = files(tmp_path)
    stored = bytearray(path.read_bytes())
    block = PART_BYTES + 16
    if damage == "bit":
        stored[block * 2] ^= 1
    elif damage == "cut":
        del stored[-block:]
    elif damage == "swap":
        first, second = stored[12 : 12 + block], stored[12 + block : 12 + 2 * block]
        stored[12 : 12 + 2 * block] = second + first
    elif damage == "header":
        stored[0] ^= 1
    else:
        stored.clear()
    path.write_bytes(stored)
    with pytest.raises(AppError, match="photo_damaged"):
        store.get(sha256)
    assert not store.holds(sha256), "a damaged photo is no photo"
    store.put(sha256, data)
    assert store.get(sha256) == data


def test_a_damaged_photo_is_read_from_where_it_lies_else(store: PhotoStore, tmp_path: Path) -> None:
    sha256, data = sample(PART_BYTES + 1)
    store.put(sha256, data)
    (own,) = files(tmp_path)
    for i in range(2):
        store.put_part(sha256, i, data[i * PART_BYTES : (i + 1) * PART_BYTES])
    assert store.join(sha256, 2)
    own.write_bytes(own.read_bytes()[:-1])
    assert store.part(sha256, 1) == data[PART_BYTES:]
    assert not store.has_taken(sha256)
    assert store.get(sha256) == data


@pytest.fixture
def small_files() -> Iterator[None]:
    """A disk on which no file can grow beyond 100 kB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    store: PhotoStore, tmp_path: Path, small_files: None
) -> None:
    sha256, data = sample(300_000)
    with pytest.raises(AppError, match="disk_full"):
        store.put(sha256, data)
    assert files(tmp_path) == []
    assert not store.holds(sha256)
    small, content = sample(10_000)
    store.put(small, content)
    assert store.get(small) == content
