"""What a person chooses holds at once where it can, and is there after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app import settings
from inspector_app.domain.password_pause import FAILURES_ALLOWED
from inspector_app.errors import AppError
from inspector_app.services import sign_ins
from inspector_app.settings import Settings
from inspector_app.storage import keys
from inspector_app.ui import text_size, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.settings_page import SettingsPage

KEY = bytes(32)
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    path = tmp_path / "replica.keys"
    keys.add_slot(path, "wang", "old password", KEY, QUICK)
    return path


@pytest.fixture
def page(context: Context, slots: Path, tmp_path: Path, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(context, tmp_path / "settings.json", tmp_path)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(page: SettingsPage, name: str, at: int) -> None:
    box = page.findChild(QComboBox, name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(at)
    box.activated.emit(at)


def field(page: SettingsPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def note(page: SettingsPage, name: str) -> str:
    found = page.findChild(QLabel, f"{name}_row_note")
    assert isinstance(found, QLabel)
    return found.text()


def stored(page: SettingsPage) -> Settings:
    return settings.load(page._file)


def test_the_language_changes_at_once_and_is_kept(page: SettingsPage, qtbot: QtBot) -> None:
    choose(page, "language", 0)
    qtbot.waitUntil(lambda: page.windowTitle() == "设置")
    qtbot.waitUntil(lambda: page._file.exists() and stored(page).language == "zh_CN")
    choose(page, "language", 1)
    qtbot.waitUntil(lambda: page.windowTitle() == "Settings")
    qtbot.waitUntil(lambda: stored(page).language == "en")


def test_the_look_changes_at_once_and_is_kept(page: SettingsPage, app: QApplication, qtbot: QtBot) -> None:
    choose(page, "theme", 2)
    assert theme.colours() is theme.DARK
    qtbot.waitUntil(lambda: page._file.exists() and stored(page).theme == "dark")
    choose(page, "theme", 1)
    assert theme.colours() is theme.LIGHT


def test_each_choice_is_told_with_all_that_were_made_before(page: SettingsPage, qtbot: QtBot) -> None:
    choose(page, "theme", 1)
    with qtbot.waitSignal(page.settings_changed) as told:
        choose(page, "sync_every", 3)
    assert told.args is not None
    assert (told.args[0].theme, told.args[0].sync_every_s) == ("light", 3600)
    qtbot.waitUntil(lambda: page._file.exists() and stored(page) == told.args[0])


def test_the_size_holds_from_the_next_start(page: SettingsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(page, "text_size", text_size.SIZES.index(150))
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    text_size.prepare()
    import os

    assert os.environ.pop("QT_SCALE_FACTOR") == "1.5"


def test_the_password_is_changed_by_who_knows_the_old_one(page: SettingsPage, slots: Path, qtbot: QtBot) -> None:
    for name, text in (("old", "old password"), ("new", "new password"), ("again", "new password")):
        qtbot.keyClicks(field(page, f"password_{name}"), text)
    with qtbot.waitSignal(page._context.messages.said) as said:
        qtbot.keyClick(field(page, "password_again"), Qt.Key.Key_Return)
    assert said.args is not None
    assert "changed" in said.args[1]
    assert keys.open_slot(slots, "wang", "new password") == KEY
    assert field(page, "password_new").text() == ""


def test_a_wrong_password_changes_nothing(page: SettingsPage, slots: Path, qtbot: QtBot) -> None:
    for name, text in (("old", "guessed"), ("new", "new password"), ("again", "new password")):
        qtbot.keyClicks(field(page, f"password_{name}"), text)
    button = page.findChild(QPushButton, "password_change")
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: "does not fit" in note(page, "password_old"))
    assert keys.open_slot(slots, "wang", "old password") == KEY
    with pytest.raises(AppError):
        keys.open_slot(slots, "wang", "new password")


def test_guessing_the_present_password_is_paused_as_at_the_sign_in(
    page: SettingsPage, slots: Path, qtbot: QtBot
) -> None:
    for tried in [*["guessed"] * FAILURES_ALLOWED, "old password"]:
        for name, text in (("old", tried), ("new", "new password"), ("again", "new password")):
            field(page, f"password_{name}").setText(text)
        qtbot.keyClick(field(page, "password_again"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page._context.tasks.is_idle)
    assert "you can try again in 1:00" in note(page, "password_old")
    assert keys.open_slot(slots, "wang", "old password") == KEY
    with pytest.raises(AppError, match="sign_in_paused"):
        sign_ins.require_no_pause(slots.parent, "wang", page._context.now())


@pytest.mark.parametrize(
    ("old", "new", "again", "field_name"),
    [
        ("", "new password", "new password", "password_old"),
        ("old password", "short", "short", "password_new"),
        ("old password", "new password", "other", "password_again"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said_beside_it(
    page: SettingsPage, slots: Path, qtbot: QtBot, old: str, new: str, again: str, field_name: str
) -> None:
    for name, text in (("old", old), ("new", new), ("again", again)):
        qtbot.keyClicks(field(page, f"password_{name}"), text)
    qtbot.keyClick(field(page, "password_again"), Qt.Key.Key_Return)
    assert field(page, field_name).hasFocus()
    assert note(page, field_name) != ""
    assert keys.open_slot(slots, "wang", "old password") == KEY


def test_signing_out_is_asked_for(page: SettingsPage, qtbot: QtBot) -> None:
    button = page.findChild(QPushButton, "sign_out")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(page.sign_out_asked):
        button.click()
