"""A shop and a visit, made by the services as the pages do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inspector_app.domain.inspections import CERTIFIED_NEEDED, certified
from inspector_app.domain.problems import Code
from inspector_app.records.evidence import EvidenceItem, SignerRole
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, Inspector
from inspector_app.records.operators import LicenceState, Operator, OperatorKind, Person
from inspector_app.services import inspections, registration, signing
from inspector_app.services.acting import Acting
from inspector_app.services.registration import Registration
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.writes import DeviceWriter
from sync.record import new_id
from tests import factories
from tests.running_hq import VILLAGE, FieldLaptop, clock


@contextmanager
def acting(laptop: FieldLaptop) -> Iterator[Acting]:
    """One act of whoever is signed in, in a transaction of its own."""
    signed_in, now = laptop.signed_in, clock()
    assert signed_in.user is not None
    with signed_in.sessions.begin() as session:
        writer = DeviceWriter(session, signed_in.user.id, now)
        yield Acting(session, writer, signed_in.user, signed_in.laptop.device_id, now, b"key")


def registered_shop(laptop: FieldLaptop, **fields: object) -> Operator:
    """A small catering shop without a licence yet."""
    with acting(laptop) as act:
        return register_shop(act, **fields)


def register_shop(act: Acting, **fields: object) -> Operator:
    values = {
        "id": new_id(),
        "name": "杨柳村便民小吃店",
        "operator_kind": OperatorKind.FOOD_STALL,
        "division_code": VILLAGE,
        "address": "云岭县石桥镇杨柳村8号",
        "number_missing_reason": "正在办理",
        "phone": "14000000001",
        "licence_state": LicenceState.NONE,
        "registered_at": act.now,
        "registered_by": act.user.id,
    }
    shop = Operator.model_validate(values | fields)
    owner = Person(id=new_id(), operator_id=shop.id, name="王一", id_number="990101198002291233")
    return registration.register(act, Registration(shop, owner))


def completed_visit(laptop: FieldLaptop) -> str:
    """A visit to the first shop, every item answered and completed; its id."""
    with acting(laptop) as act:
        shop = page(act.session, OperatorFilter(), None, 1)[0]
        visit = inspections.start(act, shop.id)
        second = Inspector(user_id=new_id(), name="李秀英", certificate_no="YL00000001")
        inspections.change(
            act, visit.id, inspectors=(*visit.inspectors, second), card_shown_at=act.now, recusal_asked=True
        )
        inspections.conform_all_but_answered(act, visit.id)
        _remark(act, visit.id)
        _photograph(act, visit.id)
        inspections.complete(act, visit.id)
        return visit.id


def fail(act: Acting, visit_id: str, item_id: str) -> None:
    """Find an item of a draft at fault, with remark and photo."""
    given = Answer(code=AnswerCode.NONCONFORM, note="货架上有三袋过期饼干", answered_at=act.now)
    inspections.answer(act, visit_id, item_id, given)
    _photograph(act, visit_id)


def seal(act: Acting, visit_id: str) -> Inspection:
    """Papers, signatures of two officers and the party, and the seal."""
    shown = signing.prepare(act, visit_id, demo=False).content_sha256
    for each in certified(act.get(Inspection, visit_id).inspectors)[:CERTIFIED_NEEDED]:
        signer = {"signer_user_id": each.user_id, "name": each.name}
        signing.sign(act, visit_id, factories.signature(SignerRole.INSPECTOR, shown, **signer))
    signing.sign(act, visit_id, factories.signature(SignerRole.PARTY, shown))
    return signing.seal(act, visit_id)


def _remark(act: Acting, visit_id: str) -> None:
    """A remark on each item that asks for one."""
    visit = act.get(Inspection, visit_id)
    for problem in inspections.unfinished(act, visit):
        if problem.code is Code.REMARK_NEEDED:
            given = visit.answers[problem.field].model_copy(update={"note": "现场核对一致"})
            inspections.answer(act, visit_id, problem.field, given)


def _photograph(act: Acting, visit_id: str) -> None:
    """One photo for each item that asks for one."""
    visit = act.get(Inspection, visit_id)
    for problem in inspections.unfinished(act, visit):
        if problem.code is Code.PHOTO_MISSING:
            act.save(
                EvidenceItem(
                    id=new_id(), inspection_id=visit_id, operator_id=visit.operator_id, item_id=problem.field,
                    sha256="0" * 64, size=1, mime="image/jpeg", synced_sha256="0" * 64, synced_size=1,
                    captured_at=act.now, received_at=act.now, taker_id=act.user.id, device_id=act.device_id,
                )
            )  # fmt: skip
