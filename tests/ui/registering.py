"""A registration's page as somebody at the keyboard has it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from inspector_app.records.operators import Operator
from inspector_app.storage import operators, rows
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui.pages.registration import RegistrationPage
from inspector_app.ui.widgets.choice_box import ChoiceBox
from tests import factories
from tests.ui.office import Office

GOOD = {
    "name": "杨柳村新开食杂店",
    "address": "杨柳村8号",
    "uscc": "92990121MA0A1B2C2N",
    "person_name": "李桂芳",
    "person_id_number": "990101198002291233",
    "phone": "13800138000",
}


def opened(office: Office, operator_id: str = "", text: str = "") -> RegistrationPage:
    page = RegistrationPage(office.context, operator_id, text)
    office.qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    office.qtbot.waitExposed(page)
    office.settle()
    return page


def fill(page: RegistrationPage, office: Office, name: str, text: str) -> None:
    """As a person does: into the field, over what stands there, and out of it."""
    line = page.findChild(QLineEdit, name)
    line.setFocus()
    line.selectAll()
    if text.isascii() and text:
        office.qtbot.keyClicks(line, text)
    else:
        line.setText(text)
        line.textEdited.emit(text)


def choose(page: QWidget, name: str, value: str) -> None:
    box = page.findChild(ChoiceBox, name)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def fill_all(page: RegistrationPage, office: Office, **other: str) -> None:
    for name, text in (GOOD | other).items():
        fill(page, office, name, text)
    choose(page, "division_code", factories.TOWNSHIP)
    office.settle()


def note(page: QWidget, name: str) -> str:
    return page.findChild(QLabel, f"{name}_row_note").text()


def checked(page: RegistrationPage, office: Office) -> None:
    office.qtbot.wait(0)
    office.qtbot.waitUntil(lambda: not page._check_timer.isActive())
    office.settle()


def press_save(page: RegistrationPage, office: Office) -> None:
    page.findChild(QAction, "save_registration").trigger()
    office.settle()


def saved_operator(office: Office, name: str) -> Operator:
    with office.context.sessions() as session:
        found = operators.page(session, OperatorFilter(text=name), None, 10)
    assert len(found) == 1
    return found[0]


def find(office: Office, cls: type[Any], row_id: str) -> Any:
    with office.context.sessions() as session:
        return rows.find(session, cls, row_id)
