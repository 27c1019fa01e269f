"""Two parts of a page beside each other; where there is no room for both, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector_app.ui import theme

LEAST_PX = 300


class Sides(QWidget):
    """The right part has a fixed width beside the left one, and the whole width alone."""

    narrowed = Signal(bool)

    def __init__(self, left: QWidget, right: QWidget, *, left_px: int, right_px: int) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._left_px, self._right_px = left_px, right_px
        self._is_right_in_front = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(left, 1)
        row.addWidget(right)
        self._is_narrow = False
        self._place()

    @property
    def is_narrow(self) -> bool:
        return self._is_narrow

    @property
    def is_right_in_front(self) -> bool:
        """Where there is room for one part alone: whether it is the right one."""
        return self._is_right_in_front

    def bring(self, *, right: bool) -> None:
        """Show this part where there is no room for both."""
        self._is_right_in_front = right
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, LEAST_PX // 2)  # of one part: Qt would take the two

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self._left_px + theme.MEDIUM + self._right_px
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._place()
            self.narrowed.emit(is_narrow)

    def _place(self) -> None:
        self._left.setVisible(not (self._is_narrow and self._is_right_in_front))
        self._right.setVisible(not self._is_narrow or self._is_right_in_front)
        if self._is_narrow:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)  # Qt's own "no limit"
        else:
            self._right.setFixedWidth(self._right_px)
