"""The ledger's page as somebody at the keyboard has it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.records.ledgers import LedgerEntry
from inspector_app.storage import ledgers
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger import LedgerPage
from tests import factories
from tests.replica_fixtures import Laptop

NOODLES = "6901234567892"
"""A code that the county knows."""


@pytest.fixture
def at_work(context: Context, laptop: Laptop) -> Context:
    laptop.receive(factories.product())
    return replace(context, sessions=laptop.sessions, user=laptop.wang, device_id=laptop.device_id)


@pytest.fixture
def page(at_work: Context, laptop: Laptop, qtbot: QtBot) -> LedgerPage:
    made = shown(at_work, qtbot)
    opened(made, laptop, qtbot)
    return made


def shown(context: Context, qtbot: QtBot) -> LedgerPage:
    page = LedgerPage(context)
    qtbot.addWidget(page)
    page.resize(1178, 670)
    page.show()
    qtbot.waitExposed(page)
    return page


def opened(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.open_for(laptop.shop.id)
    qtbot.waitUntil(lambda: text_of(page, "ledger_operator") == laptop.shop.name)
    settle(page, qtbot)


def settle(page: LedgerPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._context.tasks.is_idle)


def text_of(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def edit(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def type_into(page: QWidget, qtbot: QtBot, **fields: str) -> None:
    for name, text in fields.items():
        field = edit(page, name)
        field.setFocus()
        field.clear()
        if text.isascii():
            qtbot.keyClicks(field, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(field, composed)


def fill_delivery(page: QWidget, qtbot: QtBot) -> None:
    type_into(page, qtbot, partner_name="Grain wholesale", partner_phone="14000000009",
              partner_address="Grain street 3", voucher_no="A-1")  # fmt: skip


def save(page: LedgerPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)


def book(laptop: Laptop) -> list[LedgerEntry]:
    with laptop.sessions() as session:
        return ledgers.all_of_operator(session, laptop.shop.id)


def text_of_button(page: QWidget, name: str) -> str:
    return button(page, name).text()


def reason(page: QWidget) -> QComboBox:
    found = page.findChild(QComboBox, "missing_reason")
    assert isinstance(found, QComboBox)
    return found
