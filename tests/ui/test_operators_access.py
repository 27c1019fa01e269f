"""The operator pages by keyboard and screen reader: what can be reached has a name, and all of it can be reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from inspector_app.ui import language
from inspector_app.ui.context import Context
from inspector_app.ui.pages.home import HomePage
from inspector_app.ui.pages.operator_file import OperatorFilePage
from inspector_app.ui.pages.operators import OperatorsPage
from inspector_app.ui.pages.registration import RegistrationPage
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

PAGES: dict[str, Callable[[Context, str], QWidget]] = {
    "home": lambda context, shop: HomePage(context),
    "operators": lambda context, shop: OperatorsPage(context),
    "registration": lambda context, shop: RegistrationPage(context),
    "change": lambda context, shop: RegistrationPage(context, shop),
    "file": lambda context, shop: OperatorFilePage(context, shop),
}


@pytest.fixture(params=sorted(PAGES))
def page(request: pytest.FixtureRequest, office: Office) -> QWidget:
    shop = office.laptop.shop
    office.receive(factories.licence(shop.id), factories.ledger_entry(shop.id))
    made = PAGES[request.param](office.context, shop.id)
    office.qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    office.qtbot.waitExposed(made)
    office.settle()
    return made


def focusable(page: QWidget) -> list[QWidget]:
    return [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
    ]


def test_a_5_everything_that_can_be_focused_has_a_name(page: QWidget) -> None:
    nameless = [
        each.objectName() or type(each).__name__
        for each in focusable(page)
        if not (each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()))
    ]
    assert nameless == []


def test_a_3_tab_reaches_everything(page: QWidget) -> None:
    wanted, seen = set(focusable(page)), set()
    page.setFocus()
    for _ in range(2 * len(wanted) + 4):
        seen.add(QApplication.focusWidget())
        page.focusNextPrevChild(True)
    assert [each.objectName() for each in wanted - seen] == []


def test_a_4_at_200_percent_nothing_is_wider_than_the_page(page: QWidget) -> None:
    page.resize(600, 300)  # 1366x768 at 200 %, without rail and bars
    QApplication.sendPostedEvents()
    wide = [
        each.objectName() or type(each).__name__
        for each in page.findChildren(QWidget)
        if each.isVisible() and each.mapTo(page, each.rect().topRight()).x() > page.width()
        and not any(isinstance(parent, QWidget) and parent.objectName().endswith(("_table", "operators"))
                    for parent in _parents(each, page))
    ]  # fmt: skip
    assert wide == []


def test_texts_follow_the_language(page: QWidget, app: QApplication) -> None:
    before = page.windowTitle()
    language.install(app, "zh_CN")
    QApplication.sendPostedEvents()
    texts = [button.text() for button in page.findChildren(QAbstractButton) if button.isVisible() and button.text()]
    assert not [text for text in texts if text.isascii()]
    language.install(app, "en")
    QApplication.sendPostedEvents()
    assert page.windowTitle() == before


def _parents(widget: QWidget, top: QWidget) -> list[QWidget]:
    found = []
    while (parent := widget.parentWidget()) is not None and parent is not top:
        found.append(parent)
        widget = parent
    return found
