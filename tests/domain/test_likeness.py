"""Names and addresses are alike as people hear, write and shorten them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.likeness import house, likeness, name_parts, names_contradict, plain

PLACES = ("云岭县", "清河镇", "杨柳村")
SORTS = (("超市", "小超市", "食杂店"), ("面馆",))
READ = {"张": "zhang", "章": "zhang", "赞": "zan", "民": "min", "明": "ming"}


def sounds(char: str) -> list[str]:
    return [READ.get(char, char)]


@pytest.mark.parametrize(
    ("name", "proper", "sort"),
    [
        ("杨柳村便民小超市", "便民", 0),
        ("云岭县清河镇杨柳便民食杂店（个体工商户）", "便民", 0),
        ("便民 面馆", "便民", 1),
        ("杨柳村超市", "", 0),
        ("杨柳村", "杨柳村", None),
        ("ＡＢＣ百货", "abc百货", None),
    ],
)
def test_a_name_is_a_place_a_name_proper_and_a_sort(name: str, proper: str, sort: int | None) -> None:
    parts = name_parts(name, PLACES, SORTS)
    assert (parts.proper, parts.sort) == (proper, sort)


@pytest.mark.parametrize(
    ("address", "street", "number"),
    [
        ("云岭县清河镇杨柳村正街12号", "正街", 12),
        ("杨柳村正街十二号", "正街", 12),
        ("正街一二号", "正街", 12),
        ("清河镇 正街１２号附1", "正街", 12),
        ("杨柳村12号", "", 12),
        ("正街一百零五号", "正街", 105),
        ("杨柳村正街", "正街", None),
        ("三里屯路", "三里屯路", None),
    ],
)
def test_a_house_is_read_however_it_is_written(address: str, street: str, number: int | None) -> None:
    assert house(address, PLACES) == (street, number)


def test_what_sounds_alike_is_nearer_than_what_does_not() -> None:
    assert likeness("张民", "章民", sounds) > likeness("张民", "李民", sounds)
    assert likeness("张民", "赞明", sounds) > 0.6, "zh and z, n and ng are one in many villages"
    assert likeness("民张", "张民", sounds) > likeness("民张", "民", sounds)


texts = st.text(alphabet="张章赞民明店超市12", max_size=8)


@given(texts, texts)
def test_likeness_is_the_same_both_ways_and_one_only_for_the_same(one: str, other: str) -> None:
    found = likeness(one, other, sounds)
    assert 0 <= found <= 1
    assert found == pytest.approx(likeness(other, one, sounds))
    assert (found == 1) is (one == other)


@given(st.text(max_size=30))
def test_any_text_is_taken_apart(text: str) -> None:
    street, number = house(text, PLACES)
    assert number is None or number >= 0
    assert len(name_parts(text, PLACES, SORTS).proper) <= len(plain(text))
    assert street == plain(street)


@pytest.mark.parametrize(
    ("name", "other", "cannot_be_one"),
    [
        ("省质检院", "福建省产品质量检验研究院", False),
        ("福建省产品质量检验研究院（福州）", "福建省质检院", False),
        ("福建省质检院", "浙江省质检院", True),
        ("云岭县检验检测中心", "福建省产品质量检验研究院", True),
        ("", "福建省质检院", False),
    ],
)
def test_names_that_are_shortened_in_the_middle_do_not_contradict(name: str, other: str, cannot_be_one: bool) -> None:
    assert names_contradict(name, other) is names_contradict(other, name) is cannot_be_one
