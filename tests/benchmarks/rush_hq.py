"""W3's HQ, in processes of its own: as many as `inspector-hq serve` has for such a database."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rush_day

from inspector_app.hq import workers
from inspector_app.hq.listening import sharing
from inspector_app.hq.office import Office
from sync.hq import endpoints
from sync.hq.app import create_app, server

MB = 1 << 20


def _serve(folder: Path, database: str, listening: socket.socket) -> None:
    office = Office.open(folder, rush_day.NOW, database=database)
    server(create_app(office.service, lambda: rush_day.NOW), "127.0.0.1", 0, None, None).run(sockets=[listening])


@contextmanager
def running(folder: Path, database: str) -> Iterator[tuple[int, list[int]]]:
    """(port, process ids) of an HQ."""
    context = multiprocessing.get_context("spawn")
    first = sharing("127.0.0.1", 0)
    port = first.getsockname()[1]
    sockets = [first, *(sharing("127.0.0.1", port) for _ in range(1, workers.usual_number(database)))]
    processes = [context.Process(target=_serve, args=(folder, database, each)) for each in sockets]
    for process, each in zip(processes, sockets, strict=True):
        process.start()
        each.close()
    try:
        _await(port, len(processes))
        yield port, [process.pid for process in processes if process.pid is not None]
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _await(port: int, number: int) -> None:
    """Until each process answers: connections are spread over them, so a few dozen meet them all."""
    for _ in range(20 * number):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", endpoints.LIVE.path)
        assert line.getresponse().read()
        line.close()


def peak(pid: int) -> float:
    """The most memory that the process ever held, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / MB
    raise OSError("no VmHWM")
