"""W1's laptop, a process of its own: the first replica, an idle sync, a day's sync; and the raw copy of the limit.

Prints what it measured as one JSON object. `cpu` is processor time in seconds, of all threads; in `idle` and `day` with
that of HQ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from replica_hq import DEVICE, KEY, NOW, SIGNING, USER, environment

IDLE_SYNCS = 51


def run(what: str, folder: Path, port: int, hq: int) -> dict[str, Any]:
    """What such a laptop measures, with its data in this folder; `hq` is the process at the port."""
    command = [sys.executable, __file__, what, str(folder), str(port), str(hq)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment())
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def copy(folder: Path, port: int, hq: int) -> dict[str, Any]:
    import requests
    import sqlcipher3

    begin, cpu = time.perf_counter(), time.process_time()
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
    return {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu}


def first(folder: Path, port: int, hq: int) -> dict[str, Any]:
    laptop = _Laptop(folder, port)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = _memory("VmRSS")
    begin, cpu = time.perf_counter(), time.process_time()
    rows = laptop.sync().pulled
    measured = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu, "rows": rows}
    measured["mb"] = (_memory("VmHWM") - before) / 1024
    laptop.close()
    return measured


def weighed(folder: Path, port: int, hq: int) -> dict[str, Any]:
    laptop = _Laptop(folder, port, is_weighed=True)
    laptop.sync()
    moved = laptop.bytes()
    laptop.close()
    return {"bytes": moved}


def indexed(folder: Path, port: int, hq: int) -> dict[str, Any]:
    laptop = _Laptop(folder, port)
    laptop.sync()
    begin, cpu = time.perf_counter(), time.process_time()
    laptop.intake.index()
    measured = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu}
    laptop.close()
    return measured


def _memory(name: str) -> int:
    """kB, by the kernel's own account."""
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(f"{name}:")]
    return int(line.split()[1])


def _cpu(hq: int) -> float:
    """Processor seconds of this process and of HQ."""
    spent = Path(f"/proc/{hq}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def idle(folder: Path, port: int, hq: int) -> dict[str, Any]:
    laptop = _Laptop(folder, port, is_weighed=True)
    laptop.sync()
    before, cpu, times = laptop.bytes(), _cpu(hq), []
    for _ in range(IDLE_SYNCS):
        begin = time.perf_counter()
        laptop.sync()
        times.append(time.perf_counter() - begin)
    measured = {"cpu": (_cpu(hq) - cpu) / IDLE_SYNCS, "seconds": sorted(times)[IDLE_SYNCS // 2]}
    measured["bytes"] = (laptop.bytes() - before) / IDLE_SYNCS
    laptop.close()
    return measured


def day(folder: Path, port: int, hq: int) -> dict[str, Any]:
    """One field day, recorded offline, and its sync."""
    import fieldwork
    from fieldwork_records import day as recorded
    from fieldwork_records import edited

    from inspector_app.records.operators import Operator
    from inspector_app.storage.writes import find, save

    laptop = _Laptop(folder, port, is_weighed=True)
    laptop.sync()
    with laptop.sessions.begin() as session:
        for record in recorded(0):
            save(session, record, USER, NOW)
        for operator_id, changes in fieldwork.edits(0):
            shop = find(session, Operator, operator_id)
            assert shop is not None
            save(session, edited(shop, changes), USER, changes["updated_at"] * 1000)
    before, begin, cpu = laptop.bytes(), time.perf_counter(), _cpu(hq)
    summary = laptop.sync()
    measured = {"seconds": time.perf_counter() - begin, "cpu": _cpu(hq) - cpu}
    assert summary.refused + summary.conflicts + summary.parked == 0, summary
    measured["bytes"] = laptop.bytes() - before
    laptop.close()
    return measured


class _Laptop:
    """A real replica; `is_weighed`: its bytes are counted on the way, which takes time of its own."""

    def __init__(self, folder: Path, port: int, *, is_weighed: bool = False) -> None:
        from wire import Wire

        from inspector_app.storage.engine import open_database
        from inspector_app.storage.replica import Enrolment, LocalReplica
        from inspector_app.storage.snapshots import SnapshotIntake
        from inspector_app.storage.upgrade import upgrade
        from sync.device.files import Downloads
        from sync.device.snapshots import Files, TakeSegments, TakeSnapshots
        from sync.device.transport import Address, HttpHQ

        self._wire = Wire(port)
        if is_weighed:
            self._wire.__enter__()
        self.sessions = open_database(folder / "replica.db", bytes(32))
        upgrade(self.sessions)
        self.intake = SnapshotIntake(self.sessions)
        enrolment = Enrolment(DEVICE, "DEMO", "1", KEY.sign, lambda: NOW)
        self._replica = LocalReplica(self.sessions, enrolment, self.intake)
        self._hq = HttpHQ(Address(f"http://127.0.0.1:{self._wire.port or port}"), DEVICE, KEY, _Counter())
        downloads = Downloads(folder / "downloads")
        files = Files(self.intake, self._hq, downloads, SIGNING.public_key(), threading.Event())
        self._works: dict[Any, Any] = {TakeSnapshots: files.take_snapshots, TakeSegments: files.take_segments}

    def sync(self) -> Any:
        from sync.device.engine import run_once

        summary = run_once(self._replica, self._hq, works=self._works)
        assert summary.is_level, summary
        return summary

    def bytes(self) -> int:
        return self._wire.counts.up + self._wire.counts.down

    def close(self) -> None:
        self._hq.close()
        self.sessions.close()
        if self._wire.port:
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


if __name__ == "__main__":
    role = {"copy": copy, "first": first, "weighed": weighed, "indexed": indexed, "idle": idle, "day": day}[sys.argv[1]]
    print(json.dumps(role(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
