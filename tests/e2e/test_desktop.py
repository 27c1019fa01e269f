"""The desktop as a person meets it: enrol, sign in, see the county, work, sync, sign out, sign in without HQ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.app import Desktop, lock_of
from inspector_app.domain.password_pause import FAILURES_ALLOWED
from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import check_password
from inspector_app.records.operators import Operator
from inspector_app.services.laptop import Laptop
from inspector_app.ui.pages.sign_in import SignInWindow
from inspector_app.ui.sentences import sentence
from inspector_app.ui.sync_sentences import at_sign_in
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Wipe
from sync.hq.auth import DeviceStatus, set_status
from tests.collected import collect_by_hand as collect_by_hand
from tests.collected import collect_first as collect_first
from tests.e2e.visit import registered_shop
from tests.running_hq import PASSWORD, FieldLaptop, clock, file_for, make_office, serving

LONG_MS = 60_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "hq")
    yield made
    made.close()


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(qapp, tmp_path / "laptop", tmp_path / "settings.json")
    yield made
    made.close()


W = TypeVar("W", bound=QWidget)


def find(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def sign_in(desktop: Desktop, qtbot: QtBot, username: str, password: str) -> None:
    window = desktop.sign_in_window
    assert window is not None
    find(window, QComboBox, "username").setCurrentText(username)
    field = find(window, QLineEdit, "password")
    field.clear()
    qtbot.keyClicks(field, password)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def enrol(desktop: Desktop, qtbot: QtBot, office: Office, port: int, folder: Path) -> None:
    asked_to_enrol(desktop, qtbot, office, port, folder)
    qtbot.waitUntil(lambda: desktop.workplace is not None, timeout=LONG_MS)


def asked_to_enrol(desktop: Desktop, qtbot: QtBot, office: Office, port: int, folder: Path) -> SignInWindow:
    """Choose the one-time file, then the person and the password."""
    path = folder / "enrolment.json"
    path.write_text(file_for(office, port, "wang", "li").model_dump_json(), encoding="utf-8")
    desktop.show_sign_in()
    window = desktop.sign_in_window
    assert window is not None
    window.file_chosen.emit(path)
    qtbot.waitUntil(lambda: find(window, QComboBox, "username").count() == 2, timeout=LONG_MS)
    sign_in(desktop, qtbot, "wang", PASSWORD)
    return window


def test_a_new_laptop_is_set_up_and_used_without_hq_afterwards(
    desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with serving(office) as port:
        enrol(desktop, qtbot, office, port, tmp_path)
        place = desktop.workplace
        assert place is not None
        assert place.window.isVisible()
        qtbot.waitUntil(lambda: not place.timer.is_running, timeout=LONG_MS)
        place.signed_out.emit()
        qtbot.waitUntil(lambda: desktop.sign_in_window is not None, timeout=LONG_MS)
    sign_in(desktop, qtbot, "wang", PASSWORD)  # HQ is gone
    qtbot.waitUntil(lambda: desktop.workplace is not None, timeout=LONG_MS)
    assert desktop.workplace is not None
    assert desktop.workplace.context.user.username == "wang"


def test_what_is_recorded_here_is_at_hq_after_the_timer_has_run(
    desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with serving(office) as port:
        enrol(desktop, qtbot, office, port, tmp_path)
        place = desktop.workplace
        assert place is not None
        qtbot.waitUntil(lambda: not place.timer.is_running, timeout=LONG_MS)
        laptop = Laptop.load(tmp_path / "laptop")
        assert laptop is not None
        shop = registered_shop(FieldLaptop(tmp_path / "laptop", place.signed_in))
        place.timer.run_now()
        qtbot.waitUntil(lambda: not place.timer.is_running, timeout=LONG_MS)
        assert office.one(Operator, id=shop.id) == shop


def test_a_wrong_password_is_said_and_leaves_the_window_ready(
    desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with serving(office) as port:
        enrol(desktop, qtbot, office, port, tmp_path)
        assert desktop.workplace is not None
        desktop.workplace.signed_out.emit()
    qtbot.waitUntil(lambda: desktop.sign_in_window is not None, timeout=LONG_MS)
    sign_in(desktop, qtbot, "wang", "not the password")
    window = desktop.sign_in_window
    assert window is not None
    problem = find(window, QLabel, "sign_in_problem")
    qtbot.waitUntil(problem.isVisible, timeout=LONG_MS)
    assert problem.text()
    assert find(window, QPushButton, "sign_in").isEnabled()
    assert desktop.workplace is None


def test_a_pause_at_hq_is_counted_down_like_one_of_the_laptop(
    desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    for _ in range(FAILURES_ALLOWED):
        office.database.write(lambda connection: check_password(connection, "wang", "not the password", clock()))
    with serving(office) as port:
        window = asked_to_enrol(desktop, qtbot, office, port, tmp_path)
        pause = find(window, QLabel, "sign_in_pause")
        qtbot.waitUntil(pause.isVisible, timeout=LONG_MS)
    assert re.search(r"\b[01]:[0-5]\d\b", pause.text())
    assert not find(window, QPushButton, "sign_in").isEnabled()


def test_a_laptop_that_hq_empties_lets_nobody_go_on_entering(
    desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with serving(office) as port:
        enrol(desktop, qtbot, office, port, tmp_path)
        place = desktop.workplace
        assert place is not None
        qtbot.waitUntil(lambda: not place.timer.is_running, timeout=LONG_MS)
        device = place.signed_in.laptop.device_id
        office.database.write(lambda connection: set_status(connection, device, DeviceStatus.REVOKED, Wipe.AT_ONCE))
        place.timer.run_now()
        qtbot.waitUntil(lambda: desktop.workplace is None, timeout=LONG_MS)
    window = desktop.sign_in_window
    assert window is not None
    assert find(window, QLabel, "sign_in_problem").text() == sentence(AppError("laptop_emptied"))
    assert find(window, QPushButton, "choose_file").isVisible()


def test_hq_out_of_reach_at_enrolment_is_said(desktop: Desktop, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    with serving(office) as port:
        path = tmp_path / "enrolment.json"
        path.write_text(file_for(office, port, "wang").model_dump_json(), encoding="utf-8")
    desktop.show_sign_in()
    window = desktop.sign_in_window
    assert window is not None
    window.file_chosen.emit(path)
    qtbot.waitUntil(lambda: find(window, QComboBox, "username").count() == 1, timeout=LONG_MS)
    sign_in(desktop, qtbot, "wang", PASSWORD)
    problem = find(window, QLabel, "sign_in_problem")
    qtbot.waitUntil(problem.isVisible, timeout=LONG_MS)
    assert problem.text() == at_sign_in(SyncProblem(ProblemKind.UNREACHABLE, retryable=True))
    assert desktop.workplace is None


def test_a_file_that_is_no_enrolment_is_refused_plainly(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "photo.json").write_bytes(b"\x89PNG\r\n")
    desktop.show_sign_in()
    window = desktop.sign_in_window
    assert window is not None
    window.file_chosen.emit(tmp_path / "photo.json")
    qtbot.waitUntil(find(window, QLabel, "sign_in_problem").isVisible, timeout=LONG_MS)


def test_a_data_folder_is_open_in_one_window_only(tmp_path: Path) -> None:
    first, second = lock_of(tmp_path / "laptop"), lock_of(tmp_path / "laptop")
    assert first.tryLock(0)
    assert not second.tryLock(0)
    first.unlock()
    assert second.tryLock(0)
    second.unlock()
