"""A band above a page's content that says one thing and offers what to do about it; hidden while there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.named import named

ICON = 20


class Notice(QFrame):
    pressed = Signal(str)  # name of the button

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, role="card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._text = named(QLabel(), f"{name}_text")
        self._text.setWordWrap(True)
        self._below, self._beside = FlowRow(), FlowRow()
        column = QVBoxLayout()
        column.setSpacing(theme.SMALL)
        column.addWidget(self._text)
        column.addLayout(self._below)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MEDIUM, theme.SMALL + 4, theme.MEDIUM, theme.SMALL + 4)
        row.setSpacing(theme.SMALL + 4)
        row.addWidget(self._icon)
        row.addLayout(column, 1)
        row.addLayout(self._beside)
        self.hide()

    def show_saying(self, tone: str, text: str, buttons: Sequence[tuple[str, str]]) -> None:
        """Buttons are (name, text); pressed tells the name. A single one stands beside the text, several below it."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)  # a stylesheet sees a new property only when it is applied again
        self.style().polish(self)
        self._icon.setPixmap(icons.icon(tone, tone).pixmap(ICON, ICON))
        self._text.setText(text)
        self.setAccessibleName(text)
        for layout in (self._below, self._beside):
            while (item := layout.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.deleteLater()
        made = [self._button(name, label) for name, label in buttons]
        for button in made:
            (self._beside if len(made) == 1 else self._below).addWidget(button)
        if made:
            self.setFocusProxy(made[0])
        self.show()

    def text(self) -> str:
        """What is said; nothing while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def _button(self, name: str, label: str) -> QPushButton:
        button = named(QPushButton(label.replace("&", "&&")), name)  # a name's own &, not a mnemonic
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button
