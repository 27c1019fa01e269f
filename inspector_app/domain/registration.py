"""Real-name registration of an operator: what is missing or wrong, and how its status may move (domain.md 7.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from inspector_app.domain import identifiers
from inspector_app.domain.identifiers import DivisionExists, Verdict
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.states import FIELD, LEAD, Machine, Move
from inspector_app.records.operators import (
    Licence,
    LicenceState,
    LicenceType,
    Operator,
    OperatorKind,
    OperatorStatus,
    Person,
    PersonRole,
)
from inspector_app.records.people import Role

LONGEST_NAME = 200
MOST_STAFF = 100_000
LARGEST_FLOOR_M2 = 10_000_000
"""Larger than any business there is: a number above is a slip of the hand."""
RESPONSIBLE = (PersonRole.OWNER, PersonRole.LEGAL_REPRESENTATIVE, PersonRole.IN_CHARGE)
"""Who answers for the business; the first of them that there is."""

SELLERS = (OperatorKind.RURAL_STORE, OperatorKind.FOOD_RETAILER, OperatorKind.FOOD_WHOLESALER)
"""Those that may sell farm produce and no other food."""

STATUSES = Machine(
    OperatorStatus.CAPTURED,
    (
        Move("verify", OperatorStatus.CAPTURED, OperatorStatus.VERIFIED, FIELD, ("person.verified_at",)),
        Move("mark_duplicate", OperatorStatus.CAPTURED, OperatorStatus.DUPLICATE, FIELD, ("duplicate_of",)),
        Move("activate", OperatorStatus.VERIFIED, OperatorStatus.ACTIVE, FIELD, ("pledge_signed_at",)),
        Move("mark_duplicate", OperatorStatus.VERIFIED, OperatorStatus.DUPLICATE, FIELD, ("duplicate_of",)),
        Move("merge", OperatorStatus.DUPLICATE, OperatorStatus.ACTIVE, LEAD),
        Move("suspend", OperatorStatus.ACTIVE, OperatorStatus.SUSPENDED, FIELD, ("status_reason",)),
        Move("close", OperatorStatus.ACTIVE, OperatorStatus.CLOSED, FIELD, ("status_reason",)),
        Move("reopen", OperatorStatus.SUSPENDED, OperatorStatus.ACTIVE, FIELD),
        Move("reopen", OperatorStatus.CLOSED, OperatorStatus.ACTIVE, FIELD),
    ),
)
may_move = STATUSES.may
REGISTERED = (OperatorStatus.CAPTURED, OperatorStatus.VERIFIED, OperatorStatus.ACTIVE, OperatorStatus.SUSPENDED)
"""Those that are neither closed nor another one's double."""


def responsible_person(persons: Sequence[Person]) -> Person | None:
    """The person who answers for the business."""
    present = [person for person in persons if person.voided_at is None]
    ranked = sorted((p for p in present if p.role in RESPONSIBLE), key=lambda person: RESPONSIBLE.index(person.role))
    return ranked[0] if ranked else None


def registration_problems(
    operator: Operator,
    persons: Sequence[Person],
    licences: Sequence[Licence],
    today: date,
    division_exists: DivisionExists,
) -> list[Problem]:
    """Everything wrong with a registration, in the order of the form. Fields of a person and a licence carry a prefix:
    `person.id_number`, `licence.number`; several licences are told apart by the fact `licence`."""
    return [
        *_business(operator),
        *_place(operator, division_exists),
        *_numbers(operator, division_exists),
        *_person(responsible_person(persons), today, division_exists),
        *_phone(operator),
        *_licences(operator, licences, today),
    ]


def move_problems(
    operator: Operator, persons: Sequence[Person], to: OperatorStatus, role: Role | None = None
) -> list[Problem]:
    """What stops the status from moving. `operator` already carries the reason or the other record of the move."""
    if not STATUSES.may(operator.status, to, role):
        return [Problem("status", Code.MOVE_NOT_ALLOWED, facts={"from": operator.status, "to": to})]
    person = responsible_person(persons)
    if to is OperatorStatus.VERIFIED and (person is None or person.verified_at is None):
        return [Problem("person.verified_at", Code.NOT_VERIFIED)]
    if to is OperatorStatus.ACTIVE and operator.pledge_signed_at is None:
        return [Problem("pledge_signed_at", Code.PLEDGE_MISSING)]
    if to is OperatorStatus.DUPLICATE and operator.duplicate_of is None:
        return [Problem("duplicate_of", Code.REQUIRED)]
    if to in (OperatorStatus.SUSPENDED, OperatorStatus.CLOSED) and not (operator.status_reason or "").strip():
        return [Problem("status_reason", Code.REQUIRED)]
    return []


