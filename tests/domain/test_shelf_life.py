"""Shelf-life arithmetic of the Civil Code, the near-expiry scale, and dates as labels print them."""

import json
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspector_app.domain import shelf_life
from inspector_app.domain.problems import Code, Severity
from inspector_app.domain.shelf_life import (
    DateOrder,
    Expiry,
    LabelDate,
    NearExpiryScale,
    ShelfState,
    expiry_of,
    last_good_day,
)
from inspector_app.records.goods import ShelfLifeUnit

HOUR, DAY, WEEK, MONTH, YEAR = ShelfLifeUnit
Pack = Callable[[type[NearExpiryScale]], tuple[NearExpiryScale, ...]]


@pytest.fixture
def scale(shipped: Pack) -> NearExpiryScale:
    (only,) = shipped(NearExpiryScale)
    return only


@pytest.mark.parametrize(
    ("production", "number", "unit", "last"),
    [
        ("2024-08-31", 6, MONTH, "2025-02-28"),
        ("2023-08-31", 6, MONTH, "2024-02-29"),
        ("2024-02-29", 12, MONTH, "2025-02-28"),
        ("2024-02-29", 1, YEAR, "2025-02-28"),
        ("2025-01-31", 1, MONTH, "2025-02-28"),
        ("2025-11-30", 3, MONTH, "2026-02-28"),
        ("2025-06-01", 180, DAY, "2025-11-28"),
        ("2025-06-01", 6, MONTH, "2025-12-01"),
        ("2025-12-25", 7, DAY, "2026-01-01"),
        ("2025-12-25", 1, WEEK, "2026-01-01"),
        ("2025-03-31", 18, MONTH, "2026-09-30"),
        ("2025-12-31", 12, MONTH, "2026-12-31"),
        ("2025-06-01", 48, HOUR, "2025-06-03"),
        ("2025-06-01", 36, HOUR, "2025-06-03"),
    ],
)
def test_the_last_good_day(production: str, number: int, unit: ShelfLifeUnit, last: str) -> None:
    assert last_good_day(date.fromisoformat(production), number, unit) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("printed", "hours", "last"),
    [
        (time(8), 48, date(2025, 6, 3)),
        (time(0), 48, date(2025, 6, 2)),
        (time(8), 16, date(2025, 6, 1)),
        (time(8, 30), 16, date(2025, 6, 2)),
        (time(0), 0, date(2025, 6, 1)),
    ],
)
def test_hours_run_from_the_printed_time(printed: time, hours: int, last: date) -> None:
    assert last_good_day(date(2025, 6, 1), hours, HOUR, printed) == last


@given(st.dates(), st.integers(-(10**9), 10**9), st.sampled_from(ShelfLifeUnit))
def test_every_shelf_life_has_a_last_day(production: date, number: int, unit: ShelfLifeUnit) -> None:
    assert production <= last_good_day(production, number, unit) <= date.max


@pytest.mark.parametrize(
    ("number", "unit", "near"),
    [
        (1, YEAR, 45),
        (12, MONTH, 45),
        (365, DAY, 45),
        (364, DAY, 20),
        (11, MONTH, 20),
        (6, MONTH, 20),
        (180, DAY, 20),
        (179, DAY, 15),
        (5, MONTH, 15),
        (3, MONTH, 15),
        (90, DAY, 15),
        (89, DAY, 10),
        (2, MONTH, 10),
        (1, MONTH, 10),
        (30, DAY, 10),
        (29, DAY, 5),
        (16, DAY, 5),
        (15, DAY, 4),
        (2, WEEK, 4),
        (7, DAY, 2),
        (3, DAY, 1),
        (48, HOUR, 1),
    ],
)
def test_the_near_expiry_scale(scale: NearExpiryScale, number: int, unit: ShelfLifeUnit, near: int) -> None:
    assert scale.near_days(number, unit) == near
    expiry = date(2025, 12, 1)

    def state(days_before: int) -> ShelfState:
        return shelf_life.shelf_state(expiry, number, unit, expiry - timedelta(days=days_before), scale)

    assert state(near + 1) is ShelfState.FRESH
    assert state(near) is ShelfState.NEAR_EXPIRY
    assert state(1) is ShelfState.NEAR_EXPIRY
    assert state(0) is ShelfState.LAST_DAY
    assert state(-1) is ShelfState.EXPIRED


