"""The picture of genuine goods: laid down at headquarters, on every laptop of the county after its exchange, found by
the product, and printed beside the suspected one without a network."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.errors import AppError
from inspector_app.hq import pictures, users
from inspector_app.hq.office import Office
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.goods import Product
from inspector_app.records.people import Role
from inspector_app.services import counterfeits
from inspector_app.services.exchanging import photo_store
from tests import factories
from tests.e2e.test_photos import sync
from tests.e2e.visit import acting
from tests.running_hq import PASSWORD, FieldLaptop, clock, enrolled, file_for, make_office, serving
from tests.services.test_evidence import picture

GTIN = "06901234567892"


def products(office: Office) -> list[Product]:
    made = [factories.product(gtin=GTIN, county_code="990101"), factories.product(name="别县货", county_code="990102")]
    with office.service.author("HQ", clock()) as author:
        author.save(made[0])
    return made


def genuine(laptop: FieldLaptop, product: Product) -> EvidenceItem | None:
    with acting(laptop) as act:
        return counterfeits.genuine(act, product.id)


def test_reference_pictures_travel_with_their_product(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    users.add(office, factories.user(username="county1", role=Role.COUNTY_ADMIN, townships=()), PASSWORD, clock())
    product, _ = products(office)
    first, second = tmp_path / "a.jpg", tmp_path / "b.jpg"
    first.write_bytes(picture(1700))
    second.write_bytes(picture(64))
    with serving(office) as port:
        laptop = enrolled(tmp_path / "wang", file_for(office, port, "wang"), "wang")
        sync(laptop)
        assert genuine(laptop, product) is None
        for _ in range(2):  # again changes nothing
            pictures.lay_down(office, "6901234567892", first, "county1", clock)
        assert len(office.every(EvidenceItem)) == 1
        sync(laptop)
        found = genuine(laptop, product)
        assert found is not None
        assert (found.parent_sha256, found.size < 180_000) == (hashlib.sha256(first.read_bytes()).hexdigest(), True)
        assert Image.open(io.BytesIO(photo_store(laptop.signed_in).get(found.sha256))).format == "JPEG"
        pictures.lay_down(office, product.id, second, "county1", clock)
        sync(laptop)
        after = genuine(laptop, product)
        assert after is not None
        assert photo_store(laptop.signed_in).get(after.sha256) == second.read_bytes()
        laptop.close()
    office.close()


def test_who_may_not_or_names_no_product_lays_nothing_down(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    users.add(office, factories.user(username="county1", role=Role.COUNTY_ADMIN, townships=()), PASSWORD, clock())
    other = factories.user(username="other1", role=Role.COUNTY_ADMIN, townships=(), office_code="990102")
    users.add(office, other, PASSWORD, clock())
    product, unknown = products(office)
    file, text = tmp_path / "a.jpg", tmp_path / "a.txt"
    file.write_bytes(picture(64))
    text.write_text("no picture")
    for told, what, by, code in (
        (product.id, file, "wang", "not_allowed"),
        (product.id, file, "other1", "unknown_product"),
        (unknown.id, file, "county1", "unknown_product"),
        ("6901234567893", file, "county1", "unknown_product"),
        (product.id, text, "county1", "picture_refused"),
        (product.id, tmp_path / "none.jpg", "county1", "file_unreadable"),
    ):
        with pytest.raises(AppError, match=code):
            pictures.lay_down(office, told, what, by, clock)
    assert office.every(EvidenceItem) == []
    assert not list((office.folder / "blobs").rglob("*.*")), "parts that nobody needs"
    held = office.one(Product, id=product.id)
    assert held is not None
    assert held.reference_sha256 is None
    office.close()
