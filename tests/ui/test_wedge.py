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
from tests.ui.reader import scan, typed


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


def codes(count: int) -> list[str]:
    return [f"69{number:011d}" for number in range(count)]


def test_c_9_fifty_codes_are_fifty_scans_and_no_text(qtbot: QtBot, wedge: Wedge, form: Form) -> None:
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


@pytest.mark.parametrize(
    "code",
    [
        "6901234567892",
        "69012341",
        "81012345678901234567",
        "0106901234567892112603011727030110Lot a/7",
        "]C10106901234567892",
        "]d2010690123456789210L1",
        "SC10499010100015",
        "PD20260012-F2",
        "https://a.example/01/06901234567892?17=270301",
    ],
)
@pytest.mark.parametrize("gap_ms", [1, 16, 20])
def test_codes_at_the_pace_of_a_reader_are_scans(
    qtbot: QtBot, wedge: Wedge, form: Form, code: str, gap_ms: int
) -> None:
    form.line.setFocus()
    with qtbot.waitSignal(wedge.scanned) as scanned:
        typed(form.handle, code, gap_ms)
    assert scanned.args == [code]
    assert form.line.text() == ""


@pytest.mark.parametrize("where", ["line", "list", "answer"])
@pytest.mark.parametrize("text", ["6901234567892", "photo/shop-1.jpg", "2026/03/01 10:15", "PHOTO_12.JPG"])
def test_keys_of_somebody_who_types_fast_are_never_a_scan(
    qtbot: QtBot, wedge: Wedge, form: Form, text: str, where: str
) -> None:
    seen: list[str] = []
    wedge.scanned.connect(seen.append)
    getattr(form, where).setFocus()
    typed(form.handle, text, 25)
    typed(form.handle, "end", 25, start_ms=9_000)
    qtbot.wait(3 * GAP_MS)
    assert seen == []
    assert form.line.text() == (f"{text}end" if where == "line" else "")


@pytest.mark.parametrize("text", ["photo/shop-1.jpg", "rolling over", "C:/PHOTO1.JPG", "1234567", "ABCDEFGHI"])
def test_what_has_not_the_shape_of_a_code_is_text_at_any_pace(
    qtbot: QtBot, wedge: Wedge, form: Form, text: str
) -> None:
    seen: list[str] = []
    entered: list[bool] = []
    wedge.scanned.connect(seen.append)
    form.line.returnPressed.connect(lambda: entered.append(True))
    form.line.setFocus()
    scan(form.handle, text)
    qtbot.waitUntil(lambda: form.line.text() == text)
    assert (seen, entered) == ([], [True])


def test_letters_that_begin_no_code_are_not_held_back(wedge: Wedge, form: Form) -> None:
    form.line.setFocus()
    for number, letter in enumerate("hallo"):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(1_000 + 25 * number)
        QApplication.sendEvent(form.handle, event)
    assert form.line.text() == "hallo"


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
    typed(form.handle, "6901234567892", GAP_MS + 30)
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
    end = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Enter, Qt.KeyboardModifier.NoModifier, "\n")
    end.setTimestamp(wedge._last_ms + 10)
    QApplication.sendEvent(form.handle, end)
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
