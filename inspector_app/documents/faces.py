"""The faces of the smile sign (大笑, 微笑, 平脸): drawn, so that print and preview show the same without a font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from inspector_app.documents.pictures import Picture, data_url
from inspector_app.domain.grading import VisitGrade

_SIDE = 600
_SHOWN = 260
_FILLS = {VisitGrade.EXCELLENT: "#ffd21f", VisitGrade.GOOD: "#ffe169", VisitGrade.FAIR: "#ffedb3", None: "#e6e6e6"}


def face(grade: VisitGrade | None) -> Picture:
    """A picture of the face; without a grade an empty one."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("#333333"), 14))
    painter.setBrush(QColor(_FILLS[grade]))
    painter.drawEllipse(QRectF(20, 20, 560, 560))
    if grade is not None:
        painter.setBrush(QColor("#333333"))
        for x in (200, 400):
            painter.drawEllipse(QPointF(x, 230), 24, 40)
        _mouth(painter, grade)
    painter.end()
    return Picture(data_url(image, "PNG"), _SHOWN, _SHOWN)


def _mouth(painter: QPainter, grade: VisitGrade) -> None:
    left, right, depth = QPointF(160, 370), QPointF(440, 370), {"EXCELLENT": 190, "GOOD": 110, "FAIR": 0}[grade]
    mouth = QPainterPath(left)
    mouth.quadTo(QPointF(300, 370 + depth), right)
    if grade is VisitGrade.EXCELLENT:
        mouth.closeSubpath()
        painter.setBrush(QColor("#b00020"))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
