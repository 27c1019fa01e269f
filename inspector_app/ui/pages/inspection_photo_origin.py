"""Where the original of a photo is when it is not on this laptop, and a button that fetches it."""

from __future__ import annotations

import threading

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from inspector_app.records.evidence import EvidenceItem
from inspector_app.ui import formats, icons, theme
from inspector_app.ui.pages.inspection_photos import PhotoDesk, Picture
from inspector_app.ui.sync_sentences import trouble
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated
from sync.device.problem import SyncProblem
from sync.faults import Fault


class PhotoOrigin(Translated):
    """Hidden while the original itself is shown."""

    fetched = Signal()

    def __init__(self, desk: PhotoDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._photo: EvidenceItem | None = None
        self._has_copy = False
        self._problem = ""
        self._stop: threading.Event | None = None
        self._said = named(QLabel(), "photo_origin")
        self._said.setWordWrap(True)
        self._fetch = named(QPushButton(), "photo_fetch", role="quiet")
        icons.put_on(self._fetch, "sync")
        self._fetch.clicked.connect(self._on_fetch)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        row.addWidget(self._said, 1)
        row.addWidget(self._fetch)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        if self._stop is None:
            self._fetch.setText(self.tr("Fetch from headquarters"))
        if self._problem:
            self._said.setText(self._problem)
        elif self._photo is not None and self._has_copy:
            text = self.tr("This is the small copy. The original ({size}) is not on this laptop.")
            self._said.setText(text.format(size=formats.size(self._photo.size)))
        else:
            self._said.setText(self.tr("This photo is not on this laptop. It may be fetched where there is a network."))

    def show_photo(self, photo: EvidenceItem, picture: Picture) -> None:
        """Another photo is looked at; what was being fetched is given up, and goes on from there another time."""
        if photo is not self._photo:
            self._problem = ""
            self.stop()
        self._photo, self._has_copy = photo, bool(picture.data)
        self.setVisible(not picture.is_original)
        self._fetch.setVisible(self._desk.can_fetch)
        self.retranslate()

    def stop(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def _on_fetch(self) -> None:
        photo = self._photo
        assert photo is not None
        if self._stop is not None:
            self._stop.set()
            return

        def ended(problem: str) -> None:
            if photo is self._photo:
                self._stop, self._problem = None, problem
                self.retranslate()
                self.fetched.emit()

        def done(is_original: bool) -> None:
            was_stopped = self._stop is None or self._stop.is_set()
            lacks = self.tr("Headquarters has no more than this small copy.")
            ended("" if is_original or was_stopped else lacks)

        def failed(error: Exception) -> None:
            is_lacking = isinstance(error, SyncProblem) and error.fault is Fault.NOT_FOUND
            ended(self.tr("Headquarters does not have this photo yet.") if is_lacking else trouble(error))

        def report(fetched: int, total: int) -> None:
            if photo is self._photo:
                share = 100 * fetched // max(1, total)
                self._fetch.setText(self.tr("Fetching… {share} %, press to stop").format(share=share))

        self._problem = ""
        self._stop = self._desk.fetch(self, photo, report, done, failed)
        report(0, 1)
