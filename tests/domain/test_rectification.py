"""An order to correct moves by its table and turns overdue the day after it was due."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import packs, rectification
from inspector_app.domain.clocks import Clocks, find_clock
from inspector_app.domain.deadlines import Calendar, Due
from inspector_app.records.inspections import Rectification, RectificationState
from inspector_app.records.people import Role
from sync.record import new_id

ISSUED, OPEN, REPORTED, OVERDUE, CORRECTED, FAILED, ESCALATED, CLOSED = RectificationState
DUE = date(2025, 6, 22)


@pytest.fixture
def order() -> Callable[..., Rectification]:
    def make(**fields: Any) -> Rectification:
        values = {
            "id": new_id(), "operator_id": new_id(), "inspection_id": new_id(), "finding_ids": (new_id(),),
            "demand": "清理货架积尘", "issued_on": date(2025, 6, 15), "due_on": DUE, "state": OPEN,
        }  # fmt: skip
        return Rectification.model_validate(values | fields)

    return make


def test_an_order_moves_by_the_table_alone() -> None:
    moves = {(a, b) for a in RectificationState for b in RectificationState if rectification.may_move(a, b)}
    assert moves == {
        (ISSUED, OPEN),
        (OPEN, OPEN), (OPEN, REPORTED), (OPEN, OVERDUE), (OPEN, CORRECTED), (OPEN, FAILED),
        (REPORTED, OVERDUE), (REPORTED, CORRECTED), (REPORTED, FAILED),
        (OVERDUE, CORRECTED), (OVERDUE, FAILED),
        (CORRECTED, CLOSED), (FAILED, ESCALATED),
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [(CORRECTED, CLOSED), (OPEN, OPEN)])
def test_only_a_lead_closes_and_extends(before: RectificationState, after: RectificationState) -> None:
    assert rectification.may_move(before, after, Role.TEAM_LEAD)
    assert not rectification.may_move(before, after, Role.INSPECTOR)


def test_the_day_of_issue_is_not_counted() -> None:
    assert rectification.due_on(date(2025, 6, 15), 7) == DUE
    assert rectification.due_on(date(2025, 12, 31), 1) == date(2026, 1, 1)


def test_the_visit_after_is_due_three_working_days_later(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> None:
    clock = find_clock(packs.layers(shipped(Clocks), DUE), "reinspect")
    assert clock is not None
    known = Calendar(years=frozenset({2025}), holidays=frozenset({date(2025, 6, 24)}))
    assert rectification.reinspect_by(DUE, clock, known) == Due(date(2025, 6, 26))
    assert rectification.reinspect_by(DUE, clock, Calendar()) == Due(date(2025, 6, 25), calendar_missing=True)


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (OPEN, DUE, False),
        (OPEN, date(2025, 6, 23), True),
        (REPORTED, date(2025, 6, 23), True),
        (ISSUED, date(2025, 6, 23), True),
        (OVERDUE, DUE, True),
        (CORRECTED, date(2025, 7, 23), False),
        (CLOSED, date(2025, 7, 23), False),
        (FAILED, date(2025, 7, 23), False),
    ],
)
def test_overdue_begins_the_day_after(
    order: Callable[..., Rectification], state: RectificationState, today: date, late: bool
) -> None:
    assert rectification.overdue(order(state=state), today) is late
    assert not rectification.overdue(order(state=state, voided_at=1), today)
