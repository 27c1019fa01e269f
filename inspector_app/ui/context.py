"""What every page is given: the replica, background work, announcements, messages, and who is signed in."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from sqlalchemy.orm import Session, sessionmaker

from inspector_app.domain.local_time import local_date
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.people import User
from inspector_app.services.acting import Acting
from inspector_app.settings import Settings
from inspector_app.storage.engine import rows_written
from inspector_app.storage.writes import DeviceWriter
from inspector_app.ui.messages import Messages
from inspector_app.ui.tasks import Failed, Report, TaskRunner
from sync.clock import now_us
from sync.device.outbox import meta
from sync.record import Record

T = TypeVar("T")
R = TypeVar("R", bound=Record)
FetchPhoto = Callable[[EvidenceItem, Report, threading.Event], bool]


def nothing(_: object) -> None:
    pass


class Changes(QObject):
    """Says which kinds of record changed, by an edit here or by a pull; lists refresh themselves from it."""

    happened = Signal(object)  # set[str], the kinds; always in the GUI thread
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._relay)

    def announce(self, kinds: set[str]) -> None:
        """May be called from any thread, after the commit."""
        self._arrived.emit(kinds)

    @Slot(object)
    def _relay(self, kinds: set[str]) -> None:
        self.happened.emit(kinds)


@dataclass(frozen=True)
class _Noting:
    """A device's writer that remembers which kinds it wrote, so that no page can forget to announce one."""

    writer: DeviceWriter
    kinds: set[str]

    def find(self, cls: type[R], row_id: str) -> R | None:
        return self.writer.find(cls, row_id)

    def save(self, record: Record, *, resolves: str | None = None, replaces: str | None = None) -> None:
        self.writer.save(record, resolves=resolves, replaces=replaces)
        self.kinds.add(record.kind)


@dataclass(frozen=True)
class Context:
    sessions: sessionmaker[Session]
    tasks: TaskRunner
    changes: Changes
    messages: Messages
    settings: Settings
    user: User
    device_id: str
    now: Callable[[], int] = now_us
    """Microseconds since 1970, UTC."""
    fetch_photo: FetchPhoto | None = None
    """Brings a photo from HQ that is not on this laptop; whether its original is here then. Raises SyncProblem."""

    def today(self) -> date:
        return local_date(self.now())

    def acting(self, session: Session, kinds: set[str] | None = None) -> Acting:
        """What a service is given; pages need it only for a service that reads, inside read()."""
        now = self.now()
        writer = _Noting(DeviceWriter(session, self.user.id, now), set() if kinds is None else kinds)
        matching_key = bytes.fromhex(meta(session, "matching_key", ""))
        hq_key = base64.b64decode(meta(session, "hq_key", ""))
        return Acting(session, writer, self.user, self.device_id, now, matching_key, hq_key)

    def write(
        self,
        owner: QObject,
        action: Callable[[Acting], T],
        on_done: Callable[[T], None] = nothing,
        on_error: Failed | None = None,
    ) -> None:
        """Run action(act) in one transaction; announce the kinds of record it wrote, hand its result to on_done.

        on_error is for a page that shows an error itself (Refused, beside the fields) and passes on what it does not.
        """

        times_full = self.messages.times_full

        def work() -> tuple[T, bool]:
            with self.sessions.begin() as session:
                kinds: set[str] = set()
                before = rows_written(session)
                result = action(self.acting(session, kinds))
                has_written = rows_written(session) > before
            self.changes.announce(kinds)  # after the commit
            return result, has_written

        def done(outcome: tuple[T, bool]) -> None:
            result, has_written = outcome
            if has_written:
                self.messages.saved(times_full)
            on_done(result)

        self.tasks.start(owner, work, done, on_error or partial(self.messages.show, owner))

    def read(
        self,
        owner: QObject,
        query: Callable[[Session], T],
        on_done: Callable[[T], None],
        on_error: Failed | None = None,
    ) -> None:
        """Run query(session) in a session of its own; it returns records, never rows."""

        def work() -> T:
            with self.sessions() as session:
                return query(session)

        self.tasks.start(owner, work, on_done, on_error or partial(self.messages.show, owner))

    def run_long(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Report, threading.Event], T],
        on_done: Callable[[T], None] = nothing,
    ) -> threading.Event:
        """Run long work with its progress and a cancel button in the status line, where `title` is shown."""

        def done(result: T) -> None:
            self.messages.end_progress()
            on_done(result)

        def failed(error: Exception) -> None:
            self.messages.end_progress()
            self.messages.show(owner, error)

        stop = self.tasks.start_long(owner, work, self.messages.progressed.emit, done, failed)
        self.messages.begin_progress(title, stop)
        return stop
