"""What the app and its decoder process say to each other: two lengths, a JSON header, bytes."""

from __future__ import annotations

import json
import struct
from enum import StrEnum
from typing import IO, Any

_LENGTHS = struct.Struct("<II")

Header = dict[str, Any]


def send(pipe: IO[bytes], header: Header, payload: bytes = b"") -> None:
    text = json.dumps(header).encode()
    pipe.write(_LENGTHS.pack(len(text), len(payload)) + text)
    pipe.write(payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[Header, bytes] | None:
    """The next message; None when the other side has gone."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_size, payload_size = _LENGTHS.unpack(lengths)
    header, payload = pipe.read(header_size), pipe.read(payload_size)
    if len(header) < header_size or len(payload) < payload_size:
        return None
    return json.loads(header), payload


class ScanProblem(StrEnum):
    """Why a picture gave nothing."""

    MISSING = "MISSING"
    NO_ACCESS = "NO_ACCESS"
    """A folder, a device, or a file that this user may not read."""
    EMPTY = "EMPTY"
    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    DAMAGED = "DAMAGED"
    TOO_LARGE = "TOO_LARGE"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    CRASHED = "CRASHED"
    """The decoder process died on it."""
    TIMED_OUT = "TIMED_OUT"
    NOT_STARTED = "NOT_STARTED"
    """The decoder process cannot be started."""
