"""What one officer finds out about a supplier, the officers of all its buyers see after the next exchange."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from inspector_app.hq.office import Office
from inspector_app.records.operators import LicenceType
from inspector_app.records.sampling import Sample, TestReport
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper
from inspector_app.services import evidence, samples, supplier_files
from inspector_app.services.acting import Acting
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import DeviceWriter
from tests import factories
from tests.replica_fixtures import KEY
from tests.running_hq import OTHER_TOWNSHIP, TOWNSHIP, FieldLaptop, clock, enrolled, file_for, make_office, serving

BATCHES = ("A1", "A2", "A3")


@contextmanager
def acting(laptop: FieldLaptop) -> Iterator[Acting]:
    here, now = laptop.signed_in, clock()
    with here.sessions.begin() as session:
        yield Acting(session, DeviceWriter(session, here.user.id, now), here.user, here.laptop.device_id, now, b"")


@dataclass
class County:
    """A dealer in one township sells three batches to a shop there and to one in another township."""

    office: Office
    wang: FieldLaptop
    zhao: FieldLaptop
    near: str
    far: str
    supplier: Supplier
    licence: str
    report: str

    def sync(self) -> None:
        for laptop in (self.wang, self.zhao, self.wang):
            assert laptop.sync().problem is None


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    office = make_office(tmp_path / "hq")
    dealer, near, far = (
        factories.operator(name=name, division_code=code)
        for name, code in (("石桥批发部", TOWNSHIP), ("石桥小卖部", TOWNSHIP), ("柳溪超市", OTHER_TOWNSHIP))
    )
    supplier = factories.any_of(Supplier, county_code=TOWNSHIP[:6], name=dealer.name, operator_id=dealer.id)
    product = factories.product(county_code=TOWNSHIP[:6])
    licence = factories.licence(dealer.id, licence_type=LicenceType.FOOD_OPERATION, valid_until=date(2099, 1, 1))
    sample = factories.any_of(Sample, operator_id=near.id, product_id=product.id)
    report = factories.any_of(TestReport, sample_id=sample.id, number="BG20260001")
    papers = [
        factories.any_of(
            SupplierFile, supplier_id=supplier.id, paper=SupplierPaper.TEST_REPORT, number=report.number,
            product_id=product.id, batch_no=batch,
        )
        for batch in BATCHES
    ]  # fmt: skip
    lines = [
        factories.ledger_entry(shop.id, supplier_id=supplier.id, product_id=product.id, batch_no=batch)
        for shop, batch in ((near, "A1"), (near, "A2"), (far, "A3"))
    ]
    with serving(office) as port:
        wang, zhao = (enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("wang", "zhao"))
        with office.service.author(wang.signed_in.user.id, clock()) as writer:
            for record in (dealer, near, far, supplier, product, licence, sample, report, *papers, *lines):
                writer.save(record)
        made = County(office, wang, zhao, near.id, far.id, supplier, licence.id, report.id)
        made.sync()
        yield made
        wang.close()
        zhao.close()
    office.close()


def lacking(laptop: FieldLaptop, shop: str) -> dict[str, list[str]]:
    with acting(laptop) as act:
        return {e.line.batch_no: [need.id for need in e.missing] for e in supplier_files.unproven(act, shop)}


def test_l_13_a_licence_scanned_once_is_seen_at_every_buyer_after_the_exchange(county: County, tmp_path: Path) -> None:
    assert lacking(county.wang, county.near) == {"A1": ["licence"], "A2": ["licence"]}
    assert lacking(county.zhao, county.far) == {"A3": ["licence"]}
    store = PhotoStore(tmp_path / "photos", KEY)
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(buffer, "JPEG")
    photo = evidence.keep(store, buffer.getvalue())
    with acting(county.wang) as act:
        scanned = supplier_files.scan(act, county.supplier.id, photo, "食品经营许可证")
        paper = supplier_files.share_licence(act, county.supplier.id, county.licence, scanned)
    county.sync()
    assert lacking(county.wang, county.near) == lacking(county.zhao, county.far) == {}
    with acting(county.zhao) as act:
        assert paper in supplier_files.papers_of(act, county.supplier.id)
        table = TABLES["evidence_item"]
        named = select(func.count(), func.count(table.c.sha256.distinct())).where(table.c.sha256 == photo.sha256)
        assert tuple(act.session.execute(named).one()) == (1, 1)  # one row, one file by its hash


def test_c_13_a_withdrawn_report_is_flagged_in_all_batches_and_shops_after_the_exchange(county: County) -> None:
    with acting(county.wang) as act:
        samples.withdraw_report(act, county.report, "检验机构更正")
    county.sync()
    flagged = {}
    for laptop, shop in ((county.wang, county.near), (county.zhao, county.far)):
        with acting(laptop) as act:
            flagged[shop] = sorted(each.batch_no for each in samples.flags_at(act, shop) if each.kind == "ledger_entry")
    assert flagged == {county.near: ["A1", "A2"], county.far: ["A3"]}
    with acting(county.zhao) as act:
        assert act.writer.find(TestReport, county.report) is None  # the report stays where the sample is
