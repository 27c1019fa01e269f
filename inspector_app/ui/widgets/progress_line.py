"""How far long work is, with a button that stops it."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated


class ProgressLine(Translated):
    """Hidden while nothing runs. After Cancel it stays until the work has ended, and says that it is ending."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._stop = threading.Event()
        self._title = QLabel()
        self._bar = named(QProgressBar(), f"{name}_bar")
        self._bar.setTextVisible(False)
        self._count = named(QLabel(), role="note")
        self._cancel = named(QPushButton(), f"{name}_cancel")
        self._cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL + 4)
        for part in (self._title, self._bar, self._count, self._cancel):
            row.addWidget(part)
        self.retranslate()
        self.set_narrow(False)
        self.hide()

    def retranslate(self) -> None:
        self._cancel.setText(self.tr("Stopping…") if self._stop.is_set() else self.tr("Cancel"))
        self._bar.setAccessibleName(self.tr("Progress"))

    def set_narrow(self, is_narrow: bool) -> None:
        self._bar.setFixedWidth(72 if is_narrow else 180)
        self._count.setVisible(not is_narrow)

    def begin(self, title: str, stop: threading.Event) -> None:
        self._stop = stop
        self._title.setText(title)
        self._bar.setRange(0, 0)
        self._count.setText("")
        self._cancel.setEnabled(True)
        self.retranslate()
        self.show()

    def advance(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done:,} / {total:,}" if total else f"{done:,}")

    def end(self) -> None:
        self.hide()

    def _on_cancel(self) -> None:
        self._stop.set()
        self._cancel.setEnabled(False)
        self.retranslate()
