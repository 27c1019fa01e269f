"""A laptop's replica as a place that lists enter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from inspector_app.records.oversight import Access
from inspector_app.records.people import User
from inspector_app.services import access_log
from inspector_app.services.acting import Acting
from inspector_app.services.import_journal import Notes
from inspector_app.storage.engine import Sessions
from inspector_app.storage.writes import DeviceWriter
from sync.device.outbox import meta, set_meta
from sync.record import Json

T = TypeVar("T")


@dataclass(frozen=True)
class Replica:
    """One person's imports on one laptop."""

    sessions: Sessions
    user: User
    device_id: str
    clock: Callable[[], int]
    dataset: str

    def read(self, work: Callable[[Acting], T]) -> T:
        with self.sessions() as session:
            return work(self._acting(session, self.clock()))

    def write(self, work: Callable[[Acting], tuple[T, Notes]], now: int | None = None) -> T:
        with self.sessions.begin() as session:
            result, notes = work(self._acting(session, now or self.clock()))
            if notes:
                set_meta(session, **notes)
        return result

    def noted(self, key: str) -> Json:
        with self.sessions() as session:
            return meta(session, key)

    def log(self, access: Access, entity: str, entity_id: str = "", reason: str = "") -> None:
        with self.sessions.begin() as session:
            acting = self._acting(session, self.clock())
            access_log.note(acting, access, entity, entity_id=entity_id, reason=reason)

    def _acting(self, session: Session, now: int) -> Acting:
        writer = DeviceWriter(session, self.user.id, self.clock())
        return Acting(session, writer, self.user, self.device_id, now, bytes.fromhex(meta(session, "matching_key", "")))
