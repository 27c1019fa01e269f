"""A visit's page leads to what is missing, shows what stood before, and fits every screen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.modeltest import ModelTester

from inspector_app.records.inspections import Answer, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import language
from inspector_app.ui.pages.inspection import InspectionPage
from inspector_app.ui.pages.inspection_sections import SectionList
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.choice_row import ChoiceRow
from inspector_app.ui.widgets.notice import Notice
from sync.device.core import PhotoState
from tests import factories
from tests.ui.office import Office, laptop, made_office
from tests.ui.visiting import FAILED, FINE, Visit, begin, store, visit

__all__ = ["begin", "laptop", "made_office", "store", "visit"]


def test_the_list_keeps_the_rules_of_qt(visit: Visit, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(visit.items.model())
    qtmodeltester.check(visit.child(SectionList, "visit_sections").model())


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


def test_a_section_is_done_only_when_nothing_that_its_answers_ask_for_is_missing(visit: Visit) -> None:
    draft = visit.items._draft
    visit.press(Qt.Key.Key_1, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    lacking = {problem.field for problem in draft.errors()}
    sections = {section.code: section for section in draft.data.sections}
    begun = {code for code, section in sections.items() if lacking & {item.id for item in section.items}}
    assert begun
    assert begun < set(sections)
    assert {code for code, section in sections.items() if not draft.standing(section).is_done} == begun
    section = sections["A"]
    before = draft.standing(section)
    assert before.done == before.items - len(lacking & {item.id for item in section.items})
    visit.go_to("RS-A02")
    visit.press(Qt.Key.Key_2)  # does not conform, without the remark that this asks for
    assert draft.standing(section).failed == 1
    assert draft.standing(section).done < before.items


def test_card_and_recusal_are_ticked_with_their_time(visit: Visit) -> None:
    visit.child(QCheckBox, "visit_card_shown").click()
    visit.child(QCheckBox, "visit_recusal").click()
    visit.settle()
    stored = visit.stored()
    assert (stored.card_shown_at, stored.recusal_asked) == (visit.office.laptop.now, True)
    assert visit.child(QCheckBox, "visit_card_shown").text() == "Certificate shown at 09:30"


@pytest.mark.parametrize("speech", ["en", "zh_CN"])
def test_a_tick_moves_no_other_from_under_the_hand(begin: Callable[..., Visit], app: QApplication, speech: str) -> None:
    language.install(app, speech)
    visit = begin()
    card, recusal = visit.child(QCheckBox, "visit_card_shown"), visit.child(QCheckBox, "visit_recusal")
    places = [card.geometry(), recusal.geometry()]
    for _ in range(2):  # on, and off again
        card.click()
        visit.settle()
        QApplication.processEvents()
        assert [card.geometry(), recusal.geometry()] == places
    language.install(app, "en")


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


def test_b_16_the_visit_before_stands_beside_each_item(office: Office, begin: Callable[..., Visit]) -> None:
    with office.laptop.acting() as act:
        old = visits.start(act, office.laptop.shop.id)
        given = Answer(code=FAILED, note="货架上有两袋过期面包", answered_at=1)
        act.save(old.changed(started_at=1, state="SIGNED", signed_at=2, answers={"RS-B02": given}))
    visit = begin()
    visit.go_to("RS-B02")
    text = visit.child(QLabel, "item_previous").text()
    assert "Does not conform" in text
    assert "货架上有两袋过期面包" in text


def test_b_3_f1_shows_the_law_of_the_item(visit: Visit) -> None:
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


@pytest.mark.parametrize("is_officer", [True, False])
def test_a_colleagues_visit_says_who_has_it_and_is_read_only(
    office: Office, store: PhotoStore, is_officer: bool
) -> None:
    wang, li = office.laptop.wang, office.laptop.li
    with office.laptop.acting() as act:
        begun = visits.start(act, office.laptop.shop.id)
        officers = (factories.officer(wang), factories.officer(li)) if is_officer else (factories.officer(wang),)
        visits.change(act, begun.id, inspectors=officers)
    page = InspectionPage(office.as_user(li), store, begun.id)
    office.qtbot.addWidget(page)
    page.show()
    office.settle()
    notice = page.findChild(Notice, "visit_held")
    assert notice.text().startswith("王建国 began this inspection (today 09:30)")
    assert ("You sign on the papers" in notice.text()) == is_officer
    complete = page.findChild(QPushButton, "visit_complete")
    assert isinstance(complete, QPushButton)
    assert complete.isHidden()


def test_ones_own_visit_says_nothing_of_who_has_it(visit: Visit) -> None:
    assert visit.child(Notice, "visit_held").text() == ""


def test_h_8_the_page_tells_how_many_photos_of_the_visit_are_at_hq(visit: Visit) -> None:
    said: QLabel = visit.child(QLabel, "visit_photos_state")
    assert not said.isVisible(), "a visit without photos has nothing to tell"
    visit.office.laptop.hold_photos(visit.id, PhotoState.AT_HQ, PhotoState.WAITING, PhotoState.AT_HQ)
    visit.office.context.changes.announce({"evidence_item"})
    visit.office.qtbot.waitUntil(lambda: said.text() == "2 of 3 photos at headquarters")
    assert said.isVisible()
    visit.page.resize(800, 640)
    visit.settle()
    assert not said.isVisible(), "where there is no room for it"


def test_photos_of_which_hq_has_the_copies_alone_are_not_said_to_be_all_there(visit: Visit) -> None:
    said: QLabel = visit.child(QLabel, "visit_photos_state")
    (item,) = visit.office.laptop.hold_photos(visit.id, PhotoState.AT_HQ)
    visit.office.receive(item.changed(sha256="0" * 64))
    visit.office.context.changes.announce({"evidence_item"})
    visit.office.qtbot.waitUntil(lambda: said.text() == "1 photo at headquarters (reduced), its original still here")
