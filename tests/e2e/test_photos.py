"""A photo's way over a whole HQ: the small copy first, the original when wanted, back to a colleague, off the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.hq.backup import back_up, restore
from inspector_app.hq.office import Office
from inspector_app.hq.photos import want_original
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import Operator
from inspector_app.services import evidence as photos
from inspector_app.services import photo_room
from inspector_app.services.exchanging import Exchanger, Outcome, photo_store
from inspector_app.storage import blobs
from inspector_app.storage.photos import PhotoStore
from sync.device.transport import HttpHQ
from sync.hq.blobs import complete_among
from tests import factories
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import FieldLaptop, clock, enrolled, file_for, make_office, serving
from tests.services.test_evidence import picture


@dataclass
class Field:
    office: Office
    wang: FieldLaptop
    li: FieldLaptop
    item: EvidenceItem
    data: bytes

    def at_hq(self) -> set[str]:
        """Of original and copy, what HQ holds whole."""
        names = {"original": self.item.sha256, "copy": self.item.synced_sha256}
        held = self.office.database.read(lambda conn: complete_among(conn, list(names.values())))
        return {name for name, sha256 in names.items() if sha256 in held}

    def fetch(self, laptop: FieldLaptop) -> bool:
        exchanger = Exchanger(laptop.signed_in, clock)
        return exchanger.fetch_photo(self.item, lambda done, total: None, threading.Event())

    def store(self, laptop: FieldLaptop) -> PhotoStore:
        return photo_store(laptop.signed_in)


def sync(laptop: FieldLaptop, now: Callable[[], int] = clock) -> Outcome:
    outcome = Exchanger(laptop.signed_in, now).run(lambda done, total: None, threading.Event())
    assert outcome.problem is None, outcome
    return outcome


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    office = make_office(tmp_path / "hq")
    with serving(office) as port, at_work(tmp_path, office, port) as made:
        yield made
    office.close()


@contextmanager
def at_work(tmp_path: Path, office: Office, port: int) -> Iterator[Field]:
    """Two laptops; wang's has a photo, of which HQ holds the small copy."""
    data = picture(1700)
    with ExitStack() as closing:
        wang = enrolled(tmp_path / "wang", file_for(office, port, "wang"), "wang")
        li = enrolled(tmp_path / "li", file_for(office, port, "li"), "li")
        shop, photo = registered_shop(wang), photos.keep(photo_store(wang.signed_in), data)
        item = factories.photo_of(
            shop.id, device_id=wang.signed_in.laptop.device_id, sha256=photo.sha256, size=photo.size,
            synced_sha256=photo.reduced_sha256, synced_size=len(photo.reduced), received_at=clock(),
        ).changed(inspection_id=None, operator_id=shop.id)  # fmt: skip
        with acting(wang) as act:
            act.save(item)
            blobs.expect(act.session, item, act.now)
        closing.callback(wang.close)
        closing.callback(li.close)
        sync(wang)
        sync(li)
        yield Field(office, wang, li, item, data)


def test_a_photo_lost_at_hq_and_beside_its_backup_comes_again_from_who_still_holds_it(tmp_path: Path) -> None:
    """C-51: original and copy, though the laptop had both confirmed."""
    office = make_office(tmp_path / "hq")
    with ExitStack() as closing:
        with serving(office) as port:
            field = closing.enter_context(at_work(tmp_path, office, port))
            want_original(office, field.item.id, "boss", clock())
            sync(field.wang)
            sync(field.wang)
            assert field.at_hq() == {"copy", "original"}
            backup = back_up(office, tmp_path / "backups", clock())
        office.close()
        for sha256 in (field.item.sha256, field.item.synced_sha256):
            for folder in (tmp_path / "hq", tmp_path / "backups"):
                (folder / "blobs" / sha256[:2] / sha256).unlink()
        assert restore(backup.path, tmp_path / "hq", clock(), replace=True) == 2
        field.office = again = Office.open(tmp_path / "hq", clock(), port=port)
        closing.callback(again.close)
        assert field.at_hq() == set()
        with serving(again, port):
            sync(field.wang)
            sync(field.wang)
            assert field.at_hq() == {"copy", "original"}
            assert field.fetch(field.li), "a colleague gets what was lost"
        for sha256 in (field.item.sha256, field.item.synced_sha256):
            assert (tmp_path / "hq" / "blobs" / sha256[:2] / sha256).exists()


def test_a_colleague_gets_the_copy_and_once_hq_asked_for_it_the_original(field: Field) -> None:
    assert field.at_hq() == {"copy"}
    assert not field.fetch(field.li)
    store = field.store(field.li)
    assert store.holds(field.item.synced_sha256)
    assert store.thumbnail(field.item.sha256)
    assert not store.holds(field.item.sha256)
    want_original(field.office, field.item.id, "boss", clock())
    sync(field.wang)
    assert field.at_hq() == {"copy", "original"}
    assert field.fetch(field.li)
    assert store.get(field.item.sha256) == field.data


def test_originals_to_be_removed_go_to_hq_by_a_fast_line_alone(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in = field.wang.signed_in
    store, device = field.store(field.wang), signed_in.laptop.device_id
    assert photo_room.send_originals(signed_in.sessions, store, device, clock()) == 1
    seconds = [0.2]
    monkeypatch.setattr(HttpHQ, "round_trip_s", lambda _: seconds[0])
    sync(field.wang)
    assert field.at_hq() == {"copy"}
    seconds[0] = 0.001
    sync(field.wang)
    assert field.at_hq() == {"copy", "original"}


def test_an_original_leaves_once_a_backup_holds_it_and_is_fetched_again(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [0]

    def later() -> int:
        return clock() + days[0] * 86_400_000_000

    def freed() -> int:
        sync(field.wang, later)  # which tells what backups hold
        with monkeypatch.context() as patch:  # the disk is full for as long as this sync
            patch.setattr(photo_room, "room", lambda _: 0)
            outcome = sync(field.wang, later)
        assert outcome.freed is not None
        return outcome.freed.count

    store = field.store(field.wang)
    want_original(field.office, field.item.id, "boss", clock())
    sync(field.wang)
    sync(field.wang)
    assert field.at_hq() == {"copy", "original"}
    days[0] = 31
    assert freed() == 0, "no backup holds it"
    back_up(field.office, tmp_path / "backups", clock())
    assert freed() == 0, "that backup tells of nothing done after the photo came"
    registered_shop(field.wang, name="后来登记的店")
    sync(field.wang, later)
    back_up(field.office, tmp_path / "backups", clock() + 2_000_000)  # named by the second
    assert freed() == 1
    assert not store.holds(field.item.sha256)
    assert store.holds(field.item.synced_sha256)
    assert field.fetch(field.wang)
    assert store.get(field.item.sha256) == field.data


def test_records_go_to_hq_even_if_no_room_can_be_made(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = registered_shop(field.wang, name="磁盘满时登记的店")

    def broken(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(photo_room, "make_room", broken)
        with pytest.raises(OSError):  # noqa: PT011  # it stands for any
            sync(field.wang)
    found = field.office.one(Operator, id=shop.id)
    assert found is not None
    assert found.name == shop.name
