"""Taking a port before it is said that HQ listens, and being told to stop without a word of complaint."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from inspector_app.errors import AppError


@contextmanager
def listening(host: str, port: int, *, shared: bool = False) -> Iterator[socket.socket]:
    """A socket that takes connections, `shared` with other processes of this HQ. Raises AppError cannot_listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with refused_ports(host, port):
        socket.getaddrinfo(host, port, family)  # a name that is none
        taken = socket.create_server((host, port), family=family, backlog=1_024)
        if shared:  # nobody else listens there: from now on we let ourselves
            taken.close()
            taken = sharing(host, port)
    with taken:
        yield taken


def sharing(host: str, port: int) -> socket.socket:
    """A socket at a port at which other processes of this HQ listen too; the system spreads connections over them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=1_024, reuse_port=True)


@contextmanager
def refused_ports(host: str, port: int) -> Iterator[None]:
    """Say cannot_listen for a port or an address that cannot be had."""
    try:
        yield
    except (OSError, UnicodeError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise AppError("cannot_listen", host=host, port=port, reason=reason) from exc


def stop_with_signals(server: uvicorn.Server) -> None:
    """From now on Ctrl+C, and a system that ends its services, let the server end its work, running or not yet.

    It is told again once it has stopped; nothing is raised then, so nobody reads of something that went wrong.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
