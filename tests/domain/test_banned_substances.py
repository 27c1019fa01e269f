"""A forbidden substance is found by whatever name a person knows it by."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from inspector_app.domain import banned_substances as banned
from inspector_app.domain.banned_substances import BannedSubstances, Nearness
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.records.inspections import FindingAction
from inspector_app.records.operators import OperatorKind


@pytest.fixture(scope="module")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> BannedSubstances:
    (only,) = shipped(BannedSubstances)
    assert isinstance(only, BannedSubstances)
    return only


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("吊白块", 1),
        ("甲醛次硫酸氢钠", 1),
        ("苏丹红", 2),
        ("苏丹红Ⅰ", 2),
        ("三聚氰胺", 4),
        ("硼砂", 5),
        ("福尔马林", 10),
        ("地沟油", 21),
        ("瘦肉精", 28),
        ("克伦特罗", 28),
        ("孔雀石绿", 41),
        ("塑化剂", 48),
        ("diaobaikuai", 1),
        ("diao bai kuai", 1),
        ("shourouj", 28),
        ("dbk", 1),
        ("kqsl", 41),
        ("melamine", 4),
        ("Melam", 4),
        ("borax", 5),
        ("clenbuterol", 28),
        ("malachite", 41),
        ("RHODAMINE B", 7),
        ("β-内酰胺酶", 19),
    ],
)
def test_a_substance_is_found_in_chinese_pinyin_and_english(rules: BannedSubstances, text: str, no: int) -> None:
    assert banned.search(text, rules)[0].substance.number == no


@pytest.mark.parametrize("text", ["", " ", "b", "bk", "白糖", "water", "zzz"])
def test_other_words_find_nothing(rules: BannedSubstances, text: str) -> None:
    assert banned.search(text, rules) == []


def test_the_nearest_comes_first(rules: BannedSubstances) -> None:
    hits = banned.search("硼酸", rules)
    assert (hits[0].substance.number, hits[0].nearness, hits[0].name) == (5, Nearness.NAME, "硼酸")
    begun = banned.search("工业", rules)
    assert {hit.nearness for hit in begun} == {Nearness.BEGINS}
    assert len(begun) >= 8


def test_l_10_a_bill_that_names_a_substance_warns(rules: BannedSubstances) -> None:
    hits = banned.named("2025-06-15 面粉 25kg；吊 白 块 2袋；白糖", rules)
    assert [(hit.substance.number, hit.name) for hit in hits] == [(1, "吊白块")]
    assert banned.named("面粉、白糖、食用盐", rules) == []


@pytest.mark.parametrize("kind", OperatorKind)
def test_l_10_its_name_warns_in_the_books_of_who_handles_food(rules: BannedSubstances, kind: OperatorKind) -> None:
    found = banned.name_problems("工业级 硼砂 500g", kind, rules)
    if kind in banned.NO_FOOD:
        assert found == []
    else:
        facts = {"name": "硼砂", "number": 5}
        assert found == [Problem("product_name", Code.FORBIDDEN_SUBSTANCE, Severity.WARN, facts)]
    assert banned.name_problems("云露酸奶", kind, rules) == []


def test_the_list_is_whole_and_every_hit_offers_what_follows(rules: BannedSubstances) -> None:
    assert [each.number for each in rules.substances] == list(range(1, 49))
    offered = {FindingAction.SEAL, FindingAction.SAMPLE, FindingAction.CASE, FindingAction.TRANSFER}
    assert set(rules.offers) == offered
    assert all(each.foods for each in rules.substances)


def test_the_pinyin_written_out_is_that_of_the_names(rules: BannedSubstances) -> None:
    def letters(text: str) -> str:
        return re.sub("[^a-z0-9]", "", text.lower())

    for each in rules.substances:
        for name, pinyin in zip(each.names, each.pinyin, strict=True):
            assert letters(pinyin) == letters("".join(lazy_pinyin(name)))


@given(st.data())
def test_every_name_finds_its_substance(rules: BannedSubstances, data: st.DataObject) -> None:
    each = data.draw(st.sampled_from(rules.substances))
    name = data.draw(st.sampled_from(each.names))
    assert any(hit.substance is each and hit.nearness is Nearness.NAME for hit in banned.search(name, rules))
