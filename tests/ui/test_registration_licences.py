"""The papers of a registration: typed, checked, taken out and brought back."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea

from inspector_app.records.operators import Licence
from inspector_app.storage import operators
from tests import factories
from tests.ui.office import Office, laptop, made_office
from tests.ui.registering import checked, fill, fill_all, find, note, opened, press_save, saved_operator

__all__ = ["laptop", "made_office"]


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


def test_a_paper_taken_out_by_mistake_is_brought_back(office: Office) -> None:
    paper = factories.licence(office.laptop.shop.id)
    office.receive(paper)
    page = opened(office, office.laptop.shop.id)
    page.findChild(QPushButton, "take_out").click()
    page.findChild(QPushButton, "bring_back").click()
    press_save(page, office)
    assert find(office, Licence, paper.id).voided_at is None


def test_a_new_paper_is_blamed_for_nothing_before_its_field_was_left(office: Office) -> None:
    page = opened(office)
    page.findChild(QPushButton, "add_licence").click()
    checked(page, office)
    assert note(page, "licence_number") == ""
    fill(page, office, "licence_number", "JY2990")
    checked(page, office)
    assert note(page, "licence_number") == ""
    page.findChild(QLineEdit, "licence_issuer").setFocus()
    office.qtbot.waitUntil(lambda: note(page, "licence_number") == "JY is followed by 14 digits.")
    fill(page, office, "licence_number", "")
    page.findChild(QLineEdit, "licence_issuer").setFocus()
    office.qtbot.waitUntil(lambda: note(page, "licence_number") == "Please fill this in.")


def test_saving_tells_of_a_paper_without_a_number(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    page.findChild(QPushButton, "add_licence").click()
    press_save(page, office)
    assert note(page, "licence_number") == "Please fill this in."
    assert page.findChild(QLineEdit, "licence_number").hasFocus()


def test_the_place_on_the_page_is_kept_when_a_paper_is_taken_out(office: Office) -> None:
    office.receive(*(factories.licence(office.laptop.shop.id) for _ in range(3)))
    page = opened(office, office.laptop.shop.id)
    column = page.findChild(QScrollArea, "registration_column")
    button = page.findChildren(QPushButton, "take_out")[1]
    button.setFocus()
    column.ensureWidgetVisible(button)
    before = column.verticalScrollBar().value()
    assert before > 100
    button.click()
    office.settle()
    undo = next(each for each in page.findChildren(QPushButton, "bring_back") if each.isVisible())
    assert undo.hasFocus()
    at = undo.mapTo(column.viewport(), undo.rect().center())
    assert column.viewport().rect().contains(at)
    assert column.verticalScrollBar().value() > 100
