"""Numbers of a registration are checked while they are typed, and blamed for nothing that is still to come."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from inspector_app.ui.widgets.checked_line import CheckedLine
from tests.ui.office import Office, laptop, made_office
from tests.ui.registering import fill, note, opened

__all__ = ["laptop", "made_office"]


def test_a_coordinate_that_is_none_is_not_called_missing_beside_the_other(office: Office) -> None:
    page = opened(office)
    fill(page, office, "latitude", "25.2")
    office.qtbot.waitUntil(lambda: "both a longitude and a latitude" in note(page, "latitude"))
    fill(page, office, "longitude", "999")
    office.qtbot.waitUntil(lambda: "from -180 to 180" in note(page, "longitude"))
    assert note(page, "latitude") == ""


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
