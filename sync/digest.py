"""What two copies of a feed are compared by: a number for each row, their sum, and sums by bucket.

A digest (`row_hash`) tells versions apart and costs no reading of contents; a sum (`row_sum`) tells contents apart too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sync.record import Record, Wire, canonical, defaults

MODULUS = 1 << 62
"""Neither SQLite nor PostgreSQL has an unsigned 64-bit integer; two of these still add up to a signed one."""
SHORT = 1 << 40
"""Enough to tell apart what one bucket holds; a chance agreement is one in 10^12."""
BUCKETS = (16, 32, 64, 128, 256)
"""How many buckets there may be."""

Version = tuple[int, int]
"""(epoch, version) of a row."""


def _number(text: bytes) -> int:
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big") % MODULUS


def row_hash(row_id: str, version: Version) -> int:
    """A row's part of its feed's digest."""
    return _number(f"{row_id}/{version[0]}/{version[1]}".encode())


def row_sum(row_id: str, version: Version, content: bytes = b"") -> int:
    """A row's part of its feed's sum; without content, for two sides whose forms of the record differ."""
    return _number(f"{row_id}/{version[0]}/{version[1]}/".encode() + content)


def content(cls: type[Record], wire: Mapping[str, Any], extra: Wire | None) -> bytes:
    """A row's content. Fields that hold their default are left out: a new one changes no old row."""
    plain = defaults(cls)
    told = {name: value for name, value in wire.items() if name in plain and value != plain[name]}
    return canonical(told | (extra or {}))


def bucket(row_id: str, buckets: int) -> int:
    """Which of so many buckets a row belongs to."""
    return hashlib.sha256(row_id.encode()).digest()[0] & (buckets - 1)


def buckets_for(rows: int) -> int:
    """How many buckets tell a few differing rows among so many for the fewest bytes."""
    return next((count for count in BUCKETS if count * count >= 4 * rows), BUCKETS[-1])
