"""What Enter and the mouse wheel do everywhere: Enter presses the focused button, the wheel scrolls the page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QPushButton,
    QToolButton,
    QWidget,
)

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterAndWheel(QObject):
    """Installed once; pages and widgets need not think of either.

    It listens to the button that has the focus and to windows. Listening to the whole application would call Python
    for each of the thousands of events of which a page is built: opening one would take two fifths longer.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_focus)
        app.focusWindowChanged.connect(self._on_window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return isinstance(watched, QPushButton | QToolButton) and _pressed(watched, event)
        return isinstance(event, QWheelEvent) and isinstance(watched, QWindow) and _scrolled(event)

    @Slot(QWidget, QWidget)
    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QPushButton | QToolButton):
            old.removeEventFilter(self)
        if isinstance(new, QPushButton | QToolButton):
            new.installEventFilter(self)

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)


def install(app: QApplication) -> None:
    if app.findChild(EnterAndWheel) is None:
        EnterAndWheel(app)


def _pressed(button: QPushButton | QToolButton, event: QKeyEvent) -> bool:
    if event.key() not in ENTER or event.modifiers() not in PLAIN:
        return False
    if isinstance(button, QPushButton) and button.autoDefault():
        return False  # in a dialog: Qt presses it itself
    if not event.isAutoRepeat() and button.isEnabled():
        button.click()
    return True


def _scrolled(event: QWheelEvent) -> bool:
    """Over a field that would change by it, the wheel goes to the page on which the field stands.

    Taken at the window: Qt gives the field the focus before it gives it the event.
    """
    field = _around(QApplication.widgetAt(event.globalPosition().toPoint()), QComboBox, QAbstractSpinBox)
    if field is None:
        return False
    page = _around(field.parentWidget(), QAbstractScrollArea)
    if isinstance(page, QAbstractScrollArea):
        QCoreApplication.sendEvent(page.viewport(), event.clone())
    return True


def _around(widget: QWidget | None, *kinds: type[QWidget]) -> QWidget | None:
    """The nearest of these kinds, from the widget outwards to its window."""
    while widget is not None and not isinstance(widget, kinds):
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget
