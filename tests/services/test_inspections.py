"""A visit from start to completion, and everything that stops it."""

from __future__ import annotations

import pytest

from inspector_app.domain.problems import Code, Severity
from inspector_app.errors import AppError
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    FindingAction,
    Inspection,
    InspectionResult,
    InspectionState,
    InspectionType,
)
from inspector_app.records.operators import LicenceType, OperatorKind, PersonRole
from inspector_app.records.people import Role, User
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Refused
from inspector_app.storage import inspections, rows
from sync.device.outbox import set_meta
from sync.record import new_id
from tests import factories
from tests.factories import MINUTE
from tests.replica_fixtures import Laptop

FAILED, ON_SITE, KEY_FAILED = "RS-B02", "RS-C02", "RS-A01"
WITH_PHOTO, WITH_NOTE = "always", "always"


def started(laptop: Laptop, kind: InspectionType = InspectionType.DAILY) -> str:
    with laptop.acting() as act:
        return visits.start(act, laptop.shop.id, kind).id


def answered(laptop: Laptop, visit: str, **special: Answer) -> None:
    """Every item conforms with what it asks for; `special` ({id with _}) says otherwise."""
    given = {name.replace("_", "-"): answer for name, answer in special.items()}
    with laptop.acting() as act:
        inspection = act.get(Inspection, visit)
        form = visits.form_of(act, inspection)
        for item in form.items:
            note = "已查看" if item.evidence.note == "always" else ""
            fine = Answer(code=AnswerCode.CONFORM, note=note, answered_at=act.now)
            visits.answer(act, visit, item.id, given.get(item.id, fine))
            if item.evidence.photo in ("always", "on_nonconform"):
                act.save(factories.photo_of(visit, item.id))


def failing(note: str = "货架上有三袋过期饼干", **fields: object) -> Answer:
    return Answer.model_validate({"code": AnswerCode.NONCONFORM, "note": note, "answered_at": 1} | fields)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, Code]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_b_2_a_visit_begins_with_the_list_of_the_operators_kind_and_the_acting_officer(laptop: Laptop) -> None:
    with laptop.acting() as act:
        visit = visits.start(act, laptop.shop.id)
        form = visits.form_of(act, visit)
    assert (visit.state, visit.author_id, visit.started_at) == (
        InspectionState.IN_PROGRESS,
        laptop.wang.id,
        laptop.now,
    )
    assert [each.certificate_no for each in visit.inspectors] == ["YL00000001"]
    assert form.id == "rural-food-store"
    assert (visit.subject.name, visit.subject.person_in_charge) == (laptop.shop.name, "李桂芳")


def test_a_clock_that_was_set_back_hides_no_published_list(laptop: Laptop) -> None:
    with laptop.sessions.begin() as session:
        set_meta(session, last_contact=laptop.now)
    with laptop.acting(later_min=-10 * 365 * 24 * 60) as act:
        assert visits.form_of(act, visits.start(act, laptop.shop.id)).id == "rural-food-store"


def test_beginning_again_goes_on_with_ones_own_unfinished_visit(laptop: Laptop) -> None:
    with laptop.acting() as act:
        first = visits.begin(act, laptop.shop.id)
    with laptop.acting(later_min=9) as act:
        assert visits.begin(act, laptop.shop.id).id == first.id
    with laptop.acting(laptop.li) as act:
        assert visits.begin(act, laptop.shop.id).id != first.id
    with laptop.acting() as act:
        visits.void(act, first.id, "试验")
        assert visits.begin(act, laptop.shop.id).id != first.id


def test_a_kind_without_a_list_says_so(laptop: Laptop) -> None:
    host = factories.operator(operator_kind=OperatorKind.MARKET_HOST)
    laptop.receive(host)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        visits.start(act, host.id)
    assert codes(refused) == [("checklist_id", Code.NO_CHECKLIST)]
    assert refused.value.problems[0].facts == {"kind": "MARKET_HOST"}


def test_who_may_only_read_begins_no_visit(laptop: Laptop) -> None:
    reader = factories.user(role=Role.READ_ONLY)
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(reader) as act:
        visits.start(act, laptop.shop.id)


def test_an_operator_that_is_not_here_cannot_be_visited(laptop: Laptop) -> None:
    with pytest.raises(AppError, match="not_here"), laptop.acting() as act:
        visits.start(act, new_id())


def test_the_papers_name_the_responsible_person_and_the_permit(laptop: Laptop) -> None:
    shop = factories.operator()
    clerk = factories.person(shop.id, name="店员", role=PersonRole.FOOD_SAFETY_OFFICER)
    owner = factories.person(shop.id, name="店主", role=PersonRole.OWNER)
    old = factories.licence(shop.id, number_as_printed="YB29901010000001")
    permit = factories.licence(shop.id, number_as_printed="YB29901010000002")
    business = factories.licence(shop.id, licence_type=LicenceType.BUSINESS, number_as_printed="92990101MA00000C5L")
    laptop.receive(shop, clerk, owner, old, permit, business)
    with laptop.acting() as act:
        subject = visits.start(act, shop.id).subject
    assert (subject.person_in_charge, subject.licence_no) == ("店主", "YB29901010000002")


