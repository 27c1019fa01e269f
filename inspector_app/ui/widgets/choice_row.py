"""One answer out of a few, as big buttons side by side; keys 1 to 9 choose while the row has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from inspector_app.ui import icons
from inspector_app.ui.widgets.named import named


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    tone: str = "info"
    icon: str = ""
    """Beside the text, so that colour is not the only sign; the tone's own when not given."""


class ChoiceRow(QWidget):
    """chosen is said when a person chooses, not when set_value shows what is stored. Texts by set_texts()."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._choices = tuple(choices)
        self._buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for choice in self._choices:
            row.addWidget(self._add(choice))
        row.addStretch(1)
        self.setFocusProxy(self._buttons[0])

    def set_texts(self, texts: Sequence[str], accessible_name: str) -> None:
        """One text a choice, and what is being answered."""
        self.setAccessibleName(accessible_name)
        for number, (button, text) in enumerate(zip(self._buttons, texts, strict=True), 1):
            button.setText(text)
            button.setAccessibleName(f"{accessible_name}: {text}")
            button.setToolTip(f"{text}  {number}")

    def value(self) -> str:
        checked = self._group.checkedId()
        return self._choices[checked].value if checked >= 0 else ""

    def set_value(self, value: str) -> None:
        """Show what is stored; empty is no answer yet."""
        self._group.setExclusive(False)
        for choice, button in zip(self._choices, self._buttons, strict=True):
            button.setChecked(choice.value == value)
        self._group.setExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self._buttons) and self.isEnabled():
            self._buttons[number].setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._buttons[number].click()
            return
        super().keyPressEvent(event)

    def _add(self, choice: Choice) -> QToolButton:
        button = named(QToolButton(), f"{self.objectName()}_{choice.value}", role="choice")
        button.setProperty("tone", choice.tone)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.put_on(button, choice.icon or choice.tone, choice.tone)
        button.clicked.connect(lambda: self.chosen.emit(choice.value))
        self._group.addButton(button, len(self._buttons))
        self._buttons.append(button)
        return button
