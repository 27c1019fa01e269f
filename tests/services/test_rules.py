"""The rules that the program ships, for the day and the place that ask."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.clocks import Clocks
from inspector_app.domain.labels import LabelRules
from inspector_app.domain.packs import Version
from inspector_app.domain.rule_packs import PACKS
from inspector_app.domain.scoring import ScoringRules
from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.services import rules


def test_the_day_and_the_place_choose_the_version() -> None:
    assert rules.rule(LabelRules, date(2027, 3, 15)).edition == "GB 7718-2011"
    assert rules.rule(LabelRules, date(2027, 3, 16)).edition == "GB 7718-2025"
    assert [each.jurisdiction for each in rules.layers(Clocks, date(2025, 6, 1), "330102")] == ["33", "CN"]
    assert rules.latest(LabelRules).edition == "GB 7718-2025"


def test_a_clock_that_stands_years_back_stops_no_work() -> None:
    assert rules.rule(ScoringRules, date(1990, 1, 1)) == rules.latest(ScoringRules)
    assert [each.jurisdiction for each in rules.layers(Clocks, date(1990, 1, 1), "330102")] == ["33", "CN"]


@pytest.mark.parametrize("cls", PACKS.values())
def test_every_pack_has_a_rule_for_the_nation(cls: type[Version]) -> None:
    assert rules.rule(cls, date(1990, 1, 1)).jurisdiction == "CN"


def test_the_calendar_knows_a_worked_sunday() -> None:
    assert rules.calendar().is_working(date(2025, 9, 28))


def test_goods_are_near_expiry_by_the_shipped_scale() -> None:
    expiry = date(2025, 12, 1)
    assert rules.shelf_state(expiry, 12, ShelfLifeUnit.MONTH, date(2025, 10, 17)) is ShelfState.NEAR_EXPIRY
    assert rules.shelf_state(expiry, 12, ShelfLifeUnit.MONTH, date(2025, 10, 16)) is ShelfState.FRESH
