"""G.7: yesterday's copy of a laptop with the county data set brought back, and a day's unsent work laid over it."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from county import KEY, county_replica
from fieldwork_records import day

from inspector_app.storage import backup
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.writes import save
from sync.device import log
from sync.record import new_id

LIMIT_S = 120


def main() -> None:
    by = new_id()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sessions = county_replica(folder)
        began = time.perf_counter()
        backup.back_up(sessions, KEY, folder / "yesterday.db")
        made = time.perf_counter() - began
        for record in day(0):
            with sessions.begin() as session:
                save(session, record, by, 1)
        unsent = _unsent(sessions)
        sessions.close()
        began = time.perf_counter()
        done = backup.restore(folder / "yesterday.db", KEY, folder / "replica.db")
        restored = open_database(folder / "replica.db", KEY)
        took = time.perf_counter() - began
        assert unsent == done.again == _unsent(restored), "something unsent was lost"
        restored.close()
    print(f"G.7 county data set backed up, s: {made:.1f} / {LIMIT_S} = {made / LIMIT_S:.3f} (target <= 1)")
    what = f"county data set restored with {unsent} unsent changes"
    print(f"G.7 {what}, s: {took:.1f} / {LIMIT_S} = {took / LIMIT_S:.3f} (target <= 1)")


def _unsent(sessions: Sessions) -> int:
    with sessions() as session:
        return log.waiting(session)


if __name__ == "__main__":
    main()
