"""Every answer is on disk at once, and what the page says of saving is true."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from inspector_app.errors import AppError
from inspector_app.records.inspections import Answer, Inspection, InspectionState
from inspector_app.services import inspections as visits
from tests.ui.office import laptop, made_office
from tests.ui.visiting import FINE, Visit, begin, store, visit

__all__ = ["begin", "laptop", "made_office", "store", "visit"]


def test_an_answer_is_on_disk_before_the_page_says_so(visit: Visit) -> None:
    visit.press(Qt.Key.Key_1)
    assert visit.child(QLabel, "visit_saved").text() == "Saving…"
    visit.settle()
    assert visit.child(QLabel, "visit_saved").text() == "Saved 09:30:00"
    stored = visit.answer("RS-A01")
    assert stored is not None
    assert stored.code == FINE


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


def test_a_text_reaches_the_disk_while_somebody_goes_on_typing(visit: Visit) -> None:
    visit.go_to("RS-B02")
    visit.press(Qt.Key.Key_2)
    visit.settle()
    letters = itertools.cycle("三袋过期饼干和两瓶过期饮料已经下架封存")

    def typed_on() -> bool:
        visit.write(next(letters))
        given = visit.answer("RS-B02")
        return given is not None and len(given.note) > 1

    visit.office.qtbot.waitUntil(typed_on)
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
