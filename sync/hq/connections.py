"""Connections that say nothing, or take nothing, are given up after a while (slow loris, half-open)."""

from __future__ import annotations

import asyncio
import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_S = 15
"""From the connection, or from a request's first byte, to the end of its headers."""
UNREAD_S = 60
"""A peer that took no byte of an answer for so long takes none."""
FAREWELL_S = 1
"""A peer that does not answer TLS's goodbye would hold a server that stops for half a minute."""


class PatientConnection(H11Protocol):
    """uvicorn's connection with an end to its patience; between requests its own keep-alive time holds."""

    headers_s: float = HEADERS_S
    unread_s: float = UNREAD_S
    _headers_due: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        taken: socket.socket | None = transport.get_extra_info("socket")
        if taken is not None:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            if hasattr(socket, "TCP_USER_TIMEOUT"):  # a peer that is gone without a word; Linux alone tells
                taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(self.unread_s * 2_000))
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._await_headers()
        else:
            self._stop("_headers_due")

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._await_headers()  # the next request's first bytes came before the answer was out

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._stop("_unread")
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop("_headers_due")
        self._stop("_unread")
        super().connection_lost(exc)

    def shutdown(self) -> None:
        super().shutdown()
        if self.transport.is_closing():
            self.loop.call_later(FAREWELL_S, self._leave)

    def _leave(self) -> None:
        if self.transport.get_write_buffer_size():
            self.loop.call_later(FAREWELL_S, self._leave)
        else:
            self.transport.abort()

    def _await_headers(self) -> None:
        if self._headers_due is None:
            self._headers_due = self.loop.call_later(self.headers_s, self.transport.abort)

    def _watch(self, left: int) -> None:
        self._unread = self.loop.call_later(self.unread_s, self._look, left)

    def _look(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left >= before:
            self.transport.abort()
        else:
            self._watch(left)

    def _stop(self, name: str) -> None:
        timer: asyncio.TimerHandle | None = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)
