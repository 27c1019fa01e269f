"""A registration is checked as one types, kept through a crash, and saved once nothing stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from inspector_app.records.operators import Licence, Operator, OperatorStatus, Person
from inspector_app.storage import operators, rows
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui import registration_draft
from inspector_app.ui.pages.registration import RegistrationPage
from inspector_app.ui.widgets.checked_line import CheckedLine
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.notice import Notice
from tests import factories
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

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


def test_a_whole_registration_is_saved_with_owner_and_waits_for_verification(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    with office.qtbot.waitSignal(page.saved) as saved:
        press_save(page, office)
    operator = saved_operator(office, "新开食杂店")
    assert saved.args == [operator.id]
    assert (operator.status, operator.division_code) == (OperatorStatus.CAPTURED, factories.VILLAGE)
    with office.context.sessions() as session:
        owner = operators.persons_of(session, operator.id)[0]
    assert (owner.name, owner.id_number) == ("李桂芳", "990101198002291233")
    assert owner.id_hmac


def test_with_verification_and_pledge_the_operator_is_active(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    for name in ("verified", "pledged"):
        box = page.findChild(QCheckBox, name)
        box.setFocus()
        office.qtbot.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked()
    assert "18 Mar 2026" in page.findChild(QLabel, "verified_note").text()
    press_save(page, office)
    assert saved_operator(office, "新开食杂店").status is OperatorStatus.ACTIVE


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("person_id_number", "990101198002291234", "last character does not fit"),
        ("person_id_number", "990101198013291233", "not a day of the calendar"),
        ("uscc", "92990101MAO0000C5L", "never I, O, S"),
        ("uscc", "92990101MA00000C5M", "last character does not fit"),
        ("reg_no", "990101600000012", "last digit does not fit"),
        ("phone", "1380013800", "11 digits"),
        ("longitude", "east", "from -180 to 180"),
        ("longitude", "999", "from -180 to 180"),
        ("latitude", "99", "from -90 to 90"),
        ("staff_count", "-5", "from 0 to 100,000"),
        ("staff_count", "two", "whole number"),
        ("staff_count", "2.5", "whole number"),
        ("floor_area_m2", "12345678901234", "from 0 to 10,000,000"),
    ],
)
def test_a_wrong_number_is_told_while_it_is_typed(office: Office, field: str, text: str, said: str) -> None:
    page = opened(office)
    fill(page, office, field, text)
    office.qtbot.waitUntil(lambda: said in note(page, field))


@pytest.mark.parametrize("typed", ["-5", "2.5", "12345678901234", "五"])
def test_an_impossible_number_stays_as_typed_and_stops_the_saving(office: Office, typed: str) -> None:
    page = opened(office)
    fill_all(page, office, floor_area_m2=typed)
    with office.qtbot.assertNotEmitted(page.saved):
        press_save(page, office)
    line = page.findChild(QLineEdit, "floor_area_m2")
    assert (line.text(), line.hasFocus()) == (typed, True)
    fill(page, office, "floor_area_m2", "85")
    with office.qtbot.waitSignal(page.saved):
        press_save(page, office)
    assert saved_operator(office, "新开食杂店").floor_area_m2 == 85


def test_an_impossible_number_survives_a_crash_as_it_was_typed(office: Office) -> None:
    page = opened(office)
    fill(page, office, "name", "没写完的店")
    fill(page, office, "staff_count", "-5")
    office.qtbot.waitUntil(lambda: _kept(office) is not None and "-5" in str(_kept(office)))
    page.deleteLater()
    assert opened(office).findChild(QLineEdit, "staff_count").text() == "-5"


def test_pressing_save_does_not_turn_another_wrong_number_right(office: Office) -> None:
    page = opened(office)
    fill_all(page, office, staff_count="-5", uscc="92990101MA00000C5X")
    office.qtbot.waitUntil(lambda: "does not fit" in note(page, "uscc"))
    press_save(page, office)
    assert "does not fit" in note(page, "uscc")
    assert not page.findChild(CheckedLine, "uscc").is_right()


def test_a_right_number_gets_its_tick_and_loses_it_again(office: Office) -> None:
    page = opened(office)
    line = page.findChild(CheckedLine, "uscc")
    fill(page, office, "uscc", "92990101MA00000C5L")
    office.qtbot.waitUntil(line.is_right)
    office.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    office.qtbot.waitUntil(lambda: not line.is_right())


def test_a_number_half_typed_is_counted_and_not_blamed(office: Office) -> None:
    page = opened(office)
    fill(page, office, "uscc", "92990101")
    office.qtbot.waitUntil(lambda: "8 of 18" in note(page, "uscc"))
    fill(page, office, "reg_no", "9901016000")
    office.qtbot.waitUntil(lambda: "10 of 15" in note(page, "reg_no"))
    page.findChild(QLineEdit, "name").setFocus()
    office.qtbot.waitUntil(lambda: "taken as an old number" in note(page, "reg_no"))
    page.findChild(QLineEdit, "name").setFocus()
    office.qtbot.waitUntil(lambda: "has 18 characters" in note(page, "uscc"))


def test_an_empty_form_is_not_full_of_mistakes_until_it_is_to_be_saved(office: Office) -> None:
    page = opened(office)
    checked(page, office)
    assert note(page, "address") == "So that a colleague finds it"
    press_save(page, office)
    assert "how to find" in note(page, "address")
    assert "or choose why" in note(page, "uscc")
    assert page.findChild(QLineEdit, "name").hasFocus()
    with office.context.sessions() as session:
        assert len(operators.page(session, OperatorFilter(), None, 10)) == 1


def test_a_missing_number_needs_a_reason_from_the_list(office: Office) -> None:
    page = opened(office)
    fill_all(page, office, uscc="")
    press_save(page, office)
    assert "why it is missing" in note(page, "uscc")
    choose(page, "number_missing_reason", "未办理营业执照")
    press_save(page, office)
    assert saved_operator(office, "新开食杂店").number_missing_reason == "未办理营业执照"


def test_a_licence_check_digit_is_a_warning_and_does_not_stop_the_saving(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    page.findChild(QPushButton, "add_licence").click()
    fill(page, office, "licence_number", "JY29901210012345")
    office.qtbot.waitUntil(lambda: "a misprint is a finding" in note(page, "licence_number"))
    press_save(page, office)
    operator = saved_operator(office, "新开食杂店")
    with office.context.sessions() as session:
        assert [each.number for each in operators.licences_of(session, operator.id)] == ["JY29901210012345"]


def test_a_licence_of_another_form_is_refused_with_its_own_sentence(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    page.findChild(QPushButton, "add_licence").click()
    fill(page, office, "licence_number", "JY49901210012340")
    press_save(page, office)
    assert "1 (sales), 2 (catering) or 3 (canteen)" in note(page, "licence_number")


def test_the_same_identity_is_shown_before_it_is_saved(office: Office) -> None:
    page = opened(office)
    fill_all(page, office, uscc=office.laptop.shop.uscc or "")
    notice = page.findChild(Notice, "same_notice")
    office.qtbot.waitUntil(lambda: office.laptop.shop.name in notice.text())
    press_save(page, office)
    with office.context.sessions() as session:
        assert len(operators.by_uscc(session, office.laptop.shop.uscc or "")) == 1
    with office.qtbot.waitSignal(page.operator_asked) as asked:
        page.findChild(QPushButton, f"open_{office.laptop.shop.id}").click()
    assert asked.args == [office.laptop.shop.id]
    page.findChild(QPushButton, "accept_same").click()
    press_save(page, office)
    with office.context.sessions() as session:
        assert len(operators.by_uscc(session, office.laptop.shop.uscc or "")) == 2


def test_what_is_typed_survives_a_crash(office: Office) -> None:
    page = opened(office)
    fill(page, office, "name", "没写完的店")
    page.findChild(QPushButton, "add_licence").click()
    fill(page, office, "licence_number", "JY2")
    office.qtbot.waitUntil(lambda: _kept(office) is not None and "JY2" in str(_kept(office)))
    page.deleteLater()  # nothing asked, nothing said: as if the power had failed

    again = opened(office)
    assert again.findChild(QLineEdit, "name").text() == "没写完的店"
    assert again.findChild(QLineEdit, "licence_number").text() == "JY2"
    assert "going on with" in again.findChild(Notice, "draft_notice").text()


def test_a_draft_can_be_thrown_away_and_brought_back(office: Office) -> None:
    first = opened(office)
    fill(first, office, "name", "没写完的店")
    office.qtbot.waitUntil(lambda: _kept(office) is not None)
    page = opened(office)
    page.findChild(QPushButton, "start_afresh").click()
    assert page.findChild(QLineEdit, "name").text() == ""
    page.findChild(QPushButton, "bring_back_draft").click()
    assert page.findChild(QLineEdit, "name").text() == "没写完的店"


def test_a_saved_registration_leaves_no_draft(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    press_save(page, office)
    office.settle()
    assert _kept(office) is None
    assert opened(office).findChild(QLineEdit, "name").text() == ""


def test_another_user_does_not_see_the_draft(office: Office) -> None:
    page = opened(office)
    fill(page, office, "name", "没写完的店")
    office.qtbot.waitUntil(lambda: _kept(office) is not None)
    other = RegistrationPage(office.as_user(office.laptop.li))
    office.qtbot.addWidget(other)
    office.settle()
    assert other.findChild(QLineEdit, "name").text() == ""


def test_what_was_looked_for_is_filled_in(office: Office) -> None:
    assert opened(office, text="新店").findChild(QLineEdit, "name").text() == "新店"
    assert opened(office, text="92990101MA00000C5L").findChild(QLineEdit, "uscc").text() == "92990101MA00000C5L"


def test_a_canteen_is_asked_for_its_kind_and_others_are_not(office: Office) -> None:
    page = opened(office)
    row = page.findChild(QWidget, "canteen_kind_row")
    assert not row.isVisible()
    choose(page, "operator_kind", "COLLECTIVE_CANTEEN")
    assert row.isVisible()
    fill_all(page, office)
    press_save(page, office)
    assert "what kind of canteen" in note(page, "canteen_kind")


def test_villages_follow_the_township(office: Office) -> None:
    page = opened(office)
    choose(page, "division_code", factories.TOWNSHIP)
    office.settle()
    choose(page, "village", factories.VILLAGE)
    for name, text in GOOD.items():
        fill(page, office, name, text)
    press_save(page, office)
    assert saved_operator(office, "新开食杂店").division_code == factories.VILLAGE


def test_the_only_township_of_an_inspector_and_its_only_village_are_chosen(office: Office) -> None:
    office.receive(factories.region("990101101", "白塔镇", factories.COUNTY))
    page = opened(office)
    assert page.findChild(ChoiceBox, "division_code").value() == factories.TOWNSHIP
    assert page.findChild(ChoiceBox, "village").currentText() == "杨柳村"


def test_a_village_among_several_is_asked_for(office: Office) -> None:
    office.receive(factories.region("990101100201", "柳树村", factories.TOWNSHIP))
    assert opened(office).findChild(ChoiceBox, "village").value() == ""


def test_an_inspector_of_several_townships_is_asked_which_it_is(office: Office) -> None:
    office.receive(factories.region("990101101", "白塔镇", factories.COUNTY))
    both = office.laptop.wang.changed(townships=(factories.TOWNSHIP, "990101101"))
    page = RegistrationPage(office.as_user(both))
    office.qtbot.addWidget(page)
    office.settle()
    assert page.findChild(ChoiceBox, "division_code").value() == ""


def test_no_village_of_an_operator_on_file_is_not_filled_in(office: Office) -> None:
    office.receive(office.laptop.shop.changed(division_code=factories.TOWNSHIP))
    assert opened(office, office.laptop.shop.id).findChild(ChoiceBox, "village").value() == ""


def test_enter_goes_on_to_the_next_field(office: Office) -> None:
    page = opened(office)
    line = page.findChild(QLineEdit, "address")
    line.setFocus()
    office.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.findChild(QLineEdit, "longitude").hasFocus()


def test_an_edit_changes_the_file_and_keeps_what_the_form_does_not_show(office: Office) -> None:
    shop = office.laptop.shop.changed(risk_grade="B", tags=("夜市",))
    paper = factories.licence(shop.id)
    office.receive(shop, paper)
    page = opened(office, shop.id)
    assert page.findChild(QLineEdit, "name").text() == shop.name
    fill(page, office, "address", "杨柳村99号")
    page.findChild(QPushButton, "take_out").click()
    with office.qtbot.waitSignal(page.saved):
        press_save(page, office)
    after = find(office, Operator, shop.id)
    assert (after.address, after.risk_grade, after.tags) == ("杨柳村99号", "B", ("夜市",))
    assert find(office, Licence, paper.id).voided_at is not None


def test_a_paper_taken_out_by_mistake_is_brought_back(office: Office) -> None:
    paper = factories.licence(office.laptop.shop.id)
    office.receive(paper)
    page = opened(office, office.laptop.shop.id)
    page.findChild(QPushButton, "take_out").click()
    page.findChild(QPushButton, "bring_back").click()
    press_save(page, office)
    assert find(office, Licence, paper.id).voided_at is None


def test_verifying_in_an_edit_moves_the_operator_on(office: Office) -> None:
    page = opened(office, office.laptop.shop.id)
    for name in ("verified", "pledged"):
        page.findChild(QCheckBox, name).click()
    press_save(page, office)
    after = find(office, Operator, office.laptop.shop.id)
    assert after.status is OperatorStatus.ACTIVE
    with office.context.sessions() as session:
        owner: Person = operators.persons_of(session, after.id)[0]
    assert owner.verified_by == office.laptop.wang.id


def _kept(office: Office) -> registration_draft.Kept | None:
    with office.context.sessions() as session:
        return registration_draft.kept(session, registration_draft.key_of(office.context.user.id))
