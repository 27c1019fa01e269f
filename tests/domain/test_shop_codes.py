"""The code on a shop's door: one for each operator, telling nothing, and a misread one is not taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.shop_codes import ALPHABET, PREFIX, printed, read, shop_code

CODE = shop_code("01a2082d-cc52-70d0-8475-6e76c38d67af")


@given(st.uuids().map(str))
def test_a_code_is_read_as_it_was_made_in_every_writing(operator_id: str) -> None:
    code = shop_code(operator_id)
    assert {read(code), read(printed(code)), read(f" {printed(code).lower()} ")} == {code}
    assert read(code.replace("0", "O").replace("1", "l").replace(f"XJ{'l'}", PREFIX)) == code


def test_codes_of_many_shops_are_all_different() -> None:
    assert len({shop_code(str(number)) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("place", range(len(PREFIX), len(CODE)))
def test_one_wrong_character_is_noticed(place: int) -> None:
    wrong = {CODE[:place] + char + CODE[place + 1 :] for char in ALPHABET if char != CODE[place]}
    assert {read(each) for each in wrong} == {None}


@pytest.mark.parametrize("text", ["", "XJ1", "6901234567892", CODE[:-1], CODE + "0", "XJ2" + CODE[3:], "U" * 14])
def test_other_codes_are_none_of_a_shop(text: str) -> None:
    assert read(text) is None
