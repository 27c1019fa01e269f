"""The quality index is a weighted mean of shares: never outside 0 to 100, worse numbers never raise it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.areas import Counted
from inspector_app.domain.quality import QualityIndex, index
from inspector_app.shipped import versions_of

RULES: QualityIndex = versions_of(QualityIndex)[0]
COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda each: Counted(min(each), max(each)))
NAMES = [each.id for each in RULES.shares]


def counted(**others: Counted) -> dict[str, Counted]:
    return {name: others.get(name.replace("-", "_"), Counted(0, 0)) for name in NAMES}


@given(numbers=st.fixed_dictionaries(dict.fromkeys(NAMES, COUNTS)))
def test_it_stays_in_its_bounds_and_worse_numbers_never_raise_it(numbers: dict[str, Counted]) -> None:
    found = index(RULES, numbers)
    weight = sum(share.weight for share in RULES.shares if numbers[share.id].of)
    assert (found is None) == (weight < RULES.least_weight)
    if found is not None:
        assert 0 <= found <= 1000
        for name, each in numbers.items():
            if each.of and each.count < each.of:
                worse = index(RULES, numbers | {name: Counted(each.count + 1, each.of)})
                assert worse is not None
                assert worse <= found


def test_f_7_the_index_by_hand() -> None:
    whole = counted(
        samples=Counted(1, 20), visits=Counted(3, 30), licences=Counted(5, 100), orders=Counted(1, 4),
        quick_tests=Counted(0, 7),
    )  # fmt: skip
    assert index(RULES, whole) == 913  # 30*.95 + 25*.9 + 20*.95 + 15*.75 + 10*1 = 91.25
    assert index(RULES, counted(samples=Counted(1, 20), licences=Counted(0, 9))) == 970  # (28.5 + 20) / 50
    assert index(RULES, counted(visits=Counted(0, 1), licences=Counted(0, 1))) is None  # 45 of 100 alone
