"""Automatic exchanges of the evening are spread; all others keep their time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.device.rush import RUSH_BEGINS_S, RUSH_S, spread

HALF_PAST_FIVE = RUSH_BEGINS_S


@given(st.integers(0, 86_399), st.integers(0, 100_000), st.floats(0, 1, exclude_max=True))
def test_nothing_goes_sooner_and_nothing_much_later(now: int, wait: int, chance: float) -> None:
    assert wait <= spread(now, wait, chance) < wait + RUSH_S


def test_an_exchange_in_the_rush_goes_up_to_a_quarter_of_an_hour_later() -> None:
    spread_over = {spread(HALF_PAST_FIVE - 300, 300, chance / 1000) for chance in range(1000)}
    assert (min(spread_over), max(spread_over)) == (300, 300 + RUSH_S - 1)
    assert len(spread_over) > RUSH_S * 0.9
    assert spread(HALF_PAST_FIVE + 60, 0, 0.5) == RUSH_S // 2


def test_an_exchange_outside_the_rush_keeps_its_time() -> None:
    for now, wait in ((HALF_PAST_FIVE - 301, 300), (HALF_PAST_FIVE + RUSH_S, 0), (0, 300), (HALF_PAST_FIVE - 10, 3600)):
        assert spread(now, wait, 0.99) == wait
