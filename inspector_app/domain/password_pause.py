"""How long nobody may try again after wrong passwords; the same rule on a laptop and at HQ."""

from __future__ import annotations

from inspector_app.errors import AppError

FAILURES_ALLOWED = 5
MINUTE_US = 60_000_000
LONGEST_MINUTES = 15


def pause_us(failures: int) -> int:
    """After the fifth wrong password in a row one minute, then 2, 4, 8, and never more than 15."""
    further = failures - FAILURES_ALLOWED
    return 0 if further < 0 else min(1 << min(further, 8), LONGEST_MINUTES) * MINUTE_US


def require_over(failures: int, paused_until: int, now: int) -> None:
    """Raises AppError sign_in_paused with the seconds that are left.

    More is never left than the pause lasts: then the clock was set back, and the pause counts as over.
    """
    left = paused_until - now
    if 0 < left <= pause_us(failures):
        raise AppError("sign_in_paused", seconds=-(-left // 1_000_000))
