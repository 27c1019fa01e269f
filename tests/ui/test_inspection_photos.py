"""Photos of a visit come from files, the clipboard and the camera; each is kept at once, told of and undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListWidget, QPushButton

from inspector_app.records.evidence import EvidenceItem, EvidenceOrigin
from inspector_app.records.inspections import Answer, AnswerCode
from inspector_app.services import corrections
from inspector_app.services import inspections as visits
from inspector_app.storage import evidence
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import cameras
from inspector_app.ui.pages.inspection_checklist import ChecklistStep
from inspector_app.ui.pages.inspection_data import load
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_photo_view import PhotoView, ZoomView
from inspector_app.ui.widgets.photo_strip import PhotoStrip
from tests import factories
from tests.replica_fixtures import KEY
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]


def picture(shade: int = 90, size: tuple[int, int] = (640, 480)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def step(office: Office, store: PhotoStore) -> ChecklistStep:
    with office.laptop.acting() as act:
        data = load(act, visits.start(act, office.laptop.shop.id).id)
    made = ChecklistStep(office.context, store, Draft(office.context, data))
    office.qtbot.addWidget(made.tools)
    office.qtbot.addWidget(made)
    made.resize(1166, 640)
    with office.qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    office.settle()
    return made


@pytest.fixture
def kept(office: Office, step: ChecklistStep) -> Callable[[], list[EvidenceItem]]:
    """The photos on disk, once everything under way is done."""

    def look() -> list[EvidenceItem]:
        office.settle()
        with office.laptop.sessions() as session:
            return evidence.of_inspection(session, step._draft.inspection.id)

    return look


def strip(step: ChecklistStep) -> PhotoStrip:
    found = step.findChild(PhotoStrip, "item_photos")
    assert isinstance(found, PhotoStrip)
    return found


def shown(step: ChecklistStep) -> int:
    rows: Any = strip(step).findChild(QListWidget)
    return int(rows.count())


Kept = Callable[[], list[EvidenceItem]]


def test_files_become_evidence_of_the_item_under_the_cursor(
    step: ChecklistStep, kept: Kept, store: PhotoStore, tmp_path: Path
) -> None:
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for shade, file in enumerate(files):
        file.write_bytes(picture(shade))
    step._items.go_to("RS-B02")
    strip(step).files_added.emit(files)
    found = kept()
    assert {item.item_id for item in found} == {"RS-B02"}
    assert {store.get(item.sha256) for item in found} == {file.read_bytes() for file in files}


def test_a_good_photo_ends_what_was_said_of_bad_ones(step: ChecklistStep, office: Office, tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    office.context.messages.said.connect(lambda tone, text: said.append((tone, text)))
    files = [tmp_path / "one.jpg", tmp_path / "two.jpg", tmp_path / "good.jpg"]
    for file in files[:2]:
        file.write_bytes(b"no picture")
    files[2].write_bytes(picture())
    strip(step).files_added.emit(files)
    office.settle()
    (tone, text) = said[-1]
    assert (tone, "one.jpg" in text, "two.jpg" in text) == ("bad", True, True)
    step.desk.take_bytes(picture(7), None, EvidenceOrigin.FILE)
    office.settle()
    assert said[-1] == ("good", "1 photo is saved.")


def test_the_strip_shows_the_photos_of_its_item_alone(step: ChecklistStep, kept: Kept, office: Office) -> None:
    step._items.go_to("RS-B02")
    step.desk.take_bytes(picture(), "RS-B02", EvidenceOrigin.FILE)
    kept()
    office.qtbot.waitUntil(lambda: shown(step) == 1)
    step._items.go_to("RS-B03")
    assert shown(step) == 0
    step._items.go_to("RS-B02")
    office.qtbot.waitUntil(lambda: shown(step) == 1)


def test_p_asks_for_photos(step: ChecklistStep, office: Office) -> None:
    step._items.setFocus()
    office.qtbot.keyClick(step._items, Qt.Key.Key_P)
    dialog = step.window().findChild(QFileDialog, "choose_photos")
    assert dialog is not None
    dialog.close()


def test_photos_are_looked_for_where_the_last_ones_were_found(
    step: ChecklistStep, office: Office, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "1.jpg").write_bytes(picture())

    def ask() -> QFileDialog:
        office.qtbot.keyClick(step._items, Qt.Key.Key_P)
        dialog = next(each for each in step.window().findChildren(QFileDialog, "choose_photos") if each.isVisible())
        assert isinstance(dialog, QFileDialog)
        return dialog

    step._items.setFocus()
    first = ask()
    first.filesSelected.emit([str(card / "1.jpg")])
    first.close()
    again = ask()
    assert Path(again.directory().path()) == card
    again.close()


def test_what_is_no_picture_is_said_by_name_and_the_others_are_kept(
    step: ChecklistStep, kept: Kept, office: Office, tmp_path: Path
) -> None:
    good, bad, gone = tmp_path / "good.jpg", tmp_path / "bad.jpg", tmp_path / "gone.jpg"
    good.write_bytes(picture())
    bad.write_bytes(b"no picture")
    said: list[str] = []
    office.context.messages.said.connect(lambda _, text: said.append(text))
    strip(step).files_added.emit([bad, good, gone])
    assert len(kept()) == 1
    assert any(text.startswith("bad.jpg") for text in said)
    assert any("gone.jpg" in text for text in said)


def test_g_9_adding_and_removing_photos_is_undone(step: ChecklistStep, kept: Kept) -> None:
    undo = step._draft.undo_stack
    step.desk.take_bytes(picture(), "RS-B02", EvidenceOrigin.FILE)
    (item,) = kept()
    undo.undo()
    assert kept() == []
    undo.redo()
    assert [each.id for each in kept()] == [item.id]
    step.desk.remove(item.id, "拍错了")
    assert kept() == []
    undo.undo()
    assert [each.id for each in kept()] == [item.id]


def test_without_a_camera_the_page_says_what_to_do(
    step: ChecklistStep, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras, "cameras", list)
    with office.qtbot.waitSignal(office.context.messages.said) as said:
        strip(step).findChild(QPushButton, "item_photos_camera").click()
    assert said.args[0] == "warning"
    assert "No camera was found" in said.args[1]


def test_a_picture_of_the_camera_is_evidence_by_camera(step: ChecklistStep, kept: Kept) -> None:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    step._items.go_to("RS-B02")
    step._on_photo(image)
    (item,) = kept()
    assert (item.origin, item.mime, item.width) == (EvidenceOrigin.CAMERA, "image/jpeg", 320)


def test_a_correction_shows_the_photos_of_the_version_before_which_stay(office: Office) -> None:
    signed = factories.visit(office.laptop.shop, office.laptop.wang, office.laptop.device_id)
    bad = {"RS-B02": Answer(code=AnswerCode.NONCONFORM, note="过期饼干", answered_at=1)}
    latest = factories.correction(signed, 3, answers=bad)
    after = factories.visit(office.laptop.shop, office.laptop.wang, office.laptop.device_id, previous_id=signed.id)
    photo = factories.photo_of(after.id, "RS-B02")
    sheet = factories.checklist()
    listed = {"checklist_id": sheet.id, "checklist_sha256": sheet.sha256}
    office.laptop.receive(sheet, signed, latest, after.changed(**listed), photo)
    with office.laptop.acting() as act:
        data = load(act, corrections.amend(act, after.id, "漏记一项").id)
    draft = Draft(office.context, data)
    assert draft.is_open
    assert (draft.photos_of("RS-B02"), draft.may_change(photo)) == ([photo], False)
    assert draft.may_change(factories.photo_of(data.inspection.id, "RS-B02"))
    assert draft.failed_before == {"RS-B02"}, "by what stands of the visit before"


def test_a_photo_opens_with_zoom_and_takes_a_caption(step: ChecklistStep, kept: Kept, office: Office) -> None:
    step._items.go_to("RS-B02")
    for shade in (10, 200):
        step.desk.take_bytes(picture(shade), "RS-B02", EvidenceOrigin.FILE)
        kept()
    office.qtbot.waitUntil(lambda: shown(step) == 2)
    first, second = kept()
    strip(step).opened.emit(first.id)
    view: Any = step.findChild(PhotoView, "photo_view")
    picture_view: Any = view.findChild(ZoomView)
    office.qtbot.waitUntil(lambda: picture_view.scene().sceneRect().width() == 640)
    before = picture_view.transform().m11()
    office.qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert picture_view.transform().m11() > before
    office.qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.windowTitle() == "Photo 2 of 2"
    caption: Any = view.findChild(QLineEdit, "photo_caption")
    caption.setText("三袋过期饼干")
    caption.editingFinished.emit()
    view.close()
    assert {item.id: item.caption for item in kept()} == {first.id: "", second.id: "三袋过期饼干"}
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
