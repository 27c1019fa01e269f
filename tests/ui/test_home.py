"""The home page tells what today asks for and leads there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import Inspector, Rectification, RectificationState
from inspector_app.records.notices import Alert, AlertLevel
from inspector_app.services import inspections
from inspector_app.services.alerts import require_read
from inspector_app.ui import registration_draft
from inspector_app.ui.pages.home import HomePage
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.widgets.record_table import RecordTable
from sync.device.outbox import set_meta
from sync.record import new_id
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

DAY_US = 86_400_000_000


def opened(office: Office) -> HomePage:
    page = HomePage(office.context)
    office.qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    office.qtbot.waitExposed(page)
    office.settle()
    return page


def cells(page: HomePage, name: str) -> list[list[str]]:
    model = page.findChild(RecordTable, f"{name}_table").model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def order(office: Office, due: date) -> Rectification:
    return Rectification(
        id=new_id(),
        operator_id=office.laptop.shop.id,
        inspection_id=new_id(),
        finding_ids=(new_id(),),
        demand="清除过期食品",
        issued_on=due - timedelta(days=7),
        due_on=due,
        state=RectificationState.OPEN,
    )


def test_it_says_what_day_it_is(office: Office) -> None:
    assert opened(office).findChild(QLabel, "today").text() == "Wednesday, 18 March 2026"


@pytest.mark.parametrize(("ahead_us", "words"), [(0, ""), (-10 * DAY_US, "is fast"), (10 * DAY_US, "is slow")])
def test_a_clock_that_cannot_be_right_is_told(office: Office, ahead_us: int, words: str) -> None:
    with office.laptop.sessions.begin() as session:
        set_meta(session, last_contact=office.laptop.now, clock_offset=ahead_us)
    said = opened(office).findChild(Notice, "clock").text()
    assert words in said
    assert bool(words) == bool(said)


def test_a_red_alert_is_read_on_the_page_and_stops_visits_no_longer(office: Office) -> None:
    common = {"published_in": "990101", "issued_at": office.laptop.now}
    red = Alert(
        id=new_id(), level=AlertLevel.RED, number="预警〔2026〕1号", title="停售<b>某</b>批次奶粉",
        text="检出三聚氰胺。", action="立即下架。", **common,
    )  # fmt: skip
    office.receive(
        red, Alert(id=new_id(), level=AlertLevel.BLUE, number="2", title="防汛", text="注意防潮。", **common)
    )
    page = opened(office)
    notice = page.findChild(Notice, "alert")
    assert notice.text() == "Red alert “停售<b>某</b>批次奶粉”. New visits begin once it is read. 1 more alert to read."
    notice.findChild(QPushButton, "read_alert").click()
    box = page.findChild(QMessageBox, "decision")
    assert box.text() == red.title
    assert [part in box.informativeText() for part in (red.number, red.text, red.action)] == [True] * 3
    box.findChild(QPushButton, "decision_yes").click()
    office.settle()
    assert notice.text() == "Blue alert “防汛”."
    with office.laptop.sessions() as session:
        require_read(office.context.acting(session))


def test_an_order_enters_at_midnight_of_the_day_after_and_one_that_is_far_off_does_not(
    office: Office, today: date
) -> None:
    due = [today - timedelta(days=1), today, today + timedelta(days=7), today + timedelta(days=8)]
    office.receive(*(order(office, day) for day in due))
    page = opened(office)
    model = page.findChild(RecordTable, "orders_table").model()
    tones = [model.index(row, 0).data(Qt.ItemDataRole.UserRole + 2) for row in range(model.rowCount())]
    assert tones == ["bad", "warning", "info"]
    assert cells(page, "orders")[0][1] == office.laptop.shop.name
    table = page.findChild(RecordTable, "orders_table")
    table.selectRow(0)
    with office.qtbot.waitSignal(page.operator_asked) as asked:
        office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == [office.laptop.shop.id]


def test_a_begun_visit_can_be_gone_on_with(office: Office) -> None:
    page = opened(office)
    assert cells(page, "drafts") == []
    begun = []
    office.context.write(page, lambda act: inspections.start(act, office.laptop.shop.id), begun.append)
    office.qtbot.waitUntil(lambda: len(cells(page, "drafts")) == 1)
    table = page.findChild(RecordTable, "drafts_table")
    table.selectRow(0)
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == [begun[0].id]


def test_where_there_is_little_room_no_row_is_hidden_below_a_scroll_bar(office: Office) -> None:
    with office.laptop.acting() as act:
        inspections.start(act, office.laptop.shop.id)
    page = opened(office)
    page.resize(560, 340)
    table = page.findChild(RecordTable, "drafts_table")
    office.qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0)
    office.qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() == 0)


def test_a_visit_in_which_one_is_second_officer_can_be_gone_on_with_too(office: Office) -> None:
    with office.laptop.acting(office.laptop.li) as act:
        visit = inspections.start(act, office.laptop.shop.id)
        inspections.start(act, office.laptop.shop.id)  # without a second officer
        officer = Inspector(user_id=office.laptop.wang.id, name="王建国", certificate_no="YL00000001")
        inspections.change(act, visit.id, inspectors=(*visit.inspectors, officer))
    with office.laptop.acting(later_min=-60) as act:
        inspections.start(act, office.laptop.shop.id)
    page = opened(office)
    assert [row[2] for row in cells(page, "drafts")] == ["In progress", "In progress with 李明"]
    page.findChild(RecordTable, "drafts_table").selectRow(1)
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        office.qtbot.keyClick(page.findChild(RecordTable, "drafts_table"), Qt.Key.Key_Return)
    assert asked.args == [visit.id]


def test_an_unfinished_registration_can_be_gone_on_with(office: Office) -> None:
    draft = registration_draft.fresh(name="没写完的店")
    with office.laptop.sessions.begin() as session:
        registration_draft.keep(session, registration_draft.key_of(office.laptop.wang.id), draft, office.laptop.now)
    page = opened(office)
    assert "没写完的店" in page.findChild(Notice, "kept_registration").text()
    with office.qtbot.waitSignal(page.registration_asked):
        page.findChild(QPushButton, "go_on").click()


def test_what_waits_for_headquarters_is_counted(office: Office) -> None:
    page = opened(office)
    summary = page.findChild(QLabel, "sync_summary")
    assert "Everything is at headquarters." in summary.text()
    office.context.write(page, lambda act: act.save(office.laptop.shop.changed(remark="搬到隔壁")))
    office.qtbot.waitUntil(lambda: "1 change(s) wait" in summary.text() or "1 change waits" in summary.text())


def test_r_7_numbers_are_warned_of_when_a_fifth_is_left(office: Office) -> None:
    page = opened(office)
    assert page.findChild(Notice, "low_numbers").text() == ""
    used = [
        f"{factories.COUNTY}-SR-2026-0001-{number:04}"
        for number in range(1, 17)  # 16 of 20
    ]
    office.receive(*(_document(office, number) for number in used))
    office.qtbot.waitUntil(lambda: "(4 of 20)" in page.findChild(Notice, "low_numbers").text())


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("do_register", "registration_asked"),
        ("do_inspect", "inspect_asked"),
        ("do_scan", "scan_asked"),
        ("do_ledger", "ledger_asked"),
    ],
)
def test_every_big_button_leads_on(office: Office, button: str, signal: str) -> None:
    page = opened(office)
    with office.qtbot.waitSignal(getattr(page, signal)):
        office.qtbot.keyClick(page.findChild(QPushButton, button), Qt.Key.Key_Space)


def test_enter_is_enough_to_begin(office: Office) -> None:
    page = opened(office)
    page.activateWindow()
    page.setFocus()
    button = page.findChild(QPushButton, "do_register")
    office.qtbot.waitUntil(button.hasFocus)
    with office.qtbot.waitSignal(page.registration_asked):
        office.qtbot.keyClick(button, Qt.Key.Key_Return)


def _document(office: Office, number: str) -> Document:
    return Document(
        id=new_id(),
        operator_id=office.laptop.shop.id,
        document_type=DocumentType.SITE_RECORD,
        number=number,
        title="现场检查笔录",
        html="",
        html_sha256="0" * 64,
        made_at=1,
        made_by=office.laptop.wang.id,
    )
