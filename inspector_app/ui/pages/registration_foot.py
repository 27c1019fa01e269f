"""The line below a registration: what is still to be put right, whether it is kept, and the button that saves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated


class RegistrationFoot(Translated):
    save_asked = Signal()
    next_asked = Signal()  # lead to the first point

    def __init__(self, *, is_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("registration_foot")
        self._is_change = is_change
        self._shown, self._lacks = 0, True
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        self._save.setText(self.tr("Save changes") if self._is_change else self.tr("Register"))
        self._save.setToolTip(self.tr("Ctrl+S or Ctrl+Enter"))
        self._next.setText(self.tr("Go to the next point"))
        self._show_count()

    def show_points(self, shown: int, *, lacks: bool) -> None:
        """How many mistakes stand at their fields; `lacks` is whether something needed is not filled in."""
        self._shown, self._lacks = shown, lacks
        self._show_count()

    def say_kept(self) -> None:
        self._kept.setText(self.tr("Kept on this laptop, not registered yet"))

    def take_focus(self) -> None:
        self._save.setFocus()

    def _show_count(self) -> None:
        if self._shown:
            self._count.setText(self.tr("%n point(s) to put right", "", self._shown))
        else:
            self._count.setText(self.tr("Fields with * are needed") if self._lacks else self.tr("Ready to be saved"))
        self._next.setVisible(bool(self._shown))

    def _build(self) -> None:
        self._count = named(QLabel(), "points")
        self._next = named(QPushButton(), "next_point", role="quiet")
        self._kept = named(QLabel(), "draft_state", role="note")
        self._save = named(QPushButton(), "save", role="primary")
        icons.put_on(self._save, "check", "on_accent")
        self._next.clicked.connect(self.next_asked)
        self._save.clicked.connect(self.save_asked)
        bar = named(QFrame(), role="status")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self._count)
        row.addWidget(self._next)
        row.addStretch(1)
        row.addWidget(self._kept)
        row.addWidget(self._save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bar)
