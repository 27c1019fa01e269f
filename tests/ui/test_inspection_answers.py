"""A visit is worked by keyboard: each item is answered, measured, remarked upon, and any of it undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from inspector_app.records.inspections import AnswerCode
from inspector_app.services import inspections as visits
from tests.ui.office import laptop, made_office
from tests.ui.visiting import FAILED, FINE, Visit, begin, store, visit

__all__ = ["begin", "laptop", "made_office", "store", "visit"]


def test_b_11_a_list_of_forty_is_done_in_fewer_than_120_keys(begin: Callable[..., Visit]) -> None:
    visit = begin()
    visit.items.setFocus()
    for _ in range(30):
        visit.press(Qt.Key.Key_Space)
    visit.press(Qt.Key.Key_2)
    visit.write("散装食品无标签")
    visit.press(Qt.Key.Key_Return)
    visit.press(Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    visit.settle()
    answers = visit.stored().answers
    assert len(answers) == 40
    assert [given.note for given in answers.values() if given.code == FAILED] == ["散装食品无标签"]
    assert visit.presses < 120


def test_a_failed_item_opens_its_remark_and_enter_goes_on(visit: Visit) -> None:
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    assert visit.remark.hasFocus()
    visit.write("三袋")
    assert "at least 5 characters" in visit.child(QLabel, "item_problem").text()
    visit.write("过期饼干")
    assert visit.child(QLabel, "item_problem").text() == "This item takes a photo."
    visit.press(Qt.Key.Key_Return)
    assert visit.items.current_item() == "RS-B03"
    assert visit.items.hasFocus()
    visit.settle()
    given = visit.answer("RS-B02")
    assert given is not None
    assert given.note == "三袋过期饼干"


def test_not_applicable_begins_with_the_lists_own_reason(visit: Visit) -> None:
    visit.go_to("RS-A04")
    visit.press(Qt.Key.Key_3)
    visit.settle()
    given = visit.answer("RS-A04")
    assert given is not None
    assert (given.code, given.note) == (AnswerCode.NA, "首次检查或不要求张贴")
    visit.press(Qt.Key.Key_1)
    visit.settle()
    given = visit.answer("RS-A04")
    assert given is not None
    assert (given.code, given.note) == (FINE, "")


def test_an_item_that_always_applies_takes_no_such_answer(visit: Visit) -> None:
    visit.go_to("RS-A01")
    visit.press(Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_N)
    visit.settle()
    assert visit.answer("RS-A01") is None


def test_a_spot_check_may_leave_items_unchecked(begin: Callable[..., Visit]) -> None:
    visit = begin(inspection_type="SPOT")
    visit.go_to("RS-A01")
    visit.press(Qt.Key.Key_4)
    visit.settle()
    given = visit.answer("RS-A01")
    assert given is not None
    assert given.code == AnswerCode.NOT_CHECKED


def test_delete_takes_an_answer_back(visit: Visit) -> None:
    visit.press(Qt.Key.Key_1, Qt.Key.Key_Delete)
    visit.settle()
    assert visit.answer("RS-A01") is None


def test_the_buttons_of_a_row_answer_it(visit: Visit) -> None:
    visit.items.scrollToTop()
    index = visit.items.model().index(2, 0)
    item = list(visit.items._draft.items.values())[1]
    choice, box = visit.items._delegate._buttons(visit.items.visualRect(index), item)[0]
    visit.office.qtbot.mouseClick(visit.items.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    visit.settle()
    given = visit.answer("RS-A02")
    assert given is not None
    assert given.code == choice.code == FINE


def test_a_value_out_of_bounds_preselects_the_failure_and_one_within_takes_it_back(visit: Visit) -> None:
    measured = next(i for i in visit.items._draft.items.values() if i.evidence.measures)
    measure = measured.evidence.measures[0]
    visit.go_to(measured.id)
    edit = visit.child(QLineEdit, f"measure_{measure.name}")
    edit.setFocus()
    visit.write("-1")
    visit.settle()
    assert visit.answer(measured.id) is None  # on its way to -18
    visit.press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    visit.write("99")
    visit.press(Qt.Key.Key_Return)
    visit.settle()
    given = visit.answer(measured.id)
    assert given is not None
    assert (given.code, given.measures) == (FAILED, {measure.name: 99_000})
    visit.go_to(measured.id)
    visit.press(Qt.Key.Key_1)
    visit.settle()
    overridden = visit.answer(measured.id)
    assert overridden is not None
    assert overridden.code == FINE


def test_a_measured_value_that_is_no_number_is_told_and_stays_with_its_item(visit: Visit) -> None:
    item = next(i for i in visit.items._draft.items.values() if i.evidence.measures)
    name = f"measure_{item.evidence.measures[0].name}"
    visit.go_to(item.id)
    visit.child(QLineEdit, name).setFocus()
    with visit.office.qtbot.waitSignal(visit.office.context.messages.said) as said:
        visit.write("5..")
        visit.go_to("RS-A01")
    assert said.args is not None
    assert (said.args[0], "“5..” is no number and is not saved" in said.args[1]) == ("warning", True)
    visit.go_to(item.id)
    visit.settle()
    assert visit.child(QLineEdit, name).text() == "5.."
    assert visit.child(QLabel, f"{name}_row_note").text().startswith("Please enter a number")
    visit.child(QLineEdit, name).clear()
    visit.child(QLineEdit, name).setFocus()
    visit.write("4")
    visit.go_to("RS-A01")
    visit.settle()
    assert visit.answer(item.id).measures == {item.evidence.measures[0].name: 4_000}
    visit.go_to(item.id)
    visit.settle()
    assert visit.child(QLineEdit, name).text() == "4"


def test_g_9_the_last_twenty_edits_are_undone_in_order(visit: Visit) -> None:
    for _ in range(20):
        visit.press(Qt.Key.Key_Space)
    visit.settle()
    assert len(visit.stored().answers) == 20
    for left in reversed(range(20)):
        visit.press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        visit.settle()
        assert len(visit.stored().answers) == left
    visit.press(Qt.Key.Key_Y, modifier=Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    assert len(visit.stored().answers) == 1


def test_a_typed_remark_is_one_step_of_undo(visit: Visit) -> None:
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    visit.write("三袋过期饼干")
    visit.press(Qt.Key.Key_Return)
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_R)
    visit.write("，已下架")
    visit.press(Qt.Key.Key_Escape)
    notes = []
    for _ in range(3):
        visit.press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
        visit.settle()
        given = visit.answer("RS-B02")
        notes.append(given.note if given else None)
    assert notes == ["三袋过期饼干", "", None]


def test_answering_reads_no_list_and_rebuilds_no_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    model, panel = visit.items.model(), visit.remark
    visits._forms.clear()
    with visit.office.qtbot.assertNotEmitted(model.modelReset):
        for _ in range(5):
            visit.press(Qt.Key.Key_Space)
        visit.settle()
    assert visit.items.model() is model
    assert visit.remark is panel
    assert visits._forms == {}
