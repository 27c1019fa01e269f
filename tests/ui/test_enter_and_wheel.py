"""Enter presses the button that has the focus, and the wheel scrolls the page over whatever it turns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.ui.widgets.choice_box import ChoiceBox

pytestmark = pytest.mark.usefixtures("app")


def put_up(qtbot: QtBot, window: QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, kind: type[QPushButton], key: Qt.Key) -> None:
    window, button = QWidget(), kind()
    put_up(qtbot, window, button)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setFocus()
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, key)


def test_enter_with_ctrl_presses_no_button(qtbot: QtBot) -> None:
    window, button = QWidget(), QPushButton()
    put_up(qtbot, window, button)
    button.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_dialogs_buttons_answer_once_as_before(qtbot: QtBot) -> None:
    dialog, tick, yes, no = QDialog(), QCheckBox(), QPushButton("Yes"), QPushButton("No")
    put_up(qtbot, dialog, tick, yes, no)
    yes.setDefault(True)
    pressed: list[str] = []
    yes.clicked.connect(lambda: pressed.append("yes"))
    no.clicked.connect(lambda: pressed.append("no"))
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Return)
    no.setFocus()
    qtbot.keyClick(no, Qt.Key.Key_Return)
    assert pressed == ["yes", "no"]


def spin() -> QWidget:
    box = QSpinBox()
    box.setValue(5)
    return box


def choice(kind: type[QComboBox] = QComboBox) -> QWidget:
    box = kind()
    box.addItems(["a", "b", "c"])
    box.setCurrentIndex(1)
    return box


@pytest.mark.parametrize("make", [spin, choice, lambda: choice(ChoiceBox), QDateEdit])
def test_the_wheel_scrolls_the_form_and_changes_no_value(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    area, canvas, line, field = QScrollArea(), QWidget(), QLineEdit(), make()
    column = QVBoxLayout(canvas)
    column.addWidget(line)
    column.addWidget(field)
    column.addSpacing(2000)
    area.setWidget(canvas)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    line.setFocus()
    before = shown(field)
    QTest.wheelEvent(area.windowHandle(), QPointF(field.mapTo(area, field.rect().center())), QPoint(0, -120))
    assert area.verticalScrollBar().value() > 0
    assert (shown(field), field.hasFocus()) == (before, False)


def test_the_wheel_scrolls_a_choice_that_is_open(qtbot: QtBot) -> None:
    window, box = QWidget(), QComboBox()
    box.addItems([str(number) for number in range(100)])
    put_up(qtbot, window, box)
    box.showPopup()
    choices = box.view()
    qtbot.waitUntil(choices.isVisible)
    popup = choices.window()
    QTest.wheelEvent(popup.windowHandle(), QPointF(popup.rect().center()), QPoint(0, -120))
    qtbot.waitUntil(lambda: choices.verticalScrollBar().value() > 0)
    box.hidePopup()


def shown(field: QWidget) -> object:
    return field.property("value") or field.property("currentText") or field.property("date")
