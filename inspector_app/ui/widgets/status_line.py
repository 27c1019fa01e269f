"""The line at the window's foot: what just happened, how far long work is, and how things stand with HQ."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.progress_line import ProgressLine

ICON = 18
SHOWN_MS = 12_000
"""Good news goes away; a warning stays until something else is said."""


class Saying(QWidget):
    """An icon and a sentence on one line; a sentence that is too long is cut, and whole in its tool tip."""

    pressed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tone, self._text = "quiet", ""

    def set_saying(self, tone: str, text: str) -> None:
        self._tone, self._text = tone, text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._text) + ICON + 10, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        icons.paint(painter, self._tone, self._tone, QRect(0, (self.height() - ICON) // 2, ICON, ICON))
        look = theme.colours()
        painter.setPen(QColor(look.muted if self._tone == "quiet" else look.text))
        words = self.rect().adjusted(ICON + 8, 0, 0, 0)
        short = QFontMetrics(self.font()).elidedText(self._text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, short)


class StatusLine(QWidget):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._build()
        self._fade = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._fade.timeout.connect(lambda: self._said.set_saying("quiet", ""))

    def say(self, tone: str, text: str) -> None:
        self._said.set_saying(tone, text)
        if tone in ("warning", "bad"):
            self._fade.stop()
        else:
            self._fade.start()

    def set_standing(self, tone: str, text: str) -> None:
        self._standing.set_saying(tone, text)

    def set_narrow(self, is_narrow: bool) -> None:
        self.progress.set_narrow(is_narrow)

    def said(self) -> str:
        return self._said.text()

    def standing(self) -> str:
        return self._standing.text()

    def _build(self) -> None:
        frame = named(QFrame(), role="status")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._said = Saying("said")
        self._standing = Saying("standing")
        self._standing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.progress = ProgressLine("progress")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.LARGE, 4, theme.MEDIUM, 4)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self._said, 1)
        row.addWidget(self.progress)
        row.addWidget(self._standing)
