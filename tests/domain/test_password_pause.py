"""Wrong passwords make longer and longer pauses, and no clock makes one that does not end."""

from __future__ import annotations

import pytest

from inspector_app.domain.password_pause import MINUTE_US, pause_us, require_over
from inspector_app.errors import AppError

NOW = 1_773_800_000_000_000
YEAR_US = 365 * 24 * 60 * MINUTE_US


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (10_000, 15)]
)
def test_a_pause_grows_to_a_quarter_of_an_hour(failures: int, minutes: int) -> None:
    assert pause_us(failures) == minutes * MINUTE_US


def test_a_pause_tells_what_is_left_and_ends() -> None:
    with pytest.raises(AppError) as told:
        require_over(5, NOW + MINUTE_US, NOW + 1)
    assert (told.value.code, told.value.facts) == ("sign_in_paused", {"seconds": 60})
    require_over(5, NOW + MINUTE_US, NOW + MINUTE_US)


@pytest.mark.parametrize("wrong", [YEAR_US, -YEAR_US])
def test_a_clock_that_was_wrong_locks_nobody_out(wrong: int) -> None:
    require_over(9, NOW + wrong + 15 * MINUTE_US, NOW)
