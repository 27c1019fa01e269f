"""Signatures: strokes in the record's measure, and drawn."""

from __future__ import annotations

import io
import itertools
import math
from xml.etree import ElementTree

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inspector_app.capture.signature import TOLERANCE, normalise, to_png, to_svg

WAVE = [(40.0 + i, 100 + 60 * math.sin(i / 20)) for i in range(300)]


def test_points_are_thousandths_of_the_pad_width() -> None:
    assert normalise([[(0, 0), (200, 100)], [(400, 50)]], 400) == (((0, 0), (500, 250)), ((1000, 125),))


def test_empty_strokes_and_standing_still_leave_nothing() -> None:
    assert normalise([[], [(10, 10), (10, 10), (10.1, 10)]], 1000) == (((10, 10),),)


def test_a_line_needs_few_points_and_keeps_its_form() -> None:
    (stroke,) = normalise([WAVE], 400)
    assert len(stroke) < 60
    for x, y in WAVE:
        point = (x * 2.5, y * 2.5)
        near = min(_off(point, first, last) for first, last in itertools.pairwise(stroke))
        assert near <= TOLERANCE + 1  # and the rounding


def _off(point: tuple[float, float], first: tuple[int, int], last: tuple[int, int]) -> float:
    (x, y), (ax, ay), (bx, by) = point, first, last
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0.0
    return math.dist(point, (ax + along * (bx - ax), ay + along * (by - ay)))


points = st.tuples(st.floats(0, 800), st.floats(0, 400))


@given(st.lists(st.lists(points, max_size=60), max_size=5))
def test_normalising_keeps_both_ends_and_is_final(strokes: list[list[tuple[float, float]]]) -> None:
    once = normalise(strokes, 800)
    drawn = [stroke for stroke in strokes if stroke]
    assert len(once) == len(drawn)
    for stroke, line in zip(drawn, once, strict=True):
        assert line[0] == (round(stroke[0][0] * 1.25), round(stroke[0][1] * 1.25))
        assert set(line) <= {(round(x * 1.25), round(y * 1.25)) for x, y in stroke}


def test_a_png_shows_the_ink() -> None:
    picture = Image.open(io.BytesIO(to_png(normalise([WAVE, [(60, 40)]], 400))))
    ink = np.asarray(picture) < 128
    assert 0.005 < ink.mean() < 0.2
    assert not ink[0].any()
    assert not ink[:, 0].any()


def test_an_svg_holds_every_stroke() -> None:
    root = ElementTree.fromstring(to_svg(normalise([WAVE, [(60, 40)]], 400)))
    assert len(root) == 2


def test_no_stroke_is_an_empty_picture() -> None:
    assert not (np.asarray(Image.open(io.BytesIO(to_png(())))) < 128).any()
    assert len(ElementTree.fromstring(to_svg(()))) == 0
