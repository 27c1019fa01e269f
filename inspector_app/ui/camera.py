"""A camera of this computer: its live picture, and photos taken with it. Importing this loads Qt's multimedia."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QCamera, QCameraDevice, QImageCapture, QMediaCaptureSession
from PySide6.QtMultimediaWidgets import QVideoWidget
from PySide6.QtWidgets import QWidget


class Camera(QObject):
    taken = Signal(QImage)
    failed = Signal()

    def __init__(self, device: QCameraDevice, parent: QObject | None = None) -> None:
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
        video = QVideoWidget()
        self._session.setVideoOutput(video)
        return video

    def start(self) -> None:
        self._camera.start()

    def stop(self) -> None:
        self._camera.stop()

    def shoot(self) -> None:
        self._capture.capture()
