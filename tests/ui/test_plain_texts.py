"""What somebody typed is shown as typed: a name with markup in it is no markup on any page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.services import inspections
from inspector_app.storage import search
from inspector_app.ui import registration_draft
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.workplace import Workplace
from tests import factories
from tests.replica_fixtures import Laptop, laptop
from tests.ui.workplaces import made_place

__all__ = ["laptop", "made_place"]

NAME = "<b>x</b><img src=x> A&B"


@pytest.fixture
def shop(laptop: Laptop) -> str:
    marked = factories.operator(name=NAME, registered_by=laptop.wang.id, address="<i>12</i>", remark="<u>r</u>")
    laptop.receive(marked, factories.person(marked.id, name="<b>o</b>"))
    with laptop.sessions.begin() as session:
        search.refresh(session, [(marked.kind, marked.id)])
    return marked.id


def labels(window: QWidget) -> list[QLabel]:
    return [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]


def shown(place: Workplace, qtbot: QtBot, show: Callable[[], object]) -> list[QLabel]:
    show()
    qtbot.waitUntil(lambda: place.context.tasks.is_idle)
    return labels(place.window)


def test_no_label_of_any_page_takes_a_name_for_markup(
    place: Workplace, laptop: Laptop, shop: str, qtbot: QtBot
) -> None:
    with laptop.acting(later_min=1) as act:
        visit = inspections.begin(act, shop).id
        draft = registration_draft.fresh(name=NAME)
        registration_draft.keep(act.session, registration_draft.key_of(laptop.wang.id), draft, act.now)
    named = {
        "home": lambda: place.window.show_page("HOME"),
        "operator": lambda: place.open_operator(shop),
        "visit": lambda: place.open_inspection(visit),
        "ledger": lambda: place.open_ledger(shop),
    }
    others = {
        "registration": lambda: place.edit_operator(shop),
        **{name: lambda name=name: place.window.show_page(name) for name in ("OPERATOR", "INSPECT", "SCAN", "SYNC")},
        "SETTINGS": lambda: place.window.show_page("SETTINGS"),
    }
    for page, show in {**others, **named}.items():
        found = shown(place, qtbot, show)
        assert found, page
        taken = [label.text() for label in found if label.textFormat() != Qt.TextFormat.PlainText]
        assert taken == [], page
        if page in named:
            assert any(NAME in label.text() for label in found), page


def test_a_question_about_a_name_shows_it_as_typed(place: Workplace, qtbot: QtBot) -> None:
    box = place.context.messages.ask(place.window, f"Remove {NAME}?", f"{NAME} goes.", "Remove", lambda: None)
    assert isinstance(box, QMessageBox)
    said = [label for label in labels(box) if NAME in label.text()]
    assert len(said) == 2
    assert {label.textFormat() for label in said} == {Qt.TextFormat.PlainText}
    box.reject()


def test_a_tool_tip_shows_a_name_as_typed(place: Workplace, qtbot: QtBot) -> None:
    place.context.messages.say(f"{NAME} is saved.")
    said = place.window.findChild(QWidget, "said")
    assert said is not None
    QApplication.sendEvent(said, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), said.mapToGlobal(QPoint(2, 2))))
    (tip,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QLabel) and each.isVisible()]
    assert tip.text() == f"{NAME} is saved."
    assert tip.textFormat() == Qt.TextFormat.PlainText


def test_the_ampersand_of_a_name_stays_on_a_button(app: QApplication, qtbot: QtBot) -> None:
    notice = Notice("kept")
    qtbot.addWidget(notice)
    notice.show_saying("info", NAME, [("open", f"Open {NAME}")])
    button: QAbstractButton | None = notice.findChild(QPushButton, "open")
    assert button is not None
    assert button.text() == f"Open {NAME.replace('&', '&&')}"
    assert button.shortcut().isEmpty()
