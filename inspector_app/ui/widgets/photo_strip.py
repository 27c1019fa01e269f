"""Photos as a row of thumbnails: added from files, by drop or paste; the widget holds pictures, never files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QImage, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QInputDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.photo_dialog import SUFFIXES, choose_photos
from inspector_app.ui.widgets.translated import Translated

THUMBNAIL = QSize(132, 99)
ID = Qt.ItemDataRole.UserRole
MAY_GO = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Thumbnail:
    photo_id: str
    image: bytes
    """JPEG or PNG, made small by who gives it."""
    caption: str = ""
    may_go: bool = True
    """Whether it may be removed."""


class PhotoStrip(Translated):
    """Arrow keys go along the photos, Enter opens one, Delete asks why and removes it, Ctrl+V adds what was copied."""

    files_added = Signal(list)  # list[Path]
    picture_pasted = Signal(bytes)  # a PNG file
    camera_asked = Signal()
    opened = Signal(str)  # photo id
    removal_asked = Signal(str, str)  # photo id, reason

    def __init__(self, name: str, *, has_camera: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self._build(name, has_camera)
        self.retranslate()

    def retranslate(self) -> None:
        self._list.setAccessibleName(self.tr("Photos"))
        self._add.setText(self.tr("Add photo…"))
        self._camera.setText(self.tr("Take photo"))
        self._remove.setText(self.tr("Remove…"))

    def set_photos(self, photos: Sequence[Thumbnail]) -> None:
        kept = self._list.currentRow()
        self._list.clear()
        for photo in photos:
            picture = QPixmap()
            picture.loadFromData(photo.image)
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # a chosen photo keeps its colours
            item = QListWidgetItem(icon, photo.caption)
            item.setData(ID, photo.photo_id)
            item.setData(MAY_GO, photo.may_go)
            item.setToolTip(photo.caption)
            self._list.addItem(item)
        self._list.setVisible(bool(photos))
        self._list.setCurrentRow(min(max(kept, 0), len(photos) - 1))
        self._show_state()

    def set_read_only(self, is_read_only: bool) -> None:
        """A sealed visit: photos are looked at only."""
        self.setAcceptDrops(not is_read_only)
        self._buttons.setVisible(not is_read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take(QApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Delete:
            self._on_remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.hasFocus():
            self._on_opened(self._list.currentItem())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()) or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take(event.mimeData())
        event.acceptProposedAction()

    def _take(self, data: QMimeData) -> None:
        if not self._buttons.isVisibleTo(self):
            return
        if files := _files(data):
            self.files_added.emit(files)
        elif data.hasImage():
            self.picture_pasted.emit(_png(QImage(data.imageData())))

    def _on_add(self) -> None:
        choose_photos(self, "choose_photos", (self.tr("Choose photos"), self.tr("Photos")), self.files_added.emit)

    def _on_remove(self) -> None:
        item = self._list.currentItem()
        if item is None or not item.data(MAY_GO) or not self._buttons.isVisibleTo(self):
            return
        photo_id = str(item.data(ID))
        dialog = QInputDialog(self.window())
        dialog.setObjectName("remove_photo")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Remove photo"))
        dialog.setLabelText(self.tr("Why is it removed? The photo is kept and marked as not to be used."))
        dialog.setOkButtonText(self.tr("Remove"))
        dialog.textValueSelected.connect(lambda reason: self._on_reason(photo_id, reason))
        dialog.open()

    def _on_reason(self, photo_id: str, reason: str) -> None:
        if reason.strip():
            self.removal_asked.emit(photo_id, reason.strip())

    def _on_opened(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.opened.emit(str(item.data(ID)))

    def _show_state(self) -> None:
        item = self._list.currentItem()
        self._remove.setEnabled(item is not None and bool(item.data(MAY_GO)))

    def _build(self, name: str, has_camera: bool) -> None:
        self._list = named(QListWidget(), f"{name}_list")
        self._list.setViewMode(QListView.ViewMode.IconMode)
        self._list.setFlow(QListView.Flow.LeftToRight)
        self._list.setWrapping(False)
        self._list.setMovement(QListView.Movement.Static)
        self._list.setIconSize(THUMBNAIL)
        self._list.setSpacing(4)
        self._list.setFixedHeight(THUMBNAIL.height() + 64)
        self._list.itemActivated.connect(self._on_opened)
        self._list.currentItemChanged.connect(lambda *_: self._show_state())
        self._add = named(QPushButton(), f"{name}_add")
        icons.put_on(self._add, "photo")
        self._add.clicked.connect(self._on_add)
        self._camera = named(QPushButton(), f"{name}_camera")
        icons.put_on(self._camera, "camera")
        self._camera.clicked.connect(self.camera_asked)
        if not has_camera:
            self._camera.hide()  # setVisible(True) would show it as a window of its own: it has no parent yet
        self._remove = named(QPushButton(), f"{name}_remove", role="quiet")
        icons.put_on(self._remove, "trash")
        self._remove.clicked.connect(self._on_remove)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        for button in (self._add, self._camera, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL)
        whole.addWidget(self._list)
        whole.addWidget(self._buttons)
        self.set_photos(())


def _files(data: QMimeData) -> list[Path]:
    urls: Sequence[QUrl] = data.urls()
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in SUFFIXES]


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
