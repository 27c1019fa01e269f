"""The camera dialog takes one photo at a time, says what came of it and lets the camera go."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.ui.widgets.camera_dialog import CameraDialog, jpeg


class PaintedCamera(QObject):
    """Stands in for a camera: its pictures come when the test says so."""

    taken = Signal(QImage)
    failed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_on = False
        self.shots = 0

    def viewfinder(self) -> QWidget:
        return QLabel()

    def start(self) -> None:
        self.is_on = True

    def stop(self) -> None:
        self.is_on = False

    def shoot(self) -> None:
        self.shots += 1

    def give(self) -> None:
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkCyan)
        self.taken.emit(image)


@pytest.fixture
def camera() -> PaintedCamera:
    return PaintedCamera()


@pytest.fixture
def dialog(app: QApplication, qtbot: QtBot, camera: PaintedCamera) -> CameraDialog:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = CameraDialog(camera, window)
    made.open()
    made.window_kept = window  # type: ignore[attr-defined]
    return made


def shoot_button(dialog: CameraDialog) -> Any:
    return dialog.findChild(QPushButton, "camera_shoot")


def test_several_photos_are_taken_in_a_row(dialog: CameraDialog, camera: PaintedCamera, qtbot: QtBot) -> None:
    taken: list[QImage] = []
    dialog.photo_taken.connect(taken.append)
    for _ in range(3):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        camera.give()
    assert (camera.shots, len(taken)) == (3, 3)
    assert dialog.findChild(QLabel, "camera_said").text() == "3 photos taken"


def test_the_button_waits_for_the_picture(dialog: CameraDialog, camera: PaintedCamera, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert camera.shots == 1
    assert not shoot_button(dialog).isEnabled()
    camera.give()
    assert shoot_button(dialog).isEnabled()


def test_a_camera_that_fails_says_what_to_do(dialog: CameraDialog, camera: PaintedCamera) -> None:
    shoot_button(dialog).click()
    camera.failed.emit()
    assert "does not answer" in dialog.findChild(QLabel, "camera_said").text()
    assert shoot_button(dialog).isEnabled()


def test_asking_for_cameras_is_what_loads_the_multimedia_library() -> None:
    """The window starts without it; a camera that nothing is connected to works without a device."""
    code = """if True:
        import sys
        from PySide6.QtWidgets import QApplication, QWidget
        from inspector_app.ui import cameras
        assert "PySide6.QtMultimedia" not in sys.modules
        app = QApplication([])
        assert cameras.camera_named("none of this name") is (cameras.cameras() or [None])[0]
        from PySide6.QtMultimedia import QCameraDevice
        camera = cameras.PhotoCamera(QCameraDevice())
        assert isinstance(camera.viewfinder(), QWidget)
        camera.start()
        camera.stop()
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_closing_lets_the_camera_go(dialog: CameraDialog, camera: PaintedCamera) -> None:
    assert camera.is_on
    dialog.findChild(QPushButton, "camera_done").click()
    assert not camera.is_on


def test_a_picture_becomes_a_jpeg_file() -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    again = QImage.fromData(jpeg(image))
    assert (again.width(), again.height()) == (64, 48)
