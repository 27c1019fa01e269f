"""W1's HQ, a process of its own: filled at storage level, with the snapshots of all feeds; and the limit's server.

Each block of 600 operators is a township's feed; products and checklists are the national one.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import fieldwork
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fieldwork_records import checklist, ident, product, registered
from sqlalchemy import Connection, insert

from inspector_app.records import SCHEMA
from inspector_app.storage.migrate import RECORDS, migrate
from inspector_app.storage.tables import TABLES
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.feeds import row_hash
from sync.hq.files import FeedFiles
from sync.hq.service import HQService
from sync.hq.slices import SnapshotBuilder
from sync.hq.tables import division_feed, feed, feed_entry
from sync.hq.upgrade import prepare
from sync.record import FeedKey, FeedKind

NOW = fieldwork.DAY0 * 1000
BLOCK = 600
NATIONAL = 1
FIRST_TOWNSHIP = 990_101_001
DEVICE, USER = ident("LT-000"), ident("u0000")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ONE = "one"
"""A file of this name in HQ's folder: the laptop's post is one township, not all."""


def _rows(number: int) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(feed, kind, stored row)."""
    for place, row in enumerate(fieldwork.operators(number)):
        block = place // BLOCK
        yield 2 + block, "operator", registered(row, str(FIRST_TOWNSHIP + block))
    for row in fieldwork.products():
        yield NATIONAL, "product", product(row)
    for row in fieldwork.checklists():
        yield NATIONAL, "checklist", checklist(row)


def fill(folder: Path, number: int) -> int:
    """HQ's database and the plain file of the limit; how many rows there are."""
    database = Database(f"sqlite:///{folder}/hq.sqlite")
    prepare(database, "DEMO", NOW, lambda conn: migrate(conn, RECORDS))
    service, builder = _hq(folder, database, number)
    service.register(DEVICE, KEY.public_key().public_bytes_raw(), NOW)
    heads: dict[int, list[int]] = {}
    rows = _rows(number)
    while batch := list(islice(rows, 5_000)):
        database.write(lambda conn, of=batch: _enter(conn, of, heads))
    database.write(lambda conn: _open_feeds(conn, heads))
    builder.build(sorted(heads), NOW)
    database.close()
    plain = sqlite3.connect(folder / "plain.db")
    for table, made in (
        ("operator", fieldwork.operators(number)),
        ("product", fieldwork.products()),
        ("checklist", fieldwork.checklists()),
    ):
        first = next(made)
        plain.execute(f"CREATE TABLE {table} ({', '.join(first)}, PRIMARY KEY (id))")
        plain.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})", [tuple(first.values())])
        plain.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})", (tuple(row.values()) for row in made)
        )
    plain.execute("CREATE INDEX by_division ON operator (division, rev)")
    plain.commit()
    plain.close()
    return sum(head for head, _ in heads.values())


def _enter(conn: Connection, batch: list[tuple[int, str, dict[str, Any]]], heads: dict[int, list[int]]) -> None:
    kinds: dict[str, list[dict[str, Any]]] = {}
    entries = []
    for number, kind, row in batch:
        head = heads.setdefault(number, [0, 0])
        head[0] += 1
        head[1] = (head[1] + row_hash(row["id"], (1, 1))) % (1 << 62)
        kinds.setdefault(kind, []).append(row | {"feed_id": number, "ver": 1, "ver_epoch": 1})
        entry = {"feed_id": number, "kind": kind, "row_id": row["id"], "seq": head[0], "entry": "P"}
        entries.append(entry | {"ver_epoch": 1, "ver": 1, "left_at": None})
    for kind, made in kinds.items():
        conn.execute(insert(TABLES[kind]), made)
    conn.execute(insert(feed_entry), entries)


def _open_feeds(conn: Connection, heads: dict[int, list[int]]) -> None:
    for number, (head, dig) in heads.items():
        key = _key(number)
        row = {"id": number, "kind": key.kind.value, "code": key.code, "head": head, "floor": 0, "dig": dig}
        conn.execute(insert(feed), row | {"n_rows": head})
        conn.execute(insert(division_feed), {"code": key.code, "valid_from": "", "feed_id": number})


def _key(number: int) -> FeedKey:
    if number == NATIONAL:
        return FeedKey(FeedKind.NATIONAL, "CN")
    return FeedKey(FeedKind.TOWNSHIP, str(FIRST_TOWNSHIP + number - 2))


def _hq(folder: Path, database: Database, number: int) -> tuple[HQService, SnapshotBuilder]:
    every = {_key(n) for n in range(1, 2 + -(-number // BLOCK))}
    one = {_key(NATIONAL), _key(2)}
    files = FeedFiles(folder / "files", bytes(32))
    own = {FeedKey(FeedKind.DEVICE, DEVICE), FeedKey(FeedKind.USER, USER)}

    def scope(_conn: Connection, _device: str) -> set[FeedKey]:
        return own | (one if (folder / ONE).exists() else every)

    service = HQService(database, SCHEMA, TABLES, scope, LocalBlobs(folder / "blobs"), files=files)
    return service, SnapshotBuilder(database, SCHEMA, TABLES, files, SIGNING)


def serve(folder: Path, number: int) -> None:
    from sync.hq.app import create_app, server

    database = Database(f"sqlite:///{folder}/hq.sqlite")
    service, _ = _hq(folder, database, number)
    running = server(create_app(service, lambda: NOW), "127.0.0.1", 0, None, None)
    _until_closed(running)
    database.close()


def raw(folder: Path, number: int) -> None:
    """The plain file over the same kind of server."""
    from starlette.applications import Starlette
    from starlette.responses import FileResponse
    from starlette.routing import Route

    from sync.hq.app import server

    app = Starlette(routes=[Route("/", lambda request: FileResponse(folder / "plain.db"))])
    _until_closed(server(app, "127.0.0.1", 0, None, None))  # type: ignore[arg-type]


def _until_closed(running: Any) -> None:
    """Serve until standard input ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    while not running.started:
        time.sleep(0.005)
    print(listening.getsockname()[1], flush=True)
    sys.stdin.read()
    running.should_exit = True
    thread.join()


@contextlib.contextmanager
def running(what: str, folder: Path, number: int) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server."""
    command = [sys.executable, __file__, what, str(folder), str(number)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield int(process.stdout.readline()), process.pid
        process.stdin.close()
        process.wait(30)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, os.environ.get("PYTHONPATH", "")])}


if __name__ == "__main__":
    {"serve": serve, "raw": raw}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
