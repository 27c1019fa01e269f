"""Work that a thread does ahead: given up without a trace."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator

from sync.device import snapshots


def test_work_ahead_may_be_given_up_while_it_is_being_made() -> None:
    begun, closed = threading.Event(), []

    def items() -> Generator[int]:
        try:
            yield 1
            begun.set()
            time.sleep(0.2)
            yield 2
        finally:
            closed.append(True)

    with contextlib.closing(snapshots._ahead(items())) as coming:
        assert next(coming) == 1
        begun.wait()
    assert closed
