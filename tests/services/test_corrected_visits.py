"""A corrected visit is one visit: decisions stay, nothing is ordered or told twice, and it ends when the visit did."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain import inspections as rules
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code
from inspector_app.domain.stock_check import Counted
from inspector_app.errors import AppError
from inspector_app.records.books import CheckVerdict, PurchaseCheck
from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import (
    Amendment,
    AmendmentState,
    Answer,
    AnswerCode,
    Finding,
    FindingAction,
    Inspection,
    ObstructionForm,
    Rectification,
)
from inspector_app.records.offices import InterestKind
from inspector_app.records.people import Role, User
from inspector_app.services import (
    conflicts,
    corrections,
    obstruction,
    rectifications,
    recusal,
    signing,
    stock_checks,
    workflow,
)
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Refused
from inspector_app.services.rules import rule
from inspector_app.storage import corrections as stored
from inspector_app.storage import evidence, inspections, matters, rows
from sync.record import Conflict, Policy
from tests import factories
from tests.factories import MINUTE, signature
from tests.replica_fixtures import Laptop
from tests.signed_visits import completed, prepared, sealed, signed

DAY_MIN = 24 * 60
BAD = "RS-B02"


@pytest.fixture
def visit(laptop: Laptop) -> Inspection:
    """Signed by two officers, with an order that an officer gave eleven days; another office is to be told."""
    laptop.receive(factories.licence(laptop.shop.id, issuer="云岭县行政审批局"))
    made = completed(laptop, failed=(BAD,))
    with laptop.acting() as act:
        (finding,) = inspections.findings_of(act.session, made)
        visits.decide(act, finding.changed(actions=(FindingAction.RECTIFY, FindingAction.CASE), rectify_days=11))
    signed(laptop, made, prepared(laptop, made))
    return sealed(laptop, made)


LEAD = factories.user(username="lead", name="赵所长", role=Role.TEAM_LEAD)


def correction(laptop: Laptop, visit: Inspection, *failed: str, mended: bool = False) -> Inspection:
    """As it is proposed below, and approved by the team lead on the same day."""
    version = proposed(laptop, visit, *failed, mended=mended)
    decide(laptop, version, "approve")
    return version


def decide(
    laptop: Laptop,
    version: Inspection,
    action: str,
    reason: str = "",
    by: User = LEAD,
    later_min: int = 2 * DAY_MIN + 20,
) -> Amendment:
    with laptop.acting(by, later_min) as act:
        (asked,) = (each for each in stored.to_approve(act.session) if each.inspection_id == version.id)
        return corrections.take(act, asked.id, action, reason=reason).record


def proposed(laptop: Laptop, visit: Inspection, *failed: str, mended: bool = False) -> Inspection:
    """Begun, completed and signed two days later by the second officer, with what else had failed."""
    at = 2 * DAY_MIN
    with laptop.acting(laptop.li, at) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
        for item in failed:
            given = Answer(code=AnswerCode.NONCONFORM, note="未公示证照，当场拍照", answered_at=act.now)
            visits.answer(act, draft.id, item, given)
        if mended:
            visits.answer(act, draft.id, BAD, Answer(code=AnswerCode.CONFORM, answered_at=act.now))
        visits.complete(act, draft.id)
    with laptop.acting(laptop.li, at + 10) as act:
        papers = signing.prepare(act, draft.id, demo=False)
        for each in (laptop.wang, laptop.li):
            signing.sign(act, draft.id, signature("INSPECTOR", papers.content_sha256, each))
        signing.sign(act, draft.id, signature("PARTY", papers.content_sha256))
        return signing.seal(act, draft.id)


def orders(laptop: Laptop) -> list[Rectification]:
    with laptop.sessions() as session:
        return inspections.rectifications_of(session, laptop.shop.id)


def findings(laptop: Laptop, visit: Inspection) -> dict[str, Finding]:
    with laptop.sessions() as session:
        return {each.item_id: each for each in inspections.findings_of(session, visit.id)}


def told(laptop: Laptop, *versions: Inspection) -> list[str]:
    with laptop.sessions() as session:
        return [each.authority_name for one in versions for each in matters.transfers_of(session, one.id)]


def paper(laptop: Laptop, visit: Inspection, kind: DocumentType) -> str:
    with laptop.sessions() as session:
        found = {each.document_type: each for each in evidence.documents_of(session, visit.id)}
    return found[kind].html if kind in found else ""


def test_decisions_stay_and_nothing_is_ordered_or_told_twice(laptop: Laptop, visit: Inspection) -> None:
    (order,) = orders(laptop)
    version = correction(laptop, visit)
    assert orders(laptop) == [order]
    assert told(laptop, visit, version) == ["云岭县行政审批局"]
    before, after = findings(laptop, visit)[BAD], findings(laptop, version)[BAD]
    assert (after.actions, after.rectify_days) == (before.actions, 11)
    assert after.id != before.id
    assert paper(laptop, version, DocumentType.CORRECTION_ORDER) == ""
    due = f"{order.due_on.year}年{order.due_on.month}月{order.due_on.day}日"
    assert f"已制发《责令改正通知书》，责令于{due}前（含当日）改正，继续有效。" in paper(
        laptop, version, DocumentType.SITE_RECORD
    )
    assert f"■ 书面责令限期改正，期限：{due}前（含当日）" in paper(laptop, version, DocumentType.RESULT_FORM)


def test_what_was_left_out_is_ordered_alone(laptop: Laptop, visit: Inspection) -> None:
    (order,) = orders(laptop)
    laptop.receive(factories.photo_of(visit.id, "RS-A01"))
    version = correction(laptop, visit, "RS-A01")
    other = next(each for each in orders(laptop) if each != order)
    assert len(orders(laptop)) == 2
    assert other.finding_ids == (findings(laptop, version)["RS-A01"].id,)
    assert other.inspection_id == version.id
    assert told(laptop, visit, version) == ["云岭县行政审批局"]


def test_what_a_correction_that_gave_way_has_ordered_is_not_ordered_again(laptop: Laptop, visit: Inspection) -> None:
    """Two officers corrected out of reach of each other; whoever corrects further knows both."""
    one, other = (factories.correction(visit, laptop.now + DAY_MIN * MINUTE + n) for n in (1, 2))
    finding = factories.any_of(Finding, inspection_id=one.id, operator_id=laptop.shop.id, item_id="RS-A01")
    order = factories.any_of(
        Rectification, operator_id=laptop.shop.id, inspection_id=one.id, finding_ids=(finding.id,),
        issued_on=date(2026, 3, 19), due_on=date(2026, 3, 29),
    )  # fmt: skip
    laptop.receive(one, other, finding, order, factories.photo_of(visit.id, "RS-A01"))
    before = orders(laptop)
    correction(laptop, other, "RS-A01")
    assert order in before
    assert orders(laptop) == before


def test_the_papers_of_a_correction_list_the_photos_of_the_visit(laptop: Laptop, visit: Inspection) -> None:
    with laptop.sessions() as session:
        photos = evidence.of_inspection(session, visit.id)
    printed = paper(laptop, correction(laptop, visit), DocumentType.SITE_RECORD)
    assert photos
    assert all(each.sha256[:12] in printed for each in photos)


def test_a_correction_ends_when_the_visit_did_and_is_not_out_of_order(laptop: Laptop, visit: Inspection) -> None:
    version = correction(laptop, visit, mended=True)
    assert (version.started_at, version.completed_at) == (visit.started_at, visit.completed_at)
    assert version.signed_at == laptop.now + (2 * DAY_MIN + 10) * MINUTE
    limits = rule(rules.FlagLimits, date(2026, 3, 18))
    flags = {each.code for each in rules.review_flags(version, laptop.shop, 5, limits)}
    assert Code.TIME_ORDER not in flags
    short = version.changed(completed_at=version.started_at + MINUTE)
    assert Code.SHORT_VISIT in {each.code for each in rules.review_flags(short, laptop.shop, 5, limits)}


def test_of_two_corrections_on_one_laptop_one_is_signed(laptop: Laptop, visit: Inspection) -> None:
    with laptop.acting(laptop.li, DAY_MIN) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
        visits.complete(act, draft.id)
    laptop.receive(factories.correction(visit, laptop.now + DAY_MIN * MINUTE))
    with laptop.acting(laptop.li, DAY_MIN + 1) as act:
        problems = [each.field for each in signing.missing(act, draft.id) if each.code is Code.ONLY_ONCE]
    assert problems == ["supersedes"]
    with pytest.raises(Refused), laptop.acting(laptop.li, DAY_MIN + 1) as act:
        signing.seal(act, draft.id)


def test_an_order_is_judged_by_the_visit_as_it_stands(laptop: Laptop, visit: Inspection) -> None:
    (order,) = orders(laptop)
    conform = {BAD: Answer(code=AnswerCode.CONFORM, answered_at=2)}
    again = factories.visit(laptop.shop, laptop.wang, laptop.device_id, answers=conform, signed_at=laptop.now)
    nonconform = {BAD: Answer(code=AnswerCode.NONCONFORM, note="仍有过期饼干", answered_at=2)}
    laptop.receive(again, factories.correction(again, laptop.now + 1, answers=nonconform))
    with laptop.acting(later_min=60) as act:
        rectifications.deliver(act, order.id, "李桂芳", demo=False)
        assert rectifications.judge(act, order.id, again.id).record.state == "FAILED"


def test_an_order_of_a_correction_shows_the_photos_of_the_visit_as_before(laptop: Laptop, visit: Inspection) -> None:
    version = correction(laptop, visit, "RS-A01")
    (order,) = [each for each in orders(laptop) if each.inspection_id == version.id]
    again = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    laptop.receive(again)
    with laptop.acting() as act:
        (old,) = rectifications.old_findings(act, order.id, again.id)
    assert [(each.inspection_id, each.item_id) for each in old.before] == [(visit.id, "RS-A01")]
    assert old.after == ()


def test_an_order_that_is_settled_is_not_called_in_force(laptop: Laptop, visit: Inspection) -> None:
    (order,) = orders(laptop)
    laptop.receive(order.changed(state="CORRECTED"))
    version = correction(laptop, visit)
    record, form = (paper(laptop, version, kind) for kind in (DocumentType.SITE_RECORD, DocumentType.RESULT_FORM))
    assert "前（含当日）改正，现已改正。" in record
    assert "继续有效" not in record
    assert "前（含当日），已改正" in form


def test_what_proves_and_what_was_said_at_the_visit_holds_for_its_correction(laptop: Laptop, visit: Inspection) -> None:
    """An obstruction may name a photo of the visit; a line of the book that was found wrong then is not found twice."""
    line = factories.ledger_entry(laptop.shop.id)
    photo = factories.photo_of(visit.id, "RS-D03", subject_kind=line.kind, subject_id=line.id)
    known = factories.any_of(
        PurchaseCheck, operator_id=laptop.shop.id, inspection_id=visit.id, ledger_entry_id=line.id,
        verdict=CheckVerdict.MISSING_PAPERS, missing=("NO_BILL",),
        note=f"{line.happened_on} 清河挂面 500g {line.batch_no}：不能提供进货票据",
    )  # fmt: skip
    laptop.receive(line, photo, known)
    with laptop.acting(laptop.li, DAY_MIN) as act:
        draft = corrections.amend(act, visit.id, "漏记阻挠情形")
        told = obstruction.write_down(act, draft.id, ObstructionForm.ENTRY, act.now, evidence_ids=[photo.id])
        assert told.obstruction is not None
        again = stock_checks.write(act, draft.id, "RS-D03", [Counted(line.id, None, None)])
    assert again == [known]


def test_a_visit_of_today_is_not_entered_into_a_correction(laptop: Laptop, visit: Inspection) -> None:
    with laptop.acting(later_min=2 * DAY_MIN) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
        begun = visits.begin(act, visit.operator_id)
        assert (begun.id != draft.id, begun.supersedes) == (True, None)
        assert visits.begin(act, visit.operator_id).id == begun.id


def test_what_a_correction_finds_begins_with_its_approval(laptop: Laptop, visit: Inspection) -> None:
    """Neither order nor notice before; then as the papers said it that the party signed."""
    before, notices = orders(laptop), told(laptop, visit)
    laptop.receive(factories.photo_of(visit.id, "RS-A01"), factories.licence(laptop.shop.id, issuer="青川市行政审批局"))
    version = proposed(laptop, visit, "RS-A01")
    for kind in (DocumentType.SITE_RECORD, DocumentType.CORRECTION_ORDER, DocumentType.RESULT_FORM):
        assert "经负责人批准后生效；批准前以更正前的记录为准" in paper(laptop, version, kind)
        assert "自本更正批准之日起" in paper(laptop, version, kind)
    assert (orders(laptop), told(laptop, visit, version)) == (before, notices)
    with laptop.acting(LEAD, 3 * DAY_MIN) as act:
        (waiting,) = corrections.to_approve(act)
        assert (waiting.version, [each.field for each in waiting.changes]) == (
            version,
            ["inspectors", "score", "answers.RS-A01"],
        )
    assert decide(laptop, version, "approve", later_min=5 * DAY_MIN).state is AmendmentState.APPROVED
    (order,) = (each for each in orders(laptop) if each not in before)
    approved = local_date(laptop.now + 5 * DAY_MIN * MINUTE)
    assert (order.inspection_id, order.issued_on) == (version.id, approved)
    term = f"<b>自本更正批准之日起{(order.due_on - approved).days}日内</b>改正"
    assert term in paper(laptop, version, DocumentType.CORRECTION_ORDER)
    assert told(laptop, visit, version) == [*notices, "青川市行政审批局"]
    with laptop.acting(LEAD, 3 * DAY_MIN) as act:
        assert corrections.to_approve(act) == []


def test_a_refused_correction_orders_nothing_and_has_a_reason(laptop: Laptop, visit: Inspection) -> None:
    before, notices = orders(laptop), told(laptop, visit)
    laptop.receive(factories.photo_of(visit.id, "RS-A01"))
    version = proposed(laptop, visit, "RS-A01")
    with pytest.raises(Refused) as refused:
        decide(laptop, version, "reject")
    assert [each.field for each in refused.value.problems] == ["reason"]
    assert decide(laptop, version, "reject", "照片与所述不符").state is AmendmentState.REJECTED
    assert (orders(laptop), told(laptop, visit, version)) == (before, notices)
    with laptop.sessions() as session:
        assert stored.standing(session, version.id) == visit


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUXILIARY, Role.READ_ONLY, Role.HQ_ADMIN])
def test_who_leads_nobody_approves_nothing(laptop: Laptop, visit: Inspection, role: Role) -> None:
    version = proposed(laptop, visit)
    other = factories.user(username="other", role=role)
    with pytest.raises(Refused) as refused:
        decide(laptop, version, "approve", by=other)
    assert [each.code for each in refused.value.problems] == [Code.MOVE_NOT_ALLOWED]
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(other, 3 * DAY_MIN) as act:
        corrections.to_approve(act)


def test_a_lead_does_not_approve_what_he_proposed(laptop: Laptop, visit: Inspection) -> None:
    version = proposed(laptop, visit)
    with pytest.raises(Refused) as refused:
        decide(laptop, version, "approve", by=laptop.li.changed(role=Role.TEAM_LEAD))
    assert [each.code for each in refused.value.problems] == [Code.SAME_PERSON]
    assert decide(laptop, version, "approve", by=laptop.wang.changed(role=Role.TEAM_LEAD)).inspection_id == version.id


def test_what_was_overtaken_meanwhile_is_not_approved(laptop: Laptop, visit: Inspection) -> None:
    """Somebody else's correction of the same version was approved on another laptop."""
    version = proposed(laptop, visit)
    other = factories.correction(visit, laptop.now + DAY_MIN * MINUTE, needs_approval=True)
    yes = factories.any_of(
        Amendment, operator_id=visit.operator_id, inspection_id=other.id, state=AmendmentState.APPROVED
    )
    laptop.receive(other, yes)
    with pytest.raises(Refused) as refused:
        decide(laptop, version, "approve")
    assert [each.code for each in refused.value.problems] == [Code.CHANGED_SINCE]
    assert decide(laptop, version, "reject", "已有更正").state is AmendmentState.REJECTED


