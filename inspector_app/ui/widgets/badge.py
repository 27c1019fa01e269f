"""A state in a word, with an icon and a colour: never the colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.ui import icons, theme

HEIGHT, ICON, PAD = 28, 16, 9


def width_of(text: str) -> int:
    return QFontMetrics(theme.font(theme.NOTE_PX, bold=True)).horizontalAdvance(text) + ICON + 2 * PAD + 6


def paint(painter: QPainter, box: QRect, tone: str, text: str) -> None:
    """Paint a badge into box, at its left, in the middle of its height; used by Badge and by tables."""
    ink, soft = theme.colours().tone(tone)
    area = QRect(box.x(), box.y() + (box.height() - HEIGHT) // 2, min(width_of(text), box.width()), HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(soft))
    painter.drawRoundedRect(area, HEIGHT / 2, HEIGHT / 2)
    icons.paint(painter, tone, tone, QRect(area.x() + PAD, area.y() + (HEIGHT - ICON) // 2, ICON, ICON))
    painter.setPen(QColor(ink))
    font = theme.font(theme.NOTE_PX, bold=True)
    painter.setFont(font)
    words = area.adjusted(PAD + ICON + 6, 0, -PAD + 2, 0)
    short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
    painter.restore()


class Badge(QWidget):
    """set_state(tone, text): tone is one of theme.TONES, text is translated already."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tone, self._text = "quiet", ""

    def set_state(self, tone: str, text: str) -> None:
        self._tone, self._text = tone, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(width_of(self._text), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint(QPainter(self), self.rect(), self._tone, self._text)