def test_a_scale_goes_from_long_to_short(scale: NearExpiryScale) -> None:
    body = scale.model_dump(mode="json")
    with pytest.raises(ValidationError, match="from long to short"):
        NearExpiryScale.model_validate_json(json.dumps(body | {"steps": body["steps"][::-1]}))


def test_goods_without_a_date_are_in_no_known_state(scale: NearExpiryScale) -> None:
    on_day = date(2025, 6, 15)
    assert shelf_life.shelf_state(None, 6, MONTH, on_day, scale) is ShelfState.UNKNOWN
    assert shelf_life.shelf_state(date(2025, 6, 16), None, None, on_day, scale) is ShelfState.FRESH
    assert shelf_life.shelf_state(date(2025, 6, 14), None, None, on_day, scale) is ShelfState.EXPIRED


def test_a_printed_expiry_date_wins() -> None:
    made, computed = date(2025, 6, 1), date(2025, 12, 1)
    assert expiry_of(made, 6, MONTH, None) == Expiry(computed)
    assert expiry_of(made, 6, MONTH, date(2025, 11, 30)) == Expiry(date(2025, 11, 30))
    assert expiry_of(made, 6, MONTH, date(2025, 11, 29)) == Expiry(date(2025, 11, 29), differs=True)
    assert expiry_of(None, 6, MONTH, computed) == Expiry(computed)
    assert expiry_of(made, None, None, None) == Expiry(None)


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月5日",
        "2025年03月05日",
        "２０２５年３月５日",
        "2025 年 3 月 5 日",
        "2025-03-05",
        "2025/3/5",
        "2025.03.05",
        "2025 03 05",
        "20250305",
        "生产日期:2025-03-05",
        "20250305 A1 08:30",
    ],
)
def test_dates_that_labels_print(text: str) -> None:
    assert shelf_life.read_date(text) == LabelDate(date(2025, 3, 5))


def test_a_year_of_two_digits_is_a_warning() -> None:
    assert shelf_life.read_date("250305") == LabelDate(date(2025, 3, 5), None, Severity.WARN, (Code.DATE_SHORT,))


@pytest.mark.parametrize("text", ["20100320/20100520", "2010-03-20 2010-05-20", "20100320-20100520"])
def test_of_two_dates_the_second_is_the_expiry(text: str) -> None:
    assert shelf_life.read_date(text) == LabelDate(date(2010, 3, 20), date(2010, 5, 20))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.FORMAT),
        ("见喷码", Code.FORMAT),
        ("05/03/2025", Code.FORMAT),
        ("2025-02-30", Code.DATE),
        ("20251301", Code.DATE),
        ("251301", Code.DATE),
        ("20250305/20250230", Code.DATE),
        ("6901234567892", Code.FORMAT),
        ("2025-03/05", Code.FORMAT),
        ("0000-01-01", Code.DATE),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: Code) -> None:
    assert shelf_life.read_date(text) == LabelDate(None, None, Severity.ERROR, (code,))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("05/03/2025", DateOrder.DMY),
        ("05032025", DateOrder.DMY),
        ("03 05 2025", DateOrder.MDY),
        ("3.5.2025", DateOrder.MDY),
    ],
)
def test_another_order_is_read_where_the_label_prints_it(text: str, order: DateOrder) -> None:
    assert shelf_life.read_date(text, order) == LabelDate(date(2025, 3, 5))


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    for order in DateOrder:
        said = shelf_life.read_date(text, order)
        assert (said.day is None) is (said.severity is Severity.ERROR)
