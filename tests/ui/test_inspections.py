"""The list of visits: what is unfinished first, page by page without gap; a new one begins by finding the operator."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMessageBox, QPushButton, QWidget
from pytestqt.modeltest import ModelTester

from inspector_app.records.inspections import Inspection, InspectionState, InspectionType
from inspector_app.records.operators import OperatorKind
from inspector_app.services import inspections as visits
from inspector_app.ui.models.inspection_list import InspectionList, fetching
from inspector_app.ui.pages.inspections import InspectionsPage
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.filter_box import FilterBox
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from sync.device.outbox import set_meta
from sync.record import new_id
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]


@pytest.fixture
def page(office: Office) -> InspectionsPage:
    made = InspectionsPage(office.context)
    office.qtbot.addWidget(made)
    made.resize(1166, 640)
    with office.qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    office.settle()
    return made


def visit(office: Office, started: int, state: InspectionState, author: str = "", **fields: Any) -> Inspection:
    """A visit that began so many minutes after the epoch."""
    shop = office.laptop.shop
    values = {
        "id": new_id(),
        "operator_id": shop.id,
        "author_id": author or office.laptop.wang.id,
        "device_id": office.laptop.device_id,
        "state": state,
        "subject": {"name": f"店{started}", "operator_kind": shop.operator_kind, "address": "杨柳村"},
        "checklist_id": new_id(),
        "checklist_sha256": "0" * 64,
        "started_at": started * factories.MINUTE,
        "signed_at": 1 if state == InspectionState.SIGNED else None,
        "voided_at": 1 if state == InspectionState.VOID else None,
    }
    return Inspection.model_validate(values | fields)


def shown(page: QWidget) -> list[str]:
    table: RecordTable = page.findChild(RecordTable, "inspections")
    model = table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(office: Office, box: ChoiceBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    office.settle()


def test_unfinished_visits_come_first_then_the_newest(page: InspectionsPage, office: Office) -> None:
    office.receive(
        visit(office, 1, InspectionState.IN_PROGRESS),
        visit(office, 2, InspectionState.SIGNED),
        visit(office, 3, InspectionState.COMPLETED),
        visit(office, 4, InspectionState.SIGNED, author=new_id()),
        visit(office, 5, InspectionState.VOID),
    )
    office.qtbot.waitUntil(lambda: len(shown(page)) == 5)
    assert shown(page) == ["店3", "店1", "店5", "店4", "店2"]


def test_a_colleagues_unfinished_visit_stands_below_ones_own_and_says_who_has_it(
    page: InspectionsPage, office: Office
) -> None:
    li = office.laptop.li
    held = visit(office, 2, InspectionState.IN_PROGRESS, author=li.id, inspectors=(factories.officer(li),))
    office.receive(
        visit(office, 1, InspectionState.IN_PROGRESS),
        held,
        visit(office, 3, InspectionState.SIGNED),
        visit(office, 4, InspectionState.SIGNED, author=li.id, inspectors=(factories.officer(li),)),
    )
    office.qtbot.waitUntil(lambda: len(shown(page)) == 4)
    assert shown(page) == ["店1", "店2", "店4", "店3"]
    model = page.findChild(RecordTable, "inspections").model()
    states = [model.index(row, model.columnCount() - 1).data() for row in range(4)]
    assert states == ["In progress", "In progress with 李明", "Signed", "Signed"]


def test_pages_follow_each_other_without_gap_or_repetition(office: Office) -> None:
    mine = [visit(office, n, InspectionState.IN_PROGRESS) for n in range(0, 40, 4)]
    held = [visit(office, n, InspectionState.COMPLETED, author=new_id()) for n in range(2, 40, 4)]
    others = [visit(office, n, InspectionState.SIGNED) for n in range(1, 200, 2)]
    office.receive(*mine, *held, *others)
    fetch = fetching(office.laptop.wang.id, None)
    with office.laptop.sessions() as session:
        whole = fetch(session, None, 1000)
        found: list[Inspection] = []
        while page := fetch(session, found[-1] if found else None, 7):
            found += page
    assert [each.id for each in found] == [each.id for each in whole]
    assert len({each.id for each in found}) == len(mine) + len(held) + len(others)
    assert [each.started_at for each in found[: len(mine)]] == sorted((m.started_at for m in mine), reverse=True)


def test_the_filter_shows_one_state_and_is_remembered(page: InspectionsPage, office: Office) -> None:
    office.receive(visit(office, 1, InspectionState.IN_PROGRESS), visit(office, 2, InspectionState.SIGNED))
    choose(office, page.findChild(FilterBox, "filter_state"), "SIGNED")
    office.qtbot.waitUntil(lambda: shown(page) == ["店2"])
    again = InspectionsPage(office.context)
    office.qtbot.addWidget(again)
    office.qtbot.waitUntil(lambda: shown(again) == ["店2"])


def test_the_list_keeps_the_rules_of_qt(office: Office, qtmodeltester: ModelTester, page: InspectionsPage) -> None:
    office.receive(visit(office, 1, InspectionState.IN_PROGRESS), visit(office, 2, InspectionState.SIGNED))
    office.settle()
    qtmodeltester.check(page.findChild(InspectionList))


def test_a_visit_begins_by_finding_the_operator(page: InspectionsPage, office: Office) -> None:
    page.findChild(QAction, "begin_inspection_action").trigger()
    choose(office, page.findChild(ChoiceBox, "choice_type"), "SPOT")
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        box: SearchBox = page.findChild(SearchBox, "choice_search")
        office.qtbot.keyClicks(box, "ylc")
        office.settle()
        office.qtbot.keyClick(box, Qt.Key.Key_Return)
    with office.laptop.acting() as act:
        begun = act.get(Inspection, asked.args[0])
    assert (begun.operator_id, begun.inspection_type) == (office.laptop.shop.id, InspectionType.SPOT)


def test_ones_own_unfinished_visit_goes_on(page: InspectionsPage, office: Office) -> None:
    with office.laptop.acting() as act:
        begun = visits.start(act, office.laptop.shop.id)
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        page.start(office.laptop.shop.id)
    assert asked.args == [begun.id]


def test_with_a_clock_that_was_set_back_no_visit_begins_unasked(page: InspectionsPage, office: Office) -> None:
    with office.laptop.sessions.begin() as session:
        set_meta(session, last_contact=office.laptop.now + 10 * 86_400_000_000)
    page.start(office.laptop.shop.id)
    office.settle()
    assert shown(page) == []
    box = page.findChild(QMessageBox, "decision")
    assert "is slow" in box.informativeText()
    with office.qtbot.waitSignal(page.inspection_asked):
        box.findChild(QPushButton, "decision_yes").click()


def test_a_colleagues_unfinished_visit_is_left_alone(page: InspectionsPage, office: Office) -> None:
    with office.laptop.acting(office.laptop.li) as act:
        theirs = visits.start(act, office.laptop.shop.id)
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        page.start(office.laptop.shop.id)
    assert asked.args != [theirs.id]


def test_pressing_twice_begins_one_visit(page: InspectionsPage, office: Office) -> None:
    page.start(office.laptop.shop.id)
    page.start(office.laptop.shop.id)
    office.qtbot.waitUntil(lambda: len(shown(page)) == 1)
    office.settle()
    assert len(shown(page)) == 1


def test_a_kind_without_a_list_says_so_and_nothing_begins(page: InspectionsPage, office: Office) -> None:
    market = factories.operator(name="清河集市", operator_kind=OperatorKind.MARKET_HOST, uscc=None)
    office.receive(market)
    with office.qtbot.waitSignal(office.context.messages.said) as said:
        page.start(market.id)
    assert "Market host" in said.args[1]
    page.start(office.laptop.shop.id)  # and the next one can begin
    office.qtbot.waitUntil(lambda: len(shown(page)) == 1)


def test_escape_leaves_the_choice(page: InspectionsPage, office: Office) -> None:
    page.findChild(QAction, "begin_inspection_action").trigger()
    choice = page.findChild(QWidget, "operator_choice")
    assert choice.isVisible()
    office.qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert not choice.isVisible()


def test_enter_opens_the_visit_under_the_cursor(page: InspectionsPage, office: Office) -> None:
    office.receive(visit(office, 1, InspectionState.SIGNED))
    office.qtbot.waitUntil(lambda: len(shown(page)) == 1)
    table: RecordTable = page.findChild(RecordTable, "inspections")
    table.take_focus()
    with office.qtbot.waitSignal(page.inspection_asked):
        office.qtbot.keyClick(table, Qt.Key.Key_Return)


def test_ones_own_draft_is_given_up_with_a_reason(page: InspectionsPage, office: Office) -> None:
    signed = visit(office, 2, InspectionState.SIGNED)
    office.receive(signed)
    with office.laptop.acting() as act:
        begun = visits.start(act, office.laptop.shop.id)
    office.context.changes.announce({"inspection"})
    office.qtbot.waitUntil(lambda: len(shown(page)) == 2)
    table: RecordTable = page.findChild(RecordTable, "inspections")
    button = page.findChild(QPushButton, "give_up")
    table.selectRow(1)
    assert not button.isVisible()
    table.selectRow(0)
    button.click()
    dialog = page.window().findChild(QInputDialog, "give_up_inspection")
    dialog.setTextValue("店铺已关门")
    dialog.accept()
    office.settle()
    with office.laptop.acting() as act:
        assert act.get(Inspection, begun.id).void_reason == "店铺已关门"
