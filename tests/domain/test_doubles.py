"""Doubles of a whole register: what each registration would be asked about is found, by comparing few."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import doubles
from inspector_app.domain.doubles import MOST_TOGETHER, cells, pairs
from inspector_app.domain.duplicates import (
    ASKED,
    EARTH_M,
    DuplicateRules,
    Known,
    Shop,
    Sign,
    compare,
    distance_m,
)
from inspector_app.records.operators import OperatorKind

NAMES = ("好又来百货超市", "好又来百货商店", "好又莱百货超市", "张记面馆", "张记早餐店", "便民超市", "清河大药房")
ADDRESSES = ("人民路88号", "人民路八十八号", "正街12号", "正街", "河边大道3号", "")
OWNERS = ("李桂芳", "李贵芳", "王建国", "")


@pytest.fixture(scope="session")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> DuplicateRules:
    (version,) = shipped(DuplicateRules)
    assert isinstance(version, DuplicateRules)
    return version


def sounds(char: str) -> list[str]:
    return {"莱": ["lai"], "来": ["lai"], "桂": ["gui"], "贵": ["gui"]}.get(char, [char])


def shop(number: int, **fields: Any) -> Shop:
    """One of many, whose name, address, owner, telephone and place each meet others."""
    made = Shop(
        id=f"{number:03}",
        name=NAMES[number % len(NAMES)],
        kind=OperatorKind.RURAL_STORE,
        division_code=("990101100200", "990101100201", "990101100")[number % 3],
        address=ADDRESSES[number // 2 % len(ADDRESSES)],
        phones=frozenset({f"138{number // 5 % 4:08}"}) if number % 4 else frozenset(),
        owners=(owner,) if (owner := OWNERS[number // 3 % len(OWNERS)]) else (),
        latitude=25.1 + number // 4 % 7 * 0.0005 if number % 5 else None,
        longitude=160.1 if number % 5 else None,
    )
    return replace(made, **fields)


def test_few_are_compared_and_none_is_lost(rules: DuplicateRules) -> None:
    shops = [shop(number) for number in range(90)]
    holders = {f"138{each:08}": sum(f"138{each:08}" in one.phones for one in shops) for each in range(4)}
    known = Known(rules, sounds, holders)
    every = {
        frozenset((one.id, other.id))
        for one, other in combinations(shops, 2)
        if (found := compare(other, one, known)) is not None and found.relation in ASKED
    }
    found = pairs(shops, lambda code: rules, sounds)
    assert {each.ids for each in found} == every
    assert len(found) == len(every), "each pair once"
    assert 20 < len(every) < 2000, "some are doubles, others are not"
    ranks = [each.candidate.rank[:2] for each in found]
    assert ranks == sorted(ranks), "the likeliest first"


def test_strangers_are_not_compared(rules: DuplicateRules, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(doubles, "compare", lambda one, other, known, **_: compared.append((one.id, other.id)))
    strangers = [
        shop(n, name=f"{chr(0x4E00 + n)}记店", address=f"正街{n + 1}号", owners=(f"王{chr(0x4E00 + n)}",),
             phones=frozenset({str(n)}), latitude=25 + n / 100)
        for n in range(200)
    ]  # fmt: skip
    pairs(strangers, lambda code: rules, sounds)
    assert compared == []


def test_what_many_share_is_not_compared_for_it(rules: DuplicateRules, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(doubles, "compare", lambda one, other, known, **_: compared.append(other.id))
    market = [
        shop(n, name=f"{chr(0x4E00 + n)}记", address="市场1号", owners=(), phones=frozenset(), latitude=None)
        for n in range(3 * MOST_TOGETHER)
    ]
    pairs(market, lambda code: rules, sounds)
    assert len(compared) <= MOST_TOGETHER * (MOST_TOGETHER + 1) / 2


def test_one_credit_code_is_one_business_whatever_else_differs(rules: DuplicateRules) -> None:
    one = shop(1, uscc="92990101MA00000C5L")
    other = shop(2, uscc=one.uscc, division_code="990102100200", phones=frozenset({"1"}), owners=("赵",), latitude=26.0)
    (found,) = pairs([one, other], lambda code: rules, sounds)
    assert found.candidate.points < rules.ask_from


@given(
    latitude=st.floats(-80, 80), longitude=st.floats(70, 140), near_m=st.integers(1, 500),
    share=st.floats(0, 0.999), bearing=st.floats(0, 2 * math.pi),
)  # fmt: skip
def test_shops_within_the_rules_distance_share_a_cell(
    latitude: float, longitude: float, near_m: int, share: float, bearing: float
) -> None:
    """In the far north too, where a degree of longitude is short."""
    north, east = (share * near_m * part for part in (math.cos(bearing), math.sin(bearing)))
    one = shop(1, latitude=latitude, longitude=longitude)
    across = math.degrees(east / (EARTH_M * math.cos(math.radians(latitude))))
    other = shop(2, latitude=latitude + math.degrees(north / EARTH_M), longitude=longitude + across)
    assert (distance_m(one, other) or 0.0) <= near_m
    assert set(cells(latitude, longitude, near_m)) & set(cells(other.latitude or 0, other.longitude or 0, near_m))


def test_neighbours_in_the_far_north_are_compared(rules: DuplicateRules) -> None:
    """By their place alone: nothing else connects them but names that sound alike."""
    rules = rules.model_copy(update={"ask_from": rules.points[Sign.NEAR]})
    bare: dict[str, Any] = {"address": "", "owners": (), "phones": frozenset(), "latitude": 53.4}
    one, other = shop(2, longitude=122.3, **bare), shop(5, longitude=122.3 + 0.00088, **bare)
    one, other = replace(one, name=""), replace(other, name="", division_code=one.division_code)
    assert 55 < (distance_m(one, other) or 0) < rules.near_m
    assert len(pairs([one, other], lambda code: rules, sounds)) == 1
