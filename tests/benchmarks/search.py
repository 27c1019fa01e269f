"""Search as one types, among 100,000 and 300,000 operators of an encrypted replica: keystroke to rows, against a frame.

The larger one is the smaller one three times, each time with ids of its own and indexed as rows from HQ are.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from county import CHUNK, fill
from lists import Everything, Reading
from sqlalchemy import select, text

from inspector_app.records.operators import Operator
from inspector_app.storage import search
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade

OPERATORS = 100_000
COPIES = 2
FRAME_MS = 16.0
FIRST_ROWS = 50
FEWER = 100
COPIED = ("operator", "person", "licence")
KEYS = ("id", "operator_id")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sessions = open_database(Path(folder) / "replica.db", bytes(range(32)))
        upgrade(sessions)
        fill(sessions, OPERATORS)
        _measure(sessions, OPERATORS)
        for copy in range(1, COPIES + 1):
            _copy(sessions, copy)
        _measure(sessions, OPERATORS * (COPIES + 1))
        sessions.close()


def _measure(sessions: Sessions, operators: int) -> None:
    with sessions() as session:
        some = page(session, OperatorFilter(), None, 2_000)[::10]
    everything = Everything(some[0])
    _ms(sessions, everything.reading("食品"))  # makes what is kept in memory
    for kind, queries in _queries(some).items():
        _print(f"search among {operators} operators by {kind}", [_ms(sessions, _list(typed)) for typed in queries])
        times = [_ms(sessions, everything.reading(typed)) for typed in queries[:: len(queries) // FEWER]]
        _print(f"search over everything with {operators} operators by {kind}", times)


def _print(what: str, times: list[float]) -> None:
    p95 = sorted(times)[int(len(times) * 0.95)]
    print(f"{what}, p95 of {len(times)}, ms: {p95:.2f} / {FRAME_MS:.0f} = {p95 / FRAME_MS:.3f} (target <= 1)")


def _copy(sessions: Sessions, copy: int) -> None:
    """Every operator once more with what belongs to it; the first digit of an id tells the copy."""
    with sessions.begin() as session, writing(session):
        for kind in COPIED:
            table = TABLES[kind]
            own = [f"'{copy}' || substr({c.name}, 2)" if c.name in KEYS else c.name for c in table.c]
            names = ", ".join(c.name for c in table.c)
            session.execute(text(f"INSERT INTO {kind} ({names}) SELECT {', '.join(own)} FROM {kind} WHERE id < '1'"))
        ids = session.scalars(select(TABLES["operator"].c.id).where(TABLES["operator"].c.id >= str(copy))).all()
    for start in range(0, len(ids), CHUNK):
        with sessions.begin() as session:
            search.refresh(session, (("operator", row_id) for row_id in ids[start : start + CHUNK]))


def _queries(some: list[Operator]) -> dict[str, list[str]]:
    from pypinyin import Style, lazy_pinyin

    names = [operator.name for operator in some]
    initials = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names]
    return {
        "one or two characters": [part for name in names for part in (name[2:3], name[2:4])],
        "several characters": [name[:n] for name in names for n in (3, 5)],
        "pinyin initials": [each[:n] for each in initials for n in (3, 5)],
        "full pinyin": ["".join(lazy_pinyin(name))[:n] for name in names for n in (6, 10)],
        "sound": [name[:2] + "仕" for name in names],
        "number": [(operator.uscc or operator.phone or "9")[:n] for operator in some for n in (3, 6, 10)],
    }


def _list(typed: str) -> Reading:
    return lambda session: page(session, OperatorFilter(text=typed), None, FIRST_ROWS)


def _ms(sessions: Sessions, read: Reading) -> float:
    began = time.perf_counter()
    with sessions() as session:
        read(session)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
