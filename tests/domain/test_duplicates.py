"""What speaks for and against two registrations being one business is added up, and every reason can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.domain.duplicates import (
    Candidate,
    DuplicateRules,
    Known,
    Relation,
    Shop,
    Sign,
    candidates,
    compare,
)
from inspector_app.records.operators import OperatorKind

VILLAGE = "990101100200"
KNOWN_SHOP = Shop(
    id="known",
    name="杨柳村便民食杂店",
    kind=OperatorKind.RURAL_STORE,
    division_code=VILLAGE,
    address="云岭县清河镇杨柳村正街12号",
    places=("云岭县", "清河镇", "杨柳村"),
    uscc="92990101MA00000C5L",
    phones=frozenset({"14000000001"}),
    owners=("李桂芳",),
    id_hmacs=frozenset({"a" * 64}),
    latitude=25.1,
    longitude=160.1,
)
AGAIN = replace(KNOWN_SHOP, id="new")
ELSEWHERE = {
    "name": "石桥村老街面馆",
    "division_code": "990101101201",
    "address": "石桥镇石桥村8号",
    "uscc": None,
    "latitude": 25.3,
    "longitude": 160.3,
}
NOBODY: dict[str, Any] = {"phones": frozenset(), "owners": (), "id_hmacs": frozenset(), "uscc": None}
STRANGER: dict[str, Any] = {
    "phones": frozenset({"14000000099"}),
    "owners": ("王建国",),
    "id_hmacs": frozenset({"b" * 64}),
    "uscc": None,
}


@pytest.fixture(scope="session")
def rules(shipped: Callable[[type[Any]], tuple[Any, ...]]) -> DuplicateRules:
    (version,) = shipped(DuplicateRules)
    assert isinstance(version, DuplicateRules)
    return version


def laid_beside(rules: DuplicateRules, new: Shop, holders: Mapping[str, int] | None = None) -> Candidate | None:
    return compare(new, KNOWN_SHOP, Known(rules, lambda char: [char], holders or {}))


def relation(rules: DuplicateRules, **fields: Any) -> Relation | None:
    found = laid_beside(rules, replace(AGAIN, **fields))
    return found.relation if found else None


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {**NOBODY, "latitude": None, "longitude": None},
        {**NOBODY, "name": "便民小超市", "address": "杨柳村正街十二号"},
        {**NOBODY, "name": "便民小超市", "phones": frozenset({"14000000001"}), "address": "杨柳村"},
        {**STRANGER, "name": "杨柳便民店", "phones": frozenset({"14000000001"})},
        {"name": "别的名字", "address": "", "phones": frozenset(), "latitude": None},
    ],
    ids=["whole", "name and house", "other sort, number in words", "telephone", "spouse", "credit code"],
)
def test_a_shop_that_is_written_down_again_is_asked_about(rules: DuplicateRules, fields: dict[str, Any]) -> None:
    assert relation(rules, **fields) is Relation.DOUBLE


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (ELSEWHERE, Relation.SAME_OWNER),
        ({**STRANGER, "name": "杨柳村老街面馆"}, Relation.SAME_PREMISES),
        ({**STRANGER, "address": "杨柳村河边路80号", "latitude": 25.11}, None),
        ({**STRANGER, **ELSEWHERE, "name": "石桥村便民食杂店"}, None),
        ({**STRANGER, **ELSEWHERE, "phones": frozenset({"14000000001"})}, None),
        ({**NOBODY, "address": "", "latitude": None}, None),
    ],
    ids=["owner elsewhere", "next tenant", "namesake", "same sign elsewhere", "family telephone", "only the name yet"],
)
def test_another_shop_is_not_taken_for_it(
    rules: DuplicateRules, fields: dict[str, Any], expected: Relation | None
) -> None:
    assert relation(rules, **fields) is expected


def test_a_telephone_that_many_carry_says_less(rules: DuplicateRules) -> None:
    new = replace(AGAIN, **NOBODY | {"phones": frozenset({"14000000001"})})

    def points(holders: int) -> int:
        found = laid_beside(rules, new, {"14000000001": holders})
        assert found is not None
        return next(each.points for each in found.evidence if each.sign is Sign.SAME_PHONE)

    assert [points(1), points(2), points(4)] == [40, 34, 28]
    assert points(1 << 20) == 0


def test_one_wrong_character_in_the_credit_code_speaks_neither_for_nor_against(rules: DuplicateRules) -> None:
    slipped = laid_beside(rules, replace(AGAIN, uscc="92990101MA00000C5M"))
    other = laid_beside(rules, replace(AGAIN, uscc="92990121MA0A1B2C2N"))
    assert slipped is not None
    assert other is not None
    assert not {Sign.SAME_USCC, Sign.OTHER_USCC} & {each.sign for each in slipped.evidence}
    assert Sign.OTHER_USCC in {each.sign for each in other.evidence}


def test_reasons_tell_what_speaks_for_it_the_weightiest_first(rules: DuplicateRules) -> None:
    found = laid_beside(rules, replace(AGAIN, phones=frozenset({"14000000002"})))
    assert found is not None
    points = [each.points for each in found.reasons]
    assert found.reasons[0].sign is Sign.SAME_USCC
    assert points == sorted(points, reverse=True)
    assert min(points) > 0
    assert sum(each.points for each in found.evidence) == found.points


def test_r_5_at_most_five_candidates_are_shown_doubles_before_relations(rules: DuplicateRules) -> None:
    others = [replace(KNOWN_SHOP, id=f"double {n}") for n in range(4)]
    others += [replace(KNOWN_SHOP, id=f"owner {n}", **ELSEWHERE) for n in range(4)]
    found = candidates(AGAIN, others[::-1], Known(rules, lambda char: [char], {}))
    assert [each.relation for each in found] == [Relation.DOUBLE] * 4 + [Relation.SAME_OWNER]
    assert all(each.reasons for each in found)


def test_an_operator_is_no_double_of_itself(rules: DuplicateRules) -> None:
    assert candidates(KNOWN_SHOP, [KNOWN_SHOP], Known(rules, lambda char: [char], {})) == []
