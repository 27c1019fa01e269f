"""Pictures inside papers: pen strokes drawn, photos scaled down, both as data URLs with their size on the page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen, QPolygonF

Stroke = Sequence[tuple[int, int]]
_STROKE_HEIGHT, _STROKE_WIDTH = 38, 190
"""Room of a signature on the page, px at 96 dpi."""
_SHARPER = 4
"""Pixels a px: 96 dpi becomes 384 dpi, as sharp as an office printer shows."""


@dataclass(frozen=True)
class Picture:
    """An image with its size on the page, in px of 1/96 inch."""

    url: str
    width: int
    height: int


class UnreadablePicture(ValueError):
    """The bytes are no picture that Qt can read."""


def draw_strokes(strokes: Sequence[Stroke]) -> Picture | None:
    """A drawn signature, cut to its ink; None when there is no stroke."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return None
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    scale = min((_STROKE_WIDTH - 4) / max(wide, 1), (_STROKE_HEIGHT - 4) / max(high, 1), 1.0)
    width, height = round(wide * scale) + 4, round(high * scale) + 4
    image = QImage(width * _SHARPER, height * _SHARPER, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SHARPER, _SHARPER)
    pen = QPen(QColor(0, 0, 0), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in strokes:
        line = [QPointF((x - left) * scale + 2, (y - top) * scale + 2) for x, y in stroke]
        if len(line) == 1:
            painter.drawPoint(line[0])
        else:
            painter.drawPolyline(QPolygonF(line))
    painter.end()
    return Picture(data_url(image, "PNG"), width, height)


def scale_photo(data: bytes, width: int = 350, height: int = 250) -> Picture:
    """A photo upright, scaled to fit `width` x `height` px of the page at print sharpness.

    Raises UnreadablePicture.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise UnreadablePicture(reader.errorString())
    size = image.size().scaled(QSize(width, height), Qt.AspectRatioMode.KeepAspectRatio)
    if image.width() > size.width() * 2:
        image = image.scaled(size * 2, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return Picture(data_url(image, "JPG"), size.width(), size.height())


def data_url(image: QImage, kind: str) -> str:
    """`kind` is PNG or JPG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 88 if kind == "JPG" else -1)  # type: ignore[call-overload]
    mime = "image/jpeg" if kind == "JPG" else "image/png"
    return f"data:{mime};base64,{base64.b64encode(buffer.data().data()).decode()}"
