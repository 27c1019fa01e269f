"""The window shows registered pages only, finds its way back, and is worked by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui import language
from inspector_app.ui.main_window import LEAST_SIZE, NARROW_PX, MainWindow
from inspector_app.ui.messages import Messages
from inspector_app.ui.screens import SCREENS
from inspector_app.ui.widgets.shortcut_list import ShortcutList
from tests.ui.reader import scan


class Page(QWidget):
    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.shown = 0

    def on_shown(self) -> None:
        self.shown += 1


class Guarded(Page):
    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.proceed: Callable[[], None] | None = None

    def before_leaving(self, proceed: Callable[[], None]) -> None:
        self.proceed = proceed


class Scanning(Page):
    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.scans: list[str] = []

    def take_scan(self, text: str) -> None:
        self.scans.append(text)


@pytest.fixture
def window(app: QApplication, qtbot: QtBot) -> MainWindow:
    made = MainWindow(Messages(), is_demo=True)
    qtbot.addWidget(made)
    made.made = []  # type: ignore[attr-defined]
    for identifier, kind in (("OPERATOR", Page), ("INSPECT", Guarded), ("SCAN", Scanning)):
        made.add_page(identifier, *SCREENS[identifier], lambda kind=kind, name=identifier: make(made, kind, name))
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_page("OPERATOR")
    return made


def make(window: MainWindow, kind: type[Page], name: str) -> Page:
    window.made.append(name)  # type: ignore[attr-defined]
    return kind(f"The {name} page")


def title(window: MainWindow) -> str:
    label = window.findChild(QLabel, "page_title")
    assert isinstance(label, QLabel)
    return label.text()


def rail(window: MainWindow, identifier: str) -> QToolButton:
    button = window.findChild(QToolButton, f"rail_{identifier}")
    assert isinstance(button, QToolButton)
    return button


def test_only_registered_screens_are_on_the_rail(window: MainWindow) -> None:
    names = [button.objectName() for button in window.rail.findChildren(QToolButton)]
    assert [name for name in names if name.startswith("rail_")] == ["rail_OPERATOR", "rail_INSPECT", "rail_SCAN"]


def test_a_page_is_made_when_it_is_first_shown_and_then_kept(window: MainWindow, qtbot: QtBot) -> None:
    assert window.made == ["OPERATOR"]  # type: ignore[attr-defined]
    qtbot.keyClick(window, "3", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, "3", Qt.KeyboardModifier.ControlModifier)
    assert window.made == ["OPERATOR", "SCAN"]  # type: ignore[attr-defined]
    page = window.page("SCAN")
    assert isinstance(page, Page)
    assert page.shown == 2
    assert (title(window), rail(window, "SCAN").isChecked()) == ("The SCAN page", True)


def test_the_title_follows_the_page(window: MainWindow) -> None:
    page = window.current_page()
    assert page is not None
    page.setWindowTitle("Another title")
    assert title(window) == "Another title"


def test_back_leaves_an_opened_page_and_deletes_it(window: MainWindow, qtbot: QtBot) -> None:
    opened = Page("A shop's file")
    window.open_page(opened)
    assert (title(window), window.current_identifier()) == ("A shop's file", "OPERATOR")
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert title(window) == "The OPERATOR page"
    qtbot.waitUntil(lambda: not shiboken6.isValid(opened))


def test_back_at_the_first_page_stays(window: MainWindow) -> None:
    window.go_back()
    assert title(window) == "The OPERATOR page"


def test_a_page_with_unsaved_work_is_left_only_when_it_agrees(window: MainWindow) -> None:
    window.show_page("INSPECT")
    rail(window, "OPERATOR").click()
    assert title(window) == "The INSPECT page"
    assert rail(window, "INSPECT").isChecked()
    guarded = window.current_page()
    assert isinstance(guarded, Guarded)
    assert guarded.proceed is not None
    guarded.proceed()
    assert title(window) == "The OPERATOR page"
    assert rail(window, "OPERATOR").isChecked()


def test_a_window_with_unsaved_work_does_not_close(window: MainWindow) -> None:
    window.show_page("INSPECT")
    assert not window.close()
    assert window.isVisible()


def test_ctrl_k_goes_to_the_search_and_what_is_typed_is_asked_once(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.search_asked.connect(asked.append)
    qtbot.keyClick(window, "k", Qt.KeyboardModifier.ControlModifier)
    search = window.findChild(QLineEdit, "search")
    assert isinstance(search, QLineEdit)
    qtbot.waitUntil(search.hasFocus)
    qtbot.keyClicks(search, "xwsp")
    qtbot.waitUntil(lambda: asked == ["xwsp"])


def test_a_scan_goes_to_the_page_that_takes_it_else_to_the_window(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.scan_received) as received:
        scan(window.windowHandle(), "6901234567892")
    assert received.args == ["6901234567892"]
    window.show_page("SCAN")
    page = window.current_page()
    assert isinstance(page, Scanning)
    with qtbot.assertNotEmitted(window.scan_received):
        scan(window.windowHandle(), "6901234567892")
    assert page.scans == ["6901234567892"]


def test_messages_and_progress_reach_the_status_line(window: MainWindow, qtbot: QtBot) -> None:
    window.messages.say("Saved", "good")
    assert window.status.said() == "Saved"
    window.set_standing("info", "3 waiting")
    assert window.status.standing() == "3 waiting"
    stop = threading.Event()
    window.messages.begin_progress("Sending photos", stop)
    assert window.status.progress.isVisible()
    cancel = window.findChild(QWidget, "progress_cancel")
    assert cancel is not None
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert stop.is_set()
    assert window.status.progress.isVisible()  # until the work has ended
    window.messages.end_progress()
    assert not window.status.progress.isVisible()


def test_a_3_f1_lists_every_shortcut_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChild(ShortcutList)
    assert isinstance(shown, ShortcutList)
    texts = {label.text() for label in shown.findChildren(QLabel)}
    assert {"F1", "Ctrl+K", "Alt+Left", "Ctrl+1", "Go to Operators"} <= texts
    shown.close()


def test_the_language_changes_while_the_window_is_open(window: MainWindow, app: QApplication, qtbot: QtBot) -> None:
    language.install(app, "zh_CN")
    qtbot.waitUntil(lambda: rail(window, "OPERATOR").text() == "主体")
    assert window.windowTitle() == "乡检通"
    language.install(app, "en")
    qtbot.waitUntil(lambda: rail(window, "OPERATOR").text() == "Operators")


def test_a_narrow_window_keeps_the_icons_of_the_rail(window: MainWindow) -> None:
    window.resize(NARROW_PX - 1, 600)
    assert rail(window, "OPERATOR").toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    window.resize(NARROW_PX, 600)
    assert rail(window, "OPERATOR").toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_the_window_fits_1366_by_768_at_200_percent(window: MainWindow) -> None:
    window.resize(683, 384)
    assert (window.width(), window.height()) == (683, 384)
    assert LEAST_SIZE <= (683, 384)


def test_the_window_comes_back_where_it_was(window: MainWindow, app: QApplication, qtbot: QtBot) -> None:
    window.resize(777, 555)
    window.close()
    again = MainWindow(Messages())
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (777, 555)


def test_demo_data_are_marked_and_real_ones_are_not(window: MainWindow, app: QApplication, qtbot: QtBot) -> None:
    banner = window.findChild(QWidget, "demo_banner")
    assert banner is not None
    assert banner.isVisible()
    real = MainWindow(Messages())
    qtbot.addWidget(real)
    real.show()
    banner = real.findChild(QWidget, "demo_banner")
    assert banner is not None
    assert not banner.isVisible()


def test_a_5_everything_that_can_be_pressed_or_typed_into_has_a_name(window: MainWindow) -> None:
    nameless = [
        widget
        for kind in (QToolButton, QLineEdit)
        for widget in window.findChildren(kind)
        if not isinstance(widget.parent(), QLineEdit)  # Qt's own buttons inside a line
        if not widget.objectName() or not (widget.accessibleName() or widget.isHidden())
    ]
    assert nameless == []


def test_after_signing_out_a_scan_is_heard_by_the_new_window_only(app: QApplication, qtbot: QtBot) -> None:
    old, new, heard = MainWindow(Messages()), MainWindow(Messages()), []
    old.scan_received.connect(lambda text: heard.append(("old", text)))
    new.scan_received.connect(lambda text: heard.append(("new", text)))
    qtbot.addWidget(new)
    shiboken6.delete(old)
    new.show()
    qtbot.waitExposed(new)
    scan(new.windowHandle(), "6901234567892")
    assert heard == [("new", "6901234567892")]


def test_the_window_stays_until_its_last_work_is_done_unless_closed_again(app: QApplication, qtbot: QtBot) -> None:
    for closes_again in (False, True):
        window, begun = MainWindow(Messages()), []
        qtbot.addWidget(window)
        window.last_work = begun.append
        window.show()
        window.close()
        assert (window.isVisible(), len(begun)) == (True, 1)
        if closes_again:
            window.close()
        else:
            begun[0]()
        assert not window.isVisible()


def test_last_work_that_is_done_at_once_does_not_keep_the_window(app: QApplication, qtbot: QtBot) -> None:
    window = MainWindow(Messages())
    qtbot.addWidget(window)
    window.last_work = lambda then: then()
    window.show()
    window.close()
    assert not window.isVisible()
