"""The one place where this machine's clock is read as an instant; everything below gets `now` as an argument."""

from __future__ import annotations

import time


def now_us() -> int:
    """Microseconds UTC."""
    return time.time_ns() // 1_000
