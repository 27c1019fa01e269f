"""Line icons, drawn from SVG in the theme's colours whenever they are painted: a change of theme reaches them all."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from inspector_app import paths
from inspector_app.ui import theme

INK = "currentColor"
GAP = 6


@cache
def _renderer(name: str, ink: str) -> QSvgRenderer:
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(text.replace(INK, ink).encode())


class _LineIcon(QIconEngine):
    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        look = theme.colours()
        ink = look.text if self._tone == "text" else look.on_accent if self._tone == "on_accent" else ""
        ink = ink or look.tone(self._tone)[0]
        if mode == QIcon.Mode.Disabled:
            ink = look.muted
        elif state == QIcon.State.On and self._tone == "quiet":
            ink = look.accent_text
        side = min(rect.width(), rect.height())  # what is left of a wider box is the gap to the text
        box = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        _renderer(self._name, ink).render(painter, box)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._tone)


def icon(name: str, tone: str = "quiet") -> QIcon:
    """The icon `resources/icons/<name>.svg`; tone is text, on_accent, or one of theme.TONES."""
    return QIcon(_LineIcon(name, tone))


def put_on(button: QAbstractButton, name: str, tone: str = "text", size: int = 18) -> None:
    """Give a button its icon, with more air before the text than Qt leaves."""
    button.setIcon(icon(name, tone))
    button.setIconSize(QSize(size + GAP, size))


def paint(painter: QPainter, name: str, tone: str, box: QRect) -> None:
    _LineIcon(name, tone).paint(painter, box, QIcon.Mode.Normal, QIcon.State.Off)


def file_icon(name: str) -> QIcon:
    """A picture that keeps its own colours."""
    return QIcon(str(paths.resources() / "icons" / f"{name}.svg"))
