"""W1: the first replica of 30,000 and of 300,000 operators. HQ, laptop and limit are processes of their own.

The laptop subscribes to all feeds (replica_hq). Rows enter HQ at storage level; what has no field stands in `extra`
(fieldwork_records). The limit is a raw copy of the plain SQLite file over the same HTTP, fsync, and `sqlcipher_export`.
Limit and ours take turns, and the best of three counts. Bytes are counted in a run of their own. What makes rows
findable, the search index and those of the tables, is reported apart. Then: an idle sync and a day's sync of one
township cost the same at both sizes.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fieldwork
import zstandard
from replica_hq import ONE, fill, running
from replica_laptop import run

TURNS = 3


@dataclass(frozen=True)
class _Township:
    """What the syncs of a laptop of one township cost: laptop's bytes, laptop's and HQ's processor time."""

    idle_bytes: float
    idle_ms: float
    day_bytes: float
    day_ms: float


def main() -> None:
    small, large = (_measure(number) for number in (fieldwork.N_SMALL, fieldwork.N_LARGE))
    for what, few, many, target in (
        ("W4 idle bytes", small.idle_bytes, large.idle_bytes, 1.05),
        ("W4 idle processor ms", small.idle_ms, large.idle_ms, 1.5),
        ("W2 bytes", small.day_bytes, large.day_bytes, 1.05),
        ("W2 processor ms", small.day_ms, large.day_ms, 1.5),
    ):
        print(f"{what} at 300,000 against 30,000: {many:.1f} / {few:.1f} = {many / few:.3f} (target <= {target})")


def _measure(number: int) -> _Township:
    with tempfile.TemporaryDirectory() as name:
        folder, label = Path(name), f"{number:,}"
        rows = fill(folder, number)
        found, limits = [], []
        for _ in range(TURNS):
            limits.append(_in_turn("copy", folder, number))
            found.append(_in_turn("first", folder, number))
        assert {each["rows"] for each in found} == {rows}, found
        ours, limit = (min(each["seconds"] for each in of) for of in (found, limits))
        print(f"W1 {label} seconds: {ours:.3f} / {limit:.3f} = {ours / limit:.3f} (target <= 2.0)")
        moved, payload = _in_turn("weighed", folder, number)["bytes"], _payload(number)
        print(f"W1 {label} bytes: {moved} / {payload} = {moved / payload:.3f} (target <= 1.1)")
        memory = min(each["mb"] for each in found)
        print(f"W1 {label} MB above idle: {memory:.1f} / 100 = {memory / 100:.3f} (target <= 1)")
        if number == fieldwork.N_SMALL:
            index_ms = _in_turn("indexed", folder, number)["seconds"] * 1000 / number
            print(f"W1 search index, ms an operator: {index_ms:.3f} / 1 = {index_ms:.3f} (target <= 1)")
        (folder / ONE).touch()
        idle, day = _in_turn("idle", folder, number), _in_turn("day", folder, number)
        return _Township(idle["bytes"], idle["cpu"] * 1000, day["bytes"], day["cpu"] * 1000)


def _in_turn(what: str, folder: Path, number: int) -> dict[str, Any]:
    """What a fresh laptop measures, alone with a fresh server."""
    server = "raw" if what == "copy" else "serve"
    with running(server, folder, number) as (port, process), tempfile.TemporaryDirectory() as name:
        return run(what, Path(name), port, process)


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


if __name__ == "__main__":
    main()
