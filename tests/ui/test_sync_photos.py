"""Making room is an explicit act: what may go is told before, what went is told afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from sqlalchemy import delete

from inspector_app.ui.pages.sync_photos import PhotosSection
from sync.device.tables import blob_local
from tests.services.test_photo_room import DAY, Field
from tests.services.test_photo_room import field as field
from tests.ui.office import Office, laptop, made_office

__all__ = ["field", "laptop", "made_office"]


@pytest.fixture
def section(office: Office, field: Field) -> PhotosSection:
    made = PhotosSection(office.context, field.store)
    office.qtbot.addWidget(made)
    made.resize(1100, 200)
    return made


def said(section: PhotosSection) -> str:
    label = section.findChild(QLabel, "originals_said")
    assert isinstance(label, QLabel)
    return label.text()


def button(section: PhotosSection, name: str) -> QPushButton:
    found = section.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def looked(office: Office, section: PhotosSection) -> None:
    section.refresh()
    office.settle()


def test_where_nothing_can_be_done_nothing_is_shown(office: Office, section: PhotosSection) -> None:
    looked(office, section)
    assert not section.isVisible()


def test_originals_that_hq_holds_leave_after_a_question(office: Office, section: PhotosSection, field: Field) -> None:
    items = [field.take(), field.take()]
    field.confirm(*items, now=office.laptop.now - 31 * DAY)
    field.back_up(1)
    looked(office, section)
    assert section.isVisible()
    assert said(section).startswith("2 originals, ")
    assert not button(section, "originals_send").isVisible()
    button(section, "originals_free").click()
    box = section.window().findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "Remove 2 originals" in box.text()
    assert all(field.store.holds(item.sha256) for item in items), "nothing goes before the answer"
    with office.qtbot.waitSignal(office.context.messages.said) as told:
        box.findChild(QPushButton, "decision_yes").click()
    assert told.args[0] == "good"
    assert "2 originals left this laptop" in told.args[1]
    office.settle()
    assert not any(field.store.holds(item.sha256) for item in items)
    assert all(field.store.holds(item.synced_sha256) for item in items)
    assert not section.isVisible()


def test_originals_that_are_here_alone_are_sent_where_the_line_is_fast(
    office: Office, section: PhotosSection, field: Field
) -> None:
    item = field.take()
    field.run(delete(blob_local).where(blob_local.c.sha256 == item.sha256))
    looked(office, section)
    assert "1 original" in said(section)
    assert "on this laptop alone" in said(section)
    assert not button(section, "originals_free").isVisible()
    with office.qtbot.waitSignal(office.context.messages.said) as told:
        button(section, "originals_send").click()
    assert "1 original goes with the next sync" in told.args[1]
    office.settle()
    assert "as soon as this laptop is in the office" in said(section)
    assert not button(section, "originals_send").isVisible()
