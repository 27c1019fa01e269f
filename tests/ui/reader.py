"""Keys as a reader or a person sends them, at a pace of our own choice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication


def typed(window: QWindow, text: str, gap_ms: int, start_ms: int = 1_000) -> None:
    """Keys and Enter at a pace, by the clock of the window system: a busy machine does not change it."""
    for number, letter in enumerate((*text, "\r")):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(start_ms + number * gap_ms)
            QApplication.sendEvent(window, event)


def scan(window: QWindow, text: str) -> None:
    """As a reader types."""
    typed(window, text, 5)
