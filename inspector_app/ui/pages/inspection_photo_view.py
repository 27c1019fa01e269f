"""One photo at full size: zoom, the next one, its caption, when and how it was taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, Qt, Signal
from PySide6.QtGui import QImageReader, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QDialog,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector_app.records.evidence import EvidenceItem
from inspector_app.ui import formats, icons, labels, theme
from inspector_app.ui.pages.inspection_photo_origin import PhotoOrigin
from inspector_app.ui.pages.inspection_photos import PhotoDesk, Picture
from inspector_app.ui.widgets.named import named

STEP, MOST = 1.25, 16.0
SIZE = (1040, 700)
SHORT_HASH = 12


class ZoomView(QGraphicsView):
    """Wheel and + - zoom, 0 fits, dragging moves."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setScene(QGraphicsScene(self))
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.scene().addItem(self._picture)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._is_fitted = True

    def set_picture(self, picture: QPixmap) -> None:
        self._picture.setPixmap(picture)
        self.scene().setSceneRect(self._picture.boundingRect())
        self.fit()

    def fit(self) -> None:
        self._is_fitted = True
        self.fitInView(self._picture, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        if factor < 1 or self.transform().m11() * factor <= MOST:
            self._is_fitted = False
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()


class PhotoView(QDialog):
    captioned = Signal(str, str)  # photo id, text

    def __init__(
        self,
        desk: PhotoDesk,
        photos: Sequence[EvidenceItem],
        photo_id: str,
        *,
        may_change: Callable[[EvidenceItem], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photo_view")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._photos, self._may_change = desk, list(photos), may_change
        self._place = next(n for n, photo in enumerate(photos) if photo.id == photo_id)
        self._captions = {photo.id: photo.caption for photo in photos}
        self._view = ZoomView("photo_picture")
        self._facts = named(QLabel(), "photo_facts", role="note")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._caption = named(QLineEdit(), "photo_caption")
        self._caption.setPlaceholderText(self.tr("What the photo shows"))
        self._caption.setAccessibleName(self.tr("Caption"))
        self._caption.editingFinished.connect(self._on_captioned)
        self._origin = PhotoOrigin(desk)
        self._origin.fetched.connect(self._show_picture)
        self.finished.connect(self._origin.stop)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self._button("back", self.tr("Previous photo"), lambda: self._go(-1)))
        row.addWidget(self._caption, 1)
        row.addWidget(self._button("forward", self.tr("Next photo"), lambda: self._go(1)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        whole.setSpacing(theme.SMALL)
        whole.addWidget(self._view, 1)
        whole.addWidget(self._origin)
        whole.addLayout(row)
        whole.addWidget(self._facts)
        room = parent.window().size()
        self.resize(min(SIZE[0], room.width() - 40), min(SIZE[1], room.height() - 40))
        self._show()
        self._view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._go(-1)
            case Qt.Key.Key_Right:
                self._go(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._view.zoom(STEP)
            case Qt.Key.Key_Minus:
                self._view.zoom(1 / STEP)
            case Qt.Key.Key_0:
                self._view.fit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_captioned()
            case _:
                super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        if 0 <= self._place + step < len(self._photos):
            self._on_captioned()
            self._place += step
            self._show()

    def _show(self) -> None:
        photo = self._photos[self._place]
        self.setWindowTitle(
            self.tr("Photo {number} of {count}").format(number=self._place + 1, count=len(self._photos))
        )
        self._caption.setText(self._captions[photo.id])
        self._caption.setReadOnly(not self._may_change(photo))
        source = f"{labels.label(photo.origin)}, {labels.label(photo.captured_at_source)}"
        self._facts.setText(
            f"{formats.moment(photo.captured_at)} ({source})   {formats.size(photo.size)}   "
            f"SHA-256 {photo.sha256[:SHORT_HASH]}"
        )
        self._view.set_picture(QPixmap())
        self._show_picture()

    def _show_picture(self) -> None:
        photo = self._photos[self._place]

        def show(picture: Picture) -> None:
            if photo is self._photos[self._place]:
                self._view.set_picture(_picture(picture.data))
                self._origin.show_photo(photo, picture)

        self._desk.look(self, photo, show)

    def _on_captioned(self) -> None:
        photo, text = self._photos[self._place], self._caption.text().strip()
        if text != self._captions[photo.id]:
            self._captions[photo.id] = text
            self.captioned.emit(photo.id, text)

    def _button(self, icon: str, text: str, slot: object) -> QToolButton:
        button = named(QToolButton(), f"photo_{icon}", role="quiet")
        icons.put_on(button, icon)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(slot)
        return button


def _picture(data: bytes) -> QPixmap:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # as the camera was held; the bytes stay as they are
    return QPixmap.fromImage(reader.read())