def _business(operator: Operator) -> list[Problem]:
    problems = []
    if not operator.name.strip():
        problems.append(Problem("name", Code.REQUIRED))
    elif len(operator.name) > LONGEST_NAME:
        problems.append(Problem("name", Code.LENGTH, facts={"longest": LONGEST_NAME}))
    if operator.operator_kind is OperatorKind.COLLECTIVE_CANTEEN and operator.canteen_kind is None:
        problems.append(Problem("canteen_kind", Code.CANTEEN_KIND_MISSING))
    if operator.operator_kind is OperatorKind.AGRI_INPUT_SHOP and not operator.agri_kinds:
        problems.append(Problem("agri_kinds", Code.AGRI_KIND_MISSING))
    for field, value, most in (
        ("staff_count", operator.staff_count, MOST_STAFF),
        ("floor_area_m2", operator.floor_area_m2, LARGEST_FLOOR_M2),
    ):
        if value is not None and not 0 <= value <= most:
            problems.append(Problem(field, Code.RANGE, facts={"least": 0, "most": most}))
    return problems


def _place(operator: Operator, division_exists: DivisionExists) -> list[Problem]:
    problems = []
    if not operator.division_code.strip():
        problems.append(Problem("division_code", Code.REQUIRED))
    else:
        verdict = identifiers.division_code(operator.division_code, division_exists)
        problems += _said("division_code", verdict)
        if verdict.ok and len(verdict.normal) not in (9, 12):
            problems.append(Problem("division_code", Code.DIVISION_LEVEL))
    if not operator.address.strip():
        problems.append(Problem("address", Code.REQUIRED))
    if (operator.latitude is None) is not (operator.longitude is None):
        problems.append(Problem("latitude", Code.POSITION_INCOMPLETE))
    return problems


def _numbers(operator: Operator, division_exists: DivisionExists) -> list[Problem]:
    problems = []
    if operator.uscc:
        problems += _said("uscc", identifiers.uscc(operator.uscc, division_exists))
    if operator.reg_no:
        problems += _said("reg_no", identifiers.reg_no(operator.reg_no))
    if not operator.uscc and not operator.reg_no:
        problems.append(_excused("uscc", operator.number_missing_reason))
    return problems


def _person(person: Person | None, today: date, division_exists: DivisionExists) -> list[Problem]:
    if person is None:
        return [Problem("person.name", Code.OWNER_MISSING)]
    problems = [] if person.name.strip() else [Problem("person.name", Code.REQUIRED)]
    if person.id_number:
        problems += _said("person.id_number", identifiers.resident_id(person.id_number, today, division_exists))
    else:
        problems.append(_excused("person.id_number", person.id_missing_reason))
    if person.phone:
        problems += _said("person.phone", identifiers.phone(person.phone))
    return problems


def _phone(operator: Operator) -> list[Problem]:
    if operator.phone:
        return _said("phone", identifiers.phone(operator.phone))
    return [_excused("phone", operator.phone_missing_reason)]


def _licences(operator: Operator, licences: Sequence[Licence], today: date) -> list[Problem]:
    problems: list[Problem] = []
    current = 0
    papers = [licence for licence in licences if licence.voided_at is None]
    for licence in papers:
        facts: dict[str, str | int] = {"licence": licence.id, "type": licence.licence_type}
        if number := (licence.number_as_printed or licence.number).strip():
            problems += _said("licence.number", identifiers.licence_number(licence.licence_type, number), **facts)
        else:
            problems.append(Problem("licence.number", Code.REQUIRED, facts=facts))
        if licence.valid_from and licence.valid_until and licence.valid_until < licence.valid_from:
            problems.append(Problem("licence.valid_until", Code.LICENCE_DATES, facts=facts))
        elif licence.valid_until and licence.valid_until < today:
            until = {"valid_until": licence.valid_until.isoformat()}
            problems.append(Problem("licence.valid_until", Code.LICENCE_EXPIRED, Severity.WARN, facts | until))
        else:
            current += licence.licence_type is not LicenceType.BUSINESS
    lacks = operator.licence_state is LicenceState.VALID and not current
    if lacks or (operator.licence_state is LicenceState.NONE and current):
        problems.append(Problem("licence_state", Code.LICENCE_STATE, Severity.WARN))
    return problems


def _said(field: str, verdict: Verdict, **facts: Any) -> list[Problem]:
    return [Problem(field, code, verdict.severity, facts) for code in verdict.codes]


def _excused(field: str, reason: str | None) -> Problem:
    """A field left empty: an error without a reason, a note with one."""
    if (reason or "").strip():
        return Problem(field, Code.GIVEN_WITH_REASON, Severity.WARN)
    return Problem(field, Code.REASON_NEEDED)
