"""The rules cannot be walked round through the services."""

from __future__ import annotations

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.evidence import Signature, SignerRole
from inspector_app.records.inspections import Answer, AnswerCode, Finding, Inspection, InspectionState, Inspector
from inspector_app.records.operators import OperatorStatus
from inspector_app.records.people import Role
from inspector_app.services import inspections as visits
from inspector_app.services import ledgers, registration, signing
from inspector_app.services.acting import Acting, Refused
from inspector_app.services.registration import Registration
from inspector_app.storage import evidence, inspections
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop


def begun(laptop: Laptop) -> str:
    with laptop.acting() as act:
        return visits.start(act, laptop.shop.id).id


@pytest.mark.parametrize("field", ["state", "author_id", "answers", "signed_at", "content_sha256", "operator_id"])
def test_the_header_of_a_visit_is_all_that_changes_by_its_form(laptop: Laptop, field: str) -> None:
    visit = begun(laptop)
    with pytest.raises(ValueError, match=field), laptop.acting() as act:
        visits.change(act, visit, **{field: InspectionState.SIGNED})


def test_a_decision_changes_nothing_else_of_a_finding(laptop: Laptop) -> None:
    visit, other = begun(laptop), begun(laptop)
    with laptop.acting() as act:
        finding = Finding(
            id=new_id(), inspection_id=visit, operator_id=laptop.shop.id, item_id="RS-B02", key=True, description="原文"
        )
        act.save(finding)
        visits.decide(act, finding.changed(inspection_id=other, key=False, description="改写", rectify_days=3))
        kept = act.get(Finding, finding.id)
    assert kept == finding.changed(rectify_days=3)


def completed(act: Acting, visit: str, wang_and_li: tuple[Inspector, ...]) -> None:
    """As good as completed: the answers are not the point here."""
    visits.conform_all_but_answered(act, visit)
    act.save(
        act.get(Inspection, visit).changed(
            inspectors=wang_and_li, state=InspectionState.COMPLETED, completed_at=act.now, card_shown_at=act.now,
            recusal_asked=True,
        )
    )  # fmt: skip


def sign(act: Acting, visit: str) -> Signature:
    """Sign whatever stands at the moment, seen or not."""
    shown = signing.shown_sha256(act, act.get(Inspection, visit))
    return signing.sign(act, visit, factories.signature(SignerRole.PARTY, shown))


def test_nobody_signs_papers_that_were_never_written(laptop: Laptop) -> None:
    visit = begun(laptop)
    with laptop.acting() as act:
        completed(act, visit, (visits.inspector(laptop.wang), visits.inspector(laptop.li)))
        with pytest.raises(Refused) as refused:
            sign(act, visit)
        assert refused.value.problems[0].code is Code.SIGNATURE_STALE
        signing.prepare(act, visit, demo=False)
        sign(act, visit)


def test_nobody_signs_papers_that_say_something_else_than_the_records(laptop: Laptop) -> None:
    visit = begun(laptop)
    with laptop.acting() as act:
        completed(act, visit, (visits.inspector(laptop.wang), visits.inspector(laptop.li)))
        signing.prepare(act, visit, demo=True)
        signature = sign(act, visit)
        finding = Finding(
            id=new_id(), inspection_id=visit, operator_id=laptop.shop.id, item_id="RS-B02", key=True,
            description="后门缝隙较大", actions=("RECORD_ONLY",),
        )  # fmt: skip
        act.save(finding)
        with pytest.raises(Refused):
            sign(act, visit)
        assert Code.SIGNATURE_STALE in {problem.code for problem in signing.missing(act, visit)}
        signing.prepare(act, visit, demo=True)
        assert signature.id not in {each.id for each in evidence.signatures_of(act.session, visit)}
        sign(act, visit)
        assert inspections.findings_of(act.session, visit) == [finding]


def test_a_reversal_is_made_by_reversing_alone(laptop: Laptop) -> None:
    with laptop.acting() as act:
        line = act.save(factories.ledger_entry(operator_id=laptop.shop.id))
        with pytest.raises(Refused) as refused:
            ledgers.add(act, line.changed(id=new_id(), reverses=line.id, reverse_reason="两次"))
    assert refused.value.problems[0].field == "reverses"


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.HQ_ADMIN])
def test_who_only_reads_records_nothing(laptop: Laptop, role: Role) -> None:
    reader = laptop.wang.changed(role=role)
    visit = begun(laptop)
    given = Answer(code=AnswerCode.CONFORM, answered_at=0)
    with laptop.acting() as act:
        line = act.save(factories.ledger_entry(operator_id=laptop.shop.id))
    for work in (
        lambda act: registration.register(act, a_registration()),
        lambda act: registration.pledge(act, laptop.shop.id, "2026-1", 1),
        lambda act: visits.answer(act, visit, "RS-A01", given),
        lambda act: ledgers.reverse(act, line.id, "改"),
    ):
        with pytest.raises(AppError, match="not_allowed"), laptop.acting(reader) as act:
            work(act)


def a_registration(**owner: object) -> Registration:
    shop = factories.operator()
    return Registration(shop, factories.person(operator_id=shop.id, **owner))


def test_auxiliary_staff_capture_and_do_not_verify(laptop: Laptop) -> None:
    with laptop.acting(laptop.helper) as act:
        captured = a_registration(verified_at=None, verified_by=None)
        assert registration.register(act, captured).status is OperatorStatus.CAPTURED
        for work in (
            lambda: registration.verify(act, captured.owner.id),
            lambda: registration.pledge(act, captured.operator.id, "2026-1", 1),
            lambda: registration.register(act, a_registration(verified_at=act.now, verified_by=laptop.helper.id)),
        ):
            with pytest.raises(AppError, match="not_allowed"):
                work()
