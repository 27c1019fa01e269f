"""Every operator has one who answers for it; who has nobody or two is listed, and a hand-over keeps the history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.errors import AppError
from inspector_app.records.offices import Responsibility
from inspector_app.records.operators import OperatorKind
from inspector_app.records.people import Role
from inspector_app.services import responsibility
from sync.record import new_id
from tests import factories
from tests.factories import COUNTY, TOWNSHIP, VILLAGE
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)
DAY = timedelta(days=1)


def answers(user_id: str | None, **fields: Any) -> Responsibility:
    values = {"id": new_id(), "county_code": COUNTY, "office_code": COUNTY, "valid_from": date(2026, 1, 1)}
    return Responsibility.model_validate(values | {"user_id": user_id} | fields)


def standing(laptop: Laptop, day: date = TODAY) -> tuple[int, int]:
    """How many gaps and overlaps."""
    with laptop.acting() as act:
        found = responsibility.report(act.session, day)
    assert found.whole == 1
    return len(found.gaps), len(found.overlaps)


def test_r_11_who_has_nobody_or_two_is_listed(laptop: Laptop) -> None:
    wang, li = laptop.wang.id, laptop.li.id
    assert standing(laptop) == (1, 0)
    laptop.receive(answers(None, division_code=TOWNSHIP))
    assert standing(laptop) == (1, 0), "an office that names nobody"
    laptop.receive(answers(wang, division_code=TOWNSHIP))
    assert standing(laptop) == (0, 0)
    laptop.receive(answers(wang, division_code=TOWNSHIP, operator_kinds=(OperatorKind.RURAL_STORE,)))
    assert standing(laptop) == (0, 0), "the same person twice is one"
    laptop.receive(answers(li, division_code=TOWNSHIP, operator_kinds=(OperatorKind.CATERING,)))
    assert standing(laptop) == (0, 0), "of another kind"
    laptop.receive(answers(li, division_code=TOWNSHIP))
    assert standing(laptop) == (0, 1)
    laptop.receive(answers(li, division_code=VILLAGE))
    assert standing(laptop) == (0, 0), "the village's own counts first"
    laptop.receive(answers(wang, operator_id=laptop.shop.id), answers(li, operator_id=laptop.shop.id))
    assert standing(laptop) == (0, 1), "the operator's own counts before all"


def test_r_11_who_issued_a_paper_stands_beside_who_supervises(laptop: Laptop) -> None:
    county, station = "990101", "990101100"
    laptop.receive(
        answers(laptop.wang.id, division_code=TOWNSHIP, office_code=station, user_name="王建国"),
        factories.licence(laptop.shop.id, number="A", issuing_office=county, issuer="云岭县市场监督管理局"),
        factories.licence(laptop.shop.id, number="B"),  # nobody noted who issued it
    )
    with laptop.acting() as act:
        found = responsibility.of(act.session, laptop.shop, TODAY)
        told = responsibility.report(act.session, TODAY)
    assert [(each.office_code, each.user_name) for each in found.supervising] == [(station, "王建国")]
    assert [(each.number, each.issuing_office) for each in found.issuing] == [("A", county)]
    assert (told.gaps, told.overlaps, told.apart) == ((), (), (laptop.shop.id,))
    laptop.receive(answers(laptop.wang.id, operator_id=laptop.shop.id, office_code=county))
    with laptop.acting() as act:
        assert responsibility.report(act.session, TODAY).apart == ()


def test_a_responsibility_counts_from_its_first_day_through_its_last(laptop: Laptop) -> None:
    laptop.receive(answers(laptop.wang.id, division_code=COUNTY, valid_from=TODAY, valid_to=TODAY + DAY))
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert [standing(laptop, day)[0] for day in days] == [1, 0, 0, 1]


def test_r_11_a_hand_over_leaves_the_history(laptop: Laptop) -> None:
    desk = factories.user(username="desk", role=Role.COUNTY_ADMIN)
    first = answers(laptop.wang.id, operator_id=laptop.shop.id)
    laptop.receive(desk, first)
    with laptop.acting(desk) as act:
        responsibility.hand_over(act, first, laptop.li, TODAY, "工作调动")
        told = responsibility.history(act.session, laptop.shop.id)
    assert [(each.user_id, each.valid_from, each.valid_to) for each in told] == [
        (laptop.wang.id, first.valid_from, TODAY - DAY),
        (laptop.li.id, TODAY, None),
    ]
    assert [standing(laptop, day) for day in (TODAY - DAY, TODAY)] == [(0, 0), (0, 0)]
    with pytest.raises(AppError, match="not_allowed"), laptop.acting() as act:
        responsibility.hand_over(act, told[1], laptop.wang, TODAY, "再调回")
