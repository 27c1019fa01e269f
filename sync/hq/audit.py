"""Every request that was refused, counted by day, device, endpoint and reason; the log tells each of them.

Counted in memory and written now and then: a stranger who hammers at the door must not make HQ write for each knock.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from sync.hq.database import Database
from sync.hq.tables import refused_request

EVERY_S = 5.0

Key = tuple[str, str, str, str]
"""(day, device, endpoint, fault)"""


@dataclass(slots=True)
class Audit:
    """The refusals since the last writing. Safe in any thread."""

    database: Database
    _counts: dict[Key, tuple[int, int, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _written: float = field(default_factory=time.monotonic)

    def note(self, device: str, endpoint: str, fault: str, now: int) -> None:
        """`device` is empty when no signature proved it."""
        day = datetime.fromtimestamp(now / 1_000_000, UTC).date().isoformat()
        key = (day, device, endpoint, fault)
        with self._lock:
            times, first, last = self._counts.get(key, (0, now, now))
            self._counts[key] = (times + 1, min(first, now), max(last, now))

    def is_due(self) -> bool:
        with self._lock:
            return bool(self._counts) and time.monotonic() - self._written >= EVERY_S

    def write(self) -> None:
        """Add what was counted to the table."""
        with self._lock:
            counts, self._counts, self._written = self._counts, {}, time.monotonic()
        if not counts:
            return
        names = ("day", "dev", "endpoint", "fault", "times", "first_at", "last_at")
        rows = [dict(zip(names, (*key, *values), strict=True)) for key, values in counts.items()]
        self.database.write(lambda conn: _add(conn, rows))


def _add(conn: Connection, rows: list[dict[str, Any]]) -> None:
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    statement = insert(refused_request)
    table, new = refused_request.c, statement.excluded
    grown = {"times": table.times + new.times, "last_at": new.last_at}
    keys = [column.name for column in refused_request.primary_key]
    conn.execute(statement.on_conflict_do_update(index_elements=keys, set_=grown), rows)
