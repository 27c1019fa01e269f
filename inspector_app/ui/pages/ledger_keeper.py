"""Keeps on the disk what is being entered into a shop's ledger, while it is typed and before another shop is opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from sqlalchemy.orm import Session

from inspector_app.services import ledger_drafts
from inspector_app.services.ledger_drafts import Draft
from inspector_app.ui.context import Context
from inspector_app.ui.last_write import LastWrite

KEEP_MS = 300
"""After typing pauses."""
RETRY_MS = 3000


def _nothing() -> None:
    pass


class LedgerKeeper(QObject):
    """Not in the ledger yet, and safe all the same."""

    def __init__(self, context: Context, draft: Callable[[], Draft], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._draft = context, draft
        self._operator_id = ""
        self._touched = self._kept = 0  # numbers of edits: the last one, and the last on the disk
        self._is_held = False
        self._then: list[tuple[Callable[[], None], Callable[[], None]]] = []
        self._writes = LastWrite()
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self.write)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.write)

    def begin(self, operator_id: str) -> None:
        """From now on it is for this shop; what was typed for the one before goes to the disk first."""
        if self._timer.isActive():
            self.write()
        self._retry.stop()  # whoever opens another shop all the same was asked
        self._operator_id = operator_id

    def touch(self) -> None:
        """Something was typed or scanned."""
        self._touched += 1
        self._timer.start()

    def when_kept(self, then: Callable[[], None], failed: Callable[[], None]) -> None:
        """Call then() once all is on the disk, at once or after the write; failed() when it would not go."""
        if self._kept == self._touched:
            then()
        else:
            self.write(then, failed)

    def hold(self, is_held: bool) -> None:
        """While lines go into the ledger nothing is written: that transaction keeps what is left."""
        self._is_held = is_held
        if not is_held:
            waiting, self._then = self._then, []
            for then, failed in waiting:
                self.when_kept(then, failed)

    def settle(self) -> None:
        """What is left was kept with the lines that went into the ledger."""
        self._timer.stop()
        self._retry.stop()
        self._kept = self._touched

    def write(self, then: Callable[[], None] = _nothing, on_failed: Callable[[], None] = _nothing) -> None:
        """Write now, and call one of the two; what the disk would not take is tried again."""
        self._timer.stop()
        self._retry.stop()
        if self._is_held:
            self._then.append((then, on_failed))
            return
        draft, store, upto, operator_id = self._draft(), self.storing(), self._touched, self._operator_id

        def done(_: None) -> None:
            self._kept = max(self._kept, upto)
            then()

        def failed(error: Exception) -> None:
            self._context.messages.show(self, error)
            if operator_id == self._operator_id:
                self._retry.start()
            on_failed()

        self._context.write(self, lambda act: store(act.session, draft), done, failed)

    def storing(self) -> Callable[[Session, Draft], None]:
        """A write that is begun now, to be called inside a transaction: one that is begun later goes before it."""
        operator_id, number = self._operator_id, self._writes.number()

        def store(session: Session, draft: Draft) -> None:
            self._writes.write(operator_id, number, lambda: ledger_drafts.store(session, operator_id, draft))

        return store
