"""Both editions of GB 7718 by date, their exemptions and sizes, and the labels of bulk food and workshops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import labels, packs
from inspector_app.domain.labels import BATCH, Goods, LabelFacts, LabelRules, Need, PlainLabel, PlainLabels

Pack = Callable[[type[Any]], tuple[Any, ...]]
ALL_2011 = {f"L{number:02}" for number in range(1, 15)} - {"L07"}
ALWAYS = {"L13", "L14"}
"""Elements that only some goods have."""


@pytest.fixture(scope="module")
def old(shipped: Pack) -> LabelRules:
    return next(each for each in shipped(LabelRules) if each.edition == "GB 7718-2011")


@pytest.fixture(scope="module")
def new(shipped: Pack) -> LabelRules:
    return next(each for each in shipped(LabelRules) if each.edition == "GB 7718-2025")


@pytest.mark.parametrize(
    ("produced", "editions"),
    [
        ("2024-06-01", ["GB 7718-2011"]),
        ("2025-03-15", ["GB 7718-2011"]),
        ("2025-03-16", ["GB 7718-2011", "GB 7718-2025"]),
        ("2027-03-15", ["GB 7718-2011", "GB 7718-2025"]),
        ("2027-03-16", ["GB 7718-2025"]),
        ("2030-01-01", ["GB 7718-2025"]),
        ("2010-01-01", []),
    ],
)
def test_the_production_date_says_which_editions_are_accepted(
    shipped: Pack, produced: str, editions: list[str]
) -> None:
    found = labels.editions(date.fromisoformat(produced), shipped(LabelRules))
    assert [each.edition for each in found] == editions


def test_the_edition_in_force_changes_on_the_day(shipped: Pack) -> None:
    versions = shipped(LabelRules)
    assert packs.in_force(versions, date(2027, 3, 15)).edition == "GB 7718-2011"
    assert packs.in_force(versions, date(2027, 3, 16)).edition == "GB 7718-2025"


def needs(facts: LabelFacts, shown: set[str], rules: LabelRules, need: Need = Need.REQUIRED) -> set[str]:
    return {each.element.id for each in labels.check(facts, shown, rules) if each.need is need}


@pytest.mark.parametrize(
    ("facts", "exempt"),
    [
        (LabelFacts(), set()),
        (LabelFacts(surface_cm2=9), {"L02", "L05", "L06", "L08", "L09", "L10", "L11"}),
        (LabelFacts(surface_cm2=10), {"L11"}),
        (LabelFacts(surface_cm2=21), set()),
        (LabelFacts(total_surface_cm2=100), {"L11"}),
        (LabelFacts(total_surface_cm2=101), set()),
        (LabelFacts(alcohol_permille=100), {"L06", "L11"}),
        (LabelFacts(alcohol_permille=99), {"L11"}),
        (LabelFacts(alcohol_permille=4), set()),
        (LabelFacts(frozenset({Goods.SALT})), {"L06"}),
        (LabelFacts(frozenset({Goods.MSG, Goods.IMPORTED})), {"L06", "L09", "L10"}),
        (LabelFacts(frozenset({Goods.RAW})), {"L11"}),
    ],
)
def test_what_2011_asks_for(old: LabelRules, facts: LabelFacts, exempt: set[str]) -> None:
    assert needs(facts, set(), old) == ALL_2011 - {"L12"} - ALWAYS - exempt
    assert needs(facts, set(), old, Need.RECOMMENDED) == {"L12"}


@pytest.mark.parametrize("good", [Goods.GRADED, Goods.IRRADIATED, Goods.GENETICALLY_MODIFIED, Goods.NEEDS_WARNING])
def test_some_elements_belong_to_some_goods(old: LabelRules, new: LabelRules, good: Goods) -> None:
    element = "L13" if good is Goods.GRADED else "L14"
    for rules in (old, new):
        assert element in needs(LabelFacts(frozenset({good})), set(), rules)
        assert element in needs(LabelFacts(), set(), rules, Need.EXEMPT)


FULL_2025 = {"L01", "L02", "L03", "L04", "L05", "L07", "L08", "L09", "L10", "L11", "L12"}


@pytest.mark.parametrize(
    ("facts", "shown", "missing"),
    [
        (LabelFacts(), FULL_2025, set()),
        (LabelFacts(), FULL_2025 - {"L12"}, {"L12"}),
        (LabelFacts(), FULL_2025 - {"L07"}, {"L07"}),
        # without a production date: shelf life and expiry date, on goods that keep for six months or on small packs
        (LabelFacts(), FULL_2025 - {"L05"}, {"L05", "L06"}),
        (LabelFacts(), (FULL_2025 - {"L05"}) | {"L06"}, {"L05"}),
        (LabelFacts(shelf_months=6), (FULL_2025 - {"L05"}) | {"L06"}, set()),
        (LabelFacts(shelf_months=6), FULL_2025 - {"L05"}, {"L05", "L06"}),
        (LabelFacts(shelf_months=5), (FULL_2025 - {"L05"}) | {"L06"}, {"L05"}),
        (LabelFacts(surface_cm2=20), (FULL_2025 - {"L05"}) | {"L06"}, set()),
        # goods that keep for ever
        (LabelFacts(frozenset({Goods.VINEGAR})), FULL_2025 - {"L07"}, set()),
        (LabelFacts(frozenset({Goods.VINEGAR})), FULL_2025 - {"L05", "L07"}, {"L05", "L06", "L07"}),
        (LabelFacts(frozenset({Goods.WINE})), (FULL_2025 - {"L05", "L07"}) | {BATCH}, set()),
        (LabelFacts(alcohol_permille=120), (FULL_2025 - {"L05", "L07"}) | {BATCH}, set()),
        (LabelFacts(alcohol_permille=90), (FULL_2025 - {"L05", "L07"}) | {BATCH}, {"L05", "L07"}),
        (LabelFacts(frozenset({Goods.SOLD_BY_MEASURE})), FULL_2025 - {"L03"}, set()),
    ],
)
def test_what_2025_asks_for(new: LabelRules, facts: LabelFacts, shown: set[str], missing: set[str]) -> None:
    assert {each.element.id for each in labels.check(facts, shown, new) if each.missing} == missing


def test_where_the_standard_may_allow_less_the_inspector_is_told_to_look(new: LabelRules) -> None:
    small = needs(LabelFacts(surface_cm2=20), set(), new, Need.LOOK)
    assert small == {"L02", "L04", "L08", "L09", "L10", "L11"}
    assert needs(LabelFacts(), set(), new, Need.LOOK) == set()


@pytest.mark.parametrize(("content", "height"), [(50, 20), (51, 30), (200, 30), (201, 40), (1000, 40), (1001, 60)])
def test_the_digits_of_the_net_content_grow_with_it(old: LabelRules, content: int, height: int) -> None:
    assert labels.least_net_content_height(content, old) == height


def test_letters_have_a_size_in_2011_alone(old: LabelRules, new: LabelRules) -> None:
    assert labels.least_text_height(36, old) == 18
    assert labels.least_text_height(35, old) is None
    assert labels.least_text_height(36, new) is None
    assert labels.least_net_content_height(100, new) is None


def test_a_condition_that_says_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="holds always"):
        labels.Condition()


SALE = {"name", "batch_no", "shelf_life", "operator_name", "operator_address"}
STORAGE = {"name", "production_date", "shelf_life", "maker_name", "maker_contact"}


@pytest.mark.parametrize(
    ("kind", "shown", "missing"),
    [
        (PlainLabel.BULK_SALE, SALE, ["operator_contact"]),
        (PlainLabel.BULK_SALE, SALE | {"operator_contact"}, []),
        (PlainLabel.BULK_STORAGE, STORAGE, []),
        (PlainLabel.BULK_STORAGE, STORAGE - {"production_date"}, ["production_date|batch_no"]),
        (PlainLabel.BULK_STORAGE, STORAGE - {"production_date"} | {"batch_no"}, []),
    ],
)
@pytest.mark.parametrize("division", ["990101", "500101"])
def test_what_bulk_food_shows(
    shipped: Pack, division: str, kind: PlainLabel, shown: set[str], missing: list[str]
) -> None:
    rule = labels.plain_label(packs.layers(shipped(PlainLabels), date(2025, 6, 1), division), kind)
    assert rule is not None
    assert labels.missing_on(rule, shown) == missing


def test_in_chongqing_a_workshops_label_says_so(shipped: Pack) -> None:
    def missing(division: str, text: str) -> list[str]:
        layers = packs.layers(shipped(PlainLabels), date(2025, 6, 1), division)
        rule = labels.plain_label(layers, PlainLabel.WORKSHOP)
        assert rule is not None
        return labels.missing_on(rule, rule.elements, text)

    assert missing("500101", "石桥坊豆干") == ["小作坊食品"]
    assert missing("500101", "石桥坊豆干 小作坊食品") == []
    assert missing("990101", "石桥坊豆干") == []
