"""A clock is believed unless the last contact with HQ shows that it cannot be right."""

from __future__ import annotations

import pytest

from inspector_app.domain.clock import NO_MARKS, TOLERANCE_US, Fault, Marks

DAY = 86_400_000_000
THEN = 20_000 * DAY


def test_without_a_contact_every_clock_is_believed() -> None:
    assert NO_MARKS.fault(0) is None


@pytest.mark.parametrize("late", [0, TOLERANCE_US, 9 * DAY])
def test_a_clock_that_goes_on_after_the_contact_is_right(late: int) -> None:
    assert Marks(THEN, 0, THEN + late).fault(THEN + late) is None


def test_a_few_minutes_are_no_fault() -> None:
    assert Marks(THEN, -TOLERANCE_US).fault(THEN) is None
    assert Marks(THEN).fault(THEN - TOLERANCE_US) is None


def test_a_clock_set_back_before_the_contact_is_slow() -> None:
    assert Marks(THEN).fault(THEN - 10 * DAY) == Fault(is_slow=True, right=THEN)


def test_a_clock_set_back_since_it_was_last_used_is_slow() -> None:
    assert Marks(THEN, 0, THEN + 5 * DAY).fault(THEN + 2 * DAY) == Fault(is_slow=True, right=THEN + 5 * DAY)


def test_a_clock_that_was_slow_at_the_contact_is_slow_until_it_is_set_right() -> None:
    marks = Marks(THEN - 10 * DAY, 10 * DAY)
    assert marks.passed == THEN
    assert marks.fault(THEN - 9 * DAY) == Fault(is_slow=True, right=THEN)
    assert marks.fault(THEN + 1) is None


def test_a_clock_that_was_fast_at_the_contact_is_fast_until_it_is_set_right() -> None:
    marks = Marks(THEN + 10 * DAY, -10 * DAY, THEN + 11 * DAY)
    assert marks.fault(THEN + 12 * DAY) == Fault(is_slow=False, right=THEN + 2 * DAY)
    assert marks.fault(THEN + 2 * DAY) is None
