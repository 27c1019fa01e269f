"""The camera's live picture with one big button; several photos in a row, each kept at once."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named

SIZE = (900, 640)
LAST = QSize(96, 72)
JPEG_QUALITY = 92


class Source(Protocol):
    """A camera, or what stands in for one."""

    @property
    def taken(self) -> SignalInstance: ...  # QImage
    @property
    def failed(self) -> SignalInstance: ...
    def viewfinder(self) -> QWidget: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def shoot(self) -> None: ...


class CameraDialog(QDialog):
    """Space or Enter takes a photo, Escape closes."""

    photo_taken = Signal(QImage)

    def __init__(self, camera: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("camera_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Take photos"))
        self._camera = camera
        self._count = 0
        self._last = QLabel()
        self._last.setFixedSize(LAST)
        self._said = named(QLabel(), "camera_said", role="note")
        self._said.setWordWrap(True)
        self._shoot = named(QPushButton(self.tr("Take photo")), "camera_shoot", role="primary")
        icons.put_on(self._shoot, "camera", "on_accent")
        self._shoot.clicked.connect(self._on_shoot)
        done = named(QPushButton(self.tr("Done")), "camera_done")
        done.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self._last)
        row.addWidget(self._said, 1)
        row.addWidget(self._shoot)
        row.addWidget(done)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        whole.addWidget(camera.viewfinder(), 1)
        whole.addLayout(row)
        self.resize(*SIZE)
        camera.taken.connect(self._on_taken)
        camera.failed.connect(self._on_failed)
        self.finished.connect(lambda _: camera.stop())
        camera.start()
        self._shoot.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_shoot()
        else:
            super().keyPressEvent(event)

    def _on_shoot(self) -> None:
        if self._shoot.isEnabled():
            self._shoot.setEnabled(False)  # until the picture is here
            self._camera.shoot()

    def _on_taken(self, image: QImage) -> None:
        self._count += 1
        mode = Qt.AspectRatioMode.KeepAspectRatio
        self._last.setPixmap(QPixmap.fromImage(image).scaled(LAST, mode, Qt.TransformationMode.SmoothTransformation))
        self._said.setText(self.tr("%n photo(s) taken", "", self._count))
        self._shoot.setEnabled(True)
        self._shoot.setFocus()
        self.photo_taken.emit(image)

    def _on_failed(self) -> None:
        self._said.setText(
            self.tr("The camera does not answer. Another program may be using it; close that, then open this again.")
        )
        self._shoot.setEnabled(True)


def jpeg(image: QImage) -> bytes:
    """The picture as a file. Slow for a large one; safe in any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", JPEG_QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
