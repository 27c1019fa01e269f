"""Dates and numbers are taken as people write them, and what is neither stays as it was typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.widgets import date_edit
from inspector_app.ui.widgets.date_edit import DateEdit
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.number_edit import NumberEdit

pytestmark = pytest.mark.usefixtures("app")


def put_up(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


@pytest.mark.parametrize("text", ["20260318", "2026-3-18", "2026.03.18", "2026/03/18", "2026年3月18日", " 2026-03-18 "])
def test_dates_are_read_as_papers_write_them(text: str) -> None:
    assert date_edit.read(text) == date(2026, 3, 18)


@pytest.mark.parametrize("text", ["", "2026", "2026-02-30", "20260230", "202638", "18.3.2026", "abc"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_edit.read(text) is None


def test_a_typed_date_is_said_once_and_written_out(qtbot: QtBot) -> None:
    edit = DateEdit()
    put_up(qtbot, edit)
    qtbot.keyClicks(edit, "20260318")
    with qtbot.waitSignal(edit.value_changed) as changed:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (changed.args, edit.text()) == ([date(2026, 3, 18)], "2026-03-18")
    with qtbot.assertNotEmitted(edit.value_changed):
        qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_no_date_is_valid_and_a_wrong_one_is_not(qtbot: QtBot) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    assert edit.is_valid()
    edit.setText("2026-02-30")
    assert (edit.is_valid(), edit.value()) == (False, None)


@pytest.mark.parametrize(
    ("decimals", "typed", "value", "text"),
    [
        (0, "12", 12, "12"),
        (2, "3.5", 350, "3.50"),
        (3, "12.5", 12_500, "12.5"),
        (3, "0.001", 1, "0.001"),
        (3, "7", 7000, "7"),
        (2, ".5", 50, "0.50"),
        (0, ".0", 0, "0"),
    ],
)
def test_a_number_is_whole_in_its_smallest_unit(qtbot: QtBot, decimals: int, typed: str, value: int, text: str) -> None:
    edit = NumberEdit(decimals=decimals)
    put_up(qtbot, edit)
    qtbot.keyClicks(edit, typed)
    assert edit.value() == value
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == text


def test_digits_of_an_input_method_are_digits(qtbot: QtBot) -> None:
    edit = NumberEdit(decimals=3)
    qtbot.addWidget(edit)
    edit.insert("２。５")
    assert edit.value() == 2500


@pytest.mark.parametrize(
    ("decimals", "typed", "said"),
    [
        (0, "-5", "from 0 to 999,999,999,999"),
        (0, "12345678901234", "from 0 to 999,999,999,999"),
        (0, "1.5", "whole number"),
        pytest.param(0, "9" * 5_000, "whole number", id="longer than Python reads"),
        (2, "12.345", "at most 2 decimals"),
        (2, "1a2", "at most 2 decimals"),
        (3, "1,5", "at most 3 decimals"),
        (1, "-", "at most 1 decimal."),
    ],
)
def test_what_is_no_number_here_stays_as_typed_and_is_told_below(
    qtbot: QtBot, decimals: int, typed: str, said: str
) -> None:
    edit = NumberEdit(decimals=decimals)
    row = FieldRow("staff", edit)
    put_up(qtbot, row)
    qtbot.keyClicks(edit, typed)
    edit.clearFocus()
    note = row.findChild(QLabel, "staff_row_note")
    assert isinstance(note, QLabel)
    assert (edit.text(), edit.value()) == (typed, None)
    assert said in note.text()
    row.set_problem("Please fill this in.")  # a page that knows of no number says so
    assert said in note.text()
    edit.set_value(12)
    row.set_problem("")
    assert (note.text(), row.problem()) == ("", "")


def test_a_number_that_is_only_begun_is_not_blamed(qtbot: QtBot) -> None:
    edit = NumberEdit(decimals=3, is_signed=True)
    row = FieldRow("temperature", edit)
    put_up(qtbot, row)
    edit.setFocus()
    qtbot.keyClicks(edit, "-")
    assert row.problem() == ""


def test_a_number_has_the_bounds_that_its_form_gives(qtbot: QtBot) -> None:
    edit = NumberEdit(least=1, most=90)
    qtbot.addWidget(edit)
    for typed, value in (("0", None), ("1", 1), ("90", 90), ("91", None)):
        edit.setText(typed)
        assert edit.value() == value
        assert bool(edit.problem()) is (value is None)


@pytest.mark.parametrize("typed", ["0", "0.0", "-1"])
def test_a_quantity_is_above_zero(qtbot: QtBot, typed: str) -> None:
    edit = NumberEdit(decimals=3, is_positive=True)
    put_up(qtbot, edit)
    edit.setFocus()
    qtbot.keyClicks(edit, typed)
    assert edit.value() is None
    assert (edit.problem() == "") is (typed != "-1")  # it may become 0.5
    assert edit.wrong() == "Please enter a number above zero."
    edit.clearFocus()
    assert edit.problem() == edit.wrong()
    edit.setText("0.5")
    assert (edit.value(), edit.problem()) == (500, "")
    edit.setText("9" * 13)
    assert edit.problem() == "Please enter a smaller number."


def test_a_negative_number_keeps_its_sign(qtbot: QtBot) -> None:
    edit = NumberEdit(decimals=3, is_signed=True)
    put_up(qtbot, edit)
    qtbot.keyClicks(edit, "-0.5")
    assert edit.value() == -500
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "-0.5"
