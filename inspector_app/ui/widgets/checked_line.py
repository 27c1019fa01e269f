"""A line that is checked while it is typed: a green tick stands in it once it is right."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from inspector_app.ui import icons


class CheckedLine(QLineEdit):
    """`length` is how many characters the finished number has, 0 where that varies."""

    def __init__(self, *, length: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.length = length
        self._tick = self.addAction(icons.icon("good", "good"), QLineEdit.ActionPosition.TrailingPosition)
        self._tick.setVisible(False)

    def set_right(self, is_right: bool, text: str) -> None:
        """Show or take away the tick; `text` says what it means."""
        self._tick.setVisible(is_right)
        self._tick.setToolTip(text)

    def is_right(self) -> bool:
        return self._tick.isVisible()
