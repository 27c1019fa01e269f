"""What stands where a list would be when there is nothing: why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named

ICON, HALO, TEXT_PX, LEAST_PX = 36, 80, 420, 240


class EmptyState(QWidget):
    """Its texts are always whole: they wrap to the width that there is, and the picture gives way where it is low."""

    action_asked = Signal()

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._picture = named(QLabel(), f"{name}_picture", role="halo")
        self._picture.setFixedSize(HALO, HALO)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(icons.icon(icon, "info").pixmap(ICON, ICON))
        self._title = named(QLabel(), f"{name}_title", role="heading")
        self._text = named(QLabel(), f"{name}_text", role="note")
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._button = named(QPushButton(), f"{name}_action", role="primary")
        self._button.clicked.connect(self.action_asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        whole.setSpacing(theme.SMALL)
        whole.addStretch(2)
        for part in (self._picture, self._title, self._text, self._button):
            across = QHBoxLayout()
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
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(TEXT_PX, self._height_without_picture() + HALO + theme.SMALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_PX, self._height_without_picture())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        # Qt asks wrapped labels for their height through layouts and stacks that do not all pass the question on.
        width = max(LEAST_PX, min(TEXT_PX, self.width())) - 2 * theme.SMALL
        for label in (self._title, self._text):
            label.ensurePolished()
            label.setFixedSize(width, max(0, label.heightForWidth(width)))
        self._picture.setVisible(self.height() >= self.sizeHint().height())
        self.updateGeometry()

    def _height_without_picture(self) -> int:
        parts = [self._title.height(), self._text.height()]
        if not self._button.isHidden():
            parts.append(self._button.sizeHint().height() + theme.SMALL)
        return sum(parts) + theme.SMALL * (len(parts) + 4)
