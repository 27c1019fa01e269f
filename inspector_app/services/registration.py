"""Real-name registration (实名登记): capture, verify, activate, and later changes of the file (domain.md 7.5)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from dataclasses import replace as with_fields

from inspector_app.domain import identifiers
from inspector_app.domain.problems import Problem
from inspector_app.domain.registration import STATUSES, move_problems, registration_problems
from inspector_app.domain.states import FIELD
from inspector_app.records import register as acts
from inspector_app.records.operators import Licence, LicenceState, Operator, OperatorStatus, Person
from inspector_app.services import legal_holds, licence_states, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.storage import operators, reference
from sync.record import Instant, new_id


@dataclass(frozen=True)
class Registration:
    """What one registration writes down: the operator, its owner, the papers seen."""

    operator: Operator
    owner: Person
    licences: tuple[Licence, ...] = ()


def check(act: Acting, registration: Registration) -> list[Problem]:
    """Everything wrong with a registration as it stands; errors stop `register`, warnings are shown and kept."""
    operator = registration.operator
    return registration_problems(
        operator,
        [registration.owner],
        registration.licences,
        act.today,
        division_exists=lambda code: reference.region(act.session, code, act.today) is not None,
    )


def normalised(act: Acting, registration: Registration) -> Registration:
    """The registration with its numbers in normal form, and the owner's id number as an HMAC for matching."""
    operator, owner = registration.operator, registration.owner
    return with_fields(
        registration,
        operator=operator.changed(
            name=operator.name.strip(),
            uscc=_normal(operator.uscc),
            reg_no=_normal(operator.reg_no),
            phone=_phone(operator.phone),
            division_code=identifiers.normalise(operator.division_code),
        ),
        owner=owner.changed(
            name=owner.name.strip(),
            id_number=_normal(owner.id_number),
            id_hmac=person_hmac(owner.id_number, act.matching_key),
            phone=_phone(owner.phone),
        ),
        licences=tuple(
            each.changed(number=identifiers.licence_number(each.licence_type, each.number_as_printed).normal)
            for each in registration.licences
        ),
    )


def person_hmac(id_number: str | None, key: bytes) -> str | None:
    """HMAC-SHA256 of a normalised id number: equal persons are found, the number does not spread."""
    if not id_number:
        return None
    return hmac.new(key, identifiers.normalise(id_number).encode(), hashlib.sha256).hexdigest()


def _normal(text: str | None) -> str | None:
    return identifiers.normalise(text) or None if text else None


def _phone(text: str | None) -> str | None:
    return identifiers.phone(text).normal or None if text and text.strip() else None


def register(act: Acting, registration: Registration) -> Operator:
    """Save a registration: captured; verified when face and paper were compared; active once pledged. What was seen
    and compared, by whom and where, is a record of its own.

    Raises Refused with every error of the form, AppError not_allowed for a comparison by auxiliary staff.
    """
    registration = normalised(act, registration)
    require(check(act, registration))
    owner = registration.owner
    if owner.verified_at is not None:
        act.require_role(FIELD)
    operator = _with_papers(act, None, registration).changed(
        status=_status(registration.operator, owner), registered_at=act.now, registered_by=act.user.id
    )
    workflow.begin(act, operator, "register")
    act.save(owner)
    for licence in registration.licences:
        act.save(licence)
    act.save(
        acts.Registration(
            id=new_id(),
            operator_id=operator.id,
            person_id=owner.id,
            id_seen=owner.verified_at is not None and owner.id_number is not None,
            face_compared=owner.verified_at is not None,
            licence_seen=bool(registration.licences),
            longitude=operator.longitude,
            latitude=operator.latitude,
            registered_by=act.user.id,
            registered_at=act.now,
        )
    )
    return operator


def _status(operator: Operator, owner: Person) -> OperatorStatus:
    if owner.verified_at is None:
        return OperatorStatus.CAPTURED
    return OperatorStatus.ACTIVE if operator.pledge_signed_at is not None else OperatorStatus.VERIFIED


