"""Spreading the evening rush: at half past five every laptop of a county is plugged in at once (sync.md B.17)."""

from __future__ import annotations

RUSH_BEGINS_S, RUSH_S = 17 * 3600 + 30 * 60, 15 * 60
"""17:30 local time, for a quarter of an hour."""
DAY_S = 24 * 3600


def spread(time_of_day_s: int, wait_s: int, chance: float) -> int:
    """Seconds to wait before an automatic exchange: one that would fall into the rush goes 0 to 15 minutes later.

    time_of_day_s: local, now. chance: from [0, 1). A person who asks for an exchange is not made to wait.
    """
    falls_at = (time_of_day_s + wait_s) % DAY_S
    if RUSH_BEGINS_S <= falls_at < RUSH_BEGINS_S + RUSH_S:
        return wait_s + int(chance * RUSH_S)
    return wait_s
