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
    fitting = window.size().boundedTo(_room(window))
    if fitting != window.size():
        window.resize(fitting)  # what it returns to
        window.setWindowState(Qt.WindowState.WindowMaximized)


def fit(window: QWidget, first: QSize) -> None:
    """Give it the size `first`, or as much of it as the screen has."""
    window.resize(first.boundedTo(_room(window)))


def _room(window: QWidget) -> QSize:
    return window.screen().availableGeometry().size() - FRAME


def keep(window: QWidget) -> None:
    QSettings().setValue(KEY, window.saveGeometry())
