"""Codes on goods are recognised by their form, and a licence tells the class of food that it covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import goods_codes
from inspector_app.domain.goods_codes import CodeForms, GoodsCode
from inspector_app.domain.identifiers import FOOD_CLASSES

E, PD, PT, VT, VA, FEED = GoodsCode
TRACE = "12345678901234567890123456789012"


@pytest.fixture
def forms(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> CodeForms:
    (only,) = shipped(CodeForms)
    return only


@pytest.mark.parametrize(
    ("text", "code", "normal"),
    [
        ("81012345678901234567", E, "81012345678901234567"),
        ("8101 2345 6789 0123 4567", E, "81012345678901234567"),
        ("8101234567890123", E, "8101234567890123"),
        ("PD20150123", PD, "PD20150123"),
        ("pd20150123-4", PD, "PD20150123-4"),
        ("ＰＤ２０１５０１２３", PD, "PD20150123"),
        ("PD20150123—4", PD, "PD20150123-4"),
        ("WP20080123F030123", PD, "WP20080123F030123"),
        ("LS20130001", PD, "LS20130001"),
        (TRACE, PT, TRACE),
        (f"https://www.example.cn/n?c={TRACE}", PT, TRACE),
        ("123456789012345678901234", VT, "123456789012345678901234"),
        ("http://example.cn/123456789012345678901234", VT, "123456789012345678901234"),
        ("兽药字150123456", VA, "兽药字150123456"),
        ("兽药生字（2015）150123456", VA, "兽药生字(2015)150123456"),
        ("云饲证(2021)01023", FEED, "云饲证(2021)01023"),
        ("云饲〔2021〕01023", FEED, "云饲(2021)01023"),
        ("云饲预（2021）01023", FEED, "云饲预(2021)01023"),
    ],
)
def test_codes_are_recognised(forms: CodeForms, text: str, code: GoodsCode, normal: str) -> None:
    assert [(form.code, found) for form, found in goods_codes.recognise(text, forms)] == [(code, normal)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8101234567890123456",
        "8101234567890123456A",
        "6901234567892",
        "PD12345",
        "PX20150123",
        "PD20150123-",
        f"https://www.example.cn/{TRACE}1",
        "云饲证(2021)0102",
        "feed证(2021)01023",
    ],
)
def test_other_texts_are_no_such_code(forms: CodeForms, text: str) -> None:
    assert goods_codes.recognise(text, forms) == []


def test_an_e_supervision_code_says_that_its_network_is_closed(forms: CodeForms) -> None:
    form = forms.form(E)
    assert form is not None
    assert form.note is not None
    assert form.fits("81012345678901234567")


def test_the_classes_are_those_of_the_licence_number(forms: CodeForms) -> None:
    assert forms.food_classes.keys() == FOOD_CLASSES
    assert {form.code for form in forms.forms} == set(GoodsCode)


@pytest.mark.parametrize(
    ("number", "food_class", "covered"),
    [
        ("SC10199010100019", "101", True),
        ("SC10199010100019", "124", False),
        ("SC12499012101233", "124", True),
        ("SC10199010100018", "101", True),  # a failed check digit is a finding of its own
        ("SC13299010100010", "101", None),
        ("QS990101010001", "101", None),
        ("", "101", None),
    ],
)
def test_a_licence_covers_the_class_of_the_product(number: str, food_class: str, covered: bool | None) -> None:
    assert goods_codes.covers(number, food_class) is covered


def test_qs_numbers_end_with_september_2018() -> None:
    assert goods_codes.qs_allowed(date(2018, 9, 30))
    assert not goods_codes.qs_allowed(date(2018, 10, 1))


@pytest.mark.parametrize("fields", [{"pattern": "("}, {"in_address": "[0-9]+"}])
def test_a_form_that_cannot_be_read_is_refused(forms: CodeForms, fields: dict[str, str]) -> None:
    form = forms.forms[0]
    with pytest.raises(ValueError, match=r"no pattern|one group"):
        goods_codes.CodeForm.model_validate(form.model_dump() | fields)
