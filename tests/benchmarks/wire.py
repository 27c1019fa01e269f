"""A TCP proxy in a thread that counts bytes and requests, and can make a link weak: delay, bandwidth, cuts.

Bytes are TCP payload. `rtt_s` delays each direction by half of it, and a new connection by the whole.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from dataclasses import dataclass, field

VERB = re.compile(rb"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S+ HTTP/1")
AHEAD_S = 0.1
"""How much of the link's capacity may wait in the proxy."""


@dataclass
class Link:
    """What the proxy does to the traffic; may be changed while it runs."""

    rtt_s: float = 0.0
    bytes_per_s: float = 0.0
    """In each direction; 0 is unlimited."""
    cut_after: int | None = None
    """Bytes from now, in both directions together, after which the connection that carries them is reset."""
    cut_up_after: int | None = None
    cut_down_after: int | None = None
    """The same, of one direction alone."""
    is_silent: bool = False
    """Connections stand, and nothing passes them any more."""
    hold_s: float = 0.0
    """Answers come so much later than they would."""
    is_doubling: bool = False
    """What comes down, comes down twice."""
    portal: bytes | None = None
    """Answered to everything by the network itself."""


@dataclass
class Counts:
    up: int = 0
    down: int = 0
    requests: int = 0
    cuts: int = 0


@dataclass
class Wire:
    """`with Wire(port) as wire:` forwards wire.port to a local port."""

    to: int
    link: Link = field(default_factory=Link)
    counts: Counts = field(default_factory=Counts)
    port: int = 0

    def __enter__(self) -> Wire:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        self._free = {"up": 0.0, "down": 0.0}
        self._open: set[asyncio.StreamWriter] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._done.wait()
        server.close()
        for side in self._open:
            side.transport.abort()
        await asyncio.sleep(0.01)  # until every connection has heard of its end

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        await asyncio.sleep(self.link.rtt_s)
        if self.link.portal is not None:
            await reader.read(1 << 18)
            writer.write(self.link.portal)
            writer.close()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(back)
        for side in (writer, back):
            side.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(
            self._pump("up", reader, back, writer), self._pump("down", there, writer, back), return_exceptions=True
        )
        for side in (writer, back):
            side.close()
        self._open -= {writer, back}

    async def _pump(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, other: asyncio.StreamWriter
    ) -> None:
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.create_task(self._send(waiting, writer))
        while data := await reader.read(4096 if self.link.bytes_per_s else 1 << 18):
            setattr(self.counts, way, getattr(self.counts, way) + len(data))
            self.counts.requests += way == "up" and VERB.match(data) is not None
            if self.link.is_silent:
                continue
            if way == "down" and self.link.is_doubling:
                data += data
            if self._is_cut(way, len(data)):
                sender.cancel()
                writer.transport.abort()
                other.transport.abort()
                return
            now, rate = time.monotonic(), self.link.bytes_per_s
            self._free[way] = max(now, self._free[way]) + (len(data) / rate if rate else 0)
            held = self.link.hold_s if way == "down" else 0.0
            waiting.put_nowait((self._free[way] + self.link.rtt_s / 2 + held, data))
            await asyncio.sleep(max(0.0, self._free[way] - now - AHEAD_S))
        waiting.put_nowait((time.monotonic() + self.link.rtt_s / 2, b""))
        await sender

    async def _send(self, waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        while True:
            at, data = await waiting.get()
            await asyncio.sleep(at - time.monotonic())
            if not data:
                writer.write_eof()
                return
            writer.write(data)
            await writer.drain()

    def _is_cut(self, way: str, size: int) -> bool:
        """Count the bytes towards each cut that is set; whether one falls now."""
        falls = False
        for name in ("cut_after", f"cut_{way}_after"):
            left = getattr(self.link, name)
            if left is not None:
                falls = falls or left <= size
                setattr(self.link, name, left - size if left > size else None)
        self.counts.cuts += falls
        return falls
