"""The table of workloads counts every open task once; who has an interest is given none; the roster has no doubles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.complaints import Complaint, ComplaintState
from inspector_app.records.inspections import InspectionState, Rectification, RectificationState
from inspector_app.records.notices import CampaignTarget, TargetState
from inspector_app.records.offices import DutyShift, InterestKind
from inspector_app.records.people import Role, User
from inspector_app.records.recalls import RecallState, RecallTask
from inspector_app.services import duty, recusal
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop

DAY = date(2026, 3, 18)
BY_HAND = """
    SELECT (SELECT count(*) FROM inspection WHERE state IN ('DRAFT', 'IN_PROGRESS', 'COMPLETED') AND voided_at IS NULL)
         + (SELECT count(*) FROM rectification WHERE state NOT IN ('CLOSED', 'ESCALATED') AND voided_at IS NULL)
         + (SELECT count(*) FROM complaint WHERE voided_at IS NULL AND state NOT IN
            ('CLOSED', 'SETTLED', 'ENDED', 'REJECTED', 'TRANSFERRED'))
         + (SELECT count(*) FROM campaign_target WHERE state <> 'CLOSED' AND voided_at IS NULL)
         + (SELECT count(*) FROM recall_task WHERE state NOT IN ('CLOSED', 'CANCELLED') AND voided_at IS NULL)
"""


@pytest.fixture
def lead(laptop: Laptop) -> User:
    made = factories.user(username="zhao", name="赵强", certificate_no="YL00000003", role=Role.TEAM_LEAD)
    laptop.receive(made)
    return made


def test_the_table_of_workloads_sums_to_all_tasks(laptop: Laptop) -> None:
    shop, wang, li = laptop.shop.id, laptop.wang.id, laptop.li.id
    visits = [
        factories.visit(laptop.shop, by, laptop.device_id, state=state, signed_at=None)
        for by in (laptop.wang, laptop.li)
        for state in (InspectionState.DRAFT, InspectionState.IN_PROGRESS, InspectionState.COMPLETED)
    ]
    done = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    void = factories.visit(laptop.shop, laptop.wang, laptop.device_id, state="VOID", signed_at=None, voided_at=1)
    rest = [
        *(
            factories.any_of(Rectification, operator_id=shop, inspection_id=visit_id, state=state)
            for visit_id in (done.id, factories.any_of(Complaint).id)
            for state in RectificationState
        ),
        *(
            factories.any_of(Complaint, operator_id=shop, state=state, assigned_to=who, complaint_kind=None)
            for who in (wang, li, None)
            for state in ComplaintState
        ),
        *(factories.any_of(CampaignTarget, operator_id=shop, state=s, assigned_to=li) for s in TargetState),
        *(factories.any_of(RecallTask, operator_id=shop, state=s, assigned_to=None) for s in RecallState),
    ]
    laptop.receive(*visits, done, void, *rest)
    with laptop.sessions() as session:
        found = duty.workload(session)
        assert found.total == session.scalar(text(BY_HAND)) > 0
    assert found.total == sum(found.of(each) for each in (wang, li, None))
    assert found.by_user[wang]["inspection"] == found.by_user[li]["inspection"] == 3
    assert found.by_user[li]["campaign_target"] == 3
    assert "campaign_target" not in found.by_user[wang]
    open_orders = len(RectificationState) - 2
    assert (found.by_user[wang]["rectification"], found.by_user[None]["rectification"]) == (open_orders, open_orders)


def test_b_8_a_task_is_not_given_to_who_has_declared_an_interest(laptop: Laptop, lead: User) -> None:
    task = factories.any_of(Complaint, operator_id=laptop.shop.id, complaint_kind=None)
    laptop.receive(task)
    with laptop.acting() as act:
        recusal.declare(act, laptop.shop.id, InterestKind.DEBT)
    with pytest.raises(Refused) as refused, laptop.acting(lead) as act:
        duty.assign(act, task, laptop.wang)
    assert [each.code for each in refused.value.problems] == [Code.RECUSED]
    with laptop.acting(lead) as act:
        assert duty.assign(act, task, laptop.li).assigned_to == laptop.li.id
    with pytest.raises(AppError, match="not_allowed"), laptop.acting() as act:
        duty.assign(act, task, laptop.li)


def shift(laptop: Laptop, **fields: Any) -> DutyShift:
    values = {"user_id": laptop.wang.id, "office_code": factories.COUNTY, "day": DAY} | fields
    return factories.any_of(DutyShift, **values)


def test_the_roster_tells_who_is_on_duty_when(laptop: Laptop, lead: User) -> None:
    morning, evening = shift(laptop, begins="08:00", ends="12:00"), shift(laptop, begins="12:00", ends="18:00")
    tomorrow, elsewhere = (
        shift(laptop, day=date(2026, 3, 19)),
        shift(laptop, user_id=laptop.li.id, office_code="990102"),
    )
    with laptop.acting(lead) as act:
        for each in (evening, tomorrow, morning, elsewhere):
            duty.put_on_duty(act, each)
        assert duty.roster(act.session, factories.COUNTY, DAY, date(2026, 3, 31)) == [morning, evening, tomorrow]
        assert duty.roster(act.session, factories.COUNTY, DAY, DAY) == [morning, evening]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"begins": "11:59", "ends": "13:00"}, [Code.ONLY_ONCE]),
        ({"begins": "12:00", "ends": "13:00"}, []),
        ({}, [Code.ONLY_ONCE]),
        ({"begins": "18:00", "ends": "17:00"}, [Code.DATE_ORDER]),
    ],
)
def test_nobody_is_on_duty_twice_at_once(laptop: Laptop, lead: User, fields: dict[str, str], codes: list[Code]) -> None:
    with laptop.acting(lead) as act:
        duty.put_on_duty(act, shift(laptop, begins="08:00", ends="12:00"))
    if not codes:
        with laptop.acting(lead) as act:
            duty.put_on_duty(act, shift(laptop, **fields))
        return
    with pytest.raises(Refused) as refused, laptop.acting(lead) as act:
        duty.put_on_duty(act, shift(laptop, **fields))
    assert [each.code for each in refused.value.problems] == codes
