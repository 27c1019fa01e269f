"""A photo whose original is not on this laptop shows what there is, says so, and can be fetched."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from inspector_app.records.evidence import EvidenceItem
from inspector_app.services import evidence as photos
from inspector_app.services import inspections as visits
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui.pages.inspection_data import load
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_photo_view import PhotoView, ZoomView
from inspector_app.ui.pages.inspection_photos import PhotoDesk
from inspector_app.ui.tasks import Report
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault
from tests.replica_fixtures import KEY
from tests.services.test_evidence import picture
from tests.ui.office import Office, laptop, made_office

__all__ = ["laptop", "made_office"]

SIDE = 1700
"""Of a picture whose copy for HQ is smaller."""


class Headquarters:
    """Gives a photo when the test lets it, or refuses."""

    def __init__(self, store: PhotoStore, data: bytes) -> None:
        self.store, self.data = store, data
        self.go = threading.Event()
        self.problem: SyncProblem | None = None
        self.has_original = True
        self.was_stopped = False

    def fetch(self, item: EvidenceItem, report: Report, stop: threading.Event) -> bool:
        report(1, 4)
        while not self.go.wait(0.01):
            if stop.is_set():
                self.was_stopped = True
                return False
        if self.problem is not None:
            raise self.problem
        if self.has_original:
            self.store.put(item.sha256, self.data)
        return self.has_original


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def hq(store: PhotoStore) -> Headquarters:
    return Headquarters(store, picture(SIDE))


@pytest.fixture
def item(office: Office, store: PhotoStore, hq: Headquarters) -> EvidenceItem:
    """A photo that was taken here."""
    photo = photos.keep(store, hq.data)
    with office.laptop.acting() as act:
        visit = visits.start(act, office.laptop.shop.id)
        return photos.add(act, photo, photos.Place(visit.id, "RS-B02"))


@pytest.fixture
def opened(office: Office, store: PhotoStore, hq: Headquarters, item: EvidenceItem) -> Callable[[], PhotoView]:
    window = QLabel()
    window.resize(1100, 700)
    office.qtbot.addWidget(window)

    def show() -> PhotoView:
        context = replace(office.context, fetch_photo=hq.fetch)
        assert item.inspection_id is not None
        with office.laptop.acting() as act:
            draft = Draft(context, load(act, item.inspection_id))
        desk = PhotoDesk(context, store, draft, draft)
        view = PhotoView(desk, [item], item.id, may_change=lambda _: False, parent=window)
        draft.setParent(view)
        view.show()
        office.settle()
        return view

    return show


def said(view: PhotoView) -> str:
    label: Any = view.findChild(QLabel, "photo_origin")
    return str(label.text()) if label.isVisible() else ""


def button(view: PhotoView) -> QPushButton:
    found: Any = view.findChild(QPushButton, "photo_fetch")
    assert isinstance(found, QPushButton)
    return found


def width(view: PhotoView) -> int:
    picture_view: Any = view.findChild(ZoomView)
    return int(picture_view.scene().sceneRect().width())


def test_an_original_that_is_here_needs_no_word(opened: Callable[[], PhotoView]) -> None:
    view = opened()
    assert (said(view), width(view)) == ("", SIDE)


def test_the_small_copy_stands_for_an_original_until_it_is_fetched(
    opened: Callable[[], PhotoView], store: PhotoStore, item: EvidenceItem, hq: Headquarters, office: Office
) -> None:
    store.drop(item.sha256)
    view = opened()
    assert "small copy" in said(view)
    assert 0 < width(view) < SIDE
    button(view).click()
    office.qtbot.waitUntil(lambda: "25 %" in button(view).text())
    hq.go.set()
    office.qtbot.waitUntil(lambda: width(view) == SIDE)
    assert said(view) == ""


def test_a_colleagues_photo_is_not_here_and_says_so(
    opened: Callable[[], PhotoView], store: PhotoStore, item: EvidenceItem, hq: Headquarters, office: Office
) -> None:
    store.drop(item.sha256)
    store.drop(item.synced_sha256)
    view = opened()
    assert "not on this laptop" in said(view)
    hq.problem = SyncProblem(ProblemKind.UNREACHABLE, retryable=True)
    hq.go.set()
    button(view).click()
    office.qtbot.waitUntil(lambda: "cannot be reached" in said(view))
    hq.problem = SyncProblem(ProblemKind.FAULT, retryable=True, fault=Fault.NOT_FOUND)
    button(view).click()
    office.qtbot.waitUntil(lambda: "does not have this photo yet" in said(view))


def test_hq_may_have_no_more_than_the_small_copy(
    opened: Callable[[], PhotoView], store: PhotoStore, item: EvidenceItem, hq: Headquarters, office: Office
) -> None:
    store.drop(item.sha256)
    hq.has_original = False
    hq.go.set()
    view = opened()
    button(view).click()
    office.qtbot.waitUntil(lambda: "no more than this small copy" in said(view))


def test_fetching_is_stopped_by_the_same_button_and_by_closing(
    opened: Callable[[], PhotoView], store: PhotoStore, item: EvidenceItem, hq: Headquarters, office: Office
) -> None:
    store.drop(item.sha256)
    view = opened()
    button(view).click()
    office.qtbot.waitUntil(lambda: "25 %" in button(view).text())
    button(view).click()
    office.qtbot.waitUntil(lambda: hq.was_stopped)
    office.qtbot.waitUntil(lambda: button(view).text() == "Fetch from headquarters")
    hq.was_stopped = False
    button(view).click()
    view.close()
    office.qtbot.waitUntil(lambda: hq.was_stopped)
