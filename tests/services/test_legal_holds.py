"""What is held is not taken out of any file, nor what lives with it; the refusal names the hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from inspector_app.domain.problems import Code
from inspector_app.records.oversight import LegalHold
from inspector_app.records.register import OperatorMerge
from inspector_app.records.suppliers import Supplier, SupplierFile
from inspector_app.services import evidence, inspections, legal_holds, registration, supplier_files
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.registration import Registration
from sync.record import Record, new_id
from tests import factories
from tests.replica_fixtures import Laptop


def hold(laptop: Laptop, subject: Record) -> LegalHold:
    made = factories.any_of(
        LegalHold, subject_kind=subject.kind, subject_id=subject.id, reason="诉讼保全", set_at=laptop.now,
        lifted_at=None, lifted_by=None,
    )  # fmt: skip
    laptop.receive(made)
    return made


def refused(laptop: Laptop, act_on: Callable[[Acting], object]) -> None:
    with pytest.raises(Refused) as said, laptop.acting() as act:
        act_on(act)
    [problem] = said.value.problems
    assert (problem.code, problem.facts) == (Code.LEGAL_HOLD, {"reason": "诉讼保全", "since": "2026-03-18"})


def test_a_photo_of_a_held_shop_stays_until_the_hold_is_lifted(laptop: Laptop) -> None:
    with laptop.acting() as act:
        visit = inspections.start(act, laptop.shop.id).id
    photo = factories.photo_of(visit, operator_id=laptop.shop.id)
    laptop.receive(photo)
    made = hold(laptop, laptop.shop)
    refused(laptop, lambda act: evidence.remove(act, photo.id, "拍错了"))
    laptop.receive(made.changed(lifted_at=laptop.now, lifted_by=laptop.li.id, lift_reason="结案"))
    with laptop.acting() as act:
        assert evidence.remove(act, photo.id, "拍错了").voided_at is not None


def test_a_paper_of_a_held_supplier_stays_in_its_file(laptop: Laptop) -> None:
    dealer = factories.any_of(Supplier)
    paper = factories.any_of(SupplierFile, supplier_id=dealer.id)
    laptop.receive(dealer, paper)
    hold(laptop, dealer)
    refused(laptop, lambda act: supplier_files.take_out(act, paper.id, "放错了"))


def test_a_licence_is_not_taken_out_of_a_held_operators_file(laptop: Laptop) -> None:
    person = factories.person(laptop.shop.id)
    licence = factories.licence(laptop.shop.id)
    laptop.receive(person, licence)
    hold(laptop, licence)
    gone = licence.changed(voided_at=laptop.now, void_reason="放错了")
    with pytest.raises(Refused) as said, laptop.acting() as act:
        registration.change(act, Registration(laptop.shop, person, (gone,)))
    assert [each.code for each in said.value.problems] == [Code.LEGAL_HOLD]


def test_a_hold_on_one_registration_is_one_on_the_business(laptop: Laptop) -> None:
    other = factories.operator()
    laptop.receive(
        other,
        factories.any_of(OperatorMerge, operator_id=other.id, into_id=laptop.shop.id, undone_at=None),
    )
    photo = factories.photo_of(new_id(), operator_id=other.id)
    hold(laptop, laptop.shop)
    with laptop.acting() as act:
        assert legal_holds.over(act, photo) is not None
        assert legal_holds.over(act, factories.operator()) is None
        assert legal_holds.over(act, factories.photo_of(new_id())) is None
