"""Pen strokes of a signature: brought to the record's measure, and drawn where there is no Qt."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from math import dist

from PIL import Image, ImageDraw

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]
"""Points in thousandths of the pad's width, origin top left, as records hold them."""

TOLERANCE = 1.5
"""Thousandths by which a simplified line may leave the drawn one: a hair on paper."""
PEN = 5
MARGIN = 12
SHARPER = 3
"""Drawn so many times larger and scaled down: smooth edges."""


def normalise(strokes: Iterable[Iterable[tuple[float, float]]], pad_width: float) -> Strokes:
    """Pixels of a pad as thousandths of its width, without the points that do not matter. A dot stays a dot."""
    measured = ([(round(x * 1000 / pad_width), round(y * 1000 / pad_width)) for x, y in stroke] for stroke in strokes)
    return tuple(tuple(_simplified(points)) for points in measured if points)


def _simplified(points: Sequence[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker, without recursion: a slow signature has thousands of points."""
    keep, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, most = first, TOLERANCE
        for at in range(first + 1, last):
            if (off := _distance(points[at], points[first], points[last])) > most:
                far, most = at, off
        if far != first:
            keep.add(far)
            spans += [(first, far), (far, last)]
    kept = [points[at] for at in sorted(keep)]
    return [point for at, point in enumerate(kept) if at == 0 or point != kept[at - 1]]


def _distance(point: Point, first: Point, last: Point) -> float:
    """From a point to the line between two others."""
    length = dist(first, last)
    if length == 0:
        return dist(point, first)
    cross = (last[0] - first[0]) * (first[1] - point[1]) - (first[0] - point[0]) * (last[1] - first[1])
    return abs(cross) / length


def to_svg(strokes: Strokes) -> bytes:
    """Cut to the ink."""
    left, top, width, height = _frame(strokes)
    lines = "".join(
        '<polyline points="{}"/>'.format(" ".join(f"{x},{y}" for x, y in (*stroke, stroke[-1]))) for stroke in strokes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" fill="none" stroke="#000" '
        f'stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    ).encode()


def to_png(strokes: Strokes, width: int = 800) -> bytes:
    """Black on white, cut to the ink, `width` pixels wide for a signature as wide as the pad."""
    left, top, across, down = _frame(strokes)
    scale = width * SHARPER / 1000
    image = Image.new("L", (round(across * scale), round(down * scale)), 255)
    draw = ImageDraw.Draw(image)
    radius = PEN * scale / 2
    for stroke in strokes:
        line = [((x - left) * scale, (y - top) * scale) for x, y in stroke]
        if len(line) > 1:
            draw.line(line, fill=0, width=round(2 * radius), joint="curve")
        for x, y in (line[0], line[-1]):  # round ends, and dots
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    out = io.BytesIO()
    image.resize((image.width // SHARPER, image.height // SHARPER), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _frame(strokes: Strokes) -> tuple[int, int, int, int]:
    """Left, top, width and height of the ink with its margin."""
    across, down = [x for stroke in strokes for x, _ in stroke] or [0], [y for s in strokes for _, y in s] or [0]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    return left, top, max(across) + MARGIN - left, max(down) + MARGIN - top
