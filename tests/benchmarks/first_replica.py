"""W1: the first replica of 30,000 and of 300,000 operators. HQ, laptop and limit are processes of their own.

Each block of 600 operators is a township's feed; products and checklists are the national one. The laptop subscribes
to all. Rows enter HQ at storage level; what has no field stands in `extra` (fieldwork_records). The limit is a raw copy
of the plain SQLite file over the same HTTP, fsync, and `sqlcipher_export`. Then: an idle sync costs the same at both.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import fieldwork
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
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
TARGET_RATIO, TARGET_BYTES, TARGET_MB = 2.0, 1.1, 100


def main() -> None:
    sizes = (fieldwork.N_SMALL, fieldwork.N_LARGE)
    (small, small_ms), (large, large_ms) = [_measure(number) for number in sizes]
    print(f"W4 idle bytes at 300,000 against 30,000: {large} / {small} = {large / small:.3f} (target <= 1.05)")
    ratio = large_ms / small_ms
    print(f"W4 idle ms at 300,000 against 30,000: {large_ms:.1f} / {small_ms:.1f} = {ratio:.3f} (target <= 1.5)")


def _measure(number: int) -> tuple[int, float]:
    """Print the figures of a size; (bytes, milliseconds) of an idle sync of a laptop of one township."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _fill(folder, number)
        payload = _payload(number)
        limit = min(_limit(folder) for _ in range(3))
        with _running("serve", folder, number) as port:
            found = [_client(folder, "first", port) for _ in range(3)]
            best = min(found, key=lambda each: each["seconds"])
            assert best["rows"] == rows, best
            if number == fieldwork.N_SMALL:
                index_ms = _client(folder, "indexed", port)["index_s"] * 1000 / number
                print(f"W1 search index, ms an operator: {index_ms:.3f} / 1 = {index_ms:.3f} (target <= 1)")
            idle = _client(folder, "idle", port)
        label = f"{number:,}"
        ratio = best["seconds"] / limit
        print(f"W1 {label} seconds: {best['seconds']:.3f} / {limit:.3f} = {ratio:.3f} (target <= {TARGET_RATIO})")
        print(
            f"W1 {label} bytes: {best['bytes']} / {payload} = {best['bytes'] / payload:.3f} (target <= {TARGET_BYTES})"
        )
        memory = min(each["mb"] for each in found)
        print(f"W1 {label} MB above idle: {memory:.1f} / {TARGET_MB} = {memory / TARGET_MB:.3f} (target <= 1)")
        return idle["bytes"], idle["ms"]


def _payload(number: int) -> int:
    """zstd-3 of the rows as JSON lines."""
    packer = zstandard.ZstdCompressor(level=3).compressobj()
    size = 0
    for table, rows in (
        ("operator", fieldwork.operators(number)),
        ("product", fieldwork.products()),
        ("checklist", fieldwork.checklists()),
    ):
        for row in rows:
            size += len(packer.compress((fieldwork.line(table, row) + "\n").encode()))
    return size + len(packer.flush())


