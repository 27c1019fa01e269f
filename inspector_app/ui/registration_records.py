"""Between a registration form as typed and the records that it becomes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.registration import SELLERS, responsible_person
from inspector_app.errors import AppError
from inspector_app.records.operators import Licence, Operator, OperatorKind, OperatorStatus, Person
from inspector_app.services import pledges
from inspector_app.services import registration as service
from inspector_app.services.acting import Acting
from inspector_app.services.registration import Registration
from inspector_app.storage import operators, rows
from inspector_app.ui.registration_draft import Draft, LicenceDraft
from inspector_app.ui.widgets import number_edit
from inspector_app.ui.widgets.date_edit import read
from sync.record import new_id


def of_operator(session: Session, operator_id: str) -> Registration:
    """What is on record of an operator. Raises AppError not_found."""
    operator = rows.find(session, Operator, operator_id)
    if operator is None:
        raise AppError("not_found")
    owner = responsible_person(operators.persons_of(session, operator_id))
    return Registration(
        operator,
        owner or Person(id=new_id(), operator_id=operator_id, name=""),
        tuple(operators.licences_of(session, operator_id)),
    )


def save(act: Acting, draft: Draft, written: Registration, *, is_new: bool) -> Operator:
    """Register, or save changes and what was newly ticked. Raises Refused."""
    operator = service.register(act, written) if is_new else service.change(act, written)
    if not is_new and draft.verified_at and written.owner.verified_at is None:
        service.verify(act, written.owner.id)
    if draft.pledge_signed_at and operator.pledge_signed_at is None:
        pledges.note_paper(act, operator.id, draft.pledge_signed_at)
    return act.get(Operator, operator.id)


def to_draft(registration: Registration) -> Draft:
    """An operator's file as a form shows it."""
    operator, owner = registration.operator, registration.owner
    return Draft(
        operator_id=operator.id,
        owner_id=owner.id,
        name=operator.name,
        operator_kind=operator.operator_kind,
        canteen_kind=operator.canteen_kind,
        agri_kinds=operator.agri_kinds,
        farm_produce_only=bool(operator.farm_produce_only),
        staff_count="" if operator.staff_count is None else str(operator.staff_count),
        floor_area_m2="" if operator.floor_area_m2 is None else str(operator.floor_area_m2),
        township=operator.division_code[:9],
        village=operator.division_code if len(operator.division_code) == 12 else "",
        address=operator.address,
        longitude="" if operator.longitude is None else str(operator.longitude),
        latitude="" if operator.latitude is None else str(operator.latitude),
        uscc=operator.uscc or "",
        reg_no=operator.reg_no or "",
        number_missing_reason=operator.number_missing_reason or "",
        person_role=owner.role,
        person_name=owner.name,
        id_number=owner.id_number or "",
        id_missing_reason=owner.id_missing_reason or "",
        person_phone=owner.phone or "",
        home_address=owner.home_address or "",
        phone=operator.phone or "",
        phone_missing_reason=operator.phone_missing_reason or "",
        licence_state=operator.licence_state,
        licences=tuple(_licence_draft(licence) for licence in registration.licences),
        verified_at=owner.verified_at,
        pledge_signed_at=operator.pledge_signed_at,
        remark=operator.remark,
    )


def _licence_draft(licence: Licence) -> LicenceDraft:
    return LicenceDraft(
        id=licence.id,
        licence_type=licence.licence_type,
        number=licence.number_as_printed or licence.number,
        scope=licence.scope,
        valid_from=licence.valid_from.isoformat() if licence.valid_from else "",
        valid_until=licence.valid_until.isoformat() if licence.valid_until else "",
        issuer=licence.issuer,
    )


