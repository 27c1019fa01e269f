"""The search over everything: one list of all kinds, worked by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from inspector_app.records.oversight import Access, AccessLog
from inspector_app.services.reference_search import ReferenceSearch
from inspector_app.storage import search
from inspector_app.storage.rows import columns, records
from inspector_app.ui.pages.found import FoundPage, kind_name
from inspector_app.ui.pages.operator_file import OperatorFilePage
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.workplace import Workplace
from tests import factories
from tests.replica_fixtures import Laptop
from tests.ui.office import Office, laptop, made_office
from tests.ui.workplaces import made_place

__all__ = ["laptop", "made_office", "made_place"]


@pytest.fixture
def page(office: Office, qtmodeltester: ModelTester) -> FoundPage:
    office.receive(factories.operator(name="卖苏丹红的店"), factories.product(name="辣椒粉"))
    made = FoundPage(office.context, ReferenceSearch())
    office.qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    office.qtbot.waitExposed(made)
    qtmodeltester.check(made.findChild(RecordTable, "found").model())
    return made


def lines(page: FoundPage) -> list[tuple[str, str]]:
    model = page.findChild(RecordTable, "found").model()
    return [(str(model.index(row, 0).data()), str(model.index(row, 1).data())) for row in range(model.rowCount())]


def test_a_2_everything_that_meets_the_text_is_in_one_list_the_nearest_first(page: FoundPage, office: Office) -> None:
    page.search("苏丹红")
    office.settle()
    found = lines(page)
    assert found[0] == (kind_name("substance"), "苏丹红")
    assert (kind_name("operator"), "卖苏丹红的店") in found


def test_the_chosen_line_tells_what_does_not_fit_into_it(page: FoundPage, office: Office) -> None:
    detail = page.findChild(QLabel, "found_detail")
    page.search("苏丹红")
    office.settle()
    assert not detail.isVisible()
    office.qtbot.keyClick(page.findChild(SearchBox, "found_search"), Qt.Key.Key_Down)
    assert detail.isVisible()
    assert "辣椒粉" in detail.text()
    assert "Sudan red" in detail.text()


def test_enter_opens_the_shop_of_a_line(page: FoundPage, office: Office) -> None:
    page.search("卖苏丹")
    office.settle()
    table = page.findChild(RecordTable, "found")
    table.take_focus()
    with office.qtbot.waitSignal(page.record_asked) as asked:
        office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args[0] == "operator"


def test_nothing_found_is_said_and_nothing_typed_is_not(page: FoundPage, office: Office) -> None:
    empty = page.findChild(EmptyState, "nothing_found")
    for text, is_said in (("zzzzzz", True), ("", False), ("龘", True)):
        page.search(text)
        office.settle()
        assert empty.isVisible() is is_said
        assert lines(page) == []


def test_ctrl_k_and_a_name_lead_to_the_shop_and_back_to_what_was_found(
    place: Workplace, laptop: Laptop, qtbot: QtBot
) -> None:
    with laptop.sessions.begin() as session:
        search.refresh(session, [(laptop.shop.kind, laptop.shop.id)])
    window = place.window
    window.show_page("HOME")
    window.search_asked.emit("便民")
    found = window.current_page()
    assert isinstance(found, FoundPage)
    assert window.focusWidget().objectName() == "found_search"
    qtbot.waitUntil(lambda: bool(lines(found)))
    window.search_asked.emit("便民食杂店")
    assert window.current_page() is found
    qtbot.waitUntil(lambda: place.context.tasks.is_idle)
    found.record_asked.emit("operator", laptop.shop.id)
    assert isinstance(window.current_page(), OperatorFilePage)
    window.go_back()
    assert window.current_page() is found
    window.go_back()
    window.search_asked.emit("")
    assert not isinstance(window.current_page(), FoundPage)


def test_whom_a_search_shows_is_logged_once_and_without_the_words_typed(page: FoundPage, office: Office) -> None:
    shop = factories.operator(name="杨柳村便民店")
    owner = factories.person(shop.id, name="钱广财")
    office.receive(shop, owner)
    for typed in ("钱广", "钱广财", "苏丹红"):
        page.search(typed)
        office.settle()
    with office.context.sessions() as session:
        entries = records(session, AccessLog, columns(AccessLog))
    assert [(each.access, each.entity, each.entity_id) for each in entries] == [
        (Access.SEARCH_PERSON, "person", owner.id)
    ]
    assert "钱" not in str([each.wire() for each in entries])
