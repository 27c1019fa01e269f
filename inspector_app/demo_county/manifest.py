"""What a generated county holds: counts and a hash of each kind, so that two runs can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspector_app.demo_county.county import Plan
from inspector_app.demo_county.faults import Fault, write_csv
from sync.record import Wire, canonical

VERSION = 2
"""Of the generator; it changes when the same plan gives other rows."""


KEYED = "id_hmac"
"""Left out of the hashes: it follows from the id number and each HQ's own key."""


class Tally:
    """Counts and hashes the rows that pass through it."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._hashes: dict[str, Any] = {}

    def watch(self, rows: Iterable[tuple[str, Wire]]) -> Iterator[tuple[str, Wire]]:
        for kind, row in rows:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            told = {name: value for name, value in row.items() if name != KEYED} if KEYED in row else row
            self._hashes.setdefault(kind, hashlib.sha256()).update(canonical(told) + b"\n")
            yield kind, row

    @property
    def sha256(self) -> dict[str, str]:
        """{kind: hash of its canonical rows in their order, a line each}."""
        return {kind: digest.hexdigest() for kind, digest in self._hashes.items()}


def manifest(plan: Plan, tally: Tally) -> Wire:
    return {
        "dataset_id": f"DEMO-990101-{plan.seed}",
        "version": VERSION,
        "seed": plan.seed,
        "reference_date": plan.reference_date.isoformat(),
        "size": asdict(plan.size),
        "counts": tally.counts,
        "sha256": tally.sha256,
    }


def write(folder: Path, plan: Plan, tally: Tally, faults: Iterable[Fault]) -> None:
    """`manifest.json` and `faults.csv`."""
    text = json.dumps(manifest(plan, tally), ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    write_csv(folder / "faults.csv", faults)
