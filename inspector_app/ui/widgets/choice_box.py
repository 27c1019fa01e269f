"""One value out of a list, shown by its label; the list is given again when the language changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class ChoiceBox(QComboBox):
    """chosen is said when a person chooses, not when set_value shows what is stored."""

    chosen = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._value = ""
        self.activated.connect(self._on_activated)

    def value(self) -> str:
        """The chosen value, also while it is not among the options yet; empty for none."""
        return self._value

    def set_value(self, value: str) -> None:
        self._value = value
        self.setCurrentIndex(self.findData(value))

    def set_options(self, options: Sequence[tuple[str, str]], none: str | None = None) -> None:
        """Options are (value, text); `none` is what stands there for the empty value, when it may be chosen."""
        self.clear()
        for value, text in [*([("", none)] if none is not None else []), *options]:
            self.addItem(text, value)
        self.setCurrentIndex(self.findData(self._value))

    def _on_activated(self, index: int) -> None:
        self._value = str(self.itemData(index) or "")
        self.chosen.emit(self._value)
