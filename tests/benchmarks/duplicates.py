"""The look for doubles while one registers, among 100,000 operators of an encrypted replica, and how well it finds;
and the look through the whole register.

Milliseconds of the processor beside those of the clock: a busy machine makes the clock's longer.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from county import TODAY, fill

from inspector_app.services.duplicates import of_register
from inspector_app.storage.engine import open_database
from inspector_app.storage.upgrade import upgrade
from tests.doubles import listed, looked_for, pairs

OPERATORS = 100_000
LIMIT_MS = 50.0
GOAL_MS = 200.0
WHOLE_S = 60.0
LEAST = 0.95
"""Share of the doubles that must be found; and of those called doubles, that must be."""
SEED = 30


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sessions = open_database(Path(folder) / "replica.db", bytes(range(32)))
        upgrade(sessions)
        fill(sessions, OPERATORS)
        tried = pairs(listed(OPERATORS), SEED)
        looked_for(sessions, tried[0])  # reads the rules
        clock, processor, found = [], [], []
        for pair in tried:
            began, used = time.perf_counter(), time.process_time()
            found.append(looked_for(sessions, pair))
            processor.append((time.process_time() - used) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
        with sessions() as session:
            used = time.process_time()
            of_register(session, TODAY, lambda done, total: None)
            whole_s = time.process_time() - used
        sessions.close()
    name = f"doubles of a whole register of {OPERATORS} operators by the processor, s"
    print(f"{name}: {whole_s:.0f} / {WHOLE_S:.0f} = {whole_s / WHOLE_S:.2f} (target <= 1)")
    _say_ms("R.5 look for doubles by the processor", processor, GOAL_MS)
    _say_ms("look for doubles by the processor", processor, LIMIT_MS)
    _say_ms("look for doubles", clock, LIMIT_MS)
    right = sum(pair.is_same and is_found for pair, is_found in zip(tried, found, strict=True))
    _say_share("R.5 doubles found, share", right, sum(pair.is_same for pair in tried))
    _say_share("called doubles rightly, share", right, sum(found))


def _say_ms(what: str, times: Sequence[float], limit: float) -> None:
    p95 = sorted(times)[int(len(times) * 0.95)]
    name = f"{what} among {OPERATORS} operators, p95 of {len(times)}, ms"
    print(f"{name}: {p95:.1f} / {limit:.0f} = {p95 / limit:.2f} (target <= 1)")


def _say_share(what: str, part: int, whole: int) -> None:
    print(f"{what}: {part} / {whole} = {part / whole:.3f} (target >= {LEAST})")


if __name__ == "__main__":
    main()
