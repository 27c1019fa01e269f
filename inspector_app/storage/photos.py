"""Photos on disk: encrypted in blocks, under names that tell nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.errors import AppError
from inspector_app.storage.files import atomic_file, full_disk, room
from inspector_app.storage.keys import subkey
from sync.protocol import PART_BYTES

_MAGIC = b"FIP1"
_PREFIX = 8
_TAG = 16
_HEADER = len(_MAGIC) + _PREFIX
_STORED = PART_BYTES + _TAG
_FETCHED = "fetched"
"""Folder of photos that HQ gave: they may go at any time."""
_DAMAGED = ".damaged"
"""Ending of a file that was found damaged: it is kept, and holds its photo no more."""


class PhotoStore:
    """A folder of photos by the SHA-256 of their plain bytes. Safe in any thread.

    Each 64 KiB is an AES-256-GCM block of its own, so a part is read without the rest. The nonce is 8 bytes drawn for
    the file and the block's number; hash, number and count of the blocks are authenticated, so blocks can be neither
    exchanged nor left out.
    """

    def __init__(self, folder: Path, database_key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(subkey(database_key, "photos"))
        self._names = subkey(database_key, "photo names")

    def put(self, sha256: str, data: bytes) -> None:
        """Keep a photo; it is on disk when this returns. `sha256` is of `data`. Raises AppError disk_full."""
        self._write(self._path(sha256), sha256, data)

    def put_thumbnail(self, sha256: str, data: bytes) -> None:
        """Keep a small picture of a photo; it is never sent."""
        self._write(self._path(sha256, "thumbnail"), f"{sha256} thumbnail", data)

    def get(self, sha256: str) -> bytes:
        """The photo's plain bytes. Raises AppError photo_missing or photo_damaged.

        Found damaged, it is held no more: the same photo may be kept again, or fetched from HQ.
        """
        return self._sound(sha256, lambda place: self._read(place, sha256))

    def thumbnail(self, sha256: str) -> bytes:
        """The photo's small picture. Raises AppError photo_missing or photo_damaged."""
        return self._read(self._path(sha256, "thumbnail"), f"{sha256} thumbnail")

    def has_thumbnail(self, sha256: str) -> bool:
        return self._path(sha256, "thumbnail").exists()

    def part(self, sha256: str, i: int) -> bytes:
        """Plain bytes of part i, 64 KiB but for the last. Raises what `get` does."""
        return self._sound(sha256, lambda place: self._read_part(place, sha256, i))

    def room(self) -> int:
        """Bytes that are free on the disk of the photos."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return room(self._folder)

    def holds(self, sha256: str) -> bool:
        return self._place(sha256).exists()

    def name_of(self, sha256: str) -> str:
        """Below the folder, where a photo lies that was taken here."""
        return self._path(sha256).relative_to(self._folder).as_posix()

    def has_taken(self, sha256: str) -> bool:
        """Whether it is here as it was taken, and not only as HQ gave it."""
        return self._path(sha256).exists()

    def drop(self, sha256: str) -> int:
        """Free the disk of a photo that was taken here; bytes. Its thumbnail stays, and what was fetched again too.

        0 when there is nothing to free, or something holds the file open (Windows).
        """
        return _freed(self._path(sha256))

    # -- photos from HQ (sync.device.fetching.Arrivals) ---------------------------------------------------------------

    def arrived(self, sha256: str, parts: int) -> set[int]:
        return {i for i in range(parts) if self._part_path(sha256, i).exists()}

    def put_part(self, sha256: str, i: int, data: bytes) -> None:
        self._write(self._part_path(sha256, i), f"{sha256} part {i}", data)

    def join(self, sha256: str, parts: int) -> bool:
        try:
            data = b"".join(self._read(self._part_path(sha256, i), f"{sha256} part {i}") for i in range(parts))
        except AppError:  # a part came to harm here
            data = b""
        is_right = hashlib.sha256(data).hexdigest() == sha256
        if is_right:
            self._write(self._path(sha256, folder=_FETCHED), sha256, data)
        for i in range(parts):
            self._part_path(sha256, i).unlink(missing_ok=True)
        return is_right

    def trim_fetched(self, keep: int) -> int:
        """Let what HQ gave go, the oldest first, until no more than `keep` bytes are left of it; the bytes freed."""
        files = [path for path in (self._folder / _FETCHED).glob("??/*") if path.is_file()]
        found = sorted(((path.stat().st_mtime_ns, path.stat().st_size, path) for path in files), reverse=True)
        kept = freed = 0
        for _, size, path in found:
            kept += size
            if kept > keep:
                freed += _freed(path)
        return freed

    # -- inside -------------------------------------------------------------------------------------------------------

    def _write(self, path: Path, name: str, data: bytes) -> None:
        if path.exists():
            return
        with full_disk():
            path.parent.mkdir(parents=True, exist_ok=True)
        prefix = secrets.token_bytes(_PREFIX)
        count = max(1, -(-len(data) // PART_BYTES))
        with atomic_file(path) as file:
            file.write(_MAGIC + prefix)
            for i in range(count):
                block = data[i * PART_BYTES : (i + 1) * PART_BYTES]
                file.write(self._cipher.encrypt(_nonce(prefix, i), block, _about(name, i, count)))

    def _sound(self, sha256: str, read: Callable[[Path], bytes]) -> bytes:
        """Read a photo where it lies; when that is damaged, where it lies else."""
        place = self._place(sha256)
        try:
            return read(place)
        except AppError as error:
            if error.code != "photo_damaged":
                raise
            with suppress(OSError):  # somebody has it open (Windows): the next who reads it tries again
                place.replace(place.with_name(place.name + _DAMAGED))
            if self._place(sha256) == place or not self.holds(sha256):
                raise
        return self._sound(sha256, read)

    def _read_part(self, path: Path, sha256: str, i: int) -> bytes:
        try:
            with path.open("rb") as file:
                size = path.stat().st_size - _HEADER
                prefix = _prefix(file.read(_HEADER))
                file.seek(_HEADER + i * _STORED)
                return self._open(file.read(_STORED), prefix, sha256, i, _count(size))
        except FileNotFoundError:
            raise AppError("photo_missing") from None

    def _read(self, path: Path, name: str) -> bytes:
        try:
            stored = path.read_bytes()
        except FileNotFoundError:
            raise AppError("photo_missing") from None
        prefix, count = _prefix(stored), _count(len(stored) - _HEADER)
        starts = range(_HEADER, len(stored), _STORED)
        return b"".join(
            self._open(stored[start : start + _STORED], prefix, name, i, count) for i, start in enumerate(starts)
        )

    def _open(self, block: bytes, prefix: bytes, name: str, i: int, count: int) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(prefix, i), block, _about(name, i, count))
        except InvalidTag:
            raise AppError("photo_damaged") from None

    def _place(self, sha256: str) -> Path:
        """Where a photo lies: as it was taken here, else as it was fetched from HQ."""
        own = self._path(sha256)
        return own if own.exists() else self._path(sha256, folder=_FETCHED)

    def _part_path(self, sha256: str, i: int) -> Path:
        return self._path(sha256, f"part {i}", _FETCHED)

    def _path(self, sha256: str, label: str = "", folder: str = "") -> Path:
        name = hmac.new(self._names, f"{sha256} {label}".encode(), hashlib.sha256).hexdigest()
        return self._folder / folder / name[:2] / name


def _freed(path: Path) -> int:
    """The bytes that removing a file gives back; 0 when it cannot be removed, now."""
    try:
        size = path.stat().st_size
        path.unlink()
    except OSError:
        return 0
    return size


def _nonce(prefix: bytes, i: int) -> bytes:
    return prefix + i.to_bytes(4, "big")


def _about(name: str, i: int, count: int) -> bytes:
    return f"{name} {i}/{count}".encode()


def _count(stored: int) -> int:
    return -(-stored // _STORED)


def _prefix(header: bytes) -> bytes:
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise AppError("photo_damaged")
    return header[len(_MAGIC) : _HEADER]
