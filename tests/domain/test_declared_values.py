"""What is declared and what was measured are compared; where they cannot be, that is said."""

from __future__ import annotations

import pytest

from inspector_app.domain.declared_values import Meets, compare

M = Meets


@pytest.mark.parametrize(
    ("declared", "tested", "meets"),
    [
        ("≥3.0 g/100g", "3.0g/100g", M.MEETS),
        ("≥3.0 g/100g", "2.9 g/100g", M.FAILS),
        ("不低于3.0克/100克", "3.1 g/100g", M.MEETS),
        (">=3.0", "10", M.MEETS),  # numbers, not words
        ("≤0.5%", "0.5 ％", M.MEETS),
        ("不超过0.5%", "0.51%", M.FAILS),
        ("≤0.5 mg/kg", "未检出", M.MEETS),
        ("≥3.0 g/100g", "未检出", M.UNCLEAR),
        ("3.0～4.0 %", "4.0%", M.MEETS),
        ("3.0-4.0%", "4.1%", M.FAILS),
        ("3.0-4.0%", "2.9%", M.FAILS),
        ("不得检出", "未检出", M.MEETS),
        ("不得检出", "0.02 mg/kg", M.FAILS),
        ("不得检出", "见附页", M.UNCLEAR),
        ("≥3.0 g/100g", "3.0 g/L", M.UNCLEAR),  # another unit
        ("3.0 g/100g", "3.0 g/100g", M.UNCLEAR),  # a bare value promises no bound
        ("符合标准", "3.0", M.UNCLEAR),
        ("≥3.0", " ", M.NOT_TESTED),
    ],
)
def test_a_declared_value_and_a_tested_one(declared: str, tested: str, meets: Meets) -> None:
    (found,) = compare({"蛋白质": declared}, {" 蛋白质 ": tested})
    assert (found.meets, found.declared, found.tested) == (meets, declared, tested)


def test_what_was_not_tested_is_named() -> None:
    found = compare({"蛋白质": "≥3.0", "酸价": "≤3"}, {"酸价": "5", "水分": "9"})
    assert [(each.measure, each.meets) for each in found] == [("蛋白质", M.NOT_TESTED), ("酸价", M.FAILS)]
