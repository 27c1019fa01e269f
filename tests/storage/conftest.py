"""A migrated replica in a folder of its own, and records to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector_app.records.inspections import Inspection, Subject
from inspector_app.records.operators import Operator, OperatorKind, Person
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.record import Record, new_id
from tests.storage.scripted import NOW, Script

KEY = bytes(range(32))
Make = Callable[..., Any]


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "replica" / "replica.db"


@pytest.fixture
def sessions(database: Path) -> Iterator[Sessions]:
    database.parent.mkdir()
    opened = open_database(database, KEY)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def user() -> str:
    return new_id()


@pytest.fixture
def make_operator(user: str) -> Make:
    def make(**fields: Any) -> Operator:
        values = {
            "id": new_id(),
            "name": "杨柳村便民食杂店",
            "operator_kind": OperatorKind.RURAL_STORE,
            "division_code": "990101100200",
            "address": "杨柳村12号",
            "registered_at": 1,
            "registered_by": user,
        }
        return Operator.model_validate(values | fields)

    return make


@pytest.fixture
def make_person() -> Make:
    def make(operator_id: str, **fields: Any) -> Person:
        return Person.model_validate({"id": new_id(), "operator_id": operator_id, "name": "王一"} | fields)

    return make


@pytest.fixture
def make_inspection(user: str) -> Make:
    def make(operator_id: str, **fields: Any) -> Inspection:
        values = {
            "id": new_id(),
            "operator_id": operator_id,
            "author_id": user,
            "device_id": new_id(),
            "subject": Subject(name="店", operator_kind=OperatorKind.RURAL_STORE, address="杨柳村12号"),
            "checklist_id": new_id(),
            "checklist_sha256": "0" * 64,
            "started_at": 1,
        }
        return Inspection.model_validate(values | fields)

    return make


@pytest.fixture
def script(sessions: Sessions) -> Script:
    return Script(LocalReplica(sessions, Enrolment(new_id(), "REAL", "1", lambda data: data, lambda: NOW)), sessions)


@pytest.fixture
def edit(sessions: Sessions, user: str) -> Callable[..., None]:
    def edit(record: Record, by: str = user, **names: Any) -> None:
        with sessions.begin() as session:
            save(session, record, by, NOW, **names)

    return edit
