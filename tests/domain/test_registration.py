"""A registration says everything that is wrong with it, and no record goes active unverified."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import registration
from inspector_app.domain.problems import Code, Problem, Severity, blocks
from inspector_app.domain.registration import STATUSES
from inspector_app.records.operators import (
    AgriKind,
    CanteenKind,
    Licence,
    LicenceState,
    LicenceType,
    OperatorKind,
    OperatorStatus,
    Person,
    PersonRole,
)
from inspector_app.records.people import Role
from sync.record import new_id

Make = Callable[..., Any]
TODAY = date(2025, 6, 15)
CAPTURED, VERIFIED, ACTIVE, SUSPENDED, CLOSED, DUPLICATE = OperatorStatus


@pytest.fixture
def person() -> Make:
    def make(**fields: Any) -> Person:
        values = {"id": new_id(), "operator_id": new_id(), "name": "张三", "id_number": "990101198002291233"}
        return Person.model_validate(values | fields)

    return make


@pytest.fixture
def licence() -> Make:
    def make(number: str = "JY19901010000015", **fields: Any) -> Licence:
        values = {
            "id": new_id(),
            "operator_id": new_id(),
            "licence_type": LicenceType.FOOD_OPERATION,
            "number": number,
            "number_as_printed": number,
            "valid_from": date(2021, 7, 1),
            "valid_until": date(2026, 6, 30),
            "seen_at": 0,
            "seen_by": new_id(),
        }
        return Licence.model_validate(values | fields)

    return make


@pytest.fixture
def wrong(make_operator: Make, person: Make) -> Callable[..., list[tuple[str, Code, Severity]]]:
    """(field, code, severity) of each problem of an otherwise complete registration."""

    def check(
        persons: list[Person] | None = None, licences: list[Licence] | None = None, known: bool = True, **fields: Any
    ) -> list[tuple[str, Code, Severity]]:
        problems = registration.registration_problems(
            make_operator(**fields), [person()] if persons is None else persons, licences or [], TODAY, lambda _: known
        )
        return [(problem.field, problem.code, problem.severity) for problem in problems]

    return check


def test_a_complete_registration_has_no_problem(wrong: Make, licence: Make) -> None:
    assert wrong() == []
    assert wrong(licences=[licence()], licence_state=LicenceState.VALID) == []
    assert wrong(staff_count=0, floor_area_m2=10_000_000) == []


ERROR, WARN = Severity.ERROR, Severity.WARN


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, ("name", Code.REQUIRED, ERROR)),
        ({"name": "店" * 201}, ("name", Code.LENGTH, ERROR)),
        ({"operator_kind": OperatorKind.COLLECTIVE_CANTEEN}, ("canteen_kind", Code.CANTEEN_KIND_MISSING, ERROR)),
        ({"operator_kind": OperatorKind.AGRI_INPUT_SHOP}, ("agri_kinds", Code.AGRI_KIND_MISSING, ERROR)),
        ({"division_code": ""}, ("division_code", Code.REQUIRED, ERROR)),
        ({"division_code": "990101"}, ("division_code", Code.DIVISION_LEVEL, ERROR)),
        ({"division_code": "99010110"}, ("division_code", Code.LENGTH, ERROR)),
        ({"address": ""}, ("address", Code.REQUIRED, ERROR)),
        ({"staff_count": -1}, ("staff_count", Code.RANGE, ERROR)),
        ({"staff_count": 100_001}, ("staff_count", Code.RANGE, ERROR)),
        ({"floor_area_m2": 10_000_001}, ("floor_area_m2", Code.RANGE, ERROR)),
        ({"latitude": 25.1}, ("latitude", Code.POSITION_INCOMPLETE, ERROR)),
        ({"uscc": "92990101MA00000C5M"}, ("uscc", Code.CHECK, ERROR)),
        ({"uscc": None}, ("uscc", Code.REASON_NEEDED, ERROR)),
        ({"uscc": None, "number_missing_reason": "无照经营"}, ("uscc", Code.GIVEN_WITH_REASON, WARN)),
        ({"uscc": None, "reg_no": "990101600000012"}, ("reg_no", Code.CHECK, WARN)),
        ({"phone": "1400000"}, ("phone", Code.FORMAT, ERROR)),
        ({"phone": None}, ("phone", Code.REASON_NEEDED, ERROR)),
        ({"phone": None, "phone_missing_reason": "店主没有电话"}, ("phone", Code.GIVEN_WITH_REASON, WARN)),
        ({"licence_state": LicenceState.VALID}, ("licence_state", Code.LICENCE_STATE, WARN)),
    ],
)
def test_each_field_has_its_check(wrong: Make, fields: dict[str, Any], problem: tuple[str, Code, Severity]) -> None:
    assert wrong(**fields) == [problem]


def test_a_kind_that_is_named_is_enough(wrong: Make) -> None:
    assert wrong(operator_kind=OperatorKind.COLLECTIVE_CANTEEN, canteen_kind=CanteenKind.SCHOOL) == []
    assert wrong(operator_kind=OperatorKind.AGRI_INPUT_SHOP, agri_kinds=(AgriKind.SEED,)) == []


def test_an_unknown_place_warns_wherever_it_stands(wrong: Make, person: Make) -> None:
    found = wrong(known=False, persons=[person(id_number="11010519491231002X")])
    assert found == [(f, Code.REGION, WARN) for f in ("division_code", "uscc", "person.id_number")]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, ("person.name", Code.REQUIRED, ERROR)),
        ({"id_number": "990101198002291234"}, ("person.id_number", Code.CHECK, ERROR)),
        ({"id_number": None}, ("person.id_number", Code.REASON_NEEDED, ERROR)),
        ({"id_number": None, "id_missing_reason": "证件遗失"}, ("person.id_number", Code.GIVEN_WITH_REASON, WARN)),
        ({"phone": "12"}, ("person.phone", Code.FORMAT, ERROR)),
        ({"role": PersonRole.FOOD_SAFETY_OFFICER}, ("person.name", Code.OWNER_MISSING, ERROR)),
        ({"voided_at": 1}, ("person.name", Code.OWNER_MISSING, ERROR)),
    ],
)
def test_somebody_answers_for_the_business(
    wrong: Make, person: Make, fields: dict[str, Any], problem: tuple[str, Code, Severity]
) -> None:
    assert wrong(persons=[person(**fields)]) == [problem]


def test_the_owner_answers_before_the_manager(person: Make) -> None:
    manager, owner = person(role=PersonRole.IN_CHARGE), person(role=PersonRole.OWNER)
    assert registration.responsible_person([manager, owner]) == owner
    assert registration.responsible_person([manager]) == manager
    assert registration.responsible_person([]) is None


@pytest.mark.parametrize(
    ("fields", "state", "problems"),
    [
        ({"number": "JY29901210012345"}, LicenceState.VALID, [("licence.number", Code.CHECK, WARN)]),
        ({"number": "JY49901210012340"}, LicenceState.VALID, [("licence.number", Code.FORM, ERROR)]),
        ({"valid_until": TODAY}, LicenceState.VALID, []),
        (
            {"valid_until": date(2025, 6, 14)},
            LicenceState.EXPIRED,
            [("licence.valid_until", Code.LICENCE_EXPIRED, WARN)],
        ),
        (
            {"valid_until": date(2025, 6, 14)},
            LicenceState.VALID,
            [("licence.valid_until", Code.LICENCE_EXPIRED, WARN), ("licence_state", Code.LICENCE_STATE, WARN)],
        ),
        (
            {"valid_until": date(2021, 6, 30)},
            LicenceState.NOT_SEEN,
            [("licence.valid_until", Code.LICENCE_DATES, ERROR)],
        ),
        ({}, LicenceState.NONE, [("licence_state", Code.LICENCE_STATE, WARN)]),
        ({"voided_at": 1}, LicenceState.NONE, []),
    ],
)
def test_papers_are_checked_against_the_stated_condition(
    wrong: Make,
    licence: Make,
    fields: dict[str, Any],
    state: LicenceState,
    problems: list[tuple[str, Code, Severity]],
) -> None:
    assert wrong(licences=[licence(**fields)], licence_state=state) == problems


def test_an_unlicensed_shop_with_reasons_can_be_registered(make_operator: Make, person: Make) -> None:
    shop = make_operator(uscc=None, number_missing_reason="无照经营", licence_state=LicenceState.NONE)
    assert not blocks(registration.registration_problems(shop, [person()], [], TODAY, lambda _: True))


ALLOWED = {
    (CAPTURED, VERIFIED), (CAPTURED, DUPLICATE), (VERIFIED, ACTIVE), (VERIFIED, DUPLICATE), (DUPLICATE, ACTIVE),
    (ACTIVE, SUSPENDED), (ACTIVE, CLOSED), (SUSPENDED, ACTIVE), (CLOSED, ACTIVE),
}  # fmt: skip


def test_the_status_moves_by_the_table_alone() -> None:
    assert {(a, b) for a in OperatorStatus for b in OperatorStatus if registration.may_move(a, b)} == ALLOWED
    assert STATUSES.next_states(ACTIVE, Role.INSPECTOR) == (SUSPENDED, CLOSED)
    assert STATUSES.next_states(ACTIVE, Role.READ_ONLY) == ()


def test_only_a_lead_merges_duplicates() -> None:
    assert STATUSES.may(DUPLICATE, ACTIVE, Role.TEAM_LEAD)
    assert not STATUSES.may(DUPLICATE, ACTIVE, Role.INSPECTOR)


@pytest.mark.parametrize(
    ("status", "to", "fields", "problem"),
    [
        (CAPTURED, ACTIVE, {}, Problem("status", Code.MOVE_NOT_ALLOWED, facts={"from": "CAPTURED", "to": "ACTIVE"})),
        (CAPTURED, VERIFIED, {}, Problem("person.verified_at", Code.NOT_VERIFIED)),
        (CAPTURED, DUPLICATE, {}, Problem("duplicate_of", Code.REQUIRED)),
        (VERIFIED, ACTIVE, {}, Problem("pledge_signed_at", Code.PLEDGE_MISSING)),
        (ACTIVE, CLOSED, {"status_reason": " "}, Problem("status_reason", Code.REQUIRED)),
        (ACTIVE, SUSPENDED, {}, Problem("status_reason", Code.REQUIRED)),
        (VERIFIED, ACTIVE, {"pledge_signed_at": 1}, None),
        (ACTIVE, CLOSED, {"status_reason": "停业"}, None),
        (CAPTURED, DUPLICATE, {"duplicate_of": new_id()}, None),
    ],
)
def test_a_move_waits_for_its_reason(
    make_operator: Make,
    person: Make,
    status: OperatorStatus,
    to: OperatorStatus,
    fields: dict[str, Any],
    problem: Problem | None,
) -> None:
    shop = make_operator(status=status, **fields)
    assert registration.move_problems(shop, [person()], to) == ([] if problem is None else [problem])


def test_a_verified_person_lets_the_shop_be_verified(make_operator: Make, person: Make) -> None:
    seen = person(verified_at=1, verified_by=new_id())
    assert registration.move_problems(make_operator(), [seen], VERIFIED, Role.INSPECTOR) == []
    assert [p.code for p in registration.move_problems(make_operator(), [seen], VERIFIED, Role.AUXILIARY)] == [
        Code.MOVE_NOT_ALLOWED
    ]
