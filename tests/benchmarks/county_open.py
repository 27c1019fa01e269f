"""G.11: a laptop with the county data set open, in a process of its own: start to the first operators, and memory."""

from __future__ import annotations

import tempfile
from pathlib import Path

from county import county_replica
from start import OURS, SIGN_IN, enrol, medians

START_S, MEMORY_MB = 5, 500


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        enrol(Path(folder), county_replica(Path(folder)))
        measured = medians(folder, (OURS, SIGN_IN))
    (window,), (listed, key, peak) = measured[OURS], measured[SIGN_IN]
    start = window + listed + key
    name = "G.11 county data set, start to the first operators, s"
    print(f"{name}: {start:.2f} / {START_S} = {start / START_S:.3f} (target <= 1)")
    print(f"G.11 county data set open, memory, MB: {peak:.0f} / {MEMORY_MB} = {peak / MEMORY_MB:.3f} (target <= 1)")


if __name__ == "__main__":
    main()
