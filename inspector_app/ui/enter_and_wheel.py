"""What Enter and the mouse wheel do everywhere: Enter presses the focused button, the wheel scrolls the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QPushButton, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
WATCHED = frozenset({QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.Polish})


class EnterAndWheel(QObject):
    """Installed once on the application; pages and widgets need not think of either."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in WATCHED:
            return False
        if kind == QEvent.Type.KeyPress:
            return isinstance(watched, QPushButton | QToolButton) and _pressed(watched, event)
        if not isinstance(watched, QComboBox | QAbstractSpinBox):
            return False
        if kind == QEvent.Type.Polish:
            _take_no_focus_by_wheel(watched)
            return False
        event.ignore()  # it goes on to the page; a value is not changed in passing
        return True


def install(app: QApplication) -> None:
    if app.findChild(EnterAndWheel) is None:
        app.installEventFilter(EnterAndWheel(app))


def _pressed(button: QPushButton | QToolButton, event: QEvent) -> bool:
    assert isinstance(event, QKeyEvent)
    if event.key() not in ENTER or event.modifiers() not in PLAIN:
        return False
    if isinstance(button, QPushButton) and button.autoDefault():
        return False  # in a dialog: Qt presses it itself
    if not event.isAutoRepeat() and button.isEnabled():
        button.click()
    return True


def _take_no_focus_by_wheel(field: QWidget) -> None:
    if field.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
