"""A suspicion of a counterfeit carries the picture of the genuine goods and that of the shelf."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspector_app.documents.pictures import scale_photo
from inspector_app.records.evidence import Document, DocumentType, EvidenceItem
from inspector_app.records.goods import Product
from inspector_app.services import counterfeits
from inspector_app.services import evidence as photos
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Refused
from inspector_app.storage.photos import PhotoStore
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import KEY, Laptop


def picture(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(buffer, "JPEG")
    return buffer.getvalue()


class Suspicion:
    """A photo of the shelf, and goods whose reference picture is here."""

    def __init__(self, laptop: Laptop, folder: Path) -> None:
        self.laptop, self.store = laptop, PhotoStore(folder, KEY)
        genuine = photos.keep(self.store, picture("red"))
        self.product: Product = factories.product(trademark_no="第1234567号", reference_sha256=genuine.sha256)
        laptop.receive(self.product)
        photo = photos.keep(self.store, picture("blue"))
        with laptop.acting() as act:
            visit = visits.start(act, laptop.shop.id)
            self.photo: EvidenceItem = photos.add(act, photo, photos.Place(visit.id, caption="货架"))

    def report(self, **told: Any) -> Document:
        known = {"product_id": self.product.id, "evidence_id": self.photo.id, "differences": "标签字体不同，无防伪标识"}
        with self.laptop.acting() as act:
            return counterfeits.report(act, self.store, self.laptop.shop.id, **known | told, demo=False)


@pytest.fixture
def suspicion(laptop: Laptop, tmp_path: Path) -> Suspicion:
    return Suspicion(laptop, tmp_path / "photos")


def test_a_suspected_counterfeit_carries_both_pictures(suspicion: Suspicion) -> None:
    paper = suspicion.report()
    assert (paper.document_type, paper.operator_id) == (DocumentType.CASE_SOURCE, suspicion.laptop.shop.id)
    for sha256 in (suspicion.product.reference_sha256, suspicion.photo.sha256):
        assert sha256 is not None
        assert sha256[:12] in paper.html
        assert scale_photo(suspicion.store.get(sha256), width=300).url in paper.html
    assert "第1234567号" in paper.html


def test_a_suspicion_without_a_picture_to_compare_with_is_refused(suspicion: Suspicion) -> None:
    elsewhere = factories.product(reference_sha256="0" * 64)  # its picture is not on this laptop
    unknown = factories.product()
    strange = factories.photo_of(new_id(), operator_id=new_id())
    suspicion.laptop.receive(elsewhere, unknown, strange)
    for told, field in (
        ({"product_id": elsewhere.id}, "reference_sha256"),
        ({"product_id": unknown.id}, "reference_sha256"),
        ({"evidence_id": strange.id}, "evidence_id"),
        ({"differences": " "}, "differences"),
    ):
        with pytest.raises(Refused) as refused:
            suspicion.report(**told)
        assert [each.field for each in refused.value.problems] == [field]
