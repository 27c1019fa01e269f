"""One file of a supplier serves all its shops; what was bought without a valid paper is found, and so are its vans."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from inspector_app.domain.problems import Code
from inspector_app.records.evidence import EvidenceKind
from inspector_app.records.operators import LicenceState, LicenceType
from inspector_app.records.sampling import Sample, TestReport
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper, SupplyChannel
from inspector_app.services import evidence, samples, supplier_files
from inspector_app.services.acting import Refused
from inspector_app.storage.photos import PhotoStore
from tests import factories
from tests.replica_fixtures import KEY, Laptop

P = SupplierPaper


def supplier(laptop: Laptop, **fields: Any) -> Supplier:
    made = factories.any_of(Supplier, name="云岭县粮油批发部", **fields)
    laptop.receive(made)
    return made


def put(laptop: Laptop, of: Supplier, paper: SupplierPaper, **fields: Any) -> SupplierFile:
    known = {"number": f"{paper}-1", "batch_no": "A1" if paper is P.TEST_REPORT else ""}
    with laptop.acting() as act:
        made = factories.any_of(SupplierFile, supplier_id=of.id, paper=paper, **known | fields)
        return supplier_files.add_paper(act, made)


def missing(laptop: Laptop, operator_id: str) -> dict[str, list[str]]:
    """{batch: ids of what lacks}."""
    with laptop.acting() as act:
        found = supplier_files.unproven(act, operator_id)
    return {each.line.batch_no: [need.id for need in each.missing] for each in found}


def test_l_3_the_purchases_without_a_valid_paper_on_their_day(laptop: Laptop) -> None:
    dealer = supplier(laptop)
    noodles, oil = factories.product(), factories.product(name="菜籽油", gtin=None)
    laptop.receive(noodles, oil)

    def bought(batch: str, day: date, product: Any = noodles, **fields: Any) -> None:
        known = {"supplier_id": dealer.id, "product_id": product.id, "batch_no": batch, "happened_on": day}
        laptop.receive(factories.ledger_entry(laptop.shop.id, **known | fields))

    put(laptop, dealer, P.OPERATION_LICENCE, valid_from=date(2025, 3, 1), valid_until=date(2026, 3, 5))
    put(laptop, dealer, P.TEST_REPORT, product_id=noodles.id, batch_no="A1")
    put(laptop, dealer, P.TEST_REPORT, product_id=noodles.id, batch_no="批号：A2")
    put(laptop, dealer, P.CONFORMITY_PROOF, product_id=oil.id)
    bought("A1", date(2026, 3, 5))  # all there on the licence's last day
    bought("A2", date(2026, 3, 6))
    bought("A3", date(2026, 3, 1))
    bought("A4", date(2026, 3, 6))
    bought("B1", date(2026, 3, 4), oil)  # a proof of the product is of each batch
    bought("C1", date(2026, 3, 4), oil, supplier_id=None, partner_name=dealer.name)  # by its name
    bought("C2", date(2026, 3, 4), oil, supplier_id=None, partner_name="过路商贩")
    line = factories.ledger_entry(laptop.shop.id, batch_no="D1")
    laptop.receive(line, line.changed(id=factories.new_id(), reverses=line.id, reverse_reason="录错"))
    assert missing(laptop, laptop.shop.id) == {
        "A3": ["proof"],
        "C2": ["licence", "proof"],
        "A2": ["licence"],
        "A4": ["licence", "proof"],
    }


def test_a_grower_needs_no_licence_and_a_pledge(laptop: Laptop) -> None:
    grower = supplier(laptop, channel=SupplyChannel.FARMER)
    laptop.receive(factories.ledger_entry(laptop.shop.id, supplier_id=grower.id, batch_no="G1"))
    assert missing(laptop, laptop.shop.id) == {"G1": ["origin"]}
    put(laptop, grower, P.FARM_CONFORMITY_PLEDGE)
    assert missing(laptop, laptop.shop.id) == {}


def test_l_13_one_paper_serves_every_shop_that_buys_there(laptop: Laptop) -> None:
    dealer = supplier(laptop)
    other = factories.operator()
    laptop.receive(other, *(factories.ledger_entry(s, supplier_id=dealer.id) for s in (laptop.shop.id, other.id)))
    assert missing(laptop, laptop.shop.id) == missing(laptop, other.id) == {"20260301": ["licence", "proof"]}
    licence = put(laptop, dealer, P.BUSINESS_LICENCE, scan_sha256="a" * 64)
    put(laptop, dealer, P.CONFORMITY_PROOF)
    assert missing(laptop, laptop.shop.id) == missing(laptop, other.id) == {}
    with laptop.acting() as act:
        assert licence in supplier_files.papers_of(act, dealer.id)
        supplier_files.take_out(act, licence.id, "放错档案")
    assert missing(laptop, other.id) == {"20260301": ["licence"]}
    with laptop.acting() as act:
        supplier_files.put_back(act, licence.id)
    assert missing(laptop, other.id) == {}


def test_l_13_the_licence_scanned_at_a_dealer_goes_into_its_file(laptop: Laptop, tmp_path: Path) -> None:
    dealer = supplier(laptop, operator_id=laptop.shop.id)
    licence = factories.licence(laptop.shop.id, licence_type=LicenceType.FOOD_OPERATION, valid_until=date(2028, 1, 1))
    laptop.receive(licence)
    photo = evidence.keep(PhotoStore(tmp_path / "photos", KEY), picture())
    with laptop.acting() as act:
        scanned = supplier_files.scan(act, dealer.id, photo, "食品经营许可证")
        paper = supplier_files.share_licence(act, dealer.id, licence.id, scanned)
    assert (paper.paper, paper.number, paper.valid_until) == (P.OPERATION_LICENCE, licence.number, date(2028, 1, 1))
    assert (paper.scan_sha256, paper.evidence_id) == (photo.sha256, scanned.id)
    assert (scanned.evidence_kind, scanned.subject_id) == (EvidenceKind.SCAN, dealer.id)
    with pytest.raises(Refused), laptop.acting() as act:  # of another dealer
        supplier_files.share_licence(act, supplier(laptop).id, licence.id)


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(buffer, "JPEG")
    return buffer.getvalue()


def test_c_13_a_withdrawn_report_proves_nothing(laptop: Laptop) -> None:
    dealer, product = supplier(laptop), factories.product()
    sample = factories.any_of(Sample, operator_id=laptop.shop.id)
    report = factories.any_of(TestReport, sample_id=sample.id, number="BG 2026-1")
    line = factories.ledger_entry(laptop.shop.id, supplier_id=dealer.id, product_id=product.id, batch_no="A1")
    laptop.receive(product, sample, report, line)
    put(laptop, dealer, P.BUSINESS_LICENCE)
    put(laptop, dealer, P.TEST_REPORT, product_id=product.id, number="bg2026-1")
    assert missing(laptop, laptop.shop.id) == {}
    with laptop.acting() as act:
        samples.withdraw_report(act, report.id, "检验机构撤回")
    assert missing(laptop, laptop.shop.id) == {"A1": ["proof"]}


@pytest.mark.parametrize(
    ("paper", "fields", "field"),
    [
        (P.QUARANTINE_CERTIFICATE, {"number": " "}, "number"),
        (P.TEST_REPORT, {"batch_no": ""}, "batch_no"),
        (P.BUSINESS_LICENCE, {"valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 1)}, "valid_until"),
    ],
)
def test_a_paper_says_what_it_is(laptop: Laptop, paper: SupplierPaper, fields: dict[str, Any], field: str) -> None:
    dealer = supplier(laptop)
    with pytest.raises(Refused) as refused:
        put(laptop, dealer, paper, **fields)
    assert [each.field for each in refused.value.problems] == [field]


def test_the_quarantine_certificate_of_meat_is_kept_with_its_number(laptop: Laptop) -> None:
    dealer = supplier(laptop)
    put(laptop, dealer, P.QUARANTINE_CERTIFICATE, number="ＡＨ 9901-0001", batch_no="20260318")
    with laptop.acting() as act:
        (kept,) = supplier_files.papers_of(act, dealer.id)
    assert (kept.number, kept.batch_no) == ("AH99010001", "20260318")


def test_an_unlicensed_van_is_flagged_at_every_shop_that_it_serves(laptop: Laptop) -> None:
    van = supplier(laptop, channel=SupplyChannel.DELIVERY_VAN, licence_state=LicenceState.NONE)
    good = supplier(laptop, channel=SupplyChannel.DELIVERY_VAN, licence_state=LicenceState.VALID)
    grower = supplier(laptop, channel=SupplyChannel.FARMER, licence_state=LicenceState.NONE)
    linked, far = factories.operator(), factories.operator()
    laptop.receive(linked, far, factories.ledger_entry(laptop.shop.id, supplier_id=van.id))
    with laptop.acting() as act:
        first = supplier_files.link(act, linked.id, van.id)
        assert first.first_visit_flag
        assert supplier_files.link(act, linked.id, van.id) == first
        for other in (good, grower):
            supplier_files.link(act, linked.id, other.id)
        assert sorted(supplier_files.shops_of(act, van.id)) == sorted([laptop.shop.id, linked.id])
        for shop in (laptop.shop.id, linked.id):
            assert [(each.code, each.facts["id"]) for each in supplier_files.unlicensed_at(act, shop)] == [
                (Code.UNLICENSED, van.id)
            ]
        assert supplier_files.unlicensed_at(act, far.id) == []


def test_a_supplier_has_a_name(laptop: Laptop) -> None:
    with pytest.raises(Refused), laptop.acting() as act:
        supplier_files.add(act, factories.any_of(Supplier, name="  "))
    with laptop.acting() as act:
        assert supplier_files.add(act, factories.any_of(Supplier, name="石桥送货车")).first_seen_on == act.today
