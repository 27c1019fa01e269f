"""Writes an unfinished registration to the replica while somebody types: after a crash it is offered again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.ui import registration_draft
from inspector_app.ui.context import Context
from inspector_app.ui.registration_draft import Draft

KEEP_MS = 400
RETRY_MS = 3000


class DraftKeeper(QObject):
    """One write at a time, so that the last one wins; none while the registration itself is being saved.

    What the disk would not take stays dirty, and is tried again.
    """

    kept = Signal()

    def __init__(self, context: Context, key: str, draft: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._key, self._draft = context, key, draft
        self._is_dirty = self._is_writing = self._is_paused = False
        self._then: Callable[[], None] | None = None
        self._waiting: list[tuple[Callable[[], None], Callable[[], None]]] = []
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.write)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.write)

    @property
    def is_kept(self) -> bool:
        """Everything that was typed is on the disk."""
        return not (self._is_dirty or self._is_writing)

    def when_kept(self, then: Callable[[], None], failed: Callable[[], None]) -> None:
        """Call then() once everything is on the disk: at once, or after the write; failed() when it would not go."""
        if self.is_kept or self._is_paused:
            then()
        else:
            self._waiting.append((then, failed))
            self.write()

    def touch(self) -> None:
        """Something was typed. It is written at most KEEP_MS later, however long somebody goes on typing."""
        self._is_dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def pause(self, then: Callable[[], None]) -> None:
        """Write no more, and call then() once no write is under way."""
        self._is_paused = True
        self._timer.stop()
        self._retry.stop()
        if self._is_writing:
            self._then = then
        else:
            then()

    def go_on(self) -> None:
        """It was not saved after all: what is typed is a draft again."""
        self._is_paused = False
        self._is_dirty = True
        self.write()

    def forget(self) -> None:
        """It is saved: what was typed is no draft any more."""
        self._is_dirty = False

    def write(self) -> None:
        """Write now what is not written yet."""
        self._timer.stop()
        self._retry.stop()
        if self._is_writing or self._is_paused or not self._is_dirty:
            return
        self._is_writing, self._is_dirty = True, False
        key, draft, now = self._key, self._draft(), self._context.now()
        self._context.write(
            self, lambda act: registration_draft.keep(act.session, key, draft, now), self._on_written, self._on_error
        )

    def _on_written(self, _: object) -> None:
        self._end()
        if self._is_dirty:
            self.write()
        else:
            self.kept.emit()
            for then, _failed in self._waited():
                then()

    def _on_error(self, error: Exception) -> None:
        self._is_dirty = True
        self._end()
        self._context.messages.show(self, error)
        self._retry.start()
        for _then, failed in self._waited():
            failed()

    def _waited(self) -> list[tuple[Callable[[], None], Callable[[], None]]]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def _end(self) -> None:
        self._is_writing = False
        then, self._then = self._then, None
        if then is not None:
            then()
