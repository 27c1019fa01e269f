"""What a person can act on is a sentence; a bug is said once, with a report to copy."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import inspector_app
from inspector_app.domain.problems import Code, Problem
from inspector_app.errors import AppError
from inspector_app.services.acting import Acting, Refused
from inspector_app.settings import Wrong
from inspector_app.ui import sync_sentences
from inspector_app.ui.messages import Messages
from inspector_app.ui.sentences import OTHER, SENTENCES, sentence, wrong_settings
from sync.device.problem import ProblemKind, SyncProblem
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]


@pytest.fixture
def owner(app: QApplication, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def boxes(owner: QWidget) -> list[QMessageBox]:
    return [box for box in owner.findChildren(QMessageBox) if box.isVisible()]


def test_a_known_error_is_a_sentence_in_the_status_line_without_a_dialog(owner: QWidget, qtbot: QtBot) -> None:
    messages = Messages()
    with qtbot.waitSignal(messages.said) as said:
        messages.show(owner, SyncProblem(ProblemKind.UNREACHABLE, retryable=True))
    assert said.args == ["warning", sync_sentences.PROBLEMS[ProblemKind.UNREACHABLE]]
    assert boxes(owner) == []


def test_an_error_without_a_sentence_of_its_own_still_says_what_is_safe(app: QApplication) -> None:
    assert sentence(AppError("nobody_knows")) == OTHER
    assert "safe" in OTHER


def test_no_sentence_shows_a_code_or_an_empty_place(app: QApplication) -> None:
    for code, text in SENTENCES.items():
        assert code not in text
        fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        shown = sentence(AppError(code, **dict.fromkeys(fields, "X")))
        assert "{" not in shown


def codes_raised() -> set[str]:
    """Every code that the desktop's own packages raise."""
    root = Path(inspector_app.__file__).parent
    texts = (
        file.read_text(encoding="utf-8")
        for package in ("services", "storage", "capture", "documents")
        for file in (root / package).rglob("*.py")
    )
    return {code for text in texts for code in re.findall(r'raise AppError\(\s*"([a-z_]+)"', text)}


def test_h_10_every_code_that_is_raised_has_its_sentence() -> None:
    assert codes_raised() - set(SENTENCES) == set()
    assert "disk_full" in codes_raised()


def test_a_refusal_says_what_stands_in_the_way(app: QApplication) -> None:
    missing = [Problem("a field", Code.REQUIRED), Problem("another", Code.REQUIRED)]
    assert sentence(Refused([*missing, Problem("a third", Code.DATE_FUTURE)])) == (
        "Please fill this in. This date lies in the future."
    )


def failing(place: int) -> Exception:
    try:
        raise RuntimeError("secret 13800000000") if place else KeyError("x")
    except Exception as exc:
        return exc


def test_a_bug_is_shown_once_and_its_report_can_be_copied(owner: QWidget, qtbot: QtBot) -> None:
    messages = Messages()
    bug = failing(1)
    messages.show(owner, bug)
    messages.show(owner, bug)
    assert len(boxes(owner)) == 1
    copy = boxes(owner)[0].findChild(QPushButton, "copy_report")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert "RuntimeError" in QGuiApplication.clipboard().text()


def test_a_decision_is_taken_only_by_its_own_button(owner: QWidget) -> None:
    taken: list[bool] = []
    messages = Messages()
    for press in ("qt_cancel", "decision_yes"):
        box = messages.ask(owner, "Leave?", "What is typed is lost.", "Leave", lambda: taken.append(True))
        if press == "decision_yes":
            button = box.findChild(QPushButton, press)
            assert isinstance(button, QPushButton)
            button.click()
        else:
            assert box.defaultButton() is box.escapeButton()
            box.reject()
    assert taken == [True]


def test_a_setting_that_cannot_be_used_is_named_with_what_is_used_instead(app: QApplication) -> None:
    file = Path("folder") / "settings.json"
    wrong = [Wrong(file, "sync_every_s", -5, 300)]
    one = "“sync_every_s” -5 (300 is used instead)"
    assert wrong_settings(wrong) == f"In settings.json this cannot be used: {one}. Choose again in the settings."
    both = wrong_settings([*wrong, Wrong(file, "theme", "pink", "system")])
    assert f"{one}, “theme” pink (system is used instead)." in both


def test_only_what_was_saved_after_the_disk_was_full_tells_of_room(office: Office) -> None:
    context, said = office.context, []
    context.messages.said.connect(lambda tone, text: said.append(tone))

    def save(act: Acting) -> None:
        act.save(office.laptop.shop.changed(remark="改"))

    def fail(_: Acting) -> None:
        raise AppError("disk_full")

    with office.laptop.sessions.begin():  # nobody can write yet
        context.write(context.changes, save)
        context.messages.show(context.changes, AppError("disk_full"))
    office.settle()
    assert said == ["bad"]
    context.write(context.changes, lambda act: None)  # writes nothing
    context.write(context.changes, fail)
    office.settle()
    assert said == ["bad", "bad"]
    context.write(context.changes, lambda act: act.save(office.laptop.shop.changed(remark="好")))
    office.settle()
    assert said == ["bad", "bad", "good"]
