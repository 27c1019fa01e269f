"""Where a window opens: as it was left, and never beyond the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QWidget

KEY = "window/geometry"
FRAME = QSize(16, 40)
"""What the desktop draws around a window, at most; it cannot be asked before the window is shown."""


def restore(window: QWidget, first: QSize) -> None:
    """Give it the size that it was left with, or `first`; where that does not fit the screen it opens maximised."""
    saved = QSettings().value(KEY)
    if not (isinstance(saved, QByteArray) and window.restoreGeometry(saved)):
        window.resize(first)
    room = window.screen().availableGeometry().size() - FRAME
    fitting = window.size().boundedTo(room)
    if fitting != window.size():
        window.resize(fitting)  # what it returns to
        window.setWindowState(Qt.WindowState.WindowMaximized)


def keep(window: QWidget) -> None:
    QSettings().setValue(KEY, window.saveGeometry())
