"""The list of operators: found as one types, narrowed by filters that are remembered, worked by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester

from inspector_app.records.operators import LicenceState, OperatorKind
from inspector_app.records.people import Role
from inspector_app.ui.models.operator_list import OperatorEntry, OperatorList
from inspector_app.ui.models.paged_list import PAGE_SIZE
from inspector_app.ui.pages.operators import OperatorsPage
from inspector_app.ui.widgets.filter_box import FilterBox
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

LATER = "0ffffff{}-0000-7000-8000-000000000000"
"""Ids of records that are made after all others of a test."""


@pytest.fixture
def page(office: Office) -> OperatorsPage:
    office.receive(
        factories.operator(
            id=LATER.format(1), name="张三小超市", operator_kind=OperatorKind.FOOD_RETAILER, uscc="92990121MA0A1B2C2N"
        ),
        factories.operator(
            id=LATER.format(2),
            name="清河早点摊",
            operator_kind=OperatorKind.FOOD_STALL,
            licence_state=LicenceState.NONE,
        ),
    )
    return shown(office)


def shown(office: Office) -> OperatorsPage:
    made = OperatorsPage(office.context)
    office.qtbot.addWidget(made)
    made.resize(1166, 640)
    made.show()
    office.qtbot.waitExposed(made)
    office.settle()
    return made


def names(page: OperatorsPage) -> list[str]:
    model = page.findChild(RecordTable, "operators").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def type_in(page: OperatorsPage, office: Office, text: str) -> None:
    box = page.findChild(SearchBox, "operator_search")
    box.setFocus()
    with office.qtbot.waitSignal(box.search_changed):
        box.insert(text)  # QTest cannot type Chinese
    office.settle()


def choose(box: FilterBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_the_model_keeps_the_rules_of_qt(office: Office) -> None:
    model = OperatorList(office.context, office.context.tasks)
    ModelTester(None).check(model)
    page = shown(office)
    ModelTester(None).check(page.findChild(RecordTable, "operators").model())


def test_every_operator_is_shown_newest_first(page: OperatorsPage) -> None:
    assert names(page) == ["清河早点摊", "张三小超市", "杨柳村便民食杂店"]


@pytest.mark.parametrize("typed", ["超市", "zsxcs", "xiaochaoshi", "92990121"])
def test_characters_pinyin_and_numbers_find_an_operator(page: OperatorsPage, office: Office, typed: str) -> None:
    type_in(page, office, typed)
    assert names(page) == ["张三小超市"]


def test_a_row_tells_place_kind_licence_and_where_the_record_is(page: OperatorsPage) -> None:
    model = page.findChild(RecordTable, "operators").model()
    row = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert row[1:4] == ["Food stall", "清河镇 杨柳村", "No licence"]
    assert row[-1] == "At headquarters"


def test_enter_opens_the_only_operator_that_is_found(page: OperatorsPage, office: Office) -> None:
    box = page.findChild(SearchBox, "operator_search")
    box.setText("早点")
    with office.qtbot.waitSignal(page.operator_asked) as asked:
        office.qtbot.keyClick(box, Qt.Key.Key_Return)
    entry = page.findChild(RecordTable, "operators").model().record(page.findChild(RecordTable).model().index(0, 0))
    assert isinstance(entry, OperatorEntry)
    assert asked.args == [entry.operator.id]


def test_arrows_and_enter_open_an_operator(page: OperatorsPage, office: Office) -> None:
    box, table = page.findChild(SearchBox, "operator_search"), page.findChild(RecordTable, "operators")
    office.qtbot.keyClick(box, Qt.Key.Key_Down)
    office.qtbot.keyClick(table, Qt.Key.Key_Down)
    with office.qtbot.waitSignal(page.operator_asked) as asked:
        office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == [table.model().index(1, 0).data(Qt.ItemDataRole.UserRole + 1).id]


def test_a_filter_narrows_the_list_and_is_remembered(page: OperatorsPage, office: Office) -> None:
    choose(page.findChild(FilterBox, "filter_kind"), "FOOD_STALL")
    office.settle()
    assert names(page) == ["清河早点摊"]
    again = shown(office)
    assert names(again) == ["清河早点摊"]
    office.qtbot.mouseClick(again.findChild(QPushButton, "clear_filters"), Qt.MouseButton.LeftButton)
    office.settle()
    assert len(names(again)) == 3
    assert len(names(shown(office))) == 3


def test_the_township_filter_offers_the_townships_of_this_laptop(page: OperatorsPage, office: Office) -> None:
    box = page.findChild(FilterBox, "filter_township")
    assert [box.itemText(row) for row in range(box.count())] == ["All townships", "清河镇"]
    choose(box, factories.TOWNSHIP)
    office.settle()
    assert len(names(page)) == 3


def test_who_is_not_found_can_be_registered_under_what_was_typed(page: OperatorsPage, office: Office) -> None:
    type_in(page, office, "没有这家")
    button = page.findChild(QPushButton, "no_operators_action")
    assert button.isVisible()
    with office.qtbot.waitSignal(page.registration_asked) as asked:
        office.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["没有这家"]


def test_ctrl_n_registers_and_ctrl_f_goes_to_the_search(page: OperatorsPage, office: Office) -> None:
    with office.qtbot.waitSignal(page.registration_asked) as asked:
        page.findChild(QAction, "register_operator").trigger()
    assert asked.args == [""]
    page.findChild(RecordTable, "operators").setFocus()
    page.findChild(QAction, "search_operators").trigger()
    assert page.findChild(SearchBox, "operator_search").hasFocus()


def test_an_operator_that_arrives_is_shown_at_once(page: OperatorsPage, office: Office) -> None:
    office.receive(factories.operator(name="新来的店"))
    office.qtbot.waitUntil(lambda: "新来的店" in names(page))


def test_what_was_changed_here_says_so(page: OperatorsPage, office: Office) -> None:
    office.context.write(page, lambda act: act.save(office.laptop.shop.changed(remark="搬到隔壁")))
    model = page.findChild(RecordTable, "operators").model()
    office.qtbot.waitUntil(lambda: model.index(2, 7).data() == "On this laptop")


def test_a_long_list_comes_in_pages_and_says_that_more_follow(office: Office) -> None:
    office.receive(*(factories.operator(name=f"店{number}") for number in range(PAGE_SIZE + 20)))
    page = shown(office)
    count = page.findChild(QLabel, "operator_count")
    assert len(names(page)) == PAGE_SIZE
    assert "more follow" in count.text()
    page.findChild(RecordTable, "operators").model().fetchMore()
    office.qtbot.waitUntil(lambda: len(names(page)) == PAGE_SIZE + 21)
    assert "more follow" not in count.text()


def test_who_may_only_read_finds_no_shop_by_its_people(office: Office) -> None:
    office.receive(factories.operator(name="张三小超市", phone="13800002222"))
    reader = OperatorsPage(office.as_user(office.laptop.wang.changed(role=Role.READ_ONLY)))
    office.qtbot.addWidget(reader)
    for page, found in ((shown(office), ["张三小超市"]), (reader, [])):
        page.search("13800002222")
        office.settle()
        assert names(page) == found
    reader.search("zsxcs")
    office.settle()
    assert names(reader) == ["张三小超市"]
