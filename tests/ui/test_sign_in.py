"""The first window asks and shows; it decides nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.ui.pages.sign_in import SignInWindow

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow(["wang", "li"])
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def password(window: SignInWindow) -> QLineEdit:
    found = window.findChild(QLineEdit, "password")
    assert isinstance(found, QLineEdit)
    return found


def button(window: SignInWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def chooser(window: SignInWindow) -> QComboBox:
    found = window.findChild(QComboBox, "username")
    assert isinstance(found, QComboBox)
    return found


def label(window: SignInWindow, name: str) -> QLabel:
    found = window.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def test_enter_asks_to_sign_in_with_what_was_typed(window: SignInWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(password(window), "a long password")
    with qtbot.waitSignal(window.sign_in_asked) as asked:
        qtbot.keyClick(password(window), Qt.Key.Key_Return)
    assert asked.args == ["wang", "a long password"]


def test_the_last_person_is_chosen_and_the_password_has_the_focus(qtbot: QtBot) -> None:
    window = SignInWindow(["wang", "li"], "li")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(password(window).hasFocus)
    assert chooser(window).currentText() == "li"


def test_somebody_who_is_gone_is_not_chosen(qtbot: QtBot) -> None:
    window = SignInWindow(["wang", "li"], "zhao")
    qtbot.addWidget(window)
    assert chooser(window).currentText() == "wang"


def test_a_pause_counts_down_and_holds_one_person_only(window: SignInWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(password(window), "wrong")
    window.set_busy(True)
    window.show_pause(600)
    said = label(window, "sign_in_pause")
    assert "again in 10:00" in said.text()
    with qtbot.assertNotEmitted(window.sign_in_asked):
        qtbot.keyClicks(password(window), "a long password")
        qtbot.keyClick(password(window), Qt.Key.Key_Return)
    assert not button(window, "sign_in").isEnabled()
    chooser(window).setCurrentText("li")
    assert (said.isVisible(), button(window, "sign_in").isEnabled()) == (False, True)
    chooser(window).setCurrentText("wang")
    assert (said.isVisible(), button(window, "sign_in").isEnabled()) == (True, False)
    qtbot.waitUntil(lambda: "again in 9:5" in said.text())


def test_after_a_pause_there_may_be_another_try(window: SignInWindow, qtbot: QtBot) -> None:
    window.show_pause(1)
    qtbot.keyClicks(password(window), "a long password")
    qtbot.waitUntil(lambda: button(window, "sign_in").isEnabled())
    assert not label(window, "sign_in_pause").isVisible()


def test_on_a_low_screen_a_problem_is_scrolled_to(window: SignInWindow, qtbot: QtBot) -> None:
    window.resize(600, 340)
    window.show_problem("The password does not fit.")
    said = label(window, "sign_in_problem")
    qtbot.waitUntil(lambda: window.rect().contains(said.rect().translated(said.mapTo(window, said.rect().topLeft()))))


def test_nothing_is_asked_without_a_password_or_while_busy(window: SignInWindow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.sign_in_asked):
        qtbot.keyClick(password(window), Qt.Key.Key_Return)
        password(window).setText("x")
        window.set_busy(True, "Opening your data")
        qtbot.keyClick(password(window), Qt.Key.Key_Return)
    assert not button(window, "sign_in").isEnabled()


def test_a_problem_is_shown_and_ends_the_wait(window: SignInWindow) -> None:
    password(window).setText("wrong")
    window.set_busy(True)
    window.show_problem("The password does not fit.")
    assert label(window, "sign_in_problem").isVisible()
    assert button(window, "sign_in").isEnabled()
    assert password(window).selectedText() != ""


@pytest.mark.parametrize(
    ("letter", "shift", "is_on"), [("A", False, True), ("a", False, False), ("A", True, False), ("a", True, True)]
)
def test_caps_lock_is_noticed(window: SignInWindow, qtbot: QtBot, letter: str, shift: bool, is_on: bool) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    window.eventFilter(password(window), _press(letter, modifier))
    assert label(window, "caps_hint").isVisible() is is_on


def _press(letter: str, modifier: Qt.KeyboardModifier):  # type: ignore[no-untyped-def]
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter)


def test_a_new_laptop_asks_for_the_file_then_shows_whose_it_is_then_for_the_person(qtbot: QtBot) -> None:
    window = SignInWindow()
    qtbot.addWidget(window)
    window.show()
    assert not password(window).isVisible()
    assert not button(window, "other_mode").isVisible()
    window.show_enrolment(Path("/media/usb/qinghe.enrol"), "https://hq.example:8443", ["wang"])
    assert "https://hq.example:8443" in label(window, "sign_in_step").text()
    qtbot.keyClicks(password(window), "a long password")
    with qtbot.waitSignal(window.enrol_asked) as asked:
        qtbot.keyClick(password(window), Qt.Key.Key_Return)
    assert asked.args == [Path("/media/usb/qinghe.enrol"), "wang", "a long password"]


def test_the_file_is_looked_for_among_its_kind(window: SignInWindow) -> None:
    button(window, "other_mode").click()
    button(window, "choose_file").click()
    dialog = window.findChild(QFileDialog, "choose_enrolment")
    assert isinstance(dialog, QFileDialog)
    assert "*.json" in dialog.selectedNameFilter()
    assert "(*)" in dialog.nameFilters()[-1]
    dialog.reject()


def test_an_enrolled_laptop_can_take_another_file_and_go_back(window: SignInWindow) -> None:
    button(window, "other_mode").click()
    assert button(window, "choose_file").isVisible()
    assert not password(window).isVisible()
    button(window, "other_mode").click()
    assert password(window).isVisible()


def test_a_renewal_leads_back_to_the_sign_in_and_is_told(window: SignInWindow) -> None:
    told = window.findChild(QLabel, "sign_in_doing")
    button(window, "other_mode").click()
    window.show_renewed()
    assert told.isVisible()
    assert "without the network" in told.text()
    assert password(window).isVisible()
    assert not button(window, "choose_file").isVisible()
    window.show_problem("no")
    assert not told.isVisible()


def test_everything_has_a_name(window: SignInWindow) -> None:
    for kind in (QPushButton, QComboBox):
        for widget in window.findChildren(kind):
            assert widget.objectName()


def test_the_first_window_loads_nothing_heavy() -> None:
    code = "import sys, inspector_app.ui.pages.sign_in, inspector_app.ui.main_window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"sqlalchemy", "pydantic", "alembic", "requests", "cv2", "PySide6.QtMultimedia", "pypinyin"}


def test_the_window_can_be_dressed_in_both_looks(window: SignInWindow, app: QApplication) -> None:
    assert not window.grab().isNull()
