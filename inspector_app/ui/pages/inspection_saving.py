"""Saves what a page edits, behind the page: in the order of the edits, and truthful about what is on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.errors import AppError
from inspector_app.services.acting import Acting, Refused
from inspector_app.ui.context import Context

TYPING_MS = 700
"""A key of a text is on its way to the disk this much later at the latest, and at once when its field is left."""
RETRY_MS = 3000
Values = Mapping[tuple[str, str], Any]
"""{(what, of which): new value}; a later value of the same key replaces an earlier one."""


class Saver(QObject):
    """One write at a time, so that edits reach the disk in the order in which they were made."""

    changed = Signal()
    refused = Signal()  # the rules do not allow it any more: what waited was dropped, the page must read again

    def __init__(self, context: Context, write: Callable[[Acting, Values], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._write = context, write
        self.saved_at: int | None = None
        """When the last edit reached the disk; None until one did."""
        self.error: Exception | None = None
        self._waiting: dict[tuple[str, str], Any] = {}
        self._in_flight: dict[tuple[str, str], Any] = {}
        self._then: list[Callable[[], None]] = []
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.flush)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.flush)

    @property
    def is_saved(self) -> bool:
        return not (self._waiting or self._in_flight)

    def put(self, values: Values, *, typed: bool = False) -> None:
        """`typed`: one key of a text among many; it waits for the next."""
        self._waiting.update(values)
        if typed:
            if not self._typing.isActive():  # however long somebody goes on typing
                self._typing.start()
            self.changed.emit()
        else:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self._typing.stop()
        self._retry.stop()
        if self._in_flight or not self._waiting:
            return
        self._in_flight, self._waiting = self._waiting, {}
        values = dict(self._in_flight)

        def write(act: Acting) -> int:
            self._write(act, values)
            return act.now

        self._context.write(self, write, self._on_saved, self._on_failed)
        self.changed.emit()

    def when_saved(self, then: Callable[[], None]) -> None:
        """Call then() once everything is on disk: at once, or after the writes that are under way."""
        if self.is_saved:
            then()
        else:
            self._then.append(then)
            self.flush()

    def _on_saved(self, at: int) -> None:
        self._in_flight = {}
        self.saved_at, self.error = at, None
        if self._then or not self._typing.isActive():
            self.flush()
        self.changed.emit()
        if self.is_saved:
            waiting, self._then = self._then, []
            for then in waiting:
                then()

    def _on_failed(self, error: Exception) -> None:
        self._waiting, self._in_flight = {**self._in_flight, **self._waiting}, {}
        self.error = error
        self._then = []
        self._context.messages.show(self, error)
        if isinstance(error, Refused):
            self._waiting, self.error = {}, None
            self.refused.emit()
        elif isinstance(error, AppError):
            self._retry.start()
        self.changed.emit()
