"""A request's counter is good once, within a window."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sync.hq.auth import WINDOW, use_counter


@given(st.lists(st.integers(1, 200), max_size=120))
def test_a_counter_is_taken_once_and_never_when_too_old(counters: list[int]) -> None:
    highest, seen, used = 0, 0, {0}
    for counter in counters:
        after = use_counter(highest, seen, counter)
        assert (after is not None) == (counter not in used and counter > highest - WINDOW)
        if after is not None:
            used.add(counter)
            highest, seen = max(highest, counter), after
            assert 0 <= seen < 1 << 63


def test_requests_that_overtake_each_other_are_all_taken() -> None:
    highest, seen = 0, 0
    counters = list(range(1, WINDOW + 1))
    random.Random(1).shuffle(counters)
    for counter in counters:
        after = use_counter(highest, seen, counter)
        assert after is not None
        highest, seen = max(highest, counter), after
