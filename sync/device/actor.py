"""One sync actor for a replica: whoever exchanges with HQ holds a lock that all processes of the machine see."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sync.device.problem import ProblemKind, SyncProblem


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Be the only one who holds this lock file. The operating system gives it back when the process dies.

    Raises SyncProblem IN_USE, OSError when the file cannot be used. SQLite's own file lock is used, because it is one
    and the same on every system.
    """
    with ExitStack() as held:
        try:
            holder = sqlite3.connect(lock, timeout=0, isolation_level=None, check_same_thread=False)
            held.enter_context(closing(holder)).execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # no room, or no right to the folder
                raise OSError(errno.EIO, str(exc), str(lock)) from exc
            raise SyncProblem(ProblemKind.IN_USE, retryable=True, detail=str(exc)) from exc
        yield
