"""Widgets act as a hand on mouse or keyboard expects, and say so by signal."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.photo_strip import PhotoStrip, Thumbnail
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.signature_pad import SignaturePad

pytestmark = pytest.mark.usefixtures("app")


def put_up(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 300) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


# -- field row --------------------------------------------------------------------------------------------------------


def test_a_problem_is_a_sentence_below_the_field_in_place_of_the_help(qtbot: QtBot) -> None:
    row = FieldRow("phone", QLineEdit(), is_required=True)
    put_up(qtbot, row)
    row.set_texts("Phone", "Eleven digits")
    note = row.findChild(QLabel, "phone_row_note")
    assert isinstance(note, QLabel)
    assert (note.text(), row.editor.accessibleName(), row.problem()) == ("Eleven digits", "Phone", "")
    row.set_problem("One digit is missing.")
    assert (note.text(), row.editor.accessibleDescription()) == ("One digit is missing.", "One digit is missing.")
    assert row.editor.property("problem") == "true"
    row.set_problem("")
    assert (note.text(), row.editor.property("problem")) == ("Eleven digits", "false")


def test_a_warning_does_not_mark_the_field_as_wrong(qtbot: QtBot) -> None:
    row = FieldRow("expiry", QLineEdit())
    put_up(qtbot, row)
    row.set_problem("It expires in 20 days.", is_warning=True)
    assert (row.problem(), row.editor.property("problem")) == ("It expires in 20 days.", "false")


def test_fields_stand_below_each_other_when_there_is_no_room_beside(qtbot: QtBot) -> None:
    grid, one, other = FormGrid(), QLineEdit(), QLineEdit()
    grid.add(one)
    grid.add(other)
    put_up(qtbot, grid, 800)
    assert one.y() == other.y()
    grid.resize(400, 300)
    qtbot.waitUntil(lambda: one.y() < other.y() and one.x() == other.x())


# -- signature --------------------------------------------------------------------------------------------------------


def sign(pad: SignaturePad, *points: QPoint) -> None:
    paper = pad.findChild(QWidget, "owner_paper")
    assert paper is not None
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    for point in points[1:]:
        QTest.mouseMove(paper, point)
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    made = SignaturePad("owner")
    put_up(qtbot, made, 600, 320)
    return made


def test_strokes_are_thousandths_of_the_width(pad: SignaturePad, qtbot: QtBot) -> None:
    paper = pad.findChild(QWidget, "owner_paper")
    assert paper is not None
    width = paper.width()
    with qtbot.waitSignal(pad.changed):
        sign(pad, QPoint(width // 10, 10), QPoint(width // 2, 60), QPoint(width // 2, 100))
    stroke = pad.strokes()[0]
    assert stroke[0] == (pytest.approx(100, abs=2), pytest.approx(10_000 / width, abs=2))
    assert stroke[-1] == (pytest.approx(500, abs=2), pytest.approx(100_000 / width, abs=2))


def test_what_is_drawn_outside_the_pad_stays_on_its_edge(pad: SignaturePad) -> None:
    sign(pad, QPoint(10, 10), QPoint(-50, -50), QPoint(5000, 20))
    assert all(0 <= x <= 1000 and y >= 0 for x, y in pad.strokes()[0])


def test_undo_takes_back_a_stroke_and_clear_all_of_them(pad: SignaturePad, qtbot: QtBot) -> None:
    sign(pad, QPoint(10, 10), QPoint(40, 40))
    sign(pad, QPoint(80, 10), QPoint(90, 40))
    first = pad.strokes()[0]
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pad.strokes() == (first,)
    clear = pad.findChild(QPushButton, "owner_clear")
    assert isinstance(clear, QPushButton)
    clear.click()
    assert pad.is_empty()
    assert not clear.isEnabled()


def test_a_stored_signature_is_shown_without_being_announced(pad: SignaturePad, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(pad.changed):
        pad.set_strokes((((100, 100), (300, 200)),))
    assert pad.strokes() == (((100, 100), (300, 200)),)
    assert not pad.grab().isNull()


# -- photos -----------------------------------------------------------------------------------------------------------


def picture() -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    return image


@pytest.fixture
def strip(qtbot: QtBot) -> PhotoStrip:
    made = PhotoStrip("photos")
    put_up(qtbot, made)
    made.set_photos([Thumbnail("p1", b"not an image", "A1"), Thumbnail("p2", b"", "A2")])
    return made


def listed(strip: PhotoStrip) -> QListWidget:
    found = strip.findChild(QListWidget, "photos_list")
    assert isinstance(found, QListWidget)
    return found


def test_photos_are_reached_and_opened_by_keyboard(strip: PhotoStrip, qtbot: QtBot) -> None:
    listed(strip).setFocus()
    qtbot.keyClick(listed(strip), Qt.Key.Key_Right)
    with qtbot.waitSignal(strip.opened) as opened:
        qtbot.keyClick(listed(strip), Qt.Key.Key_Return)
    assert opened.args == ["p2"]


def test_a_photo_that_stays_cannot_be_removed(strip: PhotoStrip, qtbot: QtBot) -> None:
    strip.set_photos([Thumbnail("p1", b"", "A1", may_go=False), Thumbnail("p2", b"", "A2")])
    remove = strip.findChild(QPushButton, "photos_remove")
    assert isinstance(remove, QPushButton)
    for row, may_go in ((0, False), (1, True)):
        listed(strip).setCurrentRow(row)
        assert remove.isEnabled() is may_go
    listed(strip).setCurrentRow(0)
    qtbot.keyClick(listed(strip), Qt.Key.Key_Delete)
    assert strip.window().findChild(QInputDialog, "remove_photo") is None


def test_dropped_pictures_are_added_and_other_files_are_not(strip: PhotoStrip, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.JPG", "notes.txt", "b.png")])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(strip.files_added) as added:
        strip.dropEvent(drop)
    assert added.args == [[tmp_path / "a.JPG", tmp_path / "b.png"]]


def test_a_copied_picture_is_pasted_as_png(strip: PhotoStrip, qtbot: QtBot) -> None:
    QApplication.clipboard().setImage(picture())
    with qtbot.waitSignal(strip.picture_pasted) as pasted:
        qtbot.keyClick(strip, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert QImage.fromData(pasted.args[0]).size() == picture().size()


def answer(strip: PhotoStrip, reason: str) -> None:
    dialog = strip.window().findChild(QInputDialog, "remove_photo")
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue(reason)
    dialog.accept()


def test_a_photo_is_removed_with_a_reason_only(strip: PhotoStrip, qtbot: QtBot) -> None:
    listed(strip).setCurrentRow(0)
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(strip.removal_asked):
        answer(strip, "  ")
    QApplication.sendPostedEvents(None, 52)  # the answered dialog goes
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(strip.removal_asked) as asked:
        answer(strip, "blurred")
    assert asked.args == ["p1", "blurred"]


def test_sealed_photos_are_only_looked_at(strip: PhotoStrip, qtbot: QtBot) -> None:
    strip.set_read_only(True)
    QApplication.clipboard().setImage(picture())
    with qtbot.assertNotEmitted(strip.picture_pasted):
        qtbot.keyClick(strip, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert strip.window().findChild(QInputDialog, "remove_photo") is None


# -- choices, search, empty -------------------------------------------------------------------------------------------


@pytest.fixture
def row(qtbot: QtBot) -> ChoiceRow:
    made = ChoiceRow("a1", [Choice("YES", "good"), Choice("NO", "bad"), Choice("NA", "quiet")])
    made.set_texts(["Conforms", "Does not", "Not applicable"], "A1")
    put_up(qtbot, made)
    return made


@pytest.mark.parametrize(("key", "value"), [("1", "YES"), ("2", "NO"), ("3", "NA")])
def test_number_keys_answer(row: ChoiceRow, qtbot: QtBot, key: str, value: str) -> None:
    with qtbot.waitSignal(row.chosen) as chosen:
        qtbot.keyClick(row, key)
    assert (chosen.args, row.value()) == ([value], value)


def test_a_key_beyond_the_choices_answers_nothing(row: ChoiceRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(row.chosen):
        qtbot.keyClick(row, "4")
    assert row.value() == ""


def test_showing_a_stored_answer_is_not_answering(row: ChoiceRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(row.chosen):
        row.set_value("NO")
        assert row.value() == "NO"
        row.set_value("")
    assert row.value() == ""


def test_search_speaks_once_when_typing_stops_and_at_once_on_enter(qtbot: QtBot) -> None:
    box = SearchBox("find")
    put_up(qtbot, box)
    said: list[str] = []
    box.search_changed.connect(said.append)
    qtbot.keyClicks(box, "abc")
    assert said == []
    qtbot.waitUntil(lambda: said == ["abc"])
    qtbot.keyClicks(box, "d")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert said == ["abc", "abcd"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: said == ["abc", "abcd", ""])


@pytest.mark.parametrize(("width", "height"), [(1100, 560), (583, 240), (300, 220)])
def test_an_empty_state_shows_its_texts_whole_wherever_it_stands(qtbot: QtBot, width: int, height: int) -> None:
    stack, empty = QStackedWidget(), EmptyState("none", "inspect")
    stack.addWidget(QLabel())
    stack.addWidget(empty)
    stack.setFixedSize(width, height)  # as a window that is as low as its screen
    put_up(qtbot, stack, width, height)
    stack.setCurrentWidget(empty)
    empty.set_texts("Nothing", "One line.", "Go on")
    empty.set_texts("Nothing of “a name that is long”", "A sentence that takes more than a line. " * 3, "Go on")

    def is_whole() -> bool:
        labels = [empty.findChild(QLabel, f"none_{part}") for part in ("title", "text")]
        button = empty.findChild(QPushButton, "none_action")
        parts = [part for part in (*labels, button) if part is not None]
        places = [part.geometry() for part in parts]
        return (
            all(label is not None and label.height() >= label.heightForWidth(label.width()) for label in labels)
            and all(upper.bottom() < lower.top() for upper, lower in pairwise(places))
            and all(empty.rect().contains(place) for place in places)
        )

    qtbot.waitUntil(is_whole, timeout=2000)


def test_an_empty_state_without_an_action_has_no_button(qtbot: QtBot) -> None:
    empty = EmptyState("none", "inspect")
    put_up(qtbot, empty)
    button = empty.findChild(QPushButton, "none_action")
    assert isinstance(button, QPushButton)
    empty.set_texts("No visits", "Choose an operator first.")
    assert not button.isVisible()
    empty.set_texts("No visits", "Choose an operator first.", "Choose")
    with qtbot.waitSignal(empty.action_asked):
        button.click()
