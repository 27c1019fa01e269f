"""Pages on a real replica: a laptop as HQ left it, its context, and a way to wait until all work is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.records.people import User
from inspector_app.settings import Settings
from inspector_app.storage import search
from inspector_app.ui.context import Changes, Context
from inspector_app.ui.messages import Messages
from inspector_app.ui.tasks import TaskRunner
from sync.device.outbox import set_meta
from sync.record import Record
from tests.replica_fixtures import KEY, Laptop
from tests.replica_fixtures import laptop as laptop

__all__ = ["Office", "laptop", "made_office"]


@dataclass(frozen=True)
class Office:
    laptop: Laptop
    context: Context
    qtbot: QtBot

    def receive(self, *records: Record) -> None:
        """Rows as HQ sends them, found by search and announced."""
        self.laptop.receive(*records)
        with self.laptop.sessions.begin() as session:
            search.refresh(session, [(each.kind, each.id) for each in records])
        self.context.changes.announce({each.kind for each in records})

    def as_user(self, user: User) -> Context:
        return replace(self.context, user=user)

    def settle(self) -> None:
        """Wait until nothing is being read or written."""
        self.qtbot.waitUntil(lambda: self.context.tasks.is_idle)


@pytest.fixture(name="office")
def made_office(app: QApplication, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Office]:
    tasks = TaskRunner()
    laptop: Laptop = request.getfixturevalue("laptop")
    with laptop.sessions.begin() as session:
        set_meta(session, matching_key=KEY.hex())
        search.refresh(session, [(laptop.shop.kind, laptop.shop.id)])
    context = Context(
        sessions=laptop.sessions,
        tasks=tasks,
        changes=Changes(),
        messages=Messages(),
        settings=Settings(),
        user=laptop.wang,
        device_id=laptop.device_id,
        now=lambda: laptop.now,
    )
    yield Office(laptop, context, qtbot)
    tasks.close()
