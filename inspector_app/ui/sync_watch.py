"""Keeps in view how things stand with HQ: the status line and the sync page show what it tells."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy.orm import Session

from inspector_app.records.evidence import EvidenceItem
from inspector_app.services.exchanging import Outcome
from inspector_app.storage import sync_state, waiting
from inspector_app.storage.sync_state import SyncState
from inspector_app.ui import photo_sentences
from inspector_app.ui.context import Context
from inspector_app.ui.sync_sentences import Standing, standing
from inspector_app.ui.sync_timer import SyncTimer

GATHER_MS = 200
"""Many edits in a row are one look at the outbox."""


class SyncWatch(QObject):
    """Looks again after every change and every exchange; announces the kinds that an exchange brought."""

    changed = Signal()

    def __init__(self, context: Context, timer: SyncTimer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.timer = timer
        self.state: SyncState | None = None
        self.problem: Exception | None = None
        """What ended the last exchange before its time."""
        self._lost = 0
        self._soon = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._soon.timeout.connect(self.refresh)
        context.changes.happened.connect(lambda _: self._soon.start())
        timer.began.connect(self.changed)
        timer.ended.connect(self._on_ended)
        timer.failed.connect(self._on_failed)

    def refresh(self) -> None:
        self._context.read(self, _state, self._on_state)

    def standing(self) -> Standing | None:
        """None until the first look."""
        if self.state is None:
            return None
        return standing(self.state, self.problem, self._context.now(), is_running=self.timer.is_running)

    def _on_state(self, state: SyncState) -> None:
        self.state = state
        self.changed.emit()

    def _on_ended(self, outcome: object) -> None:
        self.problem = None
        if isinstance(outcome, Outcome):
            self.problem = outcome.summary.problem or outcome.photos.problem
            if outcome.summary.kinds:
                self._context.changes.announce(set(outcome.summary.kinds))
            if outcome.freed is not None and outcome.freed.count:
                self._context.messages.say(photo_sentences.freed(outcome.freed))
            lost = outcome.repaired.lost if outcome.repaired else 0
            if lost > self._lost:
                self._context.messages.say(photo_sentences.lost(lost), "warning")
            self._lost = lost
            if outcome.photos.complete:
                self._context.changes.announce({EvidenceItem.kind})  # where its photo is, is shown beside it
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        self.problem = error
        self.refresh()


def _state(session: Session) -> SyncState:
    """A conflict that was decided here and only waits to be sent asks nobody any more."""
    state = sync_state.state(session)
    decided = waiting.decided_conflicts(session)
    return replace(state, conflicts=max(0, state.conflicts - len(decided)))
