"""One sync actor for a replica: whoever exchanges with HQ holds a lock that all processes of the machine see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sync.device.problem import ProblemKind, SyncProblem


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Be the only one who holds this lock file. The operating system gives it back when the process dies.

    Raises SyncProblem IN_USE. SQLite's own file lock is used, because it is one and the same on every system.
    """
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None, check_same_thread=False)) as holder:
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            raise SyncProblem(ProblemKind.IN_USE, retryable=True, detail=str(exc)) from exc
        yield
