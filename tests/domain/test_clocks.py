"""What has to be done by when, in hours, days, working days and months, and how it stands at an instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import clocks, deadlines, packs
from inspector_app.domain.clocks import Clock, Clocks, Standing
from inspector_app.domain.deadlines import Calendar, Unit
from inspector_app.domain.local_time import CHINA, instant, local_date

Pack = Callable[[type[Any]], tuple[Any, ...]]
HOUR_US = 3_600_000_000
RUNNING, NEAR, LATE = Standing


@pytest.fixture(scope="module")
def china() -> Calendar:
    path = Path(__file__).resolve().parents[2] / "resources" / "calendars" / "china.yaml"
    return deadlines.calendar_of(path.read_text("utf-8"))


@pytest.fixture
def find(shipped: Pack) -> Callable[..., Clock]:
    def clock(clock_id: str, division: str = "990101", day: date = date(2025, 6, 1)) -> Clock:
        found = clocks.find_clock(packs.layers(shipped(Clocks), day, division), clock_id)
        assert found is not None, clock_id
        return found

    return clock


def at(text: str) -> int:
    """A Chinese local time as an instant."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=CHINA))


# Spring Festival and National Day of three years, counted day by day from the notices: start, one working day, seven.
HOLIDAYS = [
    ("2024-02-02", "2024-02-04", "2024-02-18"),
    ("2024-02-03", "2024-02-04", "2024-02-18"),
    ("2024-02-04", "2024-02-05", "2024-02-19"),
    ("2024-02-09", "2024-02-18", "2024-02-26"),
    ("2024-02-10", "2024-02-18", "2024-02-26"),
    ("2024-02-17", "2024-02-18", "2024-02-26"),
    ("2024-02-18", "2024-02-19", "2024-02-27"),
    ("2024-09-27", "2024-09-29", "2024-10-12"),
    ("2024-09-30", "2024-10-08", "2024-10-15"),
    ("2024-10-07", "2024-10-08", "2024-10-15"),
    ("2025-01-24", "2025-01-26", "2025-02-10"),
    ("2025-01-26", "2025-01-27", "2025-02-11"),
    ("2025-01-27", "2025-02-05", "2025-02-12"),
    ("2025-02-04", "2025-02-05", "2025-02-12"),
    ("2025-02-07", "2025-02-08", "2025-02-17"),
    ("2025-09-26", "2025-09-28", "2025-10-13"),
    ("2025-09-28", "2025-09-29", "2025-10-14"),
    ("2025-09-30", "2025-10-09", "2025-10-16"),
    ("2025-10-08", "2025-10-09", "2025-10-16"),
    ("2025-10-10", "2025-10-11", "2025-10-20"),
    ("2026-02-13", "2026-02-14", "2026-03-02"),
    ("2026-02-14", "2026-02-24", "2026-03-03"),
    ("2026-02-23", "2026-02-24", "2026-03-03"),
    ("2026-02-27", "2026-02-28", "2026-03-09"),
    ("2026-02-28", "2026-03-02", "2026-03-10"),
    ("2026-09-19", "2026-09-20", "2026-09-29"),
    ("2026-09-24", "2026-09-28", "2026-10-12"),
    ("2026-09-30", "2026-10-08", "2026-10-15"),
    ("2026-10-07", "2026-10-08", "2026-10-15"),
    ("2026-10-09", "2026-10-10", "2026-10-19"),
]


@pytest.mark.parametrize(
    ("started", "n", "last"), [(s, n, last) for s, one, seven in HOLIDAYS for n, last in ((1, one), (7, seven))]
)
def test_e_3_working_days_across_the_long_holidays(china: Calendar, started: str, n: int, last: str) -> None:
    clock = Clock(id="any", zh="任", en="any", n=n, unit=Unit.WORKDAY, basis="x", tag=packs.Tag.KNOWN)
    found = clocks.start(clock, at(f"{started}T16:30"), china)
    assert found.on == date.fromisoformat(last)
    assert not found.calendar_missing


