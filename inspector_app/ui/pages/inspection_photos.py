"""Photos of a visit: taken in behind the page, shown as a strip for the item under the cursor."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QUndoCommand
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem, EvidenceOrigin
from inspector_app.services import evidence as photos
from inspector_app.services.acting import Acting
from inspector_app.services.evidence import Place
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import icons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.sentences import sentence
from inspector_app.ui.tasks import Report
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.photo_strip import THUMBNAIL, PhotoStrip, Thumbnail
from inspector_app.ui.widgets.translated import Translated

UNDONE = "撤销"
"""Reason on record when a photo is taken back by undo."""
Source = Callable[[], bytes]


@dataclass(frozen=True)
class Taken:
    """What came of taking in several pictures."""

    items: tuple[EvidenceItem, ...]
    refused: tuple[tuple[str, AppError], ...]
    """(name, why) of those that were not kept."""


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    """Empty where nothing of the photo is on this laptop."""
    is_original: bool


class PhotoDesk(QObject):
    """Takes photos in, off the GUI thread, each with its record in a transaction of its own."""

    taken = Signal(object)  # Taken

    def __init__(self, context: Context, store: PhotoStore, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._store, self._draft = context, store, draft
        self._thumbnails: dict[str, bytes] = {}
        self._is_busy = 0

    @property
    def is_idle(self) -> bool:
        return not self._is_busy

    def take_files(self, files: Sequence[Path], item_id: str | None, origin: EvidenceOrigin) -> None:
        self._take([(file.name, partial(_read, file)) for file in files], item_id, origin)

    def take_bytes(self, data: bytes, item_id: str | None, origin: EvidenceOrigin) -> None:
        self._take([("", lambda: data)], item_id, origin)

    def take_from(self, source: Source, item_id: str | None, origin: EvidenceOrigin) -> None:
        """`source` makes the picture's bytes in the background."""
        self._take([("", source)], item_id, origin)

    def remove(self, photo_id: str, reason: str) -> None:
        self._draft.undo_stack.push(_PhotoStep(self, [photo_id], reason))

    def caption(self, photo_id: str, text: str) -> None:
        self._context.write(self, lambda act: photos.caption(act, photo_id, text))

    def set_aside(self, ids: Sequence[str], reason: str) -> None:
        def act_on(act: Acting) -> None:
            for photo_id in ids:
                photos.remove(act, photo_id, reason)

        self._context.write(self, act_on)

    def put_back(self, ids: Sequence[str]) -> None:
        def act_on(act: Acting) -> None:
            for photo_id in ids:
                photos.restore(act, photo_id)

        self._context.write(self, act_on)

    def thumbnails(
        self, owner: QObject, items: Sequence[EvidenceItem], on_done: Callable[[list[Thumbnail]], None]
    ) -> None:
        """Small pictures of these photos, read once each; one that is not on this laptop is a blank."""
        store, known = self._store, dict(self._thumbnails)

        def work() -> dict[str, bytes]:
            return {item.sha256: known.get(item.sha256) or _thumbnail(store, item.sha256) for item in items}

        def done(found: dict[str, bytes]) -> None:
            self._thumbnails |= found
            nothing = _blank()
            on_done(
                [
                    Thumbnail(item.id, found[item.sha256] or nothing, item.caption, self._draft.may_change(item))
                    for item in items
                ]
            )

        self._context.tasks.start(owner, work, done, lambda error: self._context.messages.show(owner, error))

    @property
    def can_fetch(self) -> bool:
        """Whether there is an HQ to ask for photos."""
        return self._context.fetch_photo is not None

    def look(self, owner: QObject, item: EvidenceItem, on_done: Callable[[Picture], None]) -> None:
        """The whole picture, as far as it is on this laptop."""
        store = self._store

        def work() -> Picture:
            held = next((each for each in (item.sha256, item.synced_sha256) if store.holds(each)), None)
            return Picture(b"" if held is None else store.get(held), held == item.sha256)

        self._context.tasks.start(owner, work, on_done, lambda error: self._context.messages.show(owner, error))

    def fetch(
        self,
        owner: QObject,
        item: EvidenceItem,
        report: Report,
        on_done: Callable[[bool], None],
        on_error: Callable[[Exception], None],
    ) -> threading.Event:
        """Bring a photo from HQ; whether its original is here then. Set the event that is returned to have it stop."""
        context, fetch = self._context, self._context.fetch_photo
        assert fetch is not None

        def done(is_original: bool) -> None:
            context.changes.announce({EvidenceItem.kind})  # its small picture is here too
            on_done(is_original)

        return context.tasks.start_long(owner, lambda report, stop: fetch(item, report, stop), report, done, on_error)

    def _take(self, sources: Sequence[tuple[str, Source]], item_id: str | None, origin: EvidenceOrigin) -> None:
        context, store, place = self._context, self._store, Place(self._draft.inspection.id, item_id, origin=origin)

        def keep(source: Source) -> EvidenceItem:
            photo = photos.keep(store, source())
            kinds: set[str] = set()
            with context.sessions.begin() as session:
                item = photos.add(context.acting(session, kinds), photo, place)
            context.changes.announce(kinds)
            return item

        def work() -> Taken:
            items, refused = [], []
            for name, source in sources:
                try:
                    items.append(keep(source))
                except AppError as error:
                    refused.append((name, error))
            return Taken(tuple(items), tuple(refused))

        self._is_busy += 1
        context.tasks.start(self, work, self._on_taken, self._on_failed)

    def _on_taken(self, taken: Taken) -> None:
        self._is_busy -= 1
        if taken.items:
            self._draft.undo_stack.push(_PhotoStep(self, [item.id for item in taken.items]))
        if taken.refused:
            said = [f"{name}  {sentence(error)}" if name else sentence(error) for name, error in taken.refused]
            self._context.messages.say("  ".join(said), "bad")
        elif taken.items:
            self._context.messages.say(self.tr("%n photo(s) are saved.", "", len(taken.items)), "good")
        self.taken.emit(taken)

    def _on_failed(self, error: Exception) -> None:
        self._is_busy -= 1
        self._context.messages.show(self, error)


