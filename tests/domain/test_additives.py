"""The limit of the nearest class counts, shares of one function add up, and an excerpt never says "forbidden"."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import additives, packs
from inspector_app.domain.additives import AdditiveLimits, Use

G = 1_000_000


@pytest.fixture(scope="module")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> AdditiveLimits:
    (only,) = shipped(AdditiveLimits)
    assert isinstance(only, AdditiveLimits)
    return only


@pytest.mark.parametrize(
    ("name", "food_class", "amount", "use", "page"),
    [
        ("苯甲酸", "04.02.02.03", G, Use.WITHIN, 20),
        ("苯甲酸", "04.02.02.03", G + 1, Use.OVER, 20),
        ("安息香酸钠", "14.04", 200_000, Use.WITHIN, 21),
        ("安息香酸钠", "14.04", 200_001, Use.OVER, 21),
        ("211", "12.04", None, Use.WITHIN, 21),
        ("Sodium Benzoate", "12.04.01", 2 * G, Use.OVER, 21),  # a class below
        # the class of its own goes before the one above
        ("山梨酸钾", "08.03.05", 1_500_000, Use.WITHIN, 101),
        ("山梨酸钾", "08.03.05.01", 1_500_001, Use.OVER, 101),
        ("山梨酸钾", "08.03.01", 75_001, Use.OVER, 101),
        ("山梨酸钾", "08.03.08", 75_001, Use.NOT_LISTED, None),  # canned meat is left out
        ("山梨酸钾", "08.03.08.01", 1, Use.NOT_LISTED, None),
        ("亚硝酸盐", "08.02.02", 150_000, Use.WITHIN, 123),
        ("明矾", "07.02", 10 * G, Use.AS_NEEDED, 77),  # 07.0 is all of 07
        ("明矾", "07", None, Use.AS_NEEDED, 77),
        ("纳他霉素", "07.01", 1, Use.NOT_LISTED, None),
        ("苯甲酸", "07.02", 1, Use.NOT_LISTED, None),
        ("吊白块", "07.02", 1, Use.UNKNOWN, None),
        ("", "07.02", 1, Use.UNKNOWN, None),
        # often found and not permitted
        ("脱氢醋酸钠", "07.01", None, Use.NOT_PERMITTED, None),
        ("脱氢乙酸", "06.05.02.01", None, Use.NOT_PERMITTED, None),
        ("脱氢乙酸", "04.02.02.03", 300_000, Use.WITHIN, 118),
        ("亚硝酸钠", "09.03.04", None, Use.NOT_PERMITTED, None),
        ("明矾", "06.03.02.03", None, Use.NOT_PERMITTED, None),
        ("明矾", "06.03.02.05", None, Use.AS_NEEDED, 77),
        ("硼砂", "06.03.02.01", None, Use.NOT_PERMITTED, None),
        ("溴酸钾", "01.01", None, Use.NOT_PERMITTED, None),
        ("过氧化苯甲酰", "06.03.01", None, Use.NOT_PERMITTED, None),
    ],
)
def test_l_10_how_a_use_stands(
    rules: AdditiveLimits, name: str, food_class: str, amount: int | None, use: Use, page: int | None
) -> None:
    found = additives.check(name, food_class, amount, rules)
    assert found.use is use
    assert (found.limit and found.limit.page) == page
    assert found.is_finding is (use in (Use.OVER, Use.NOT_PERMITTED))


def test_catering_may_not_use_nitrite_at_all(rules: AdditiveLimits) -> None:
    assert additives.check("亚硝酸钠", "08.03.01", 1, rules, catering=True).use is Use.NOT_PERMITTED
    assert additives.check("亚硝酸钠", "08.03.01", 1, rules).use is Use.WITHIN
    assert additives.check("苯甲酸", "12.04", 1, rules, catering=True).use is Use.WITHIN


def test_what_came_with_an_ingredient_is_no_finding(rules: AdditiveLimits) -> None:
    assert not additives.check("苯甲酸", "04.02.02.03", 9 * G, rules, carried_over=True).is_finding
    assert not additives.check("脱氢乙酸", "07.01", None, rules, carried_over=True).is_finding


def test_of_a_whole_table_a_missing_use_is_out_of_scope(rules: AdditiveLimits) -> None:
    whole = rules.model_copy(update={"complete": True})
    assert additives.check("苯甲酸", "07.02", 1, whole).use is Use.OUT_OF_SCOPE


def test_benzoic_and_sorbic_acid_add_up(rules: AdditiveLimits) -> None:
    (found,) = additives.sums([("苯甲酸", 600_000), ("山梨酸", 500_000)], "04.02.02.03", rules)
    assert (found.function, found.total, found.over) == ("PRESERVATIVE", Fraction(11, 10), True)
    assert "A.4" in found.basis
    (within,) = additives.sums([("苯甲酸", 500_000), ("山梨酸", 500_000)], "04.02.02.03", rules)
    assert (within.total, within.over) == (1, False)


def test_only_what_shares_a_summed_function_adds_up(rules: AdditiveLimits) -> None:
    pickles = "04.02.02.03"
    assert additives.sums([("柠檬黄", 100_000), ("胭脂红", 50_000)], pickles, rules) == []  # another hue
    assert additives.sums([("糖精钠", 150_000), ("甜蜜素", 900_000)], pickles, rules) == []
    assert additives.sums([("苯甲酸", 900_000), ("什么", 1)], pickles, rules) == []
    both = additives.sums([("山梨酸", 900_000), ("二氧化硫", 90_000)], pickles, rules)
    assert [each.function for each in both] == ["PRESERVATIVE", "ANTIOXIDANT"]


@given(st.lists(st.integers(0, 2 * G), min_size=2, max_size=2), st.integers(0, G))
def test_more_of_an_additive_never_makes_it_right(rules: AdditiveLimits, amounts: list[int], more: int) -> None:
    names = ["苯甲酸", "脱氢乙酸"]
    (before,) = additives.sums(list(zip(names, amounts, strict=True)), "04.02.02.03", rules)
    (after,) = additives.sums([(names[0], amounts[0] + more), (names[1], amounts[1])], "04.02.02.03", rules)
    assert after.total >= before.total
    assert after.over or not before.over


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("0.6", "g/kg", 600_000),
        ("600", "mg/kg", 600_000),
        ("０．６", "g/kg", 600_000),
        ("0.0000001", "g/kg", None),  # finer than anything measured
        ("12.5", "mg/kg", 12_500),
        ("0.1", "%", G),
        ("-1", "g/kg", None),
        ("NaN", "g/kg", None),
        ("many", "g/kg", None),
        ("1", "lb", None),
    ],
)
def test_amounts_are_compared_in_one_unit(text: str, unit: str, amount: int | None) -> None:
    assert additives.amount_ug_kg(text, unit) == amount


def test_the_excerpt_is_as_it_was_compared_with_the_standard(rules: AdditiveLimits) -> None:
    assert len(rules.limits) == 52
    assert rules.edition == "GB 2760-2024"
    for limit in rules.limits:
        assert additives.find_limit(limit.additive, limit.food_class, rules.limits) == limit
    for additive in rules.additives:
        assert rules.find(additive.zh) is rules.find(additive.en) is additive


@pytest.mark.parametrize("limits", [[{"additive": "水", "food_class": "01", "food": "x", "page": 1}], "twice"])
def test_a_broken_table_is_refused(rules: AdditiveLimits, limits: Any) -> None:
    body = rules.model_dump(mode="json", by_alias=True)
    body["limits"] = body["limits"] + body["limits"][:1] if limits == "twice" else limits
    with pytest.raises(packs.PackInvalid, match=r"no such additive|two limits"):
        packs.parse(AdditiveLimits, {"pack": "additives", "title": {"zh": "x", "en": "x"}, "versions": [body]})
