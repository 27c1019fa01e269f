"""The messages by which a device and HQ agree which parts of photos are still missing there."""

from __future__ import annotations

from sync.protocol import Message
from sync.record import Sha256


class BlobState(Message):
    """What HQ lacks of one blob. Neither complete nor missing parts: HQ does not take it now; ask another day."""

    sha256: str
    size: int
    missing: tuple[int, ...]
    complete: bool


class BlobsMissing(Message):
    """Ask which parts HQ lacks. {sha256: size in bytes}."""

    blobs: dict[Sha256, int]


class BlobsMissingReply(Message):
    blobs: tuple[BlobState, ...]