class _PhotoStep(QUndoCommand):
    """Photos that were added (no reason), or set aside with one."""

    def __init__(self, desk: PhotoDesk, ids: Sequence[str], reason: str = "") -> None:
        super().__init__()
        self._desk, self._ids, self._reason = desk, ids, reason
        self._is_done = not reason

    def redo(self) -> None:
        if self._reason:
            self._desk.set_aside(self._ids, self._reason)
        elif not self._is_done:
            self._desk.put_back(self._ids)
        self._is_done = False

    def undo(self) -> None:
        if self._reason:
            self._desk.put_back(self._ids)
        else:
            self._desk.set_aside(self._ids, UNDONE)


class ItemPhotos(Translated):
    """The strip of photos of one item, or of the visit as a whole."""

    camera_asked = Signal()
    opened = Signal(str)  # photo id

    def __init__(self, name: str, desk: PhotoDesk, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._desk, self._draft = desk, draft
        self._item_id: str | None = None
        self._label = named(QLabel(), role="label")
        self._strip = PhotoStrip("item_photos")
        self._button("camera").setVisible(True)  # has_camera would show it as a window of its own for a moment
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self._label)
        column.addWidget(self._strip)
        self._strip.files_added.connect(lambda files: desk.take_files(files, self._item_id, EvidenceOrigin.FILE))
        self._strip.picture_pasted.connect(lambda data: desk.take_bytes(data, self._item_id, EvidenceOrigin.FILE))
        self._strip.removal_asked.connect(desk.remove)
        self._strip.camera_asked.connect(self.camera_asked)
        self._strip.opened.connect(self.opened)
        draft.photos_changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(self.tr("Photos"))

    def add_files(self) -> None:
        """Ask for picture files, as the button does."""
        if self._draft.is_open:
            self._button("add").click()

    @property
    def item_id(self) -> str | None:
        return self._item_id

    def show_item(self, item_id: str | None) -> None:
        self._item_id = item_id
        self._show()

    def _button(self, name: str) -> QPushButton:
        button = self._strip.findChild(QPushButton, f"item_photos_{name}")
        assert isinstance(button, QPushButton)
        return button

    def _show(self) -> None:
        item_id = self._item_id
        self._strip.set_read_only(not self._draft.is_open)

        def show(thumbnails: list[Thumbnail]) -> None:
            if item_id == self._item_id:  # else the cursor has moved on
                self._strip.set_photos(thumbnails)

        shown = self._draft.photos_of(item_id)
        if shown:
            self._desk.thumbnails(self, shown, show)
        else:
            self._strip.set_photos(())


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AppError("file_unreadable", file=file.name) from error


def _blank() -> bytes:
    """Stands for a photo that was taken on another laptop and is not here."""
    image = QImage(THUMBNAIL, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.colours().window))
    painter = QPainter(image)
    icons.paint(painter, "photo", "quiet", QRect(THUMBNAIL.width() // 2 - 16, THUMBNAIL.height() // 2 - 16, 32, 32))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _thumbnail(store: PhotoStore, sha256: str) -> bytes:
    try:
        return store.thumbnail(sha256)
    except AppError:
        return b""
