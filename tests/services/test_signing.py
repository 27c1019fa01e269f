"""Papers, signatures and the seal of a visit: what is bound to what, and what stops the seal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inspector_app.domain.problems import Code, Severity
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, DocumentType, EvidenceKind, Signature, SignatureState, SignerRole
from inspector_app.records.inspections import (
    FindingAction,
    Inspection,
    InspectionState,
    RectificationState,
)
from inspector_app.records.people import Role
from inspector_app.services import inspections as visits
from inspector_app.services import signing
from inspector_app.services.acting import Refused
from inspector_app.storage import evidence, inspections, steps
from tests import factories
from tests.factories import MINUTE, officer, signature
from tests.replica_fixtures import Laptop
from tests.signed_visits import completed, prepared, sealed, signed

ORDER = DocumentType.CORRECTION_ORDER
DAY = 24 * 60


def missing(laptop: Laptop, visit: str) -> list[Code]:
    with laptop.acting(later_min=50) as act:
        return [problem.code for problem in signing.missing(act, visit) if problem.severity == Severity.ERROR]


def refusal(laptop: Laptop, visit: str) -> list[Code]:
    with pytest.raises(Refused) as refused, laptop.acting(later_min=50) as act:
        signing.seal(act, visit)
    with laptop.acting() as act:
        assert act.get(Inspection, visit).signed_at is None
    return [problem.code for problem in refused.value.problems]


def test_a_visit_goes_from_its_papers_to_the_seal_and_an_order_begins(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers)
    done = sealed(laptop, visit)
    assert (done.state, done.signed_at) == (InspectionState.SIGNED, laptop.now + 50 * MINUTE)
    assert done.content_sha256 == papers.content_sha256
    with laptop.sessions() as session:
        (order,) = inspections.rectifications_of(session, laptop.shop.id)
        (step,) = steps.of(session, order.kind, order.id)
        (finding,) = inspections.findings_of(session, visit)
        paper = next(d for d in evidence.documents_of(session, visit) if d.document_type == ORDER)
    assert order.finding_ids == (finding.id,)
    assert order.document_id == paper.id
    assert order.due_on == order.issued_on + timedelta(days=finding.rectify_days or 0)
    assert (step.action, step.before, step.after) == ("issue", None, RectificationState.ISSUED)


def test_the_papers_are_numbered_from_the_blocks_of_this_laptop(laptop: Laptop) -> None:
    papers = prepared(laptop, completed(laptop))
    assert [(d.document_type, d.number) for d in papers.documents] == [
        (DocumentType.SITE_RECORD, "990101-SR-2026-0001-0001"),
        (ORDER, "990101-CO-2026-0001-0001"),
        (DocumentType.RESULT_FORM, "990101-RF-2026-0001-0001"),
    ]


def test_no_order_is_written_where_nothing_is_to_be_corrected(laptop: Laptop) -> None:
    visit = completed(laptop, failed=())
    papers = prepared(laptop, visit)
    assert ORDER not in {d.document_type for d in papers.documents}
    signed(laptop, visit, papers)
    sealed(laptop, visit)
    with laptop.sessions() as session:
        assert inspections.rectifications_of(session, laptop.shop.id) == []


def test_preparing_twice_gives_the_same_papers_and_keeps_the_signatures(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers)
    again = prepared(laptop, visit, later_min=47)
    assert again == papers
    assert missing(laptop, visit) == []


def test_a_paper_keeps_its_number_when_its_content_changes(laptop: Laptop) -> None:
    visit = completed(laptop)
    before = prepared(laptop, visit)
    with laptop.acting() as act:
        (finding,) = inspections.findings_of(act.session, visit)
        visits.describe(act, finding.id, "货架第二层有三袋过期饼干，已清点。")
    after = prepared(laptop, visit)
    assert [d.number for d in after.documents] == [d.number for d in before.documents]
    assert after.content_sha256 != before.content_sha256


def test_c_6_a_change_after_signing_makes_the_signatures_void(laptop: Laptop) -> None:
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    with laptop.acting() as act:
        (finding,) = inspections.findings_of(act.session, visit)
        visits.decide(act, finding.changed(actions=(FindingAction.RECTIFY, FindingAction.CASE)))
    stale = refusal(laptop, visit)
    assert stale.count(Code.SIGNATURE_STALE) == 3
    prepared(laptop, visit)
    with laptop.sessions() as session:
        assert evidence.signatures_of(session, visit) == []


def test_a_photo_taken_after_signing_makes_the_signatures_stale(laptop: Laptop) -> None:
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    with laptop.acting() as act:
        act.save(factories.photo_of(visit))
    assert Code.SIGNATURE_STALE in refusal(laptop, visit)


def test_c_6_nobody_signs_papers_that_have_changed_since_they_were_shown(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    with laptop.acting() as act:
        act.save(factories.photo_of(visit))
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        signing.sign(act, visit, signature(SignerRole.PARTY, papers.content_sha256))
    assert refused.value.problems[0].code == Code.SIGNATURE_STALE


def test_signing_again_replaces_ones_own_signature_alone(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers)
    with laptop.acting() as act:
        again = signing.sign(act, visit, signature(SignerRole.INSPECTOR, papers.content_sha256, laptop.li))
        given = evidence.signatures_of(act.session, visit)
    assert len(given) == 3
    assert [each.id for each in given if each.signer_user_id == laptop.li.id] == [again.id]


def test_b_8_a_seal_takes_two_certified_officers(laptop: Laptop) -> None:
    visit = completed(laptop)
    with laptop.acting() as act:
        visits.reopen(act, visit)
        visits.change(act, visit, inspectors=(officer(laptop.wang), officer(laptop.helper)))
        visits.complete(act, visit)
    signed(laptop, visit, prepared(laptop, visit))
    assert Code.INSPECTORS_TOO_FEW in refusal(laptop, visit)


def test_b_8_a_seal_takes_the_card_shown_and_the_recusal_asked(laptop: Laptop) -> None:
    visit = completed(laptop)
    with laptop.acting() as act:
        visits.reopen(act, visit)
        visits.change(act, visit, card_shown_at=None, recusal_asked=False)
        visits.complete(act, visit)
    signed(laptop, visit, prepared(laptop, visit))
    assert refusal(laptop, visit) == [Code.CARD_NOT_SHOWN, Code.RECUSAL_NOT_ASKED]


def test_a_seal_takes_every_signature(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    both = [Code.INSPECTOR_SIGNATURE_MISSING] * 2
    assert refusal(laptop, visit) == [*both, Code.PARTY_SIGNATURE_MISSING]
    signed(laptop, visit, papers, SignerRole.PARTY)
    assert refusal(laptop, visit) == [Code.PARTY_SIGNATURE_MISSING]


def refuse(laptop: Laptop, visit: str, papers: signing.Papers, **fields: object) -> Signature:
    given = signature(SignerRole.PARTY, papers.content_sha256, state=SignatureState.REFUSED, strokes=(), **fields)
    with laptop.acting(later_min=46) as act:
        return signing.sign(act, visit, given)


def test_c_7_a_refusal_takes_a_reason_and_a_proof(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers, SignerRole.PARTY)
    refuse(laptop, visit, papers)
    assert refusal(laptop, visit) == [Code.PARTY_REASON_MISSING, Code.REFUSAL_UNPROVEN]
    refuse(laptop, visit, papers, reason="对检查结果有异议")
    assert refusal(laptop, visit) == [Code.REFUSAL_UNPROVEN]
    with laptop.acting(later_min=47) as act:
        signing.sign(act, visit, signature(SignerRole.WITNESS, papers.content_sha256, name="赵村长"))
    assert sealed(laptop, visit).state == InspectionState.SIGNED


def test_a_second_witness_stands_beside_the_first_unless_given_in_its_place(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)

    def witness(name: str, instead_of: str | None = None) -> Signature:
        given = signature(SignerRole.WITNESS, papers.content_sha256, name=name)
        with laptop.acting(later_min=47) as act:
            return signing.sign(act, visit, given, instead_of)

    def names() -> list[str]:
        with laptop.sessions() as session:
            return sorted(each.name for each in evidence.signatures_of(session, visit))

    first = witness("赵村长")
    witness("孙会计")
    assert names() == ["孙会计", "赵村长"]
    corrected = witness("赵德村", instead_of=first.id)
    assert names() == ["孙会计", "赵德村"]
    witness("赵德村")
    assert names() == ["孙会计", "赵德村"]
    with laptop.acting() as act:
        assert [act.get(Signature, each.id).void_reason for each in (first, corrected)] == ["signed again"] * 2


def test_a_recording_proves_a_refusal(laptop: Laptop) -> None:
    visit = completed(laptop)
    with laptop.acting() as act:
        act.save(factories.photo_of(visit, evidence_kind=EvidenceKind.VIDEO, mime="video/mp4"))
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers, SignerRole.PARTY)
    refuse(laptop, visit, papers, reason="对检查结果有异议")
    assert missing(laptop, visit) == []


def test_an_absent_party_takes_a_reason_alone(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers, SignerRole.PARTY)
    absent = signature(SignerRole.PARTY, papers.content_sha256, state=SignatureState.ABSENT, strokes=())
    with laptop.acting() as act:
        signing.sign(act, visit, absent)
    assert refusal(laptop, visit) == [Code.PARTY_REASON_MISSING]
    with laptop.acting() as act:
        signing.sign(act, visit, absent.changed(id=factories.new_id(), reason="店主外出，由店员陪同"))
    assert sealed(laptop, visit).state == InspectionState.SIGNED


def test_an_item_that_failed_before_and_lost_its_answer_stops_the_seal(laptop: Laptop) -> None:
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    with laptop.acting() as act:
        act.save(act.get(Inspection, visit).changed(answers={}))
    assert Code.UNANSWERED in refusal(laptop, visit)


def test_papers_wait_until_every_finding_is_decided(laptop: Laptop) -> None:
    visit = completed(laptop)
    with laptop.acting() as act:
        (finding,) = inspections.findings_of(act.session, visit)
        visits.decide(act, finding.changed(actions=(FindingAction.RECTIFY,), rectify_days=None))
    with pytest.raises(Refused) as refused:
        prepared(laptop, visit)
    assert [(p.field, p.facts["item"]) for p in refused.value.problems] == [("rectify_days", "RS-B02")]


def test_an_order_that_is_no_longer_due_is_voided_and_its_number_spent(laptop: Laptop) -> None:
    visit = completed(laptop)
    prepared(laptop, visit)
    with laptop.acting() as act:
        (finding,) = inspections.findings_of(act.session, visit)
        visits.decide(act, finding.changed(actions=(FindingAction.RECORD_ONLY,), rectify_days=None))
    assert ORDER not in {d.document_type for d in prepared(laptop, visit).documents}
    with laptop.acting() as act:
        visits.decide(act, finding)
    order = next(d for d in prepared(laptop, visit).documents if d.document_type == ORDER)
    assert order.number == "990101-CO-2026-0001-0002"


def test_an_order_counts_its_days_from_the_day_on_its_paper(laptop: Laptop) -> None:
    visit = completed(laptop)
    papers = prepared(laptop, visit)
    signed(laptop, visit, papers)
    with laptop.acting(later_min=2 * DAY) as act:
        signing.seal(act, visit)
    with laptop.sessions() as session:
        (order,) = inspections.rectifications_of(session, laptop.shop.id)
    made = next(d for d in papers.documents if d.document_type == ORDER)
    assert f"{order.due_on.year}年{order.due_on.month}月{order.due_on.day}日" in made.html


def test_an_unfinished_visit_has_no_papers(laptop: Laptop) -> None:
    with laptop.acting() as act:
        visit = visits.start(act, laptop.shop.id).id
    for act_on in (
        lambda act: signing.prepare(act, visit, demo=False),
        lambda act: signing.seal(act, visit),
        lambda act: signing.sign(act, visit, signature(SignerRole.PARTY, "0" * 64)),
    ):
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            act_on(act)
        assert refused.value.problems[0].code == Code.STATE


def test_a_colleague_does_not_seal_anothers_visit(laptop: Laptop) -> None:
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    with pytest.raises(Refused) as refused, laptop.acting(laptop.li) as act:
        signing.seal(act, visit)
    assert refused.value.problems[0].code == Code.NOT_AUTHOR


def test_auxiliary_staff_do_not_seal(laptop: Laptop) -> None:
    laptop.receive(laptop.wang.changed(role=Role.AUXILIARY))
    visit = completed(laptop)
    signed(laptop, visit, prepared(laptop, visit))
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(laptop.wang.changed(role=Role.AUXILIARY)) as act:
        signing.seal(act, visit)


def test_without_a_block_the_paper_says_that_its_number_is_pending(laptop: Laptop) -> None:
    with laptop.acting(laptop.wang.changed(office_code="990102")) as act:
        visit = visits.start(act, laptop.shop.id).id
        visits.conform_all_but_answered(act, visit)
        act.save(act.get(Inspection, visit).changed(state=InspectionState.COMPLETED, completed_at=act.now))
        papers = signing.prepare(act, visit, demo=False)
    assert {d.number for d in papers.documents} == {None}


def test_demo_papers_say_so(laptop: Laptop) -> None:
    visit = completed(laptop)
    with laptop.acting() as act:
        site_record: Document = signing.prepare(act, visit, demo=True).documents[0]
    assert 'content="demo"' in site_record.html
