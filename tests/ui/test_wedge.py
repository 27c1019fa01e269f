"""A reader's burst is a scan and leaves no trace in the field; a person's typing arrives as it was typed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.wedge import GAP_MS, Wedge
from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow


@pytest.fixture
def wedge(app: QApplication) -> Iterator[Wedge]:
    owner = QObject()
    yield Wedge(app, owner)
    shiboken6.delete(owner)


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line, self.list = QLineEdit(), QListWidget()
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.answer = ChoiceRow("answer", [Choice("YES", "good"), Choice("NO", "bad")])
        self.answer.set_texts(["Yes", "No"], "Clean")
        self.list.addItems(["6901234567892 here already", "other"])
        for widget in (self.line, self.list, self.secret, self.answer):
            (self.layout() or QVBoxLayout(self)).addWidget(widget)

    @property
    def handle(self) -> QWindow:
        return self.windowHandle()


@pytest.fixture
def form(qtbot: QtBot, wedge: Wedge) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def scan(window: QWindow, text: str, gap_ms: int = 0) -> None:
    """As a reader types: through the window system, a few milliseconds a key."""
    for key in (*text, Qt.Key.Key_Return):
        QTest.keyClick(window, key)
        QTest.qWait(gap_ms)


def type_slowly(window: QWindow, text: str) -> None:
    for key in (*text, Qt.Key.Key_Return):
        QTest.keyClick(window, key)
        QTest.qWait(GAP_MS + 30)


def codes(count: int) -> list[str]:
    return [f"69{number:011d}" for number in range(count)]


def test_fifty_codes_are_fifty_scans_and_no_text(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    seen: list[str] = []
    wedge.scanned.connect(seen.append)
    form.line.setText("before")
    for number, code in enumerate(codes(50)):
        target = (form.line, form.list, form.answer)[number % 3]
        target.setFocus()
        scan(form.handle, code)
    qtbot.wait(2 * GAP_MS)
    assert seen == codes(50)
    assert form.line.text() == "before"
    assert form.answer.value() == ""
    assert form.list.currentRow() <= 0


def test_a_slow_reader_is_a_reader(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    form.line.setFocus()
    with qtbot.waitSignal(wedge.scanned) as scanned:
        scan(form.handle, "6901234567892", gap_ms=10)
    assert scanned.args == ["6901234567892"]
    assert form.line.text() == ""


def test_keys_that_came_in_time_but_wait_behind_a_stall_are_one_scan(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    form.line.setFocus()
    seen: list[str] = []
    wedge.scanned.connect(seen.append)
    for key in (*"6901234567892", Qt.Key.Key_Return):
        press = QKeyEvent(
            QKeyEvent.Type.KeyPress,
            key if isinstance(key, Qt.Key) else Qt.Key(ord(key)),
            Qt.KeyboardModifier.NoModifier,
            key if isinstance(key, str) else "\r",
        )
        press.setTimestamp(1000 + 5 * len(seen))
        QApplication.sendEvent(form.handle, press)
        time.sleep(2 * GAP_MS / 1000 if key == "6" else 0)
    assert seen == ["6901234567892"]
    assert form.line.text() == ""


def test_a_person_who_types_a_number_and_enter_is_no_reader(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    seen: list[str] = []
    entered: list[bool] = []
    wedge.scanned.connect(seen.append)
    form.line.returnPressed.connect(lambda: entered.append(True))
    form.line.setFocus()
    type_slowly(form.handle, "6901234567892")
    qtbot.waitUntil(lambda: entered == [True])
    assert form.line.text() == "6901234567892"
    assert seen == []


def test_keys_in_quick_succession_without_enter_arrive_in_order(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    form.line.setFocus()
    for letter in "rolling over":
        QTest.keyClick(form.handle, letter)
    qtbot.waitUntil(lambda: form.line.text() == "rolling over")


def test_a_short_burst_with_enter_is_typing(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    seen: list[str] = []
    wedge.scanned.connect(seen.append)
    form.line.setFocus()
    scan(form.handle, "12")
    qtbot.waitUntil(lambda: form.line.text() == "12")
    assert seen == []


def test_a_number_key_still_answers(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    form.answer.setFocus()
    QTest.keyClick(form.handle, "2")
    qtbot.waitUntil(lambda: form.answer.value() == "NO")


def test_the_second_end_of_a_reader_presses_nothing(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    entered: list[bool] = []
    form.line.returnPressed.connect(lambda: entered.append(True))
    form.line.setFocus()
    scan(form.handle, "6901234567892")
    QTest.keyClick(form.handle, Qt.Key.Key_Enter)
    qtbot.wait(2 * GAP_MS)
    assert entered == []


def test_capitals_and_group_separators_belong_to_the_code(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    form.line.setFocus()
    with qtbot.waitSignal(wedge.scanned) as scanned:
        for letter in "01069AB":
            if letter.isalpha():
                QTest.keyPress(form.handle, Qt.Key.Key_Shift)
            QTest.keyClick(form.handle, letter)
        separator = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier, "\x1d"
        )
        separator.setTimestamp(wedge._last_ms + 1)
        QApplication.sendEvent(form.handle, separator)
        QTest.keyClick(form.handle, "1")
        QTest.keyClick(form.handle, Qt.Key.Key_Return)
    assert scanned.args == ["01069AB\x1d1"]


def test_a_password_is_never_a_scan(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
    seen: list[str] = []
    wedge.scanned.connect(seen.append)
    form.secret.setFocus()
    scan(form.handle, "hunter2hunter2")
    qtbot.waitUntil(lambda: form.secret.text() == "hunter2hunter2")
    assert seen == []
