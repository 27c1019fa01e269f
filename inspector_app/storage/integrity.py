"""Whether the open replica is sound: every page proves itself, and the tables hang together."""

from __future__ import annotations

import threading
import time
from typing import Any

import sqlcipher3

from inspector_app.errors import AppError
from inspector_app.storage.engine import Sessions

_STEPS = 20_000
"""Steps of SQLite between two looks at the clock: some milliseconds."""


def require_sound(sessions: Sessions, limit_s: float | None = None, stop: threading.Event | None = None) -> bool:
    """Whether all of it was looked at within the time. Raises AppError data_damaged.

    By SQLite's quick_check, which reads each page of the tables; work on the replica goes on meanwhile.
    """
    until = None if limit_s is None else time.monotonic() + limit_s

    def is_over() -> bool:
        return (stop is not None and stop.is_set()) or (until is not None and time.monotonic() > until)

    connection = sessions.engine.raw_connection()
    dbapi: Any = connection.driver_connection
    dbapi.set_progress_handler(is_over, _STEPS)
    try:
        found = dbapi.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlcipher3.DatabaseError as exc:
        if is_over():
            return False
        raise AppError("data_damaged") from exc
    finally:
        connection.invalidate()  # one that has met a damaged page reads nothing any more
    if found != "ok":
        raise AppError("data_damaged")
    return True
