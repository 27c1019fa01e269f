"""A window opens as it was left, and whole: its foot is never below the edge of the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui import window_place


@pytest.fixture
def room(app: QApplication) -> QSize:
    return app.primaryScreen().availableGeometry().size()


def opened(qtbot: QtBot, first: QSize) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window_place.restore(window, first)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.mark.parametrize("beyond", [QSize(0, 0), QSize(200, 0), QSize(0, -39), QSize(-15, -100)])
def test_a_window_that_does_not_fit_with_its_frame_opens_maximised(room: QSize, qtbot: QtBot, beyond: QSize) -> None:
    window = opened(qtbot, room + beyond)
    assert window.isMaximized()
    assert window.frameGeometry().height() <= room.height()
    back = window.normalGeometry().size() + window_place.FRAME
    assert back.boundedTo(room) == back


def test_a_window_that_fits_opens_at_its_own_size(room: QSize, qtbot: QtBot) -> None:
    wanted = room - window_place.FRAME
    window = opened(qtbot, wanted)
    assert not window.isMaximized()
    assert window.size() == wanted


def test_it_comes_back_with_the_size_that_it_was_left_with(room: QSize, qtbot: QtBot) -> None:
    left = opened(qtbot, QSize(400, 300))
    left.resize(501, 402)
    window_place.keep(left)
    assert opened(qtbot, QSize(400, 300)).size() == QSize(501, 402)


def test_a_size_left_on_a_larger_screen_does_not_reach_beyond_this_one(room: QSize, qtbot: QtBot) -> None:
    left = opened(qtbot, QSize(400, 300))
    left.resize(room + QSize(600, 300))
    window_place.keep(left)
    window = opened(qtbot, QSize(400, 300))
    assert window.frameGeometry().size().boundedTo(room) == window.frameGeometry().size()


def test_a_window_of_a_fixed_size_takes_no_more_than_there_is(room: QSize, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window_place.fit(window, QSize(300, 5_000))
    assert window.size() == QSize(300, (room - window_place.FRAME).height())