def test_whoever_sealed_and_whoever_approved_stands_in_the_steps(laptop: Laptop, visit: Inspection) -> None:
    version = correction(laptop, visit)
    with laptop.acting(LEAD, 3 * DAY_MIN) as act:
        (asked,) = rows.records(act.session, Amendment, rows.columns(Amendment))
        steps = [(each.action, each.by, each.reason, each.after) for each in workflow.history(act, asked)]
    assert steps == [
        ("begin", version.author_id, "漏记一项", "PROPOSED"),
        ("approve", LEAD.id, "", "APPROVED"),
    ]


def test_a_correction_that_was_begun_before_approval_was_asked_for_waits_all_the_same(
    laptop: Laptop, visit: Inspection
) -> None:
    with laptop.acting(laptop.li, DAY_MIN) as act:
        draft = corrections.amend(act, visit.id, "漏记一项")
        act.save(draft.changed(needs_approval=None))
        visits.complete(act, draft.id)
        papers = signing.prepare(act, draft.id, demo=False)
        for each in (laptop.wang, laptop.li):
            signing.sign(act, draft.id, signature("INSPECTOR", papers.content_sha256, each))
        signing.sign(act, draft.id, signature("PARTY", papers.content_sha256))
        assert signing.seal(act, draft.id).needs_approval is True
        (asked,) = stored.to_approve(act.session)
        assert (asked.inspection_id, stored.standing(act.session, draft.id)) == (draft.id, visit)