@pytest.mark.parametrize(
    ("clock_id", "started", "last", "late_from"),
    [
        ("complaint_accept", "2025-06-13T09:00", "2025-06-24", "2025-06-25T00:00"),
        ("recall_start_i", "2025-06-13T09:00", "2025-06-14", "2025-06-14T09:00"),
        ("recall_start_iii", "2025-06-13T00:00", "2025-06-15", "2025-06-16T00:00"),
        ("incident_first_report", "2025-06-13T23:00", "2025-06-14", "2025-06-14T01:00"),
        ("seal", "2025-06-13T09:00", "2025-07-13", "2025-07-14T00:00"),
        ("penalty_decision", "2025-07-03T09:00", "2025-10-09", "2025-10-10T00:00"),  # its end falls into National Day
        ("lawsuit", "2025-08-31T09:00", "2026-02-28", "2026-03-01T00:00"),  # a worked Saturday
        ("backup_sample_pass", "2025-11-30T09:00", "2026-02-28", "2026-03-01T00:00"),
    ],
)
def test_the_clocks_of_the_law(
    china: Calendar, find: Callable[..., Clock], clock_id: str, started: str, last: str, late_from: str
) -> None:
    found = clocks.start(find(clock_id), at(started), china)
    assert (found.on, found.at) == (date.fromisoformat(last), at(late_from))
    assert found.standing(found.at - 1) is not LATE
    assert found.standing(found.at) is LATE


def test_f_5_publication_warns_on_day_15_and_is_late_after_day_20(china: Calendar, find: Callable[..., Clock]) -> None:
    found = clocks.start(find("publish_result"), at("2025-06-03T10:00"), china)
    assert found.on == date(2025, 7, 1)
    assert found.standing(at("2025-06-23T23:59")) is RUNNING
    assert found.standing(at("2025-06-24T00:00")) is NEAR
    assert found.standing(at("2025-07-01T23:59")) is NEAR
    assert found.standing(at("2025-07-02T00:00")) is LATE


def test_e_7_a_complaint_is_near_on_its_last_day(china: Calendar, find: Callable[..., Clock]) -> None:
    found = clocks.start(find("complaint_accept"), at("2025-06-13T09:00"), china)
    assert found.standing(at("2025-06-23T23:59")) is RUNNING
    assert found.standing(at("2025-06-24T08:00")) is NEAR


def test_hours_are_near_in_their_last_quarter(china: Calendar, find: Callable[..., Clock]) -> None:
    began = at("2025-06-13T09:00")
    found = clocks.start(find("recall_start_i"), began, china)
    assert found.standing(began + 18 * HOUR_US - 1) is RUNNING
    assert found.standing(began + 18 * HOUR_US) is NEAR


def test_provinces_have_clocks_of_their_own(shipped: Pack, find: Callable[..., Clock]) -> None:
    assert (find("first_visit", "330102").n, find("first_visit", "410102").n) == (1, 2)
    assert clocks.find_clock(packs.layers(shipped(Clocks), date(2025, 6, 1), "990101"), "first_visit") is None
    assert find("seal", "330102").n == 30


def test_a_missing_year_is_marked(find: Callable[..., Clock]) -> None:
    assert clocks.start(find("complaint_accept"), at("2027-01-29T09:00"), Calendar()).calendar_missing
    assert not clocks.start(find("seal"), at("2027-01-29T09:00"), Calendar()).calendar_missing
    assert not clocks.start(find("recall_start_i"), at("2027-01-29T09:00"), Calendar()).calendar_missing


def test_the_testing_of_sealed_goods_is_not_counted(china: Calendar, find: Callable[..., Clock]) -> None:
    sealed = clocks.start(find("seal"), at("2025-06-13T09:00"), china)
    tested = clocks.paused(sealed, at("2025-06-16T10:00"), at("2025-06-30T15:00"))
    assert (tested.on, tested.at) == (date(2025, 7, 27), at("2025-07-28T00:00"))
    assert clocks.paused(sealed, at("2025-07-14T00:00"), at("2025-07-20T00:00")) == sealed


@given(st.sampled_from(Unit), st.integers(0, 90), st.integers(at("2024-01-01T00:00"), at("2026-12-31T00:00")))
def test_no_clock_ends_before_it_starts_and_longer_ones_end_later(unit: Unit, n: int, started: int) -> None:
    def end(units: int) -> clocks.Deadline:
        clock = Clock(id="any", zh="任", en="any", n=units, unit=unit, basis="x", tag=packs.Tag.KNOWN)
        return clocks.start(clock, started, Calendar())

    found, longer = end(n), end(n + 1)
    assert started <= found.at < longer.at
    assert found.near_at <= found.at
    if unit is not Unit.HOUR:
        assert found.at == at((found.on + timedelta(days=1)).isoformat() + "T00:00")
        assert local_date(found.at - 1) == found.on


@pytest.mark.parametrize("fields", [{"warn_after": 8}, {"n": -1}, {"id": "Big"}])
def test_a_broken_clock_is_refused(fields: dict[str, Any]) -> None:
    good = {"id": "any", "zh": "任", "en": "any", "n": 7, "unit": Unit.DAY, "basis": "x", "tag": packs.Tag.KNOWN}
    assert Clock(**good)
    with pytest.raises(ValueError, match="validation error"):
        Clock(**good | fields)
