"""What the window of whoever is signed in does at its end: the day's work is copied once, then it closes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.services import backups, device_key
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.services.provisioning import SignedIn
from inspector_app.settings import Settings
from inspector_app.ui.tasks import TaskRunner
from inspector_app.ui.workplace import Files, Workplace
from tests.replica_fixtures import KEY, Laptop, laptop

__all__ = ["laptop"]


@pytest.fixture
def place(app: QApplication, laptop: Laptop, tmp_path: Path) -> Iterator[Workplace]:
    folder = tmp_path / "replica"
    device_key.load(folder)
    enrolled = Enrolled(laptop.device_id, "127.0.0.1:9", "DEMO", 45, "", "")
    signed_in = SignedIn(enrolled, folder, laptop.sessions, KEY, laptop.wang, "wang")
    made = Workplace(signed_in, Settings(language="en"), Files(tmp_path / "settings.json", folder), TaskRunner())
    made.start(exchange=False)
    yield made
    made.close()


def test_closing_the_window_keeps_a_copy_and_then_closes(place: Workplace, qtbot: QtBot) -> None:
    folder = place.signed_in.folder
    place.window.close()
    qtbot.waitUntil(lambda: not place.window.isVisible())
    assert backups.last(folder) is not None
    assert len(list((folder / "backups").iterdir())) == 1


def test_a_second_close_of_the_day_makes_no_other_copy(place: Workplace, qtbot: QtBot) -> None:
    folder = place.signed_in.folder
    (folder / "backups").mkdir()
    (folder / "backups" / f"{place.context.now()}.db").write_bytes(b"of this morning")
    place.window.close()
    assert not place.window.isVisible()
    assert len(list((folder / "backups").iterdir())) == 1
