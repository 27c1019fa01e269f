"""A dot is nobody's name."""

from __future__ import annotations

import pytest

from inspector_app.domain.strokes import is_signature

Strokes = tuple[tuple[tuple[int, int], ...], ...]


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        ((),),
        (((500, 160),),),
        (((100, 100),), ((300, 100),), ((500, 100),)),
        (((100, 100), (900, 100)),),
        (((100, 100), (110, 110), (120, 100)),),
    ],
    ids=["nothing", "an empty stroke", "a dot", "dots far apart", "a slip", "a twitch"],
)
def test_what_is_too_little_is_no_signature(strokes: Strokes) -> None:
    assert not is_signature(strokes)


@pytest.mark.parametrize(
    "strokes",
    [
        (((100, 100), (130, 60), (160, 120)),),
        (((100, 100), (140, 100)), ((120, 80), (120, 140))),
    ],
    ids=["one stroke", "the character ten"],
)
def test_a_short_name_is_one(strokes: Strokes) -> None:
    assert is_signature(strokes)
