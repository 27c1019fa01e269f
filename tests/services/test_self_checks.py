"""An operator's own checks are kept with period and signatory; a day, week or month without one is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.problems import Code
from inspector_app.records.books import SelfCheck, SelfCheckPeriod
from inspector_app.services import self_checks
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop

DAILY, WEEKLY, MONTHLY = SelfCheckPeriod


def noted(laptop: Laptop, period: SelfCheckPeriod, first: date, last: date, **fields: Any) -> SelfCheck:
    values = {"operator_id": laptop.shop.id, "signatory": "李桂芳", "evidence_id": None} | fields
    check = factories.any_of(SelfCheck, period=period, covers_from=first, covers_to=last, **values)
    with laptop.acting() as act:
        return self_checks.note(act, check)


def test_a_check_is_kept_with_its_period_and_who_signed_it(laptop: Laptop) -> None:
    made = noted(laptop, WEEKLY, date(2026, 3, 9), date(2026, 3, 15), findings="冷柜温度偏高", measures="已调低")
    with laptop.sessions() as session:
        (found,) = self_checks.of_operator(session, laptop.shop.id)
    assert found == made
    assert (found.period, found.covers_from, found.covers_to, found.signatory) == (
        WEEKLY,
        date(2026, 3, 9),
        date(2026, 3, 15),
        "李桂芳",
    )


@pytest.mark.parametrize(
    ("period", "first", "last", "signatory", "codes"),
    [
        (DAILY, date(2026, 3, 9), date(2026, 3, 10), "李", [Code.DATE_OUTSIDE]),
        (WEEKLY, date(2026, 3, 9), date(2026, 3, 16), "李", [Code.DATE_OUTSIDE]),
        (MONTHLY, date(2026, 2, 1), date(2026, 3, 1), "李", [Code.DATE_OUTSIDE]),
        (MONTHLY, date(2026, 2, 28), date(2026, 2, 1), " ", [Code.REQUIRED, Code.DATE_ORDER]),
        (DAILY, date(2026, 3, 19), date(2026, 3, 19), "李", [Code.DATE_FUTURE]),
    ],
)
def test_a_check_of_no_period_or_by_nobody_is_refused(
    laptop: Laptop, period: SelfCheckPeriod, first: date, last: date, signatory: str, codes: list[Code]
) -> None:
    with pytest.raises(Refused) as refused:
        noted(laptop, period, first, last, signatory=signatory)
    assert [each.code for each in refused.value.problems] == codes


def test_periods_without_a_check_are_told(laptop: Laptop) -> None:
    noted(laptop, WEEKLY, date(2026, 3, 2), date(2026, 3, 8))
    noted(laptop, MONTHLY, date(2026, 2, 1), date(2026, 2, 28))
    for day in range(2, 9):
        if day != 5:
            noted(laptop, DAILY, date(2026, 3, day), date(2026, 3, day))
    with laptop.sessions() as session:

        def missing(period: SelfCheckPeriod, first: date, last: date) -> list[date]:
            return self_checks.missing(session, laptop.shop.id, period, first, last)

        assert missing(DAILY, date(2026, 3, 2), date(2026, 3, 8)) == [date(2026, 3, 5)]
        assert missing(WEEKLY, date(2026, 2, 23), date(2026, 3, 17)) == [date(2026, 2, 23), date(2026, 3, 9)]
        assert missing(MONTHLY, date(2026, 1, 1), date(2026, 3, 17)) == [date(2026, 1, 1)]


@given(period=st.sampled_from(SelfCheckPeriod), day=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_day_lies_in_one_period_and_periods_meet(period: SelfCheckPeriod, day: date) -> None:
    first, last = self_checks.period_of(period, day)
    assert first <= day <= last
    assert self_checks.period_of(period, first) == self_checks.period_of(period, last) == (first, last)
    assert self_checks.period_of(period, last + timedelta(days=1))[0] == last + timedelta(days=1)