def _rows(number: int) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(feed, kind, stored row)."""
    for place, row in enumerate(fieldwork.operators(number)):
        block = place // BLOCK
        yield 2 + block, "operator", registered(row, str(FIRST_TOWNSHIP + block))
    for row in fieldwork.products():
        yield NATIONAL, "product", product(row)
    for row in fieldwork.checklists():
        yield NATIONAL, "checklist", checklist(row)


def _fill(folder: Path, number: int) -> int:
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
        return own | (one if (folder / "one").exists() else every)

    service = HQService(database, SCHEMA, TABLES, scope, LocalBlobs(folder / "blobs"), files=files)
    return service, SnapshotBuilder(database, SCHEMA, TABLES, files, SIGNING)


def _limit(folder: Path) -> float:
    """Seconds of the raw copy."""
    with _running("raw", folder, 0) as port, tempfile.TemporaryDirectory() as name:
        return float(_run("copy", Path(name), port)["seconds"])


def _client(folder: Path, what: str, port: int) -> dict[str, Any]:
    marker = folder / "one"
    if what == "idle":
        marker.touch()
    with tempfile.TemporaryDirectory() as name:
        return _run(what, Path(name), port)


def _run(what: str, folder: Path, port: int) -> dict[str, Any]:
    command = [sys.executable, __file__, what, str(folder), str(port)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=_environment())
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, os.environ.get("PYTHONPATH", "")])}


@contextlib.contextmanager
def _running(what: str, folder: Path, number: int) -> Iterator[int]:
    """A server process; its port."""
    command = [sys.executable, __file__, what, str(folder), str(number)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=_environment()
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield int(process.stdout.readline())
        process.stdin.close()
        process.wait(30)


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


def copy(folder: Path, port: int) -> dict[str, Any]:
    import requests
    import sqlcipher3

    begin = time.perf_counter()
    with requests.get(f"http://127.0.0.1:{port}/", stream=True) as response, (folder / "plain.db").open("wb") as target:
        for piece in response.iter_content(1 << 20):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    database = sqlcipher3.connect(str(folder / "plain.db"))
    database.execute(f"ATTACH '{folder}/encrypted.db' AS encrypted KEY \"x'{bytes(32).hex()}'\"")
    database.execute("SELECT sqlcipher_export('encrypted')")
    database.close()
    handle = os.open(folder / "encrypted.db", os.O_RDONLY)
    os.fsync(handle)
    return {"seconds": time.perf_counter() - begin}


def first(folder: Path, port: int) -> dict[str, Any]:
    from inspector_app.storage.sync_state import state
    from sync.device.engine import run_once

    laptop = _Laptop(folder, port)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = _memory("VmRSS")
    begin = time.perf_counter()
    summary = run_once(laptop.replica, laptop.hq, works=laptop.works)
    seconds = time.perf_counter() - begin
    mb = (_memory("VmHWM") - before) / 1024
    assert summary.is_level, summary
    moved = laptop.bytes()
    with laptop.sessions() as session:
        assert state(session).is_level
    laptop.close()
    return {"seconds": seconds, "bytes": moved, "mb": mb, "rows": summary.pulled}


def indexed(folder: Path, port: int) -> dict[str, Any]:
    from sync.device.engine import run_once

    laptop = _Laptop(folder, port)
    assert run_once(laptop.replica, laptop.hq, works=laptop.works).is_level
    begin = time.perf_counter()
    laptop.intake.index()
    index_s = time.perf_counter() - begin
    laptop.close()
    return {"index_s": index_s}


def _memory(name: str) -> int:
    """kB, by the kernel's own account."""
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(f"{name}:")]
    return int(line.split()[1])


def idle(folder: Path, port: int) -> dict[str, Any]:
    from sync.device.engine import run_once

    laptop = _Laptop(folder, port)
    summary = run_once(laptop.replica, laptop.hq, works=laptop.works)
    assert summary.is_level, summary
    before = laptop.bytes()
    times = []
    for _ in range(21):
        begin = time.perf_counter()
        run_once(laptop.replica, laptop.hq, works=laptop.works)
        times.append(time.perf_counter() - begin)
    moved = laptop.bytes() - before
    laptop.close()
    return {"bytes": moved // 21, "ms": sorted(times)[10] * 1000}


class _Laptop:
    """A real replica, its bytes counted on the way."""

    def __init__(self, folder: Path, port: int) -> None:
        from wire import Wire

        from inspector_app.storage.engine import open_database
        from inspector_app.storage.replica import Enrolment, LocalReplica
        from inspector_app.storage.snapshots import SnapshotIntake
        from inspector_app.storage.upgrade import upgrade
        from sync.device.files import Downloads
        from sync.device.snapshots import Files, TakeSegments, TakeSnapshots
        from sync.device.transport import Address, HttpHQ

        self._wire = Wire(port)
        self._wire.__enter__()
        self.sessions = open_database(folder / "replica.db", bytes(32))
        upgrade(self.sessions)
        self.intake = SnapshotIntake(self.sessions)
        enrolment = Enrolment(DEVICE, "DEMO", "1", KEY.sign, lambda: NOW)
        self.replica = LocalReplica(self.sessions, enrolment, self.intake)
        self.hq = HttpHQ(Address(f"http://127.0.0.1:{self._wire.port}"), DEVICE, KEY, _Counter())
        trusted: Ed25519PublicKey = SIGNING.public_key()
        files = Files(self.intake, self.hq, Downloads(folder / "downloads"), trusted, threading.Event())
        self.works: dict[Any, Any] = {TakeSnapshots: files.take_snapshots, TakeSegments: files.take_segments}

    def bytes(self) -> int:
        return self._wire.counts.up + self._wire.counts.down

    def close(self) -> None:
        self.hq.close()
        self.sessions.close()
        self._wire.__exit__()


class _Counter:
    """Numbers of requests that go on from process to process."""

    def __init__(self) -> None:
        self._last = time.time_ns() // 1000

    def next_counter(self) -> int:
        self._last += 1
        return self._last

    def adopt_counter(self, last: int) -> None:
        self._last = last


if __name__ == "__main__" and len(sys.argv) == 4:
    role, where, value = sys.argv[1:]
    sys.path.append(str(Path(__file__).parent))
    if role in ("serve", "raw"):
        {"serve": serve, "raw": raw}[role](Path(where), int(value))
    else:
        print(
            json.dumps({"copy": copy, "first": first, "indexed": indexed, "idle": idle}[role](Path(where), int(value)))
        )
elif __name__ == "__main__":
    main()
