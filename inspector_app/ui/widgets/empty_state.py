"""What stands where a list would be when there is nothing: why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named

ICON, HALO, TEXT_PX = 36, 80, 420


class EmptyState(QWidget):
    action_asked = Signal()

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        picture = named(QLabel(), role="halo")
        picture.setFixedSize(HALO, HALO)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(icons.icon(icon, "info").pixmap(ICON, ICON))
        self._title = named(QLabel(), role="heading")
        self._text = named(QLabel(), role="note")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(TEXT_PX)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button = named(QPushButton(), f"{name}_action", role="primary")
        self._button.clicked.connect(self.action_asked)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.SMALL)
        whole.addStretch(2)
        for part in (picture, self._title, self._text, self._button):
            across = QHBoxLayout()  # not by alignment: Qt would reckon the height of wrapped text at the page's width
            across.addStretch(1)
            across.addWidget(part)
            across.addStretch(1)
            whole.addLayout(across)
        whole.insertSpacing(2, theme.SMALL)
        whole.insertSpacing(5, theme.SMALL)
        whole.addStretch(3)

    def set_texts(self, title: str, text: str, action: str = "") -> None:
        """No button without an action."""
        self._title.setText(title)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{title}. {text}")
