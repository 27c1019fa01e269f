"""Reads a replica page by page, past SQLite: what a damaged file still holds, row by row, as far as it can be proved.

Pages are sealed as `cipher` says, in one way or the other (SQLCipher's design document). The log beside the file holds
pages of the same kind. Nothing plain is ever written to a disk.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.hazmat.primitives import ciphers
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from inspector_app.storage.cipher import CIPHERS, IV, Cipher

_SALT = 16
_FIRST = b"SQLite format 3\x00"
_LOG_HEADER, _FRAME_HEADER = 32, 24
_SALTS = slice(8, 16)
_MAC_SALT = bytes([0x3A]) * _SALT
_MAC_ROUNDS = 2
_SENSIBLE = (0x00, 0x02, 0x05, 0x0A, 0x0D)
"""First bytes of pages: of an overflow page, and of trees."""


class Pages:
    """The pages of a closed replica and of the log beside it. A page that cannot be proved whole is None."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = path.open("rb")
        self._log = _opened(path.with_name(path.name + "-wal"))
        self._key = key
        salt = self._file.read(_SALT)
        mixed = bytes(a ^ b for a, b in zip(salt, _MAC_SALT, strict=False))
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mixed, _MAC_ROUNDS, len(key))
        self._size = self._file.seek(0, 2)
        self._is_proving = self._find_cipher()

    def _find_cipher(self) -> bool:
        """Read on in the way in which pages can be proved.

        When no page at all can be, it is the first bytes that are lost, and with them the key of the proofs: then a
        page has to make sense, in the way in which most do.
        """
        self._is_proving = True
        for cipher in CIPHERS:
            self._read_as(cipher)
            if any(self.page(number) for number in range(1, self.count + 1)):
                return True
        self._is_proving = False
        self._read_as(max(CIPHERS, key=self._sense))
        return False

    def _read_as(self, cipher: Cipher) -> None:
        self._cipher = cipher
        self._later = self._read_log()
        self.count = max([self._size // cipher.page, *self._later])

    def _sense(self, cipher: Cipher) -> float:
        """Which part of the pages makes sense when they are read in this way."""
        self._read_as(cipher)
        pages = map(self.page, range(2, self.count + 1))
        return sum(page is not None and page[0] in _SENSIBLE for page in pages) / max(self.count, 1)

    @property
    def usable(self) -> int:
        """Bytes of a page that SQLite fills."""
        return self._cipher.usable

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if self._log is not None:
            self._log.close()

    def page(self, number: int) -> bytes | None:
        """The plain content of a page, as it was last committed; from 1 on. None where there is none that is whole."""
        if not 1 <= number <= self.count:  # as a damaged page may say
            return None
        if self._log is not None:
            for at in reversed(self._later.get(number, [])):
                if (content := self._plain(self._log, at, number)) is not None:
                    return content
        return self._plain(self._file, (number - 1) * self._cipher.page, number)

    def _plain(self, file: BinaryIO, at: int, number: int) -> bytes | None:
        file.seek(at)
        stored = file.read(self._cipher.page)
        if len(stored) < self._cipher.page:
            return None
        end, start = self._cipher.sealed, _SALT if number == 1 else 0
        content, iv, mac = stored[start:end], stored[end : end + IV], stored[end + IV :]
        if self._is_proving:
            proof = hmac.digest(self._mac_key, content + iv + number.to_bytes(4, "little"), self._cipher.digest)
            if not hmac.compare_digest(proof, mac):
                return None
        decryptor = ciphers.Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        plain = decryptor.update(content) + decryptor.finalize()
        return _FIRST + plain if number == 1 else plain

    def _read_log(self) -> dict[int, list[int]]:
        """{page: where the log holds its content, the oldest first}, up to the last commit."""
        found: dict[int, list[int]] = {}
        if self._log is None:
            return found
        self._log.seek(0)
        salts = self._log.read(_LOG_HEADER)[16:24]
        pending: list[tuple[int, int]] = []
        for header, at in _frames(self._log, self._cipher.page):
            if header[_SALTS] != salts:
                break
            pending.append((int.from_bytes(header[:4], "big"), at))
            if header[4:8] != bytes(4):  # a commit
                for number, place in pending:
                    found.setdefault(number, []).append(place)
                pending = []
        return found


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


def _frames(log: BinaryIO, page: int) -> Iterator[tuple[bytes, int]]:
    """(header, where its page begins) of each frame."""
    at = _LOG_HEADER
    while True:
        log.seek(at)
        header = log.read(_FRAME_HEADER)
        if len(header) < _FRAME_HEADER:
            return
        yield header, at + _FRAME_HEADER
        at += _FRAME_HEADER + page
