"""A real encrypted replica as HQ left it on the first day, and acts of its users on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import update

from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role, User
from inspector_app.services.acting import Acting
from inspector_app.storage import blobs, search
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.rows import put_row
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import DeviceWriter
from sync.device.core import PhotoState
from sync.device.tables import blob_local
from sync.record import Record, new_id
from tests import factories

KEY = bytes(range(32))
HQ_KEY = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
"""HQ's own; a laptop knows its public half."""


@dataclass(frozen=True)
class Laptop:
    """One enrolled laptop with two certified inspectors, an auxiliary and a village store."""

    sessions: Sessions
    device_id: str
    wang: User
    li: User
    helper: User
    shop: Operator
    now: int

    @contextmanager
    def acting(self, user: User | None = None, later_min: int = 0) -> Iterator[Acting]:
        """A transaction in which a user acts, so many minutes after the day's beginning."""
        user, now = user or self.wang, self.now + later_min * factories.MINUTE
        with self.sessions.begin() as session:
            writer, public = DeviceWriter(session, user.id, now), HQ_KEY.public_key().public_bytes_raw()
            yield Acting(session, writer, user, self.device_id, now, KEY, public)

    def receive(self, *records: Record) -> None:
        """Rows as HQ sends them: no change of this laptop's."""
        with self.sessions.begin() as session, writing(session):
            for each in records:
                put_row(session, each.kind, each.wire() | {"ver": 1, "ver_epoch": 1})
            search.refresh(session, ((each.kind, each.id) for each in records))

    def hold_photos(self, visit_id: str, *states: PhotoState) -> list[EvidenceItem]:
        """Photos of a visit that this laptop took, and where the copy of each is."""
        items = [factories.photo_of(visit_id, device_id=self.device_id) for _ in states]
        self.receive(*items)
        with self.sessions.begin() as session:
            for item, state in zip(items, states, strict=True):
                blobs.expect(session, item, self.now)
                session.execute(update(blob_local).where(blob_local.c.sha256 == item.sha256).values(state=state))
        return items


@cache
def _blank() -> bytes:
    """A replica without a row, made once: making one takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "replica.db"
        sessions = open_database(path, KEY)
        upgrade(sessions)
        sessions.close()
        return path.read_bytes()


@pytest.fixture
def laptop(tmp_path: Path, now: int) -> Iterator[Laptop]:
    folder = tmp_path / "replica"
    folder.mkdir()
    (folder / "replica.db").write_bytes(_blank())
    sessions = open_database(folder / "replica.db", KEY)
    wang = factories.user()
    li = factories.user(username="li", name="李明", certificate_no="YL00000002")
    helper = factories.user(username="sun", name="孙小梅", certificate_no=None, role=Role.AUXILIARY)
    shop = factories.operator(registered_by=wang.id)
    made = Laptop(sessions, new_id(), wang, li, helper, shop, now)
    made.receive(*factories.records_of_hq(made.device_id, wang, li, helper), shop, factories.person(shop.id))
    yield made
    sessions.close()
