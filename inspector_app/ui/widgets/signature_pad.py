"""A place to sign with mouse, finger or pen; what is drawn is kept as strokes, not as a picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

Strokes = tuple[tuple[tuple[int, int], ...], ...]
"""Points in thousandths of the pad's width, origin top left: the same at each size and scaling."""
UNITS = 1000
RATIO, WIDEST_PX = 3, 600
"""The pad is three times as wide as high, on every screen."""
LEAST_STEP = 3
"""Points closer together than this are one: a resting pen does not fill the record."""


class _Paper(QWidget):
    drawn = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # touch comes as mouse: one finger signs
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumSize(WIDEST_PX, WIDEST_PX // RATIO)
        self.strokes: list[list[tuple[int, int]]] = []
        self.hint = ""
        self._is_down = False

    def heightForWidth(self, width: int) -> int:
        return min(width, WIDEST_PX) // RATIO

    def sizeHint(self) -> QSize:
        return QSize(480, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 80)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_down:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_down:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # no mouse event follows
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position())
        elif event.type() == QEvent.Type.TabletMove and self._is_down:
            self._go_on(event.position())
        elif event.type() == QEvent.Type.TabletRelease and self._is_down:
            self._end()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.colours()
        painter.setBrush(QColor(look.surface))
        edge = QPen(QColor(look.accent_text if self.hasFocus() else look.edge), 2 if self.hasFocus() else 1)
        painter.setPen(edge)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        base = self.height() * 0.76
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(QPointF(24, base), QPointF(self.width() - 24, base))
        if not self.strokes:
            painter.setPen(QColor(look.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.hint)
        scale = self.width() / UNITS
        ink = QPen(QColor(look.text), max(2.0, 4 * scale))
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self.strokes:
            points = [QPointF(x * scale, y * scale) for x, y in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
            painter.drawPolyline(QPolygonF(points))

    def _begin(self, at: QPointF) -> None:
        self._is_down = True
        self.strokes.append([self._units(at)])
        self.update()

    def _go_on(self, at: QPointF) -> None:
        stroke, point = self.strokes[-1], self._units(at)
        if abs(point[0] - stroke[-1][0]) + abs(point[1] - stroke[-1][1]) >= LEAST_STEP:
            stroke.append(point)
            self.update()

    def _end(self) -> None:
        self._is_down = False
        self.drawn.emit()

    def _units(self, at: QPointF) -> tuple[int, int]:
        x = min(max(at.x(), 0.0), float(self.width()))
        y = min(max(at.y(), 0.0), float(self.height()))
        return round(x * UNITS / self.width()), round(y * UNITS / self.width())


class SignaturePad(Translated):
    """Ctrl+Z takes the last stroke back, Delete all of them. set_texts(whose) names whose signature it is."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._paper = _Paper(f"{name}_paper")
        self._paper.drawn.connect(self._on_changed)
        self._undo = named(QPushButton(), f"{name}_undo")
        icons.put_on(self._undo, "undo")
        self._undo.clicked.connect(self.undo)
        self._clear = named(QPushButton(), f"{name}_clear")
        icons.put_on(self._clear, "trash")
        self._clear.clicked.connect(self.clear)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self._undo)
        buttons.addWidget(self._clear)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL)
        whole.addWidget(self._paper)
        whole.addLayout(buttons)
        self.setFocusProxy(self._paper)
        self.retranslate()
        self._show_state()

    def retranslate(self) -> None:
        self._paper.hint = self.tr("Sign here with pen, finger or mouse")
        self._undo.setText(self.tr("Undo stroke"))
        self._clear.setText(self.tr("Clear"))
        self._paper.update()

    def set_texts(self, whose: str) -> None:
        self._paper.setAccessibleName(whose)

    def strokes(self) -> Strokes:
        return tuple(tuple(stroke) for stroke in self._paper.strokes)

    def set_strokes(self, strokes: Strokes) -> None:
        """Show a signature that is stored; nothing is announced."""
        self._paper.strokes = [list(stroke) for stroke in strokes]
        self._show_state()

    def is_empty(self) -> bool:
        return not self._paper.strokes

    def undo(self) -> None:
        if self._paper.strokes:
            self._paper.strokes.pop()
            self._on_changed()

    def clear(self) -> None:
        if self._paper.strokes:
            self._paper.strokes.clear()
            self._on_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self._undo.setEnabled(not self.is_empty())
        self._clear.setEnabled(not self.is_empty())
        self._paper.update()
