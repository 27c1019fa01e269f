"""Photos are kept unchanged, told of truly, and taken out with a reason only."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem, EvidenceOrigin, TimeSource
from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.services import evidence as photos
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Acting, Refused
from inspector_app.storage import evidence
from inspector_app.storage.photos import PhotoStore
from tests import factories
from tests.replica_fixtures import KEY, Laptop


def picture(side: int = 64, taken: str = "") -> bytes:
    made = Image.effect_noise((side, side), 80).convert("RGB")
    exif = Image.Exif()
    if taken:
        exif[0x9003] = taken
    buffer = io.BytesIO()
    made.save(buffer, "JPEG", quality=95, exif=exif)
    return buffer.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "photos", KEY)


@pytest.fixture
def visit(laptop: Laptop) -> str:
    with laptop.acting() as act:
        return visits.start(act, laptop.shop.id).id


def added(laptop: Laptop, store: PhotoStore, visit: str, data: bytes) -> EvidenceItem:
    photo = photos.keep(store, data)
    with laptop.acting(later_min=5) as act:
        place = photos.Place(visit, "RS-B02", "过期饼干", EvidenceOrigin.CAMERA)
        return photos.add(act, photo, place)


def test_c_1_the_original_is_kept_to_the_byte_and_named_by_its_hash(
    laptop: Laptop, store: PhotoStore, visit: str
) -> None:
    data = picture()
    item = added(laptop, store, visit, data)
    assert item.sha256 == hashlib.sha256(data).hexdigest()
    assert store.get(item.sha256) == data
    assert Image.open(io.BytesIO(store.thumbnail(item.sha256))).size == (64, 64)
    assert (item.item_id, item.caption, item.origin) == ("RS-B02", "过期饼干", EvidenceOrigin.CAMERA)
    assert (item.taker_id, item.device_id, item.operator_id) == (laptop.wang.id, laptop.device_id, laptop.shop.id)


def test_a_large_photo_travels_as_a_small_copy(laptop: Laptop, store: PhotoStore, visit: str) -> None:
    item = added(laptop, store, visit, picture(1800))
    copy = store.get(item.synced_sha256)
    assert item.synced_sha256 == hashlib.sha256(copy).hexdigest() != item.sha256
    assert len(copy) == item.synced_size < item.size


def test_the_time_is_the_cameras_where_it_tells_one(laptop: Laptop, store: PhotoStore, visit: str) -> None:
    told = added(laptop, store, visit, picture(taken="2026:03:18 09:31:00"))
    untold = added(laptop, store, visit, picture(65))
    minute = factories.MINUTE
    assert (told.captured_at_source, told.captured_at) == (TimeSource.EXIF, laptop.now + minute)
    assert (untold.captured_at_source, untold.captured_at) == (TimeSource.DEVICE, laptop.now + 5 * minute)


def test_what_is_no_picture_is_refused_and_nothing_is_kept(store: PhotoStore, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="picture_refused"):
        photos.keep(store, b"no picture")
    assert not list((tmp_path / "photos").rglob("*"))


def test_a_photo_is_taken_out_with_a_reason_and_can_be_put_back(laptop: Laptop, store: PhotoStore, visit: str) -> None:
    item = added(laptop, store, visit, picture())
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        photos.remove(act, item.id, " ")
    assert refused.value.problems[0].code == Code.REASON_NEEDED
    with laptop.acting() as act:
        photos.remove(act, item.id, "拍错了")
        assert evidence.of_inspection(act.session, visit) == []
        assert act.get(EvidenceItem, item.id).sha256 == item.sha256
    with laptop.acting() as act:
        photos.restore(act, item.id)
        assert evidence.of_inspection(act.session, visit) == [item]


@pytest.mark.parametrize(
    "act_on",
    [
        lambda act, item: photos.remove(act, item.id, "拍错了"),
        lambda act, item: photos.caption(act, item.id, "别的话"),
        lambda act, item: photos.restore(act, item.id),
    ],
)
def test_the_photos_of_a_sealed_visit_stay(
    laptop: Laptop, store: PhotoStore, visit: str, act_on: Callable[[Acting, EvidenceItem], object]
) -> None:
    item = added(laptop, store, visit, picture())
    with laptop.acting() as act:
        act.save(act.get(Inspection, visit).changed(state=InspectionState.SIGNED, signed_at=act.now))
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        act_on(act, item)
    assert refused.value.problems[0].code == Code.STATE
    with pytest.raises(Refused):
        added(laptop, store, visit, picture(65))


def test_a_colleague_adds_nothing_to_anothers_draft(laptop: Laptop, store: PhotoStore, visit: str) -> None:
    photo = photos.keep(store, picture())
    with pytest.raises(Refused) as refused, laptop.acting(laptop.li) as act:
        photos.add(act, photo, photos.Place(visit))
    assert refused.value.problems[0].code == Code.NOT_AUTHOR
