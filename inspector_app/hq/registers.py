"""HQ as a place where its users act: lists enter, and services that write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.hq.scope import reach_of
from inspector_app.records.oversight import Access
from inspector_app.records.people import User
from inspector_app.services import rules
from inspector_app.services.acting import Acting
from inspector_app.services.import_journal import Notes
from inspector_app.storage import rows
from sync.record import Json, Record, new_id

LOG = "access"
T = TypeVar("T")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Register:
    """One user's acts at HQ, in the user's own area, by the rules that HQ has published. What a part writes is HQ's
    change, one transaction, and its note stands before it.

    A kill between the two costs nothing: a note of what is not there takes nothing back, and the part is read again.
    """

    office: Office
    user: User
    clock: Callable[[], int]

    @staticmethod
    def of(office: Office, username: str, clock: Callable[[], int]) -> Register:
        """Raises AppError unknown_user."""
        user = users.find(office, username)
        if user is None or not user.active:
            raise AppError("unknown_user", username=username)
        return Register(office, user, clock)

    @property
    def dataset(self) -> str:
        return self.office.plan.dataset

    def read(self, work: Callable[[Acting], T]) -> T:
        return self._run(work, self.clock())[0]

    def write(self, work: Callable[[Acting], tuple[T, Notes]], now: int | None = None) -> T:
        (result, notes), written = self._run(work, now or self.clock())
        for key, value in notes.items():
            self.office.set_setting(key, value)
        reach = reach_of(self.user)
        with self.office.service.author(self.user.id, self.clock(), whole=True, reach=reach) as author:
            for record in written.records:
                author.save(record, base=written.read.get((record.kind, record.id)))
        return result

    def noted(self, key: str) -> Json:
        return self.office.setting(key)

    def log(self, access: Access, entity: str, entity_id: str = "", reason: str = "") -> None:
        """HQ has no laptop's log: its own are entries among its settings, in the order of their names."""
        entry = [self.clock(), self.user.id, access.value, entity, entity_id, reason]
        self.office.set_setting(f"{LOG}/{new_id()}", entry)

    def _run(self, work: Callable[[Acting], T], now: int) -> tuple[T, _Collected]:
        def run(session: Session) -> tuple[T, _Collected]:
            rules.use(session)
            writer = _Collected(session)
            return work(Acting(session, writer, self.user, "", now, self.office.matching_key)), writer

        return self.office.database.read(lambda connection: run(Session(bind=connection)))


@dataclass
class _Collected:
    """What an act saves, until it is written as one."""

    session: Session
    records: list[Record] = field(default_factory=list)
    read: dict[tuple[str, str], Record] = field(default_factory=dict)
    """What the act found, by kind and id: what laptops tell meanwhile is merged with what it changes."""

    def find(self, cls: type[R], row_id: str) -> R | None:
        for record in reversed(self.records):
            if isinstance(record, cls) and record.id == row_id:
                return record
        found = rows.find(self.session, cls, row_id)
        if found is not None:
            self.read[found.kind, found.id] = found
        return found

    def save(self, record: Record, *, resolves: str | None = None, replaces: str | None = None) -> None:
        self.records.append(record)
