"""A score card adds up, whatever was counted; more of what is bad never gains a point."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.areas import AreaCards, Card, Counted, score
from inspector_app.domain.packs import PackInvalid, parse
from inspector_app.shipped import versions_of

PACK: AreaCards = versions_of(AreaCards)[0]
COUNTS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda each: Counted(min(each), max(each)))


@pytest.mark.parametrize("card", PACK.cards, ids=lambda card: card.id)
@given(data=st.data())
def test_the_lines_add_up_and_worse_numbers_gain_nothing(card: Card, data: st.DataObject) -> None:
    numbers = {each.id: data.draw(COUNTS) for each in card.indicators}
    answers = {each.id: data.draw(st.booleans()) for each in card.questions}
    found = score(card, numbers, answers)
    assert found == score(card, numbers, answers)
    assert found.points == sum(found.lines.values()) <= card.most_points
    assert found.passed == (found.points >= card.pass_points)
    worse = {name: Counted(each.count + 1, each.of) for name, each in numbers.items()}
    lines = score(card, worse, answers).lines
    assert all(lines[each.id] <= found.lines[each.id] for each in card.indicators if each.most is not None)
    assert all(lines[each.id] >= found.lines[each.id] for each in card.indicators if each.least is not None)


def test_the_bound_itself_is_met() -> None:
    licensed = PACK.card("trusted-township").indicators[0]
    assert (licensed.id, licensed.most) == ("licensed", 5)
    assert [licensed.met(Counted(count, 100)) for count in (4, 5, 6)] == [True, True, False]
    assert licensed.met(Counted(0, 0))


@pytest.mark.parametrize("change", [{"pass_points": 0}, {"pass_points": 101}, {"indicators": []}, {"level": 7}])
def test_a_card_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    version = PACK.model_dump(mode="json")
    version["cards"][0] |= change
    with pytest.raises(PackInvalid):
        parse(AreaCards, {"pack": "areas", "title": {"zh": "x", "en": "x"}, "versions": [version]})
