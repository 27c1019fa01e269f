"""The cameras of this computer: which there are, and one at work.

Qt's multimedia library is loaded when somebody asks, never at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCameraDevice
    from PySide6.QtWidgets import QWidget


def cameras() -> list[QCameraDevice]:
    """The default one first; none when the library cannot be loaded."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:  # a system without its sound or video libraries
        return []
    first = QMediaDevices.defaultVideoInput()
    found = QMediaDevices.videoInputs()
    return sorted(found, key=lambda device: device != first)


def camera_named(name: str) -> QCameraDevice | None:
    """The camera of this name, else the first one; None when there is none."""
    found = cameras()
    return next((each for each in found if each.description() == name), found[0] if found else None)


class PhotoCamera(QObject):
    """A camera at work: its live picture, and photos taken with it."""

    taken = Signal(QImage)
    failed = Signal()

    def __init__(self, device: QCameraDevice, parent: QObject | None = None) -> None:
        from PySide6.QtMultimedia import QCamera, QImageCapture, QMediaCaptureSession

        super().__init__(parent)
        self._camera = QCamera(device, self)
        self._capture = QImageCapture(self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setImageCapture(self._capture)
        self._capture.imageCaptured.connect(lambda _, image: self.taken.emit(image))
        self._capture.errorOccurred.connect(lambda *_: self.failed.emit())
        self._camera.errorOccurred.connect(lambda *_: self.failed.emit())

    def viewfinder(self) -> QWidget:
        """A widget with the live picture."""
        from PySide6.QtMultimediaWidgets import QVideoWidget

        video = QVideoWidget()
        self._session.setVideoOutput(video)
        return video

    def start(self) -> None:
        self._camera.start()

    def stop(self) -> None:
        self._camera.stop()

    def shoot(self) -> None:
        self._capture.capture()
