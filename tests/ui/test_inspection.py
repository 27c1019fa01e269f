"""A visit is worked by keyboard, every answer is on disk at once, and what the page says of saving is true."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester

from inspector_app.errors import AppError
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.storage import rows
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import language
from inspector_app.ui.pages.inspection import InspectionPage
from inspector_app.ui.pages.inspection_items import ItemList
from inspector_app.ui.pages.inspection_sections import SectionList
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.choice_row import ChoiceRow
from tests import factories
from tests.replica_fixtures import KEY
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

MEASURED = "RS-E07"
FINE, FAILED = AnswerCode.CONFORM, AnswerCode.NONCONFORM


class Visit:
    """The page of a visit as somebody at the keyboard has it."""

    def __init__(self, office: Office, store: PhotoStore, visit_id: str) -> None:
        self.office, self.id = office, visit_id
        self.page = InspectionPage(office.context, store, visit_id)
        office.qtbot.addWidget(self.page)
        self.page.resize(1166, 640)
        with office.qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.settle()
        self.presses = 0

    @property
    def items(self) -> ItemList:
        return self.child(ItemList, "visit_items")

    @property
    def remark(self) -> QPlainTextEdit:
        return self.child(QPlainTextEdit, "item_remark")

    def child(self, kind: type[Any], name: str) -> Any:
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def settle(self) -> None:
        self.office.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.office.settle()

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys as they come: to whatever has the focus."""
        for key in keys:
            self.presses += 1
            self.office.qtbot.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def write(self, text: str) -> None:
        self.presses += len(text)
        for letter in text:  # an input method commits what is not on the keyboard
            widget = QApplication.focusWidget()
            assert isinstance(widget, QPlainTextEdit | QLineEdit)
            widget.insertPlainText(letter) if isinstance(widget, QPlainTextEdit) else widget.insert(letter)

    def stored(self) -> Inspection:
        """What the disk holds."""
        with self.office.laptop.sessions() as session:
            found = rows.find(session, Inspection, self.id)
        assert found is not None
        return found

    def answer(self, item_id: str) -> Answer | None:
        return self.stored().answers.get(item_id)

    def go_to(self, item_id: str) -> None:
        self.items.go_to(item_id)
        self.items.setFocus()


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def begin(office: Office, store: PhotoStore) -> Callable[..., Visit]:
    def make(**fields: Any) -> Visit:
        with office.laptop.acting() as act:
            visit = visits.start(act, office.laptop.shop.id)
            if fields:
                act.save(visit.changed(**fields))
        return Visit(office, store, visit.id)

    return make


@pytest.fixture
def visit(begin: Callable[..., Visit]) -> Visit:
    made = begin()
    made.items.setFocus()
    return made


def test_an_answer_is_on_disk_before_the_page_says_so(visit: Visit) -> None:
    visit.press(Qt.Key.Key_1)
    assert visit.child(QLabel, "visit_saved").text() == "Saving…"
    visit.settle()
    assert visit.child(QLabel, "visit_saved").text() == "Saved 09:30:00"
    stored = visit.answer("RS-A01")
    assert stored is not None
    assert stored.code == FINE


def test_a_list_of_forty_is_done_in_fewer_than_120_keys(begin: Callable[..., Visit]) -> None:
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


def test_the_last_twenty_edits_are_undone_in_order(visit: Visit) -> None:
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


