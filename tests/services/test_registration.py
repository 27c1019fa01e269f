"""Real-name registration: numbers in normal form, nothing wrong left, every move allowed and with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.problems import Code, Severity
from inspector_app.records import register as acts
from inspector_app.records.operators import LicenceType, Operator, OperatorStatus
from inspector_app.services import registration as register
from inspector_app.services.acting import Refused
from inspector_app.services.registration import Registration
from inspector_app.storage import operators, rows, steps
from tests import factories
from tests.replica_fixtures import KEY, Laptop

ID = "990101199001010011"


def form(**fields: object) -> Registration:
    shop = factories.operator(uscc=None, number_missing_reason="未办理营业执照", **fields)
    return Registration(shop, factories.person(shop.id))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, Code]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_registration_is_saved_whole_by_who_registers(laptop: Laptop) -> None:
    new = form()
    paper = factories.licence(new.operator.id)
    with laptop.acting() as act:
        shop = register.register(act, replace(new, licences=(paper,)))
        assert (shop.registered_by, shop.registered_at, shop.status) == (
            laptop.wang.id,
            laptop.now,
            OperatorStatus.CAPTURED,
        )
        assert [p.name for p in operators.persons_of(act.session, shop.id)] == ["李桂芳"]
        assert len(operators.licences_of(act.session, shop.id)) == 1


def test_a_registration_with_errors_saves_nothing(laptop: Laptop) -> None:
    wrong = form(name=" ", phone="12")
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.register(act, wrong)
    assert codes(refused) == [("name", Code.REQUIRED), ("phone", Code.FORMAT)]
    with laptop.acting() as act:
        assert act.writer.find(Operator, wrong.operator.id) is None


def test_numbers_are_kept_in_normal_form_and_the_paper_as_printed(laptop: Laptop) -> None:
    new = form(phone="1400 0000 001")
    paper = factories.licence(new.operator.id, number="", number_as_printed="ｙｂ29901010000017")
    with laptop.acting() as act:
        register.register(act, replace(new, licences=(paper,)))
        kept = act.get(Operator, new.operator.id)
        (licence,) = operators.licences_of(act.session, new.operator.id)
    assert kept.phone == "14000000001"
    assert (licence.number, licence.number_as_printed) == ("YB29901010000017", "ｙｂ29901010000017")


def test_the_owners_number_is_matched_by_an_hmac_under_the_countys_key(laptop: Laptop) -> None:
    new = form()
    owner = new.owner.changed(id_number=ID.lower(), id_missing_reason=None)
    with laptop.acting() as act:
        kept = register.normalised(act, replace(new, owner=owner)).owner
        twin = register.normalised(act, replace(new, owner=owner.changed(id_number=f" {ID} "))).owner
    assert kept.id_hmac == twin.id_hmac
    assert kept.id_hmac == register.person_hmac(ID, KEY) != register.person_hmac(ID, b"another county")


def test_a_division_that_is_not_known_here_is_a_warning(laptop: Laptop) -> None:
    with laptop.acting() as act:
        found = register.check(act, form(division_code="990102100200"))
    assert [(p.field, p.severity) for p in found if p.field == "division_code"] == [("division_code", Severity.WARN)]


def test_a_captured_operator_is_verified_by_eye_and_active_once_pledged(laptop: Laptop) -> None:
    new = form()
    with laptop.acting() as act:
        register.register(act, new)
        register.verify(act, new.owner.id)
        assert act.get(Operator, new.operator.id).status == OperatorStatus.VERIFIED
        assert register.pledge(act, new.operator.id, "2026", act.now).status == OperatorStatus.ACTIVE


def test_a_pledge_before_the_verification_counts_then(laptop: Laptop) -> None:
    new = form()
    with laptop.acting() as act:
        register.register(act, new)
        assert register.pledge(act, new.operator.id, "2026", act.now).status == OperatorStatus.CAPTURED
        register.verify(act, new.owner.id)
        assert act.get(Operator, new.operator.id).status == OperatorStatus.ACTIVE


def test_what_was_verified_and_pledged_in_the_form_begins_so(laptop: Laptop) -> None:
    new = form(pledge_signed_at=1, pledge_version="2026")
    seen = replace(new, owner=new.owner.changed(verified_at=1, verified_by=laptop.wang.id))
    with laptop.acting() as act:
        assert register.register(act, seen).status == OperatorStatus.ACTIVE


def test_closing_takes_a_reason_and_an_active_operator(laptop: Laptop) -> None:
    laptop.receive(laptop.shop.changed(status=OperatorStatus.ACTIVE, pledge_signed_at=1))
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.move(act, laptop.shop.id, OperatorStatus.CLOSED, " ")
    assert codes(refused) == [("status_reason", Code.REQUIRED)]
    with laptop.acting() as act:
        assert register.move(act, laptop.shop.id, OperatorStatus.CLOSED, "已转让").status == OperatorStatus.CLOSED
        assert register.move(act, laptop.shop.id, OperatorStatus.ACTIVE, "重新开业").status == OperatorStatus.ACTIVE


def test_a_captured_operator_cannot_be_closed_nor_made_active_by_an_edit(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.move(act, laptop.shop.id, OperatorStatus.CLOSED, "已转让")
    assert codes(refused) == [("status", Code.MOVE_NOT_ALLOWED)]
    edited = laptop.shop.changed(status=OperatorStatus.VERIFIED)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.change(act, Registration(edited, factories.person(edited.id)))
    assert codes(refused) == [("person.verified_at", Code.NOT_VERIFIED)]


def test_an_edit_is_checked_like_a_registration(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.change(act, Registration(laptop.shop.changed(address=""), factories.person(laptop.shop.id)))
    assert codes(refused) == [("address", Code.REQUIRED)]


def test_a_paper_with_an_impossible_number_is_refused(laptop: Laptop) -> None:
    paper = factories.licence(laptop.shop.id, licence_type=LicenceType.FOOD_OPERATION, number_as_printed="JY1")
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        register.add_licence(act, paper)
    assert refused.value.problems[0].field == "number"


def test_what_was_seen_at_a_registration_is_kept_with_who_and_where(laptop: Laptop) -> None:
    new = form(longitude=160.1, latitude=25.1)
    seen = replace(new, owner=new.owner.changed(verified_at=1, verified_by=laptop.wang.id))
    with laptop.acting() as act:
        register.register(act, replace(seen, licences=(factories.licence(new.operator.id),)))
        [kept] = rows.records(act.session, acts.Registration, rows.columns(acts.Registration))
    assert (kept.operator_id, kept.person_id) == (new.operator.id, new.owner.id)
    assert (kept.face_compared, kept.id_seen, kept.licence_seen) == (True, False, True)  # the number is missing
    assert (kept.longitude, kept.latitude) == (160.1, 25.1)
    assert (kept.registered_by, kept.registered_at) == (laptop.wang.id, laptop.now)


def test_each_step_of_a_registration_says_who_when_and_why(laptop: Laptop) -> None:
    new = form()
    with laptop.acting() as act:
        register.register(act, new)
        register.pledge(act, new.operator.id, "2026", act.now)  # pledged before it is verified: no move yet
        register.verify(act, new.owner.id)
        register.move(act, new.operator.id, OperatorStatus.SUSPENDED, "停业装修")
        register.move(act, new.operator.id, OperatorStatus.ACTIVE, "重新开业")
        register.move(act, new.operator.id, OperatorStatus.CLOSED, "已转让")
        trail = steps.of(act.session, "operator", new.operator.id)
    assert [(each.action, each.before, each.after, each.reason) for each in trail] == [
        ("register", None, "CAPTURED", ""),
        ("verify", "CAPTURED", "VERIFIED", ""),
        ("activate", "VERIFIED", "ACTIVE", ""),
        ("suspend", "ACTIVE", "SUSPENDED", "停业装修"),
        ("reopen", "SUSPENDED", "ACTIVE", "重新开业"),
        ("close", "ACTIVE", "CLOSED", "已转让"),
    ]
    assert {(each.by, each.at) for each in trail} == {(laptop.wang.id, laptop.now)}


def test_an_edit_that_moves_nothing_is_no_step(laptop: Laptop) -> None:
    with laptop.acting() as act:
        register.change(act, Registration(laptop.shop.changed(name="新名字"), factories.person(laptop.shop.id)))
        assert steps.of(act.session, "operator", laptop.shop.id) == []
