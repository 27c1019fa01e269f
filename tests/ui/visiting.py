"""A visit's page as somebody at the keyboard has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.services import inspections as visits
from inspector_app.storage import rows
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.pages.inspection import InspectionPage
from inspector_app.ui.pages.inspection_items import ItemList
from tests.replica_fixtures import KEY
from tests.ui.office import Office

FINE, FAILED = AnswerCode.CONFORM, AnswerCode.NONCONFORM


class Visit:
    """The page of a visit as somebody at the keyboard has it."""

    def __init__(self, office: Office, store: PhotoStore, visit_id: str) -> None:
        self.office, self.id = office, visit_id
        self.page = InspectionPage(office.context, store, visit_id)
        office.qtbot.addWidget(self.page)
        self.page.resize(1166, 640)
        with office.qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.settle()
        self.presses = 0

    @property
    def items(self) -> ItemList:
        return self.child(ItemList, "visit_items")

    @property
    def remark(self) -> QPlainTextEdit:
        return self.child(QPlainTextEdit, "item_remark")

    def child(self, kind: type[Any], name: str) -> Any:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def settle(self) -> None:
        self.office.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.office.settle()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys as they come: to whatever has the focus."""
        for key in keys:
            self.presses += 1
            self.office.qtbot.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def write(self, text: str) -> None:
        self.presses += len(text)
        for letter in text:  # an input method commits what is not on the keyboard
            widget = QApplication.focusWidget()
            assert isinstance(widget, QPlainTextEdit | QLineEdit)
            widget.insertPlainText(letter) if isinstance(widget, QPlainTextEdit) else widget.insert(letter)

    def stored(self) -> Inspection:
        """What the disk holds."""
        with self.office.laptop.sessions() as session:
            found = rows.find(session, Inspection, self.id)
        assert found is not None
        return found

    def answer(self, item_id: str) -> Answer | None:
        return self.stored().answers.get(item_id)

    def go_to(self, item_id: str) -> None:
        self.items.go_to(item_id)
        self.items.setFocus()


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def begin(office: Office, store: PhotoStore) -> Callable[..., Visit]:
    def make(**fields: Any) -> Visit:
        with office.laptop.acting() as act:
            visit = visits.start(act, office.laptop.shop.id)
            if fields:
                act.save(visit.changed(**fields))
        return Visit(office, store, visit.id)

    return make


@pytest.fixture
def visit(begin: Callable[..., Visit]) -> Visit:
    made = begin()
    made.items.setFocus()
    return made
