"""Reading a request's body: bounded in size, in memory and in time, hashed on the way, large ones kept on disk."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import IO

from fastapi import Request
from starlette.requests import ClientDisconnect

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.admission import busy
from sync.protocol import PART_BYTES

PIECE_S = 20
"""Longest silence within a body."""
GRACE_S, LEAST_BYTES_S = 30, 500
"""After a while a body must come at this pace; a twentieth of what 2G carries."""
IN_MEMORY = 2 * PART_BYTES
UNDER_WAY = 128 << 20
"""Bytes of all bodies that are being read or worked on."""


@dataclass(slots=True)
class Body:
    """A body that is there whole. `digest` is its SHA-256, hexadecimal."""

    file: IO[bytes]
    size: int = 0
    digest: str = ""

    def read(self) -> bytes:
        self.file.seek(0)
        return self.file.read()


@dataclass(slots=True)
class Bodies:
    """The bodies of one HQ process. Used in its event loop alone."""

    room: int = UNDER_WAY
    piece_s: float = PIECE_S
    _taken: int = field(default=0, init=False)

    @asynccontextmanager
    async def read(self, request: Request, limit: int) -> AsyncIterator[Body]:
        """The body, for the block. Raises Faulted TOO_LARGE, TIMEOUT, BUSY."""
        told = request.headers.get("content-length", "")
        size = int(told) if told.isdecimal() and len(told) < 12 else limit
        if size > limit:
            raise _too_large(limit)
        if self._taken + size > self.room:
            raise busy()
        self._taken += size
        try:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
                body = Body(file)
                await self._receive(request, body, limit)
                file.seek(0)
                yield body
        finally:
            self._taken -= size

    async def _receive(self, request: Request, body: Body, limit: int) -> None:
        digest, began = hashlib.sha256(), time.monotonic()
        pieces = request.stream().__aiter__()
        while True:
            try:
                async with asyncio.timeout(self.piece_s):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                break
            except (TimeoutError, ClientDisconnect):
                raise _too_slow() from None
            body.size += len(piece)
            if body.size > limit:
                raise _too_large(limit)
            if time.monotonic() - began > GRACE_S + body.size / LEAST_BYTES_S:
                raise _too_slow()
            digest.update(piece)
            body.file.write(piece)
        body.digest = digest.hexdigest()


def _too_large(limit: int) -> Faulted:
    return Faulted(FaultReply(fault=Fault.TOO_LARGE, detail=f"more than {limit} bytes"))


def _too_slow() -> Faulted:
    return Faulted(FaultReply(fault=Fault.TIMEOUT, detail="the body did not come in time"))