def test_the_list_keeps_the_rules_of_qt(visit: Visit, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(visit.items.model())
    qtmodeltester.check(visit.child(SectionList, "visit_sections").model())


def test_a_failed_write_is_told_kept_and_tried_again(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    real = visits.answer_all

    def full(*_: object) -> None:
        raise AppError("disk_full")

    monkeypatch.setattr(visits, "answer_all", full)
    visit.press(Qt.Key.Key_Space)
    visit.settle()
    assert visit.child(QLabel, "visit_saved").text() == "Not saved yet; trying again"
    monkeypatch.setattr(visits, "answer_all", real)
    visit.press(Qt.Key.Key_Space)
    visit.settle()
    assert set(visit.stored().answers) == {"RS-A01", "RS-A02"}
    assert visit.child(QLabel, "visit_saved").text() == "Saved 09:30:00"


def test_a_draft_that_was_completed_elsewhere_shows_what_is_true(visit: Visit) -> None:
    with visit.office.laptop.acting() as act:
        act.save(act.get(Inspection, visit.id).changed(state=InspectionState.COMPLETED))
    visit.press(Qt.Key.Key_1)
    visit.settle()
    visit.office.qtbot.waitUntil(lambda: visit.items._draft.answer("RS-A01") is None)
    assert visit.answer("RS-A01") is None


def test_leaving_waits_for_what_was_typed(visit: Visit) -> None:
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    visit.write("三袋过期饼干")
    told: list[str | None] = []

    def proceed() -> None:
        given = visit.answer("RS-B02")
        told.append(given.note if given else None)

    visit.page.before_leaving(proceed)
    visit.settle()
    assert told == ["三袋过期饼干"]


def test_what_is_missing_leads_to_its_place(visit: Visit) -> None:
    visit.press(Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    visit.settle()
    problems = visit.items._draft.errors()
    assert visit.child(QPushButton, "visit_missing").text() == f"{len(problems)} to do"
    visit.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    shown = visit.child(QListWidget, "missing_rows")
    assert shown.count() == len(problems)
    shown.setCurrentRow(2)
    visit.office.qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert visit.items.current_item() == problems[2].field


def test_f8_goes_from_one_missing_thing_to_the_next(visit: Visit) -> None:
    visit.press(Qt.Key.Key_Space)  # RS-A01 lacks a photo now
    seen = []
    for _ in visit.items._draft.errors():
        visit.press(Qt.Key.Key_F8)
        focus = QApplication.focusWidget()
        seen.append(visit.items.current_item() if focus is visit.items else focus.objectName())
    assert seen[:2] == ["RS-A03", "RS-A04"]
    assert seen[-5:] == ["officer_2_choice", "visit_card_shown", "visit_recusal", "RS-A01", "RS-A02"]


def test_the_section_list_follows_the_cursor_and_leads(visit: Visit) -> None:
    sections = visit.child(SectionList, "visit_sections")
    visit.go_to("RS-D01")
    assert str(sections.currentIndex().data()).startswith("D")
    sections.activated.emit(sections.model().index(1, 0))
    assert visit.items.current_item() == "RS-B01"


def test_card_and_recusal_are_ticked_with_their_time(visit: Visit) -> None:
    visit.child(QCheckBox, "visit_card_shown").click()
    visit.child(QCheckBox, "visit_recusal").click()
    visit.settle()
    stored = visit.stored()
    assert (stored.card_shown_at, stored.recusal_asked) == (visit.office.laptop.now, True)
    assert visit.child(QCheckBox, "visit_card_shown").text() == "Certificate shown at 09:30"


def test_the_second_officer_is_a_colleague_or_typed(visit: Visit) -> None:
    box: ChoiceBox = visit.child(ChoiceBox, "officer_2_choice")
    li = visit.office.laptop.li
    box.setCurrentIndex(box.findData(li.id))
    box.activated.emit(box.currentIndex())
    visit.settle()
    assert [each.user_id for each in visit.stored().inspectors] == [visit.office.laptop.wang.id, li.id]
    box.setCurrentIndex(box.findData("other"))
    box.activated.emit(box.currentIndex())
    visit.child(QLineEdit, "officer_2_name").setFocus()
    visit.office.qtbot.keyClicks(visit.child(QLineEdit, "officer_2_name"), "Zhao")
    visit.office.qtbot.keyClicks(visit.child(QLineEdit, "officer_2_certificate"), "YL7")
    visit.office.qtbot.keyClick(visit.child(QLineEdit, "officer_2_certificate"), Qt.Key.Key_Return)
    visit.settle()
    second = visit.stored().inspectors[1]
    assert (second.name, second.certificate_no) == ("Zhao", "YL7")


def test_the_visit_before_stands_beside_each_item(office: Office, begin: Callable[..., Visit]) -> None:
    with office.laptop.acting() as act:
        old = visits.start(act, office.laptop.shop.id)
        given = Answer(code=FAILED, note="货架上有两袋过期面包", answered_at=1)
        act.save(old.changed(started_at=1, state="SIGNED", signed_at=2, answers={"RS-B02": given}))
    visit = begin()
    visit.go_to("RS-B02")
    text = visit.child(QLabel, "item_previous").text()
    assert "Does not conform" in text
    assert "货架上有两袋过期面包" in text


def test_f1_shows_the_law_of_the_item(visit: Visit) -> None:
    visit.press(Qt.Key.Key_F1)
    assert "《食品安全法》第三十五条第一款" in visit.child(QLabel, "item_law").text()
    visit.press(Qt.Key.Key_F1)
    assert "F1" in visit.child(QLabel, "item_law").text()


def test_a_completed_visit_is_shown_and_not_changed(office: Office, begin: Callable[..., Visit]) -> None:
    visit = begin(state=InspectionState.VOID, voided_at=1, void_reason="试验")
    visit.items.setFocus()
    visit.press(Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_R)
    visit.settle()
    assert visit.stored().answers == {}
    assert not visit.child(QPushButton, "visit_complete").isVisible()
    assert not visit.child(ChoiceRow, "item_answer").isEnabled()


def test_a_visit_taken_up_again_begins_where_it_stopped(begin: Callable[..., Visit]) -> None:
    fine = Answer(code=FINE, answered_at=1)
    visit = begin(answers={"RS-A01": fine, "RS-A02": fine})
    assert visit.items.current_item() == "RS-A03"


def test_completion_takes_what_was_typed_last(begin: Callable[..., Visit], office: Office) -> None:
    officers = (factories.officer(office.laptop.wang), factories.officer(office.laptop.li))
    visit = begin(inspectors=officers, card_shown_at=1, recusal_asked=True)
    with office.laptop.acting() as act:
        for item in visit.items._draft.items.values():
            if item.evidence.photo != "none":
                act.save(factories.photo_of(visit.id, item.id))
    office.context.changes.announce({"evidence_item"})
    visit.office.qtbot.waitUntil(lambda: bool(visit.items._draft.photos))
    for item in visit.items._draft.items.values():
        if item.evidence.note == "always":
            visit.go_to(item.id)
            visit.press(Qt.Key.Key_1, Qt.Key.Key_R)
            visit.write("已查看台账")
            visit.press(Qt.Key.Key_Escape)
    visit.press(Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    visit.write("货架上有三袋过期饼干")
    visit.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    visit.settle()
    stored = visit.stored()
    assert stored.state == InspectionState.COMPLETED
    assert stored.answers["RS-B02"].note == "货架上有三袋过期饼干"
    assert visit.page.findChild(QPushButton, "findings_go") is not None


def test_another_language_is_shown_at_once_and_the_list_speaks_it_too(visit: Visit, app: QApplication) -> None:
    language.install(app, "zh_CN")
    visit.office.qtbot.waitUntil(lambda: visit.child(QPushButton, "visit_complete").text() == "完成检查")
    assert "持有有效的食品经营许可证" in visit.child(QLabel, "item_text").text()
    language.install(app, "en")
    visit.office.qtbot.waitUntil(
        lambda: "Holds a valid food operating licence" in visit.child(QLabel, "item_text").text()
    )


def test_where_there_is_little_room_one_thing_is_shown_at_a_time(visit: Visit) -> None:
    """1366 by 768 pixels at 200 %."""
    visit.page.resize(571, 270)
    visit.settle()
    assert visit.items.isVisible()
    assert not visit.remark.isVisible()
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    assert visit.remark.hasFocus()
    assert not visit.items.isVisible()
    visit.press(Qt.Key.Key_Return)
    assert visit.items.hasFocus()
    assert not visit.child(QCheckBox, "visit_card_shown").isVisible()
    visit.child(QPushButton, "visit_head_toggle").click()
    assert visit.child(QCheckBox, "visit_card_shown").isVisible()


def test_rows_follow_each_other_without_gaps_at_each_width(visit: Visit) -> None:
    for width in (1166, 900, 1300):
        visit.page.resize(width, 640)
        visit.settle()
        model = visit.items.model()
        boxes = [visit.items.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
        assert all(a.bottom() + 1 == b.top() for a, b in pairwise(boxes))
        wanted = [visit.items.sizeHintForIndex(model.index(row, 0)).height() for row in range(model.rowCount())]
        assert [box.height() for box in boxes] == wanted


def test_a_text_reaches_the_disk_while_somebody_goes_on_typing(visit: Visit) -> None:
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    visit.settle()
    letters = iter("三袋过期饼干和两瓶过期饮料已经下架封存" * 4)

    def typed_on() -> bool:
        visit.write(next(letters))
        given = visit.answer("RS-B02")
        return given is not None and len(given.note) > 1

    visit.office.qtbot.waitUntil(typed_on, timeout=3000)
    assert visit.remark.hasFocus()


def test_leaving_takes_a_value_that_was_just_typed(visit: Visit) -> None:
    measured = next(i for i in visit.items._draft.items.values() if i.evidence.measures)
    name = measured.evidence.measures[0].name
    visit.go_to(measured.id)
    visit.child(QLineEdit, f"measure_{name}").setText("5")
    told: list[Answer | None] = []
    visit.page.before_leaving(lambda: told.append(visit.answer(measured.id)))
    visit.settle()
    assert told[0] is not None
    assert told[0].measures == {name: 5_000}
