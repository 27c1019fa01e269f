"""A registration is checked as one types, kept through a crash, and saved once nothing stands in the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from sqlalchemy import select

from inspector_app.domain.duplicates import DuplicateRules
from inspector_app.errors import AppError
from inspector_app.records.operators import Licence, Operator, OperatorStatus, Person
from inspector_app.services import pledges, rules
from inspector_app.services.registration import person_hmac
from inspector_app.storage import operators
from inspector_app.storage.operators import OperatorFilter
from inspector_app.storage.tables import TABLES
from inspector_app.ui import likeness_sentences, registration_draft
from inspector_app.ui.pages.registration import RegistrationPage
from inspector_app.ui.widgets.checked_line import CheckedLine
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.notice import Notice
from tests import factories
from tests.services.test_relations import entry
from tests.ui.office import Office, laptop, made_office
from tests.ui.registering import GOOD, checked, choose, fill, fill_all, find, note, opened, press_save, saved_operator

__all__ = ["laptop", "made_office"]


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
    operator = saved_operator(office, "新开食杂店")
    assert operator.status is OperatorStatus.ACTIVE
    with office.context.sessions() as session:
        (pledge,) = pledges.of_operator(session, operator.id)
    assert (pledge.text_version, pledge.signed_at) == (operator.pledge_version, operator.pledge_signed_at)
    assert (pledge.text_version, pledge.signature_id) == ("pledge 2025-01-01", None)  # signed on paper


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


def test_r_3_a_missing_number_needs_a_reason_from_the_list(office: Office) -> None:
    page = opened(office)
    fill_all(page, office, uscc="")
    press_save(page, office)
    assert "why it is missing" in note(page, "uscc")
    choose(page, "number_missing_reason", "未办理营业执照")
    press_save(page, office)
    assert saved_operator(office, "新开食杂店").number_missing_reason == "未办理营业执照"


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
        first, second = operators.by_uscc(session, office.laptop.shop.uscc or "")
        decision = session.execute(select(TABLES["duplicate_decision"])).one()
    assert {decision.operator_id, decision.other_id} == {first.id, second.id}
    assert decision.verdict == "DIFFERENT"
    assert "SAME_USCC" in decision.reasons


def test_r_5_a_likely_double_is_shown_with_its_reasons(office: Office) -> None:
    shop = office.laptop.shop
    page = opened(office)
    fill_all(page, office, name="杨柳便民小超市", address=shop.address, phone=shop.phone or "", uscc="")
    notice = page.findChild(Notice, "same_notice")
    office.qtbot.waitUntil(lambda: "the same house number" in notice.text())
    assert f"{shop.name}, {shop.address}" in notice.text()
    assert "the same name proper" in notice.text()


def test_r_5_headquarters_may_be_asked_to_decide(office: Office) -> None:
    page = opened(office)
    fill_all(page, office, uscc=office.laptop.shop.uscc or "")
    office.qtbot.waitUntil(lambda: office.laptop.shop.name in page.findChild(Notice, "same_notice").text())
    page.findChild(QPushButton, "ask_headquarters").click()
    with office.qtbot.waitSignal(page.saved) as saved:
        press_save(page, office)
    with office.context.sessions() as session:
        decision = session.execute(select(TABLES["duplicate_decision"])).one()
    assert (decision.operator_id, decision.other_id) == (saved.args[0], office.laptop.shop.id)
    assert decision.verdict == "ASK_HQ"


def test_r_13_a_blacklisted_owner_is_told_before_anything_is_saved(office: Office) -> None:
    with office.context.sessions() as session:
        key = office.context.acting(session).matching_key
    office.laptop.receive(entry(id_hmac=person_hmac(GOOD["person_id_number"], key)))
    page = opened(office)
    fill_all(page, office)
    office.qtbot.waitUntil(lambda: "On the blacklist: 李某" in page.findChild(Notice, "listed_notice").text())
    fill(page, office, "person_id_number", "990102200001010088")
    office.qtbot.waitUntil(lambda: page.findChild(Notice, "listed_notice").text() == "")


def test_every_sign_of_a_double_has_its_words() -> None:
    speaking = {sign for sign, points in rules.latest(DuplicateRules).points.items() if points > 0}
    assert speaking == set(likeness_sentences.REASONS)


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


def test_what_a_full_disk_did_not_take_stays_until_it_is_kept_or_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError("disk_full")

    def asked() -> list[QMessageBox]:
        return [box for box in page.findChildren(QMessageBox, "decision") if box.isVisible()]

    real = registration_draft.keep
    monkeypatch.setattr(registration_draft, "keep", full)
    page, left = opened(office), []
    fill(page, office, "name", "杨柳村新开食杂店")
    page.before_leaving(lambda: left.append("cancelled"))
    office.qtbot.waitUntil(lambda: len(asked()) == 1)
    asked()[0].reject()
    assert left == []
    monkeypatch.setattr(registration_draft, "keep", real)
    office.qtbot.waitUntil(lambda: "杨柳村新开食杂店" in str(_kept(office)), timeout=10_000)  # tried again, unasked
    page.before_leaving(lambda: left.append("kept"))
    office.qtbot.waitUntil(lambda: left == ["kept"])
