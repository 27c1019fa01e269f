"""Deadlines leave out their first day, and working days know holidays and worked weekends."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import deadlines
from inspector_app.domain.deadlines import Calendar, CalendarInvalid, Due, Unit


@pytest.fixture(scope="module")
def china() -> Calendar:
    path = Path(__file__).resolve().parents[2] / "resources" / "calendars" / "china.yaml"
    return deadlines.calendar_of(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("start", "n", "unit", "end"),
    [
        ("2025-06-01", 7, Unit.DAY, "2025-06-08"),
        ("2025-01-31", 1, Unit.MONTH, "2025-02-28"),
        ("2025-12-31", 14, Unit.MONTH, "2027-02-28"),
        ("2025-06-13", 3, Unit.WORKDAY, "2025-06-18"),  # over a weekend
        ("2025-01-24", 3, Unit.WORKDAY, "2025-02-05"),  # Sunday 26 is worked, then Spring Festival
        ("2025-09-26", 1, Unit.WORKDAY, "2025-09-28"),  # a worked Sunday
        ("2025-09-30", 2, Unit.WORKDAY, "2025-10-10"),  # National Day
        ("2026-02-13", 1, Unit.WORKDAY, "2026-02-14"),
        ("2026-02-14", 1, Unit.WORKDAY, "2026-02-24"),
        ("2024-12-31", 1, Unit.WORKDAY, "2025-01-02"),
        ("2023-09-28", 2, Unit.WORKDAY, "2023-10-08"),
        ("2025-06-13", 0, Unit.WORKDAY, "2025-06-13"),
    ],
)
def test_deadlines(china: Calendar, start: str, n: int, unit: Unit, end: str) -> None:
    assert deadlines.add(date.fromisoformat(start), n, unit, china) == Due(date.fromisoformat(end))


def test_a_procedural_deadline_moves_off_a_day_off(china: Calendar) -> None:
    start = date(2025, 9, 24)
    assert deadlines.add(start, 7, Unit.DAY, china) == Due(date(2025, 10, 1))
    assert deadlines.add(start, 7, Unit.DAY, china, moves=True) == Due(date(2025, 10, 9))
    assert deadlines.add(start, 4, Unit.DAY, china, moves=True) == Due(date(2025, 9, 28))  # a worked Sunday


def test_a_year_that_is_missing_counts_monday_to_friday_and_says_so(china: Calendar) -> None:
    new_year = deadlines.add(date(2026, 12, 31), 1, Unit.WORKDAY, china)
    assert new_year == Due(date(2027, 1, 1), calendar_missing=True)
    assert deadlines.add(date(2026, 12, 31), 1, Unit.DAY, china) == Due(date(2027, 1, 1))
    assert deadlines.add(date(2025, 6, 13), 1, Unit.WORKDAY, Calendar()) == Due(date(2025, 6, 16), True)


@given(st.dates(date(2023, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_a_deadline_of_n_working_days_holds_n_of_them(start: date, n: int) -> None:
    china = deadlines.calendar_of(
        "years: {2025: {source: x, holidays: [2025-10-01..2025-10-08], working: [2025-09-28]}}"
    )
    end = deadlines.add(start, n, Unit.WORKDAY, china).on
    days = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(map(china.is_working, days)) == n
    assert china.is_working(end)


def test_the_shipped_calendar_knows_its_years(china: Calendar) -> None:
    assert china.years == {2023, 2024, 2025, 2026}
    days_off = {year: sum(day.year == year for day in china.holidays) for year in sorted(china.years)}
    assert days_off == {2023: 26, 2024: 28, 2025: 28, 2026: 33}
    worked = {year: sum(day.year == year for day in china.make_up_days) for year in sorted(china.years)}
    assert worked == {2023: 7, 2024: 8, 2025: 5, 2026: 6}


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 13), (2026, 13)])
def test_the_working_days_lost_in_a_year_are_its_statutory_holidays(china: Calendar, year: int, statutory: int) -> None:
    """State Council Orders 644 and 795: 11 days, 13 from 2025 on; all other days off are worked at a weekend."""
    off = sum(day.weekday() < 5 for day in china.holidays if day.year == year)
    worked = sum(day.year == year for day in china.make_up_days)
    assert off - worked == statutory


@pytest.mark.parametrize(
    "text",
    [
        "",
        "years: 3",
        "years: {2025: {holidays: []}}",
        "years: {2025: {holidays: [2024-12-31], working: []}}",
        "years: {2025: {holidays: [2025-10-08..2025-10-01], working: []}}",
        "years: {2025: {holidays: [x], working: []}}",
        "years: {2025: {holidays: [], working: [2025-06-13]}}",
        "years: {2025: {holidays: [2025-06-14], working: [2025-06-14]}}",
    ],
)
def test_a_broken_calendar_is_refused(text: str) -> None:
    with pytest.raises(CalendarInvalid):
        deadlines.calendar_of(text)


def test_hours_count_from_the_instant() -> None:
    assert deadlines.add_hours(1_000_000, 24) == 1_000_000 + 86_400_000_000
