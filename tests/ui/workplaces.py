"""The window of whoever is signed in, as a test has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.services import device_key
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.services.provisioning import SignedIn
from inspector_app.settings import Settings
from inspector_app.ui.tasks import TaskRunner
from inspector_app.ui.workplace import Files, Workplace
from tests.replica_fixtures import KEY, Laptop


@pytest.fixture(name="place")
def made_place(app: QApplication, laptop: Laptop, tmp_path: Path) -> Iterator[Workplace]:
    folder = tmp_path / "replica"
    device_key.load(folder)
    enrolled = Enrolled(laptop.device_id, "127.0.0.1:9", "DEMO", 45, "", "")
    signed_in = SignedIn(enrolled, folder, laptop.sessions, KEY, laptop.wang, "wang")
    made = Workplace(signed_in, Settings(language="en"), Files(tmp_path / "settings.json", folder), TaskRunner())
    made.start(exchange=False)
    yield made
    made.close()
