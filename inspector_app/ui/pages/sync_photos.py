"""The room that photos take on this laptop: what may leave its disk, and what headquarters would have to get first."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from inspector_app.services import photo_room
from inspector_app.services.photo_room import Freed, Room
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import formats, icons, photo_sentences
from inspector_app.ui.context import Context
from inspector_app.ui.tasks import Report
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated


class PhotosSection(Translated):
    """Hidden while there is nothing to be done."""

    def __init__(self, context: Context, store: PhotoStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._store = context, store
        self._room = Room(0, 0, 0, 0, 0, 0)
        self._build()
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Originals of photos on this laptop"))
        self._free.setText(self.tr("Make room…"))
        self._send.setText(self.tr("Send by the office network"))
        self._show()

    def refresh(self) -> None:
        """Look again; it looks at the disk, so not for every little change."""
        sessions, store, device, now = (
            self._context.sessions, self._store, self._context.device_id, self._context.now()
        )  # fmt: skip
        self._context.tasks.start(
            self,
            lambda: photo_room.look(sessions, store, device, now),
            self._on_room,
            lambda error: self._context.messages.show(self, error),
        )

    def _on_room(self, room: Room) -> None:
        self._room = room
        self._show()

    def _show(self) -> None:
        room = self._room
        lines = []
        if room.removable:
            text = self.tr(
                "%n original(s), {size}, may leave this laptop: headquarters has held them for 30 days, and a checked "
                "backup holds them too. The small copies stay, and an original can be fetched again.",
                "",
                room.removable,
            )
            lines.append(text.format(size=formats.size(room.removable_bytes)))
        if room.unsent:
            text = self.tr("%n original(s), {size}, are on this laptop alone.", "", room.unsent)
            lines.append(text.format(size=formats.size(room.unsent_bytes)))
        if room.queued:
            text = self.tr("%n original(s), {size}, go as soon as this laptop is in the office.", "", room.queued)
            lines.append(text.format(size=formats.size(room.queued_bytes)))
        self._said.setText("\n".join(lines))
        self._free.setVisible(bool(room.removable))
        self._send.setVisible(bool(room.unsent))
        self.setVisible(bool(lines))

    def _on_free(self) -> None:
        self._context.messages.ask(
            self,
            self.tr("Remove %n original(s) from this laptop?", "", self._room.removable),
            self.tr("{size} become free. The small copies stay; an original can be fetched again from headquarters.")
            .format(size=formats.size(self._room.removable_bytes)),
            self.tr("Remove"),
            self._remove,
        )  # fmt: skip

    def _remove(self) -> None:
        sessions, store, now = self._context.sessions, self._store, self._context.now()

        def work(report: Report, stop: threading.Event) -> Freed:
            return photo_room.free(sessions, store, now, report, stop)

        def done(freed: Freed) -> None:
            self._context.messages.say(photo_sentences.freed(freed), "good")
            self.refresh()

        self._context.run_long(self, self.tr("Removing originals…"), work, done)

    def _on_send(self) -> None:
        sessions, store, device, now = (
            self._context.sessions, self._store, self._context.device_id, self._context.now()
        )  # fmt: skip

        def done(number: int) -> None:
            text = self.tr("%n original(s) go with the next sync in the office network.", "", number)
            self._context.messages.say(text, "good")
            self.refresh()

        self._context.tasks.start(
            self,
            lambda: photo_room.send_originals(sessions, store, device, now),
            done,
            lambda error: self._context.messages.show(self, error),
        )

    def _build(self) -> None:
        self._section = Section("originals_section")
        self._said = named(QLabel(), "originals_said")
        self._said.setWordWrap(True)
        self._section.body.addWidget(self._said)
        self._free = named(QPushButton(), "originals_free")
        icons.put_on(self._free, "trash")
        self._free.clicked.connect(self._on_free)
        self._send = named(QPushButton(), "originals_send")
        icons.put_on(self._send, "sync")
        self._send.clicked.connect(self._on_send)
        self._section.add_action(self._send)
        self._section.add_action(self._free)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)
