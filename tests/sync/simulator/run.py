"""Plays runs by their seeds: python -m tests.sync.simulator.run --seed 17, or --runs 1000 --first 5000."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable

from tests.sync.simulator.faults import Fault
from tests.sync.simulator.world import play

COMMAND = "python -m tests.sync.simulator.run --seed {seed}"


def played(seed: int) -> tuple[int, Counter[str], str | None]:
    """(seed, counts, traceback of what went wrong)."""
    try:
        return seed, play(seed), None
    except Exception:
        return seed, Counter(), traceback.format_exc()


def play_all(seeds: Iterable[int], processes: int) -> tuple[Counter[str], dict[int, str]]:
    """(counts of all runs, {seed: traceback} of those that broke a promise)."""
    counts: Counter[str] = Counter()
    broken: dict[int, str] = {}
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for seed, counted, trouble in pool.imap_unordered(played, seeds, chunksize=4):
            counts += counted
            if trouble is not None:
                broken[seed] = trouble
                print(f"--- {COMMAND.format(seed=seed)}\n{trouble}", flush=True)
    return counts, broken


def report(counts: Counter[str]) -> str:
    """What the runs were made of, for the last lines."""
    of_faults = {fault.value: counts[fault] for fault in Fault}
    others = {name: count for name, count in sorted(counts.items()) if name not in of_faults}
    lines = (", ".join(f"{name} {count:,}" for name, count in part.items()) for part in (others, of_faults))
    return "\n".join(f"{head}: {line}" for head, line in zip(("simulated", "faults"), lines, strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, help="play this one run, and show what it breaks")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.seed is not None:
        print(report(play(given.seed)))
        return 0
    began = time.monotonic()
    counts, broken = play_all(range(given.first, given.first + given.runs), given.processes)
    print(report(counts))
    print(f"{given.runs} runs in {time.monotonic() - began:.0f} s, {len(broken)} broke a promise: {sorted(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
