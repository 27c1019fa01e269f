"""An original leaves the disk only when HQ holds it for certain; its small copy never does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert

from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.services import evidence as photos
from inspector_app.services import inspections as visits
from inspector_app.services import photo_room
from inspector_app.services.photo_room import Freed
from inspector_app.storage import blobs
from inspector_app.storage.blobs import LocalBlobs
from inspector_app.storage.photos import PhotoStore
from sync.device import outbox as changes
from sync.device.core import OpState, PhotoState
from sync.device.tables import blob_local, outbox
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import KEY, Laptop
from tests.services.test_evidence import picture

DAY = 86_400_000_000
SIDE = 900
"""Of a picture that is too heavy to travel as it is."""


@dataclass
class Field:
    laptop: Laptop
    store: PhotoStore
    visit: Inspection
    moments: Iterator[int] = dataclass_field(default_factory=lambda: count(1))

    @property
    def later(self) -> int:
        """Long enough after everything."""
        return self.laptop.now + 31 * DAY

    def take(self, visit: Inspection | None = None, data: bytes | None = None) -> EvidenceItem:
        """A photo with its original and its small copy, whose record HQ holds."""
        photo = photos.keep(self.store, data or picture(SIDE))
        assert photo.reduced_sha256 != photo.sha256
        item = factories.photo_of(
            (visit or self.visit).id, device_id=self.laptop.device_id, sha256=photo.sha256, size=photo.size,
            synced_sha256=photo.reduced_sha256, synced_size=len(photo.reduced), received_at=next(self.moments),
        )  # fmt: skip
        self.laptop.receive(item)
        with self.laptop.sessions.begin() as session:
            blobs.expect(session, item, self.laptop.now)
            blobs.asked_for(session, [item.sha256], self.laptop.now)
        return item

    def confirm(self, *items: EvidenceItem, now: int | None = None) -> None:
        """HQ says that it holds original and copy."""
        for item in items:
            for sha256 in (item.sha256, item.synced_sha256):
                LocalBlobs(self.laptop.sessions, self.store, lambda: now or self.laptop.now).at_hq(sha256)

    def work_on(self, n: int) -> None:
        """Our log has grown up to change n."""
        self.set(log_last=n)

    def back_up(self, n: int, inc: int = 1) -> None:
        """HQ tells that a backup up to change n was found whole."""
        with self.laptop.sessions.begin() as session:
            changes.mark_durable(session, inc, n)

    def set(self, **values: Any) -> None:
        with self.laptop.sessions.begin() as session:
            changes.set_meta(session, **values)

    def run(self, statement: Any) -> None:
        with self.laptop.sessions.begin() as session:
            session.execute(statement)

    def free(self, now: int | None = None, **more: Any) -> Freed:
        return photo_room.free(self.laptop.sessions, self.store, now or self.later, **more)

    def change_of(self, kind: str, row_id: str, state: OpState, *, durable: bool) -> None:
        """A change of this laptop, as the outbox has it."""
        self.run(
            insert(outbox).values(
                id=row_id[::-1], kind=kind, row_id=row_id, k="upd", base_epoch=1, base_ver=1, changes={}, by="x",
                grp="x", wall=1, mono=1, state=state, conflicts=[], landed=True, durable=durable,
            )
        )  # fmt: skip


@pytest.fixture
def field(laptop: Laptop, tmp_path: Path) -> Field:
    visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    laptop.receive(visit)
    return Field(laptop, PhotoStore(tmp_path / "photos", KEY), visit)


@pytest.fixture
def safe(field: Field) -> EvidenceItem:
    """A photo about whose safety nothing is open."""
    item = field.take()
    field.work_on(5)
    field.confirm(item)
    field.back_up(6)
    return item


def test_an_original_that_hq_holds_for_certain_leaves_the_disk_and_its_copy_stays(
    field: Field, safe: EvidenceItem
) -> None:
    room = photo_room.look(field.laptop.sessions, field.store, field.laptop.device_id, field.later)
    assert (room.removable, room.removable_bytes, room.unsent) == (1, safe.size, 0)
    freed = field.free()
    assert (freed.count, freed.bytes > safe.size) == (1, True)
    assert not field.store.holds(safe.sha256)
    assert field.store.get(safe.synced_sha256)
    assert field.store.thumbnail(safe.sha256)
    assert field.free() == Freed(), "it goes once"
    room = photo_room.look(field.laptop.sessions, field.store, field.laptop.device_id, field.later)
    assert (room.removable, room.unsent) == (0, 0)


def unsigned(field: Field, item: EvidenceItem) -> None:
    field.laptop.receive(field.visit.changed(state=InspectionState.IN_PROGRESS, signed_at=None, result=None))


def pending(field: Field, item: EvidenceItem) -> None:
    field.change_of("inspection", field.visit.id, OpState.PENDING, durable=False)


def refused(field: Field, item: EvidenceItem) -> None:
    field.change_of("evidence_item", item.id, OpState.REJECTED, durable=False)


def set_aside(field: Field, item: EvidenceItem) -> None:
    field.change_of("evidence_item", item.id, OpState.ASIDE, durable=True)


def acked_not_durable(field: Field, item: EvidenceItem) -> None:
    field.change_of("evidence_item", item.id, OpState.ACKED, durable=False)


def not_confirmed(field: Field, item: EvidenceItem) -> None:
    field.run(update(blob_local).where(blob_local.c.sha256 == item.sha256).values(state=PhotoState.WAITING))


def copy_not_at_hq(field: Field, item: EvidenceItem) -> None:
    field.run(update(blob_local).where(blob_local.c.sha256 == item.synced_sha256).values(state=PhotoState.WAITING))


def copy_not_here(field: Field, item: EvidenceItem) -> None:
    field.store.drop(item.synced_sha256)


def backup_of_before(field: Field, item: EvidenceItem) -> None:
    field.back_up(5)


def no_backup(field: Field, item: EvidenceItem) -> None:
    field.set(durable=None)


def young(field: Field, item: EvidenceItem) -> None:
    field.confirm(item, now=field.later - 29 * DAY)


def row_unknown_at_hq(field: Field, item: EvidenceItem) -> None:
    with field.laptop.acting() as act:
        again = item.changed(id=new_id())
        act.save(again)
    field.run(delete(outbox))


def retaken_for_another_visit(field: Field, item: EvidenceItem) -> None:
    with field.laptop.acting() as act:
        other = visits.start(act, field.laptop.shop.id)
        act.save(item.changed(id=new_id(), inspection_id=other.id))


@pytest.mark.parametrize(
    "spoil",
    [
        unsigned, pending, refused, set_aside, acked_not_durable, not_confirmed, copy_not_at_hq, copy_not_here,
        backup_of_before, no_backup, young, row_unknown_at_hq, retaken_for_another_visit,
    ],
)  # fmt: skip
def test_a_single_doubt_keeps_the_original(
    field: Field, safe: EvidenceItem, spoil: Callable[[Field, EvidenceItem], None]
) -> None:
    spoil(field, safe)
    assert field.free().count == 0
    assert field.store.get(safe.sha256)


def test_what_was_answered_and_is_durable_is_no_doubt(field: Field, safe: EvidenceItem) -> None:
    field.change_of("inspection", field.visit.id, OpState.ACKED, durable=True)
    field.change_of("evidence_item", safe.id, OpState.CONFLICT, durable=True)
    assert field.free().count == 1


def test_a_backup_of_a_later_log_holds_what_an_earlier_one_saw_confirmed(field: Field, safe: EvidenceItem) -> None:
    field.set(durable=None)
    field.back_up(1, inc=2)
    assert field.free().count == 1


def test_the_oldest_go_first_and_no_more_than_are_needed(field: Field) -> None:
    items = [field.take() for _ in range(3)]
    field.confirm(*items)
    field.back_up(1)
    freed = field.free(is_enough=lambda: not field.store.holds(items[1].sha256))
    assert freed.count == 2
    assert [field.store.holds(item.sha256) for item in items] == [False, False, True]


def test_an_original_that_is_open_elsewhere_stays_and_the_others_go(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [field.take() for _ in range(2)]
    field.confirm(*items)
    field.back_up(1)
    remove, tried = Path.unlink, []

    def unlink(path: Path, missing_ok: bool = False) -> None:
        tried.append(path)
        if path == tried[0]:
            raise PermissionError(13, "used by another process", str(path))
        remove(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    freed = field.free()
    assert freed.count == 1
    assert [field.store.holds(item.sha256) for item in items] == [True, False]
    assert field.free().count == 0
    monkeypatch.undo()
    assert field.free().count == 1


def test_a_disk_with_room_is_left_alone_and_a_full_one_is_cleared(
    field: Field, safe: EvidenceItem, tmp_path: Path
) -> None:
    lacking = field.take()
    field.run(delete(blob_local).where(blob_local.c.sha256 == lacking.sha256))

    def make_room(low: int) -> Freed | None:
        device = field.laptop.device_id
        return photo_room.make_room(field.laptop.sessions, field.store, tmp_path, device, field.later, low)

    assert make_room(0) is None
    assert field.store.holds(safe.sha256)
    freed = make_room(1 << 60)
    assert freed is not None
    assert freed.count == 1
    assert not field.store.holds(safe.sha256)
    assert field.store.holds(lacking.sha256), "HQ has to get it first"
    room = photo_room.look(field.laptop.sessions, field.store, field.laptop.device_id, field.later)
    assert (room.queued, room.queued_bytes, room.unsent) == (1, lacking.size, 0)


def test_queued_originals_wait_for_a_fast_line_and_let_everything_else_go_first(field: Field) -> None:
    old = field.take()
    field.confirm(old)
    field.run(delete(blob_local).where(blob_local.c.sha256 == old.sha256))
    assert photo_room.send_originals(field.laptop.sessions, field.store, field.laptop.device_id, field.later) == 1
    new = field.take()
    source = LocalBlobs(field.laptop.sessions, field.store)
    assert source.wants_fast_line()
    assert set(source.waiting()) == {new.synced_sha256, new.sha256}
    source.is_line_fast = True
    assert list(source.waiting())[-1] == old.sha256
    source.at_hq(old.sha256)
    assert not source.wants_fast_line()


def test_an_original_fetched_again_is_shown_and_may_go_at_any_time(field: Field, safe: EvidenceItem) -> None:
    data = field.store.get(safe.sha256)
    field.free()
    parts = range(0, len(data), 65_536)
    for i, start in enumerate(parts):
        field.store.put_part(safe.sha256, i, data[start : start + 65_536])
    assert field.store.join(safe.sha256, len(parts))
    assert field.store.get(safe.sha256) == data
    assert field.free().bytes > len(data)
    assert not field.store.holds(safe.sha256)