def test_a_visit_names_the_last_signed_one_and_its_failures(laptop: Laptop) -> None:
    before = inspection_of(laptop, state=InspectionState.SIGNED, signed_at=2, answers={FAILED: failing()})
    unsigned = inspection_of(laptop, state=InspectionState.IN_PROGRESS)
    laptop.receive(before, unsigned)
    with laptop.acting() as act:
        visit = visits.start(act, laptop.shop.id)
        assert visit.previous_id == before.id
        assert visits.failed_before(act, visit) == {FAILED}


def inspection_of(laptop: Laptop, **fields: object) -> Inspection:
    with laptop.acting() as act:
        made = visits.start(act, laptop.shop.id)
        visits.void(act, made.id, "试验")
    fresh = {"id": new_id(), "started_at": 1, "voided_at": None, "void_reason": None}
    return made.changed(**(fresh | fields))


def test_an_answer_is_saved_at_once_and_can_be_taken_back(laptop: Laptop) -> None:
    visit = started(laptop)
    with laptop.acting() as act:
        visits.answer(act, visit, FAILED, failing("短"))
    with laptop.acting() as act:
        assert act.get(Inspection, visit).answers[FAILED].note == "短"
        visits.answer(act, visit, FAILED, None)
    with laptop.acting() as act:
        assert act.get(Inspection, visit).answers == {}


def test_several_answers_are_one_change(laptop: Laptop) -> None:
    visit = started(laptop)
    with laptop.acting() as act:
        visits.answer(act, visit, "RS-A03", failing())
        visits.answer_all(act, visit, {"RS-A01": failing(), "RS-A02": failing(), "RS-A03": None})
    with laptop.acting() as act:
        assert set(act.get(Inspection, visit).answers) == {"RS-A01", "RS-A02"}


def test_all_others_conform_keeps_what_was_answered(laptop: Laptop) -> None:
    visit = started(laptop)
    with laptop.acting() as act:
        visits.answer(act, visit, FAILED, failing())
        done = visits.conform_all_but_answered(act, visit)
    assert len(done.answers) == 40
    assert [item for item, given in done.answers.items() if given.code != AnswerCode.CONFORM] == [FAILED]


def test_a_list_is_read_once(laptop: Laptop) -> None:
    visit = started(laptop)
    with laptop.acting() as act:
        inspection = act.get(Inspection, visit)
        assert visits.form_of(act, inspection) is visits.form_of(act, inspection)


def test_b_3_completing_names_everything_that_is_missing(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_B02=failing("少"))
    with laptop.acting() as act:
        visits.answer(act, visit, "RS-A01", None)
        visits.answer(act, visit, "RS-A04", Answer(code=AnswerCode.NA, answered_at=1))
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        visits.complete(act, visit)
    assert codes(refused) == [
        ("RS-A01", Code.UNANSWERED),
        ("RS-A04", Code.NA_REASON),
        ("RS-B02", Code.REMARK_SHORT),
    ]
    with laptop.acting() as act:
        assert act.get(Inspection, visit).state == InspectionState.IN_PROGRESS


def test_warnings_do_not_stop_completion(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit)
    with laptop.acting() as act:
        left = visits.unfinished(act, act.get(Inspection, visit))
        assert {problem.severity for problem in left} == {Severity.WARN}
        visits.complete(act, visit)


def test_completion_fixes_result_and_score_and_writes_a_finding_for_each_failure(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_B02=failing(), RS_C02=failing("现场已改正到位", on_site=True))
    with laptop.acting(later_min=40) as act:
        done = visits.complete(act, visit)
        found = {each.item_id: each for each in inspections.findings_of(act.session, visit)}
    assert (done.state, done.completed_at) == (InspectionState.COMPLETED, laptop.now + 40 * MINUTE)
    assert done.result == InspectionResult.BASICALLY_CONFORM
    assert done.score is not None
    assert set(found) == {FAILED, ON_SITE}
    assert found[FAILED].description == "货架上有三袋过期饼干"
    assert found[FAILED].basis
    assert FindingAction.ONSITE in found[ON_SITE].actions
    assert FindingAction.RECTIFY not in found[ON_SITE].actions
    assert found[ON_SITE].rectify_days is None


def test_a_grave_measure_is_never_ticked_by_the_machine(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_A01=failing("食品经营许可证已过期三个月"))
    with laptop.acting() as act:
        form = visits.form_of(act, act.get(Inspection, visit))
        item = form.item(KEY_FAILED)
        visits.complete(act, visit)
        (finding,) = inspections.findings_of(act.session, visit)
    assert item is not None
    assert FindingAction.CASE in {each.do for each in item.on_nonconform}
    assert finding.actions == (FindingAction.RECTIFY,)
    assert finding.rectify_days == 15