def change(act: Acting, registration: Registration) -> Operator:
    """Save an edited operator's file. Raises Refused as `register` does, and for a move that its state forbids."""
    registration = normalised(act, registration)
    require(check(act, registration))
    before = act.get(Operator, registration.operator.id)
    if before.status != registration.operator.status:
        moved = registration.operator.changed(status=before.status)
        require(move_problems(moved, [registration.owner], registration.operator.status, act.user.role))
    operator = _saved(act, before, _with_former_name(before, _with_papers(act, before, registration)))
    act.save(registration.owner)
    for licence in registration.licences:
        held = act.writer.find(Licence, licence.id) if licence.voided_at is not None else None
        if held is not None and held.voided_at is None:
            legal_holds.require_none(act, licence)
        act.save(licence)
    return operator


def _with_papers(act: Acting, before: Operator | None, registration: Registration) -> Operator:
    """The operator with the state of its licences as its papers show it, unless a person says another one now."""
    operator = registration.operator
    said = operator.licence_state is not (before.licence_state if before else LicenceState.NOT_SEEN)
    known = operators.licences_of(act.session, before.id) if before else []
    papers = {each.id: each for each in (*known, *registration.licences)}
    present = [each for each in papers.values() if each.voided_at is None]
    if said or not present:
        return operator
    return operator.changed(licence_state=licence_states.shown_by(operator, known, present, act.today))


def _with_former_name(before: Operator, operator: Operator) -> Operator:
    """A business that bears another name from now on is still found by the one it had."""
    if before.name in (operator.name, *operator.former_names):
        return operator
    return operator.changed(former_names=(*operator.former_names, before.name))


def move(act: Acting, operator_id: str, status: OperatorStatus, reason: str) -> Operator:
    """Suspend, close, reopen an operator, with the reason."""
    before = act.get(Operator, operator_id)
    operator = before.changed(status_reason=reason)
    require(move_problems(operator, operators.persons_of(act.session, operator_id), status, act.user.role))
    return _saved(act, before, operator.changed(status=status), reason)


def _saved(act: Acting, before: Operator, operator: Operator, reason: str = "") -> Operator:
    """Save it; where its status moved, each step of the way is written down, with who, when and why."""
    act.save(operator)
    for step in STATUSES.way(before.status, operator.status):
        workflow.note(act, operator, step.action, step.end, step.start, reason)
    return operator


def verify(act: Acting, person_id: str) -> Person:
    """Note that face and paper were compared by eye; a captured operator becomes verified, a pledged one active.

    Raises AppError not_allowed for a role that does not verify.
    """
    act.require_role(FIELD)
    person = act.save(act.get(Person, person_id).changed(verified_at=act.now, verified_by=act.user.id))
    operator = act.get(Operator, person.operator_id)
    if operator.status == OperatorStatus.CAPTURED:
        _saved(act, operator, operator.changed(status=_status(operator, person)))
    return person


def pledge(act: Acting, operator_id: str, version: str, signed_at: Instant) -> Operator:
    """Note the signed food safety pledge; a verified operator becomes active. Raises AppError not_allowed."""
    act.require_role(FIELD)
    operator = act.get(Operator, operator_id)
    status = OperatorStatus.ACTIVE if operator.status == OperatorStatus.VERIFIED else operator.status
    pledged = operator.changed(pledge_version=version, pledge_signed_at=signed_at, status=status)
    return _saved(act, operator, pledged)


def add_licence(act: Acting, licence: Licence) -> Licence:
    """Save a paper seen at the shop. Raises Refused when its number has no possible form."""
    verdict = identifiers.licence_number(licence.licence_type, licence.number_as_printed)
    require([Problem("number", code, verdict.severity) for code in verdict.codes])
    operator = act.get(Operator, licence.operator_id)
    before = operators.licences_of(act.session, operator.id)
    kept = act.save(licence.changed(number=verdict.normal))
    seen = operators.licences_of(act.session, operator.id)
    act.save(operator.changed(licence_state=licence_states.shown_by(operator, before, seen, act.today)))
    return kept
