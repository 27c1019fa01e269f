"""A file for one reader: its key sealed to them (keys.seal), its content in blocks; cuts and alterations are found."""

from __future__ import annotations

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspector_app.errors import AppError
from inspector_app.storage import keys

MAGIC = b"FIS1"
BLOCK = 1 << 20
_TAG = 16
_MORE, _LAST = b"more", b"last"


class SealedWriter:
    """Writes; nothing counts before `close`."""

    def __init__(self, target: BinaryIO, reader: bytes) -> None:
        """reader: their X25519 public key."""
        key = keys.new_key()
        self._target, self._cipher, self._count, self._rest = target, AESGCM(key), 0, bytearray()
        sealed = keys.seal(reader, key)
        target.write(MAGIC + len(sealed).to_bytes(2, "big") + sealed)

    def write(self, data: bytes) -> int:
        self._rest += data
        while len(self._rest) > BLOCK:
            self._put(bytes(self._rest[:BLOCK]), _MORE)
            del self._rest[:BLOCK]
        return len(data)

    def close(self) -> None:
        self._put(bytes(self._rest), _LAST)

    def _put(self, block: bytes, about: bytes) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._count), block, about))
        self._count += 1


class SealedReader:
    """Reads what a SealedWriter wrote. Raises AppError wrong_key, file_unreadable."""

    def __init__(self, source: BinaryIO, private_key: X25519PrivateKey) -> None:
        self._source = source
        head = source.read(len(MAGIC) + 2)
        if not head.startswith(MAGIC):
            raise self._damaged()
        sealed = source.read(int.from_bytes(head[-2:], "big"))
        self._cipher = AESGCM(keys.unseal(private_key, sealed))
        self._count, self._rest, self._is_over = 0, bytearray(), False

    def read(self, size: int) -> bytes:
        while len(self._rest) < size and not self._is_over:
            self._take()
        data = bytes(self._rest[:size])
        del self._rest[:size]
        return data

    def _take(self) -> None:
        stored = self._source.read(BLOCK + _TAG)
        self._is_over = len(stored) < BLOCK + _TAG or not self._peek()
        try:
            self._rest += self._cipher.decrypt(_nonce(self._count), stored, _LAST if self._is_over else _MORE)
        except InvalidTag:
            raise self._damaged() from None
        self._count += 1

    def _damaged(self) -> AppError:
        return AppError("file_unreadable", file=str(self._source.name))

    def _peek(self) -> bool:
        """Whether there is more."""
        found = bool(self._source.read(1))
        if found:
            self._source.seek(-1, 1)
        return found


def _nonce(count: int) -> bytes:
    return count.to_bytes(12, "big")
