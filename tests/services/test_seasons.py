"""Each canteen is visited twice a year, and the season says of what to remind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from inspector_app.domain.seasons import Seasons
from inspector_app.records.inspections import Inspection
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.services import seasons
from inspector_app.services.rules import rule
from tests import factories
from tests.replica_fixtures import Laptop

CANTEEN = OperatorKind.COLLECTIVE_CANTEEN
TODAY = date(2026, 12, 20)


@pytest.fixture
def canteens(laptop: Laptop) -> list[Operator]:
    made = [
        factories.operator(name=f"{n}号食堂", operator_kind=CANTEEN, canteen_kind="SCHOOL", uscc=None) for n in (1, 2)
    ]
    laptop.receive(*made)
    return made


def visited(laptop: Laptop, canteen: Operator, day: date, **fields: Any) -> Inspection:
    at = int(datetime(day.year, day.month, day.day, 2, tzinfo=UTC).timestamp()) * 1_000_000
    visit = factories.visit(canteen, laptop.wang, laptop.device_id, **{"started_at": at, "signed_at": at} | fields)
    laptop.receive(visit)
    return visit


def test_each_canteen_has_two_visits_a_year_planned(laptop: Laptop, canteens: list[Operator]) -> None:
    with laptop.sessions() as session:
        years = seasons.year_of(session, CANTEEN, 2026, TODAY)
    assert sorted(each.operator.id for each in years) == sorted(each.id for each in canteens)
    assert all(len(each.planned) == 2 for each in years)


def test_a_visit_fills_the_season_in_which_it_was_made(laptop: Laptop, canteens: list[Operator]) -> None:
    spring = visited(laptop, canteens[0], date(2026, 3, 3))
    visited(laptop, canteens[0], date(2026, 7, 1))  # between the two
    visited(laptop, canteens[0], date(2026, 9, 1), signed_at=None, state="IN_PROGRESS")
    with laptop.sessions() as session:
        years = {each.operator.id: each.planned for each in seasons.year_of(session, CANTEEN, 2026, TODAY)}
    assert [each.visit for each in years[canteens[0].id]] == [spring, None]
    assert [each.overdue(TODAY) for each in years[canteens[0].id]] == [False, True]
    assert [each.overdue(date(2026, 4, 30)) for each in years[canteens[1].id]] == [False, False]
    assert [each.overdue(date(2026, 5, 1)) for each in years[canteens[1].id]] == [True, False]


@pytest.mark.parametrize(
    ("day", "kind", "ids"),
    [
        (date(2026, 2, 9), CANTEEN, []),
        (date(2026, 2, 10), CANTEEN, ["spring_term"]),
        (date(2026, 9, 1), CANTEEN, ["summer", "autumn_term"]),
        (date(2026, 9, 1), OperatorKind.SMALL_CATERING, ["summer"]),
        (date(2026, 12, 31), None, ["year_end"]),
    ],
)
def test_the_season_says_of_what_to_remind(day: date, kind: OperatorKind | None, ids: list[str]) -> None:
    assert [each.id for each in seasons.reminders(day, kind)] == ids


def test_a_pack_that_plans_too_few_visits_is_refused() -> None:
    shipped = rule(Seasons, TODAY)
    told = shipped.model_dump()
    with pytest.raises(ValidationError, match="fewer than 2 visits"):
        Seasons.model_validate(
            told | {"seasons": tuple(each for each in told["seasons"] if each["id"] != "autumn_term")}
        )