def to_registration(draft: Draft, before: Registration | None, by: str, now: int) -> Registration:
    """The records that the form describes. What the form does not show stays as it was `before`.

    A paper that was taken out of the form is voided. Verification and pledge of an operator that is here already are
    acts of their own (services.registration.verify, services.pledges) and stay as they were; so is every pledge.
    """
    operator = before.operator if before else _new_operator(draft, by, now)
    owner = before.owner if before else Person(id=draft.owner_id, operator_id=draft.operator_id, name="")
    changed = operator.changed(
        name=draft.name,
        operator_kind=draft.operator_kind,
        canteen_kind=draft.canteen_kind if draft.operator_kind is OperatorKind.COLLECTIVE_CANTEEN else None,
        agri_kinds=draft.agri_kinds if draft.operator_kind is OperatorKind.AGRI_INPUT_SHOP else (),
        farm_produce_only=True if draft.farm_produce_only and draft.operator_kind in SELLERS else None,
        staff_count=number_edit.read(draft.staff_count),
        floor_area_m2=number_edit.read(draft.floor_area_m2),
        division_code=draft.village or draft.township,
        address=draft.address.strip(),
        longitude=degrees(draft.longitude),
        latitude=degrees(draft.latitude),
        uscc=draft.uscc or None,
        reg_no=draft.reg_no or None,
        number_missing_reason=None if draft.uscc or draft.reg_no else draft.number_missing_reason or None,
        phone=draft.phone or None,
        phone_missing_reason=None if draft.phone else draft.phone_missing_reason or None,
        licence_state=draft.licence_state,
        remark=draft.remark.strip(),
    )
    person = owner.changed(
        role=draft.person_role,
        name=draft.person_name,
        id_number=draft.id_number or None,
        id_missing_reason=None if draft.id_number else draft.id_missing_reason or None,
        phone=draft.person_phone or None,
        home_address=draft.home_address.strip() or None,
    )
    if before is None:
        verified = {"verified_at": draft.verified_at, "verified_by": by if draft.verified_at else None}
        person = person.changed(**verified)
    known = {licence.id: licence for licence in before.licences} if before else {}
    papers = [_licence(each, known.get(each.id), draft.operator_id, by, now) for each in draft.licences]
    gone = known.keys() - {paper.id for paper in papers}
    papers += [known[each].changed(voided_at=now, void_reason="taken out of the file") for each in sorted(gone)]
    return Registration(changed, person, tuple(papers))


def _new_operator(draft: Draft, by: str, now: int) -> Operator:
    return Operator(
        id=draft.operator_id,
        name="",
        operator_kind=draft.operator_kind,
        division_code="",
        address="",
        status=OperatorStatus.CAPTURED,
        registered_at=now,
        registered_by=by,
    )


def _licence(draft: LicenceDraft, known: Licence | None, operator_id: str, by: str, now: int) -> Licence:
    seen = {"seen_at": known.seen_at, "seen_by": known.seen_by} if known else {"seen_at": now, "seen_by": by}
    return Licence.model_validate(
        {
            "id": draft.id,
            "operator_id": operator_id,
            "licence_type": draft.licence_type,
            "number": known.number if known else draft.number,
            "number_as_printed": draft.number,
            "scope": draft.scope.strip(),
            "valid_from": read(draft.valid_from),
            "valid_until": read(draft.valid_until),
            "issuer": draft.issuer.strip(),
        }
        | seen
    )


def degrees(text: str) -> float | None:
    """A coordinate as typed; None for nothing and for what is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def with_unreadable(found: list[Problem], draft: Draft) -> list[Problem]:
    """What the rules found, and texts that make no value; a coordinate that is none is not missing beside the other."""
    wrong = unreadable(draft)
    if {"longitude", "latitude"} & {each.field for each in wrong}:
        found = [each for each in found if each.code is not Code.POSITION_INCOMPLETE]
    return found + wrong


def unreadable(draft: Draft) -> list[Problem]:
    """Texts that make no value: the records cannot hold them, so the rules cannot find them."""
    problems = []
    for name, text, limit in (("longitude", draft.longitude, 180), ("latitude", draft.latitude, 90)):
        value = degrees(text)
        if text.strip() and (value is None or abs(value) > limit):
            problems.append(Problem(name, Code.RANGE, facts={"least": -limit, "most": limit}))
    for name, text in (("staff_count", draft.staff_count), ("floor_area_m2", draft.floor_area_m2)):
        if text.strip() and number_edit.read(text) is None:
            problems.append(Problem(name, Code.FORMAT))
    for licence in draft.licences:
        facts: dict[str, str | int] = {"licence": licence.id, "type": licence.licence_type.value}
        for name in ("valid_from", "valid_until"):
            written = str(getattr(licence, name))
            if written.strip() and read(written) is None:
                problems.append(Problem(f"licence.{name}", Code.DATE, facts=facts))
    return problems
