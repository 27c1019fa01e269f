"""Fields beside each other where there is room for it, below each other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.ui import theme

LEAST_PX = 280
"""A field narrower than this hides what is typed into it."""


class FormGrid(QWidget):
    """Add fields in reading order, which is also the order of Tab; `wide` takes a whole line."""

    def __init__(self, parent: QWidget | None = None, *, columns: int = 2) -> None:
        super().__init__(parent)
        self._most = columns
        self._columns = columns
        self._items: list[tuple[QWidget, bool]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(theme.MEDIUM)

    def add(self, item: QWidget, *, wide: bool = False) -> None:
        self._items.append((item, wide))
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        fitting = max(1, (self.width() + theme.LARGE) // (LEAST_PX + theme.LARGE))
        columns = min(self._most, fitting)
        if columns != self._columns:
            self._columns = columns
            self._place()
        super().resizeEvent(event)

    def _place(self) -> None:
        row = column = 0
        for item, _ in self._items:
            self._grid.removeWidget(item)
        for item, wide in self._items:
            span = self._columns if wide else 1
            if column + span > self._columns:
                row, column = row + 1, 0
            self._grid.addWidget(item, row, column, 1, span)
            column += span
        for each in range(self._most):
            self._grid.setColumnStretch(each, 1 if each < self._columns else 0)
