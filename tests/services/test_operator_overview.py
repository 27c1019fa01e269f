"""A workshop's grade, last visit and open problems come in one call."""

from __future__ import annotations

from datetime import date

from inspector_app.records.complaints import Complaint, ComplaintState
from inspector_app.records.inspections import Rectification, RectificationState
from inspector_app.records.operators import Operator, OperatorKind, RiskGrade
from inspector_app.records.sampling import Sample, SampleState
from inspector_app.services import operator_overview
from inspector_app.services.operator_overview import Overview, overview, workshops
from inspector_app.services.visit_plan import plan
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)
DAY_US = 24 * 60 * factories.MINUTE


def workshop(laptop: Laptop, **fields: object) -> Operator:
    values = {
        "name": "石桥豆腐坊",
        "operator_kind": OperatorKind.SMALL_WORKSHOP,
        "registered_at": laptop.now - 400 * DAY_US,
    }
    made = factories.operator(**values | fields)
    laptop.receive(made)
    return made


def seen(laptop: Laptop, shop: Operator) -> Overview:
    with laptop.sessions() as session:
        return overview(session, shop, TODAY)


def test_grade_last_visit_and_open_problems_come_in_one_call(laptop: Laptop) -> None:
    shop = workshop(laptop)
    assert (seen(laptop, shop).last_visit, seen(laptop, shop).open_problems) == (None, ())
    visits = [
        factories.visit(
            shop, laptop.wang, laptop.device_id, started_at=laptop.now - days * DAY_US, signed_at=1, score=70
        )
        for days in (90, 30)
    ]
    draft = factories.visit(shop, laptop.wang, laptop.device_id, started_at=laptop.now, signed_at=None, state="DRAFT")
    problems = [
        factories.any_of(Rectification, operator_id=shop.id, state=state)
        for state in (RectificationState.OPEN, RectificationState.OVERDUE, RectificationState.FAILED)
    ]
    problems += [
        factories.any_of(Complaint, operator_id=shop.id, state=ComplaintState.RECEIVED),
        factories.any_of(Sample, operator_id=shop.id, state=SampleState.FAIL),
    ]
    settled = [
        *(factories.any_of(Rectification, operator_id=shop.id, state=state) for state in ("CORRECTED", "CLOSED")),
        factories.any_of(Sample, operator_id=shop.id, state=SampleState.TESTING),
        factories.any_of(Sample, operator_id=shop.id, state=SampleState.PASS),
        factories.any_of(Complaint, operator_id=shop.id, state=ComplaintState.CLOSED),
        factories.any_of(Rectification, operator_id=laptop.shop.id, state=RectificationState.OPEN),
        factories.any_of(Rectification, operator_id=shop.id, voided_at=1, void_reason="误录"),
    ]
    laptop.receive(*visits, draft, *problems, *settled)
    told = seen(laptop, shop)
    with laptop.sessions() as session:
        planned = plan(session, shop, TODAY)
    assert told.last_visit == visits[1]
    assert (told.grade, told.next_visit) == (planned.risk.grade, planned.next_visit)
    assert sorted(each.id for each in told.open_problems) == sorted(each.id for each in problems)


def test_every_workshop_of_a_division_is_listed_the_riskiest_first(laptop: Laptop) -> None:
    good, bad = workshop(laptop), workshop(laptop, name="石桥酒坊")
    far = workshop(laptop, division_code="990101101200")
    at = laptop.now - 30 * DAY_US
    laptop.receive(
        factories.visit(good, laptop.wang, laptop.device_id, started_at=at, signed_at=at, score=100),
        factories.visit(bad, laptop.wang, laptop.device_id, started_at=at, signed_at=at, score=0),
    )
    with laptop.sessions() as session:
        listed = workshops(session, factories.TOWNSHIP, TODAY)
    assert {each.operator.id for each in listed} == {good.id, bad.id}
    assert far.id not in {each.operator.id for each in listed}
    grades = [list(RiskGrade).index(each.grade) for each in listed]
    assert grades == sorted(grades, reverse=True)


def test_a_problem_is_open_until_its_machine_ends() -> None:
    assert operator_overview.open_states("rectification") == ["FAILED", "ISSUED", "OPEN", "OVERDUE", "REPORTED"]
    assert operator_overview.open_states("sample") == ["CONFIRMED_FAIL", "DISPOSITION", "FAIL", "NOTIFIED", "RETEST"]
