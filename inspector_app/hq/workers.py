"""Further processes that serve the same HQ at the same port: one interpreter uses one processor.

The database is theirs together. One that ends leaves its share of connections to the others.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from inspector_app.hq import housekeeping
from inspector_app.hq.listening import refused_ports, sharing, stop_with_signals
from inspector_app.hq.office import Office
from inspector_app.hq.terminal import now
from inspector_app.hq.web import gate_of, served_by
from sync.hq.app import server
from sync.hq.logs import JsonLines, PlainLines, log_to

MOST = 4
"""Processes that serve unasked, in all: each has connections of its own to the database."""
CAN_SHARE = hasattr(socket, "SO_REUSEPORT")
"""Whether several processes can listen at one port here."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How HQ is served; every process gets it."""

    data: Path
    host: str
    intervals: housekeeping.Intervals
    port: int | None = None
    database: str | None = None
    blobs: str | None = None
    metrics: int | None = None
    """Port for Prometheus; each further process takes the next one."""
    log: bool = False


def usual_number(database: str) -> int:
    """PostgreSQL serves many writers at once; SQLite has one, for which the others would only wait."""
    if database.startswith("sqlite") or not CAN_SHARE:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, processors)


def prepared(office: Office, how: Serving, place: int = 0) -> uvicorn.Server:
    """The server of a process; `place` counts them. Raises AppError cannot_listen, of the port for metrics."""
    gate = gate_of(office, overdue=lambda: housekeeping.overdue(office, how.intervals, now()))
    gate.metrics.registry.register(housekeeping.Chores(office))
    if how.metrics is not None:
        with refused_ports("127.0.0.1", how.metrics + place):
            gate.metrics.serve(how.metrics + place)
    certificate, key = office.certificate_files
    return server(served_by(gate, office), how.host, office.plan.port, str(certificate), str(key))


def log_as_told(log: bool) -> None:
    """Each request as JSON, or what went wrong in plain lines."""
    log_to(sys.stderr, logging.INFO if log else logging.WARNING, JsonLines() if log else PlainLines())


@contextmanager
def beside(how: Serving, number: int) -> Iterator[None]:
    """So many further processes, while inside."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_serve, args=(how, place), daemon=True) for place in range(1, number + 1)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _serve(how: Serving, place: int) -> None:
    office = Office.open(how.data, now(), port=how.port, database=how.database, blobs=how.blobs)
    running = prepared(office, how, place)
    log_as_told(how.log)
    with sharing(how.host, office.plan.port) as taken:
        stop_with_signals(running)
        threading.Thread(target=_end_with_parent, args=(running,), daemon=True).start()
        running.run(sockets=[taken])
    office.close()


def _end_with_parent(running: uvicorn.Server) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        running.should_exit = True
