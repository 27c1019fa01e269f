"""Reads a replica page by page, past SQLite: what a damaged file still holds, row by row, as far as it can be proved.

SQLCipher 4 (its design document): pages of 4,096 bytes; AES-256-CBC, then 16 bytes IV and 64 bytes HMAC-SHA512 over
content, IV and page number. The log beside it holds pages of the same kind. Nothing plain is ever written to a disk.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4_096
_IV, _MAC, _SALT = 16, 64, 16
USABLE = PAGE - _IV - _MAC
_FIRST = b"SQLite format 3\x00"
_LOG_HEADER, _FRAME_HEADER = 32, 24
_SALTS = slice(8, 16)
_MAC_SALT = bytes([0x3A]) * _SALT
_MAC_ROUNDS = 2


class Pages:
    """The pages of a closed replica and of the log beside it. A page that cannot be proved whole is None."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = path.open("rb")
        self._log = _opened(path.with_name(path.name + "-wal"))
        self._key = key
        salt = self._file.read(_SALT)
        mixed = bytes(a ^ b for a, b in zip(salt, _MAC_SALT, strict=False))
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mixed, _MAC_ROUNDS, len(key))
        size = self._file.seek(0, 2)
        self._later = self._read_log()
        self.count = max(size // PAGE, *self._later) if self._later else size // PAGE
        self._is_proving = True
        # When no page at all can be proved, it is the first bytes that are lost, and with them the key of the proofs:
        # then a page has to make sense.
        self._is_proving = any(self.page(number) for number in range(1, self.count + 1))

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()
        if self._log is not None:
            self._log.close()

    def page(self, number: int) -> bytes | None:
        """The plain content of a page, as it was last committed; from 1 on. None where there is none that is whole."""
        if number < 1:  # as a damaged page may say
            return None
        if self._log is not None:
            for at in reversed(self._later.get(number, [])):
                if (content := self._plain(self._log, at, number)) is not None:
                    return content
        return self._plain(self._file, (number - 1) * PAGE, number)

    def _plain(self, file: BinaryIO, at: int, number: int) -> bytes | None:
        file.seek(at)
        stored = file.read(PAGE)
        if len(stored) < PAGE:
            return None
        start = _SALT if number == 1 else 0
        content, iv, mac = stored[start:USABLE], stored[USABLE : USABLE + _IV], stored[USABLE + _IV :]
        if self._is_proving:
            proof = hmac.digest(self._mac_key, content + iv + number.to_bytes(4, "little"), "sha512")
            if not hmac.compare_digest(proof, mac):
                return None
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        plain = decryptor.update(content) + decryptor.finalize()
        return _FIRST + plain if number == 1 else plain

    def _read_log(self) -> dict[int, list[int]]:
        """{page: where the log holds its content, the oldest first}, up to the last commit."""
        found: dict[int, list[int]] = {}
        if self._log is None:
            return found
        salts = self._log.read(_LOG_HEADER)[16:24]
        pending: list[tuple[int, int]] = []
        for header, at in _frames(self._log):
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


def _frames(log: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """(header, where its page begins) of each frame."""
    at = _LOG_HEADER
    while True:
        log.seek(at)
        header = log.read(_FRAME_HEADER)
        if len(header) < _FRAME_HEADER:
            return
        yield header, at + _FRAME_HEADER
        at += _FRAME_HEADER + PAGE
