"""The one place where this machine's clock is read as an instant; everything below gets `now` as an argument."""

from __future__ import annotations

import time

LAST = (1 << 53) - 1


def now_us() -> int:
    """Microseconds UTC. A clock that stands before 1970 or centuries ahead gives the nearest instant that a record
    holds."""
    return min(max(0, time.time_ns() // 1_000), LAST)
