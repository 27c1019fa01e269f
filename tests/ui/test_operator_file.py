"""An operator's file tells on one screen what is open, and leads to everything that can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QPushButton

from inspector_app.records.inspections import (
    Inspection,
    InspectionResult,
    InspectionState,
    Rectification,
    RectificationState,
    Subject,
)
from inspector_app.records.ledgers import Direction
from inspector_app.records.operators import LicenceType, Operator, OperatorKind, OperatorStatus, RiskGrade
from inspector_app.records.people import Role
from inspector_app.records.register import ShopCode
from inspector_app.services import shop_codes
from inspector_app.storage import rows
from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.pages import operator_code
from inspector_app.ui.pages.operator_file import OperatorFilePage
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.record_table import RecordTable
from sync.device.core import PhotoState
from sync.record import Conflict, Policy, new_id
from tests import factories
from tests.replica_fixtures import KEY
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

ACTIVE = {"status": OperatorStatus.ACTIVE, "risk_grade": RiskGrade.C, "pledge_signed_at": 1}


def opened(office: Office) -> OperatorFilePage:
    page = OperatorFilePage(office.context, office.laptop.shop.id)
    office.qtbot.addWidget(page)
    page.resize(1166, 640)
    page.show()
    office.qtbot.waitExposed(page)
    office.settle()
    return page


def cells(page: OperatorFilePage, name: str) -> list[list[str]]:
    model = page.findChild(RecordTable, f"{name}_table").model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def fact(page: OperatorFilePage, name: str) -> str:
    return page.findChild(QLabel, f"fact_{name}").text()


def visit(office: Office, **fields: object) -> Inspection:
    shop, wang = office.laptop.shop, office.laptop.wang
    return Inspection.model_validate(
        {
            "id": new_id(),
            "operator_id": shop.id,
            "author_id": wang.id,
            "device_id": office.laptop.device_id,
            "state": InspectionState.SIGNED,
            "subject": Subject(name=shop.name, operator_kind=OperatorKind.RURAL_STORE, address=shop.address),
            "checklist_id": new_id(),
            "checklist_sha256": "0" * 64,
            "inspectors": (factories.officer(wang),),
            "started_at": office.laptop.now - 86_400_000_000,
            "signed_at": office.laptop.now,
            "result": InspectionResult.BASICALLY_CONFORM,
            "score": 88,
        }
        | fields
    )


def order(office: Office, due: date, **fields: object) -> Rectification:
    return Rectification.model_validate(
        {
            "id": new_id(),
            "operator_id": office.laptop.shop.id,
            "inspection_id": new_id(),
            "finding_ids": (new_id(),),
            "demand": "清除过期食品\n第二行",
            "issued_on": due - timedelta(days=7),
            "due_on": due,
            "state": RectificationState.OPEN,
        }
        | fields
    )


def conflict(office: Office, **fields: object) -> Conflict:
    shop = office.laptop.shop
    return Conflict.model_validate(
        {
            "id": new_id(),
            "row_kind": "operator",
            "row_id": shop.id,
            "unit": "risk_grade",
            "base": None,
            "winner": "B",
            "loser": "D",
            "policy": Policy.MANUAL,
            "winner_by": office.laptop.wang.id,
            "loser_op": new_id(),
            "loser_by": office.laptop.li.id,
            "loser_at": office.laptop.now,
        }
        | fields
    )


def stored(office: Office) -> Operator:
    with office.context.sessions() as session:
        found = rows.find(session, Operator, office.laptop.shop.id)
    assert found is not None
    return found


def test_one_screen_tells_grade_last_visit_and_open_points(office: Office, today: date) -> None:
    office.receive(office.laptop.shop.changed(**ACTIVE), visit(office), order(office, today - timedelta(days=2)))
    page = opened(office)
    assert page.windowTitle() == office.laptop.shop.name
    assert page.findChild(Badge, "risk_badge").text() == "Risk C, raised"
    assert fact(page, "last_visit") == "17 Mar 2026, Basically conforms"
    assert "1 overdue" in fact(page, "open")
    assert cells(page, "visits")[0] == ["17 Mar 2026", "Routine inspection", "Basically conforms", "88", "王建国", ""]


def test_each_visit_tells_how_many_of_its_photos_are_at_hq(office: Office) -> None:
    made = visit(office)
    office.receive(made)
    taken = office.laptop.hold_photos(made.id, PhotoState.AT_HQ, PhotoState.WAITING)
    page = opened(office)
    assert cells(page, "visits")[0][-1] == "1 of 2 photos at headquarters"
    LocalBlobs(office.laptop.sessions, PhotoStore(Path(), KEY)).at_hq(taken[1].sha256)
    office.context.changes.announce({"evidence_item"})
    office.qtbot.waitUntil(lambda: cells(page, "visits")[0][-1] == "2 photos, all at headquarters")


def test_an_overdue_order_is_red_and_stands_first(office: Office, today: date) -> None:
    office.receive(
        office.laptop.shop.changed(**ACTIVE),
        order(office, today + timedelta(days=5)),
        order(office, today - timedelta(days=1)),
        order(office, today, state=RectificationState.CLOSED),
    )
    page = opened(office)
    model = page.findChild(RecordTable, "points_table").model()
    tone = Qt.ItemDataRole.UserRole + 2
    assert ["overdue" in row[0] for row in cells(page, "points")] == [True, False]
    assert [model.index(row, 0).data(tone) for row in (0, 1)] == ["bad", "info"]
    assert cells(page, "points")[0][1] == "To correct: 清除过期食品"


def test_papers_that_expire_are_told_beforehand(office: Office, today: date) -> None:
    shop = office.laptop.shop
    office.receive(
        shop.changed(**ACTIVE),
        factories.licence(shop.id, valid_until=today - timedelta(days=1)),
        factories.licence(shop.id, valid_until=today + timedelta(days=30), licence_type=LicenceType.STALL_CARD),
        factories.licence(shop.id, valid_until=today + timedelta(days=900), licence_type=LicenceType.SEED),
    )
    page = opened(office)
    assert sorted(row[1] for row in cells(page, "points")) == [
        "Filing for pre-packed food only has expired",
        "Stall card expires soon",
    ]
    assert sorted(row[2] for row in cells(page, "licences")) == ["Expired", "Expires soon", "Valid"]


def test_r_4_numbers_of_persons_are_masked(office: Office) -> None:
    shop = office.laptop.shop
    office.receive(factories.person(shop.id, name="张三", id_number="990101198002291233", phone="13800138000"))
    page = opened(office)
    assert fact(page, "phone") == "140****0001"
    row = next(row for row in cells(page, "persons") if row[0] == "张三")
    assert row[2:4] == ["990*************33", "138****8000"]


def test_stock_is_counted_by_batch_and_what_expired_is_told(office: Office, today: date) -> None:
    shop = office.laptop.shop
    office.receive(
        factories.ledger_entry(shop.id),
        factories.ledger_entry(shop.id, direction=Direction.OUT, quantity_milli=5_000),
        factories.ledger_entry(shop.id, batch_no="20240101", expiry_date=date(2025, 1, 1), quantity_milli=3_000),
        factories.ledger_entry(shop.id, batch_no="used up", quantity_milli=2_000),
        factories.ledger_entry(shop.id, batch_no="used up", quantity_milli=2_000, direction=Direction.OUT),
    )
    page = opened(office)
    assert [(row[1], row[2], row[3]) for row in cells(page, "batches")] == [
        ("20240101", "3 袋", "Expired"),
        ("20260301", "15 袋", "In date"),
    ]
    assert "1 expired" in page.findChild(QLabel, "batches_title").text()


@pytest.mark.parametrize(
    ("action", "signal"),
    [
        ("start_inspection", "inspection_start_asked"),
        ("open_ledger", "ledger_asked"),
        ("edit_operator", "edit_asked"),
    ],
)
def test_every_action_names_the_operator(office: Office, action: str, signal: str) -> None:
    page = opened(office)
    with office.qtbot.waitSignal(getattr(page, signal)) as asked:
        page.findChild(QAction, action).trigger()
    assert asked.args == [office.laptop.shop.id]


def test_enter_on_a_visit_opens_it(office: Office) -> None:
    made = visit(office)
    office.receive(made)
    page = opened(office)
    table = page.findChild(RecordTable, "visits_table")
    table.selectRow(0)
    with office.qtbot.waitSignal(page.inspection_asked) as asked:
        office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == [made.id]


def test_suspending_needs_a_reason(office: Office) -> None:
    office.receive(office.laptop.shop.changed(**ACTIVE))
    page = opened(office)
    for reason, after in (("", OperatorStatus.ACTIVE), ("停业整顿", OperatorStatus.SUSPENDED)):
        page.findChild(QAction, "move_SUSPENDED").trigger()
        dialog = page.window().findChild(QInputDialog, "status_reason_dialog")
        dialog.setTextValue(reason)
        dialog.accept()
        office.qtbot.wait(0)
        office.settle()
        assert stored(office).status is after
        office.qtbot.waitUntil(lambda: page.window().findChild(QInputDialog, "status_reason_dialog") is None)
    assert stored(office).status_reason == "停业整顿"
    office.qtbot.waitUntil(lambda: page.findChild(Badge, "status_badge").text() == "Suspended")
    assert page.findChild(QAction, "move_ACTIVE") is not None


def test_who_may_only_read_is_offered_nothing_to_write(office: Office) -> None:
    office.receive(office.laptop.shop.changed(**ACTIVE))
    reader = replace(office, context=office.as_user(office.laptop.wang.changed(role=Role.READ_ONLY)))
    page = opened(reader)
    names = ("inspect", "edit", "change_state")
    assert not any(page.findChild(QPushButton, name).isVisible() for name in names)
    assert not page.findChild(QAction, "edit_operator").isEnabled()


@pytest.mark.parametrize(("button", "grade"), [("conflict_keep", RiskGrade.B), ("conflict_take", RiskGrade.D)])
def test_a_conflict_shows_the_value_that_lost_and_is_decided_here(
    office: Office, button: str, grade: RiskGrade
) -> None:
    office.receive(office.laptop.shop.changed(risk_grade=RiskGrade.B), conflict(office))
    page = opened(office)
    assert page.findChild(QLabel, "conflict_winner").text() == "B, medium"
    assert page.findChild(QLabel, "conflict_loser").text() == "D, high"
    page.findChild(QPushButton, button).click()
    office.qtbot.waitUntil(lambda: not page.findChildren(QPushButton, button))
    assert stored(office).risk_grade is grade


def test_a_change_that_arrives_is_shown_at_once(office: Office) -> None:
    page = opened(office)
    office.receive(office.laptop.shop.changed(name="新招牌"))
    office.qtbot.waitUntil(lambda: page.windowTitle() == "新招牌")


def test_r_8_the_shops_code_is_saved_as_a_sheet_and_given_out_once(office: Office, tmp_path: Path) -> None:
    page = opened(office)
    page.findChild(QPushButton, "shop_code_sheet").click()
    office.qtbot.waitUntil(lambda: bool(page.window().findChildren(QFileDialog, "save_shop_code_as")))
    (dialog,) = page.window().findChildren(QFileDialog, "save_shop_code_as")
    dialog.reject()
    for name in ("first.pdf", "second.pdf"):
        operator_code.save(page, office.context, office.laptop.shop, tmp_path / name)
        office.qtbot.waitUntil((tmp_path / name).exists)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    with office.context.sessions() as session:
        (issued,) = rows.records(session, ShopCode, rows.columns(ShopCode))
        assert shop_codes.operator_of(session, issued.code) == office.laptop.shop
