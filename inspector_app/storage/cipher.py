"""How the pages of an encrypted database are sealed: new ones in one way, those of earlier versions as they are.

SQLCipher 4: AES-256-CBC, then 16 bytes IV and an HMAC over content, IV and page number. The file itself does not say
in which way it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from inspector_app.errors import AppError

IV = 16
_RESERVED = 80
"""What a key makes SQLite leave free; when a way is chosen after that, it is not made less."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cipher:
    page: int
    """Bytes of a page as it lies in the file."""
    digest: str
    """Of the HMAC, as hashlib calls it."""

    @property
    def sealed(self) -> int:
        """Bytes of a page before its IV."""
        return self.page - IV - hashlib.new(self.digest).digest_size

    @property
    def usable(self) -> int:
        """Bytes of a page that SQLite fills."""
        return self.page - _RESERVED

    def choose(self, dbapi: Any) -> None:
        """On a connection that has its key and has not looked into the file yet."""
        dbapi.execute("PRAGMA cipher_log_level = NONE")  # a damaged page is told by us, once
        dbapi.execute(f"PRAGMA cipher_page_size = {self.page}")
        dbapi.execute(f"PRAGMA cipher_hmac_algorithm = HMAC_{self.digest.upper()}")

    def unlock(self, dbapi: Any, key: bytes) -> None:
        """Open or make a database on a fresh connection."""
        dbapi.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        self.choose(dbapi)


CIPHERS = (Cipher(8_192, "sha256"), Cipher(4_096, "sha512"))
"""The way of new databases, which costs half as much, then that of version 0.1."""


def in_its_way(use: Callable[[Cipher], T]) -> T:
    """What `use` gives for a file in the way in which it was made; a new file is made in the first way.

    Raises AppError wrong_key when it does for each.
    """
    for cipher in CIPHERS[:-1]:
        try:
            return use(cipher)
        except AppError as error:
            if error.code != "wrong_key":
                raise
    return use(CIPHERS[-1])
