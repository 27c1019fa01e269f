"""From errors to sentences, and from sentences to the status line; a dialog only when a decision is needed."""

from __future__ import annotations

import logging
import platform
import threading
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from inspector_app.errors import AppError
from inspector_app.ui import icons
from inspector_app.ui.sentences import of_room
from inspector_app.ui.sync_sentences import trouble
from sync.device.problem import SyncProblem

ICON = 36

log = logging.getLogger(__name__)


class Messages(QObject):
    """Where pages say things. The window listens and shows them in its status line."""

    said = Signal(str, str)  # tone: info, good, warning, bad; the sentence
    progress_began = Signal(str, object)  # title, the threading.Event that stops the work
    progressed = Signal(int, int)
    progress_ended = Signal()

    def __init__(self, parent: QObject | None = None, *, words: Callable[[Exception], str] = trouble) -> None:
        """`words` makes a sentence of an error that a person can act on."""
        super().__init__(parent)
        self._words = words
        self._reported: set[str] = set()
        self._is_full = False
        self.times_full = 0
        """How often the disk was found full so far; whoever begins to save remembers it."""

    def say(self, text: str, tone: str = "info") -> None:
        self.said.emit(tone, text)

    def say_of_room(self, free: int) -> None:
        """How much room is left on the disk, when it is little."""
        if found := of_room(free):
            tone, text = found
            if tone == "bad":
                self._found_full()
            self.say(text, tone)

    def saved(self, times_full: int) -> None:
        """Something reached the disk. If that was begun after the disk was last found full, there is room again."""
        if self._is_full and times_full == self.times_full:
            self._is_full = False
            self.say(self.tr("There is room on the disk again. You can go on saving."), "good")

    def begin_progress(self, title: str, stop: threading.Event) -> None:
        self.progress_began.emit(title, stop)

    def end_progress(self) -> None:
        self.progress_ended.emit()

    def show(self, owner: QObject, error: Exception) -> None:
        """Say what happened; a bug is logged whole and shown once, with a report to copy."""
        if isinstance(error, AppError | SyncProblem):
            log.info("told: %s", error)
            if isinstance(error, AppError) and error.code == "disk_full":
                self._found_full()
            self.say(self._words(error), "warning" if error.retryable else "bad")
            return
        log.error("bug", exc_info=error)
        place = traceback.extract_tb(error.__traceback__)[-1:]
        mark = f"{type(error).__name__} {[(frame.filename, frame.lineno) for frame in place]}"
        self.say(self.tr("Something went wrong in the program. What you had saved is safe."), "bad")
        if mark not in self._reported:
            self._reported.add(mark)
            self._show_report(owner, error)

    def _found_full(self) -> None:
        self._is_full = True
        self.times_full += 1

    def ask(self, owner: QWidget, question: str, detail: str, yes: str, on_yes: Callable[[], None]) -> QMessageBox:
        """Ask for a decision; `yes` names what the button does. Cancel is the default and what Escape does."""
        box = QMessageBox(owner.window())
        box.setObjectName("decision")
        box.setWindowTitle(question)
        box.setText(question)
        box.setIconPixmap(icons.icon("warning", "warning").pixmap(ICON, ICON))
        box.setInformativeText(detail)
        box.addButton(yes, QMessageBox.ButtonRole.AcceptRole).setObjectName("decision_yes")
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.accepted.connect(on_yes)
        self._open(box)
        return box

    def ask_to_lose(self, owner: QWidget, on_yes: Callable[[], None]) -> None:
        """Somebody wants to leave what the disk did not take; why it did not was said."""
        self.ask(
            owner,
            self.tr("Leave without saving?"),
            self.tr(
                "What you entered here could not be saved. If you stay it is tried again; if you leave it is lost."
            ),
            self.tr("Leave without saving"),
            on_yes,
        )

    def _show_report(self, owner: QObject, error: Exception) -> None:
        box = QMessageBox(parent=owner.window() if isinstance(owner, QWidget) else None)
        box.setObjectName("bug_report")
        box.setIconPixmap(icons.icon("bad", "bad").pixmap(ICON, ICON))
        box.setWindowTitle(self.tr("A fault in the program"))
        box.setText(self.tr("Something went wrong in the program. What you had saved is safe."))
        box.setInformativeText(
            self.tr("You can go on working. Please send the report to your administrator, so that it can be mended.")
        )
        copy = box.addButton(self.tr("Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.setObjectName("copy_report")
        box.addButton(QMessageBox.StandardButton.Close)
        text = f"{platform.platform()} · Python {platform.python_version()}\n" + "".join(
            traceback.format_exception(error)
        )
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self._open(box)

    @staticmethod
    def _open(box: QMessageBox) -> None:
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
