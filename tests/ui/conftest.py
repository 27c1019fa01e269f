"""A dressed application, a replica of its own, and a context to work in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import NullPool

from inspector_app.records.people import Role, User
from inspector_app.settings import Settings
from inspector_app.ui import enter_and_wheel, language, sync_timer, theme
from inspector_app.ui.context import Changes, Context
from inspector_app.ui.messages import Messages
from inspector_app.ui.tasks import TaskRunner
from tests.collected import collect_by_hand as collect_by_hand
from tests.collected import collect_first as collect_first

USER = User(
    id="01890a5d-ac96-774b-bcce-b302099a8057",
    username="wang",
    name="王建国",
    role=Role.INSPECTOR,
    office_code="990101",
    office_name="清河镇市场监管所",
    acting_authority="演示县市场监督管理局",
)


class PatientBot(QtBot):
    """Waits as long as a slow, busy machine needs: what is waited for is a law, how long it takes is not."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon: around half past five the timer spreads what it plans, and tests that run then would see that."""
    monkeypatch.setattr(sync_timer, "time_of_day", lambda: 12 * 3600)


@pytest.fixture
def window_settings(tmp_path: Path) -> None:
    QCoreApplication.setOrganizationName("FieldInspectorTests")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "window"))


@pytest.fixture
def app(qapp: QApplication, window_settings: None) -> Iterator[QApplication]:
    enter_and_wheel.install(qapp)
    theme.apply(qapp, "light")
    language.install(qapp, "en")
    yield qapp
    language.install(qapp, "en")


@pytest.fixture
def context(app: QApplication, qtbot: QtBot, tmp_path: Path, now: int) -> Iterator[Context]:
    """A context on an empty plain database; the pages' own tests stand on a real replica."""
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}", poolclass=NullPool)
    tasks = TaskRunner()
    made = Context(
        sessions=sessionmaker(engine),
        tasks=tasks,
        changes=Changes(),
        messages=Messages(),
        settings=Settings(),
        user=USER,
        device_id="01890a5d-ac96-774b-bcce-b302099a8058",
        now=lambda: now,
    )
    yield made
    tasks.close()
    engine.dispose()