def test_a_mended_item_loses_its_finding_and_a_decision_taken_stays(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_A01=failing(), RS_B02=failing())
    with laptop.acting() as act:
        visits.complete(act, visit)
        kept = next(f for f in inspections.findings_of(act.session, visit) if f.item_id == KEY_FAILED)
        visits.decide(act, kept.changed(actions=(FindingAction.CASE,), rectify_days=None))
        visits.reopen(act, visit)
        visits.answer(act, visit, FAILED, Answer(code=AnswerCode.CONFORM, answered_at=2))
        visits.complete(act, visit)
        (left,) = inspections.findings_of(act.session, visit)
    assert (left.id, left.actions) == (kept.id, (FindingAction.CASE,))


def test_a_finding_and_its_remark_are_one_text(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_B02=failing())
    with laptop.acting() as act:
        visits.complete(act, visit)
        (finding,) = inspections.findings_of(act.session, visit)
        visits.describe(act, finding.id, "货架第二层有三袋过期饼干，已清点。")
        visits.reopen(act, visit)
        visits.complete(act, visit)
    with laptop.acting() as act:
        (again,) = inspections.findings_of(act.session, visit)
        assert again.description == act.get(Inspection, visit).answers[FAILED].note
        assert again.description == "货架第二层有三袋过期饼干，已清点。"
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        visits.describe(act, finding.id, " 短 ")
    assert codes(refused) == [(FAILED, Code.REMARK_SHORT)]


def test_a_finding_needs_an_action_and_an_order_a_term(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit, RS_B02=failing())
    with laptop.acting() as act:
        visits.complete(act, visit)
        (finding,) = inspections.findings_of(act.session, visit)
        finding = visits.decide(act, finding.changed(actions=(), rectify_days=None))
        assert [p.field for p in visits.undecided(act, visit)] == ["actions"]
        visits.decide(act, finding.changed(actions=(FindingAction.RECTIFY,), rectify_days=0))
        assert [p.field for p in visits.undecided(act, visit)] == ["rectify_days"]
        visits.decide(act, finding.changed(actions=(FindingAction.RECTIFY,), rectify_days=7))
        assert visits.undecided(act, visit) == []


def test_a_partial_visit_covers_what_failed_before(laptop: Laptop) -> None:
    laptop.receive(inspection_of(laptop, state=InspectionState.SIGNED, signed_at=2, answers={FAILED: failing()}))
    visit = started(laptop, InspectionType.SPOT)
    with laptop.acting() as act:
        left = visits.unfinished(act, act.get(Inspection, visit))
    assert (FAILED, Code.FAILED_BEFORE) in [(p.field, p.code) for p in left]
    assert {Code.TOO_FEW_KEY, Code.TOO_FEW_GENERAL} <= {p.code for p in left}


@pytest.mark.parametrize("who", ["li", "helper"])
def test_a_draft_is_its_authors_alone(laptop: Laptop, who: str) -> None:
    visit = started(laptop)
    other: User = getattr(laptop, who)
    for act_on in (
        lambda act: visits.answer(act, visit, FAILED, failing()),
        lambda act: visits.change(act, visit, remark="别人的话"),
        lambda act: visits.complete(act, visit),
        lambda act: visits.void(act, visit, "别人"),
    ):
        with pytest.raises(Refused) as refused, laptop.acting(other) as act:
            act_on(act)
        assert codes(refused) == [("author_id", Code.NOT_AUTHOR)]


def test_a_completed_visit_takes_no_answers_until_it_is_reopened(laptop: Laptop) -> None:
    visit = started(laptop)
    answered(laptop, visit)
    with laptop.acting() as act:
        visits.complete(act, visit)
    for act_on in (
        lambda act: visits.answer(act, visit, FAILED, failing()),
        lambda act: visits.conform_all_but_answered(act, visit),
        lambda act: visits.complete(act, visit),
        lambda act: visits.void(act, visit, "不要了"),
    ):
        with pytest.raises(Refused) as refused, laptop.acting() as act:
            act_on(act)
        assert codes(refused) == [("state", Code.STATE)]
    with laptop.acting() as act:
        again = visits.reopen(act, visit)
        visits.answer(act, visit, FAILED, failing())
    assert (again.state, again.result, again.score, again.completed_at) == (
        InspectionState.IN_PROGRESS,
        None,
        None,
        None,
    )


def test_giving_up_takes_a_reason_and_keeps_the_visit(laptop: Laptop) -> None:
    visit = started(laptop)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        visits.void(act, visit, "  ")
    assert codes(refused) == [("void_reason", Code.REASON_NEEDED)]
    with laptop.acting() as act:
        visits.void(act, visit, "店铺已关门")
    with laptop.sessions() as session:
        kept = rows.find(session, Inspection, visit)
    assert kept is not None
    assert (kept.state, kept.void_reason) == (InspectionState.VOID, "店铺已关门")


def test_auxiliary_staff_may_fill_a_draft_but_not_give_it_up(laptop: Laptop) -> None:
    with laptop.acting(laptop.helper) as act:
        visit = visits.start(act, laptop.shop.id)
        visits.answer(act, visit.id, FAILED, failing())
    with pytest.raises(AppError, match="not_allowed"), laptop.acting(laptop.helper) as act:
        visits.void(act, visit.id, "不要了")
