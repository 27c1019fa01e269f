"""A live camera that reads codes: the picture is shown, and one frame at a time goes to the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.cameras import camera_named
from inspector_app.ui.context import Context

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QVideoFrame

    from inspector_app.capture.scanner import Scanner, ScanResult


class CameraView(QWidget):
    """start() says whether there is a camera. `read` is said for every code of every frame."""

    read = Signal(object)  # domain.barcodes.Code
    failed = Signal()  # the camera stopped or is used by another program

    def __init__(self, context: Context, scanner: Scanner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("camera_view")
        self._context, self._scanner = context, scanner
        self._screen: QWidget | None = None
        self._lens: QCamera | None = None
        self._is_reading = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(240)
        self.hide()

    def start(self) -> bool:
        device = camera_named(self._context.settings.camera)
        if device is None:
            return False
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession
        from PySide6.QtMultimediaWidgets import QVideoWidget

        screen = QVideoWidget(self)
        lens = QCamera(device, screen)
        session = QMediaCaptureSession(screen)
        session.setCamera(lens)
        session.setVideoOutput(screen)
        screen.videoSink().videoFrameChanged.connect(self._on_frame)
        lens.errorOccurred.connect(lambda *_: self.failed.emit())
        self._box.addWidget(screen)
        self._screen, self._lens = screen, lens
        lens.start()
        self.show()
        return True

    def stop(self) -> None:
        if self._screen is not None and self._lens is not None:
            self._lens.stop()
            self._screen.deleteLater()
            self._screen = self._lens = None
        self.hide()

    @property
    def is_on(self) -> bool:
        return self._screen is not None

    def _on_frame(self, frame: QVideoFrame) -> None:
        if self._is_reading or not frame.isValid():
            return
        self._is_reading = True
        scanner = self._scanner
        self._context.tasks.start(self, lambda: _scan(scanner, frame.toImage()), self._on_read, self._on_error)

    def _on_read(self, result: ScanResult) -> None:
        self._is_reading = False
        if self.is_on:
            for code in result.codes:
                self.read.emit(code)

    def _on_error(self, error: Exception) -> None:
        self._is_reading = False
        self.stop()
        self._context.messages.show(self, error)


def _scan(scanner: Scanner, image: QImage) -> ScanResult:
    import numpy as np

    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())
    return scanner.scan_frame(np.ascontiguousarray(rows[:, : gray.width()]))
