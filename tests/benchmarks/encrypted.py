"""What encryption costs: a field day saved, listed and searched, beside the same in a plain file.

The same library, tables, triggers and settings; the limit's file has no key. Ours and the limit in turn, medians.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import sqlcipher3
from county import fill
from fieldwork_records import day
from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from inspector_app.storage import engine
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.operators import OperatorFilter, page, search_operators
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.record import Record, new_id

TIMES = 3
OPERATORS = 2_000
KEY = bytes(range(32))
TYPED = ("超市", "zsxcs", "商店", "lx", "9299")


def plain(path: Path) -> Sessions:
    made = create_engine(
        f"sqlite:///{path}",
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False},
    )
    event.listen(made, "connect", engine._prepare)
    event.listen(made, "begin", engine._begin)
    return Sessions(made)


def saved(sessions: Sessions, records: list[Record], by: str) -> float:
    """Seconds to save a day's records, each in a transaction of its own, as a person does."""
    began = time.perf_counter()
    for record in records:
        with sessions.begin() as session:
            save(session, record, by, 1)
    return time.perf_counter() - began


def read(sessions: Sessions) -> float:
    """Seconds to list all operators page by page, and to search."""
    began = time.perf_counter()
    with sessions() as session:
        last = None
        while found := page(session, OperatorFilter(), last, 100):
            last = found[-1]
        for typed in TYPED * 4:
            search_operators(session, typed, OperatorFilter(), None, 50)
    return time.perf_counter() - began


def main() -> None:
    by = new_id()
    records = list(day(0))
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        for number in range(TIMES):
            for what, made in (("ours", lambda path: open_database(path, KEY)), ("plain", plain)):
                path = Path(name) / f"{what}-{number}.db"
                sessions = made(path)
                upgrade(sessions)
                fill(sessions, OPERATORS)
                times.setdefault(f"{what} saved", []).append(saved(sessions, records, by))
                times.setdefault(f"{what} read", []).append(read(sessions))
                sessions.close()
                path.unlink()
    for what, told in (
        ("saved", "G.4 field day saved, encrypted, s"),
        ("read", "G.4 operators listed and searched, encrypted, s"),
    ):
        ours, limit = statistics.median(times[f"ours {what}"]), statistics.median(times[f"plain {what}"])
        print(f"{told}: {ours:.3f} / {limit:.3f} = {ours / limit:.2f} (target <= 1.15)")


if __name__ == "__main__":
    main()
