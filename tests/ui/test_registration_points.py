"""A registration counts the mistakes that stand at its fields; what applies to a kind of business is asked of it."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from inspector_app.ui.pages.registration import RegistrationPage
from tests.ui.office import Office, laptop, made_office
from tests.ui.registering import checked, choose, fill, fill_all, note, opened, press_save, saved_operator

__all__ = ["laptop", "made_office"]


def points(page: RegistrationPage) -> str:
    return page.findChild(QLabel, "points").text()


def test_a_needed_field_that_was_left_empty_is_counted_and_led_to(office: Office) -> None:
    page = opened(office)
    assert points(page) == "Fields with * are needed"
    fill(page, office, "address", "")
    fill(page, office, "phone", "1380013800")
    fill(page, office, "person_name", "李桂芳")
    checked(page, office)
    office.qtbot.waitUntil(lambda: "how to find" in note(page, "address"))
    office.qtbot.waitUntil(lambda: points(page).startswith("3 "))  # the name was left empty at first
    page.findChild(QPushButton, "next_point").click()
    assert page.findChild(QLineEdit, "name").hasFocus()


def test_a_mistake_typed_just_before_saving_is_counted_beside_one_that_is_no_number(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    checked(page, office)
    assert points(page) == "Ready to be saved"
    fill(page, office, "uscc", "92990101MA00000C5X")
    fill(page, office, "staff_count", "two")
    press_save(page, office)
    office.qtbot.waitUntil(lambda: "does not fit" in note(page, "uscc"))
    office.qtbot.waitUntil(lambda: points(page).startswith("2 "))


def test_a_shop_that_sells_farm_produce_alone_is_registered_so(office: Office) -> None:
    page = opened(office)
    fill_all(page, office)
    box = page.findChild(QCheckBox, "farm_produce_only")
    choose(page, "operator_kind", "CATERING")
    assert not box.isVisible()
    choose(page, "operator_kind", "RURAL_STORE")
    assert box.isVisible()
    box.click()
    press_save(page, office)
    assert saved_operator(office, "新开食杂店").farm_produce_only is True
    again = opened(office, saved_operator(office, "新开食杂店").id)
    assert again.findChild(QCheckBox, "farm_produce_only").isChecked()