def test_who_has_an_interest_in_the_operator_neither_corrects_nor_approves(laptop: Laptop, visit: Inspection) -> None:
    version = proposed(laptop, visit)
    with laptop.acting(LEAD) as act:
        recusal.declare(act, laptop.shop.id, InterestKind.FAMILY)
    with pytest.raises(Refused) as refused:
        decide(laptop, version, "approve")
    assert [each.code for each in refused.value.problems] == [Code.RECUSED]
    decide(laptop, version, "reject", "须回避")
    with laptop.acting(laptop.li) as act:
        recusal.declare(act, laptop.shop.id, InterestKind.FAMILY)
    with pytest.raises(Refused) as refused, laptop.acting(laptop.li, 3 * DAY_MIN) as act:
        corrections.amend(act, visit.id, "再改")
    assert [each.code for each in refused.value.problems] == [Code.RECUSED]


def test_a_rejected_correction_is_not_approved_by_taking_the_value_that_lost(laptop: Laptop, visit: Inspection) -> None:
    """As HQ keeps it when an approval came too late."""
    version = proposed(laptop, visit)
    asked = decide(laptop, version, "reject", "照片与所述不符")
    lost = factories.any_of(
        Conflict, row_kind=asked.kind, row_id=asked.id, unit="state", winner="REJECTED", loser="APPROVED",
        policy=Policy.ROW_LOCK,
        loser_op=version.id,
    )  # fmt: skip
    laptop.receive(lost)
    with pytest.raises(Refused) as refused, laptop.acting(LEAD, 3 * DAY_MIN) as act:
        conflicts.resolve(act, lost.id, take_loser=True)
    assert [each.code for each in refused.value.problems] == [Code.MOVE_NOT_ALLOWED]
    with laptop.acting(LEAD, 3 * DAY_MIN) as act:
        assert conflicts.resolve(act, lost.id, take_loser=False) == asked
