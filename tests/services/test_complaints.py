"""A complaint goes from its receipt to its answer within the clocks of the law; an answer rests on evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.records.complaints import Complaint, ComplaintKind, ComplaintSource, ComplaintState
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.measures import Authority, TransferState
from inspector_app.records.offices import ConflictOfInterest
from inspector_app.records.people import Role, User
from inspector_app.services import complaints, workflow
from inspector_app.services.acting import Refused
from inspector_app.services.complaints import Intake
from inspector_app.services.envelopes import Reporter
from tests import factories
from tests.replica_fixtures import Laptop

DAY_MIN = 24 * 60
NAMED = Reporter(name="秦密举", phone="13900007777")


@pytest.fixture
def lead(laptop: Laptop) -> User:
    user = factories.user(username="lead", name="赵所长", role=Role.TEAM_LEAD)
    laptop.receive(user)
    return user


def intake(laptop: Laptop, **fields: Any) -> Intake:
    told: dict[str, Any] = {"source": ComplaintSource.PHONE, "facts": "买到过期饼干", "operator_id": laptop.shop.id}
    return Intake(**told | fields)


def received(laptop: Laptop, kind: ComplaintKind | None = None, **fields: Any) -> Complaint:
    """On Wednesday 18 March 2026."""
    with laptop.acting() as act:
        made = complaints.receive(act, intake(laptop, **fields), NAMED)
        return complaints.classify(act, made.id, kind).record if kind else made


def moved(
    laptop: Laptop, known: Complaint, action: str, by: User | None = None, days: int = 0, **given: Any
) -> Complaint:
    reason, evidence = given.pop("reason", ""), given.pop("evidence_ids", ())
    with laptop.acting(by, days * DAY_MIN) as act:
        return complaints.take(act, known.id, action, given, reason, evidence).record


def problems(laptop: Laptop, known: Complaint, action: str, by: User | None = None, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        moved(laptop, known, action, by, **given)
    return [each.field for each in refused.value.problems]


def visit_of(laptop: Laptop) -> str:
    visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id)
    laptop.receive(visit)
    return visit.id


def photo_of(laptop: Laptop, known: Complaint) -> EvidenceItem:
    photo = factories.photo_of(None, subject_kind="complaint", subject_id=known.id)  # type: ignore[arg-type]
    laptop.receive(photo)
    return photo


def test_e_7_the_clocks_of_a_complaint(laptop: Laptop, lead: User) -> None:
    """7 working days to accept, 45 to mediate, over Qingming, Labour Day and the Saturday that is worked for it."""
    known = received(laptop, ComplaintKind.COMPLAINT)
    assert known.due_on == date(2026, 3, 27)
    accepted = moved(laptop, known, "accept", lead, days=1)
    assert accepted.state is ComplaintState.ACCEPTED
    assert accepted.due_on == date(2026, 5, 26)


def test_e_7_the_clocks_of_a_report(laptop: Laptop, lead: User) -> None:
    """15 working days to check, 15 more once, and 5 to tell the named informant."""
    known = received(laptop, ComplaintKind.REPORT)
    assert known.due_on == date(2026, 4, 9)
    with pytest.raises(Refused):
        moved(laptop, known, "extend", laptop.wang, reason="需送检")
    longer = moved(laptop, known, "extend", lead, reason="需送检")
    assert longer.due_on == date(2026, 4, 30)
    assert problems(laptop, longer, "extend", lead, reason="再延") == ["state"]
    verified = moved(laptop, longer, "verify", inspection_id=visit_of(laptop))
    filed = moved(laptop, verified, "file_case", lead, reason="查实", days=2)
    assert filed.due_on == date(2026, 3, 27)
    assert problems(laptop, filed, "close") == ["answered_at|anonymous"]
    closed = moved(laptop, filed, "close", answer="已立案", answered_at=laptop.now)
    assert closed.state is ComplaintState.CLOSED


def test_e_7_without_a_reply_it_is_red_on_the_last_day(laptop: Laptop) -> None:
    known = received(laptop, ComplaintKind.ENQUIRY)
    known = known.changed(due_on=date(2026, 3, 27))
    assert [complaints.is_red(known, date(2026, 3, day)) for day in (26, 27, 28)] == [False, True, True]
    assert not complaints.is_red(known.changed(state=ComplaintState.CLOSED), date(2026, 3, 28))


def test_e_7_closing_needs_a_visit_or_a_reason(laptop: Laptop, lead: User) -> None:
    known = moved(laptop, received(laptop, ComplaintKind.COMPLAINT), "accept", lead)
    assert problems(laptop, known, "end", answer="未发现问题") == ["inspection_id|reason"]
    assert moved(laptop, known, "end", answer="未发现问题", inspection_id=visit_of(laptop)).state == "ENDED"
    other = moved(laptop, received(laptop, ComplaintKind.COMPLAINT), "accept", lead)
    assert moved(laptop, other, "end", answer="已和解撤回", reason="投诉人撤回").state == "ENDED"


def test_an_answer_links_to_its_evidence(laptop: Laptop) -> None:
    """A rumour is clarified by something that can be shown: a photo, or a visit with its findings."""
    known = received(laptop, ComplaintKind.ENQUIRY, source=ComplaintSource.RUMOUR, facts="网传该店卖塑料大米")
    assert problems(laptop, known, "answer", answer="不实") == ["evidence_ids|inspection_id"]
    strange = factories.photo_of(visit_of(laptop), operator_id=None)
    laptop.receive(strange)
    assert problems(laptop, known, "answer", answer="不实", evidence_ids=[strange.id]) == ["evidence_ids"]
    photo = photo_of(laptop, known)
    moved(laptop, known, "answer", answer="经检验为普通大米，传言不实", evidence_ids=[photo.id])
    with laptop.acting() as act:
        answer = complaints.answer_of(act, known.id)
    assert (answer.text, answer.evidence) == ("经检验为普通大米，传言不实", (photo,))


def test_a_lead_of_the_media_has_an_owner_and_a_deadline(laptop: Laptop, lead: User) -> None:
    known = received(laptop, source=ComplaintSource.MEDIA, facts="电视台曝光小作坊")
    assert known.assigned_to == laptop.wang.id
    assert known.due_on is not None
    with laptop.acting(lead) as act:
        given = complaints.assign(act, known.id, laptop.li.id)
        assert complaints.waiting(act, laptop.li.id) == [given]
        assert complaints.waiting(act, laptop.wang.id) == []


def test_false_information_is_recorded_and_handed_over_in_one_step(laptop: Laptop) -> None:
    with laptop.acting() as act:
        lead = intake(laptop, source=ComplaintSource.RUMOUR, facts="编造某店毒死人")
        known, transfer = complaints.pass_on_false_information(act, lead, "云岭县公安局")
    assert (known.false_information, known.state) == (True, ComplaintState.TRANSFERRED)
    assert (transfer.authority, transfer.state) == (Authority.POLICE, TransferState.DRAFT)
    assert (transfer.subject_kind, transfer.subject_id) == ("complaint", known.id)


def test_material_that_holds_both_is_parted(laptop: Laptop, lead: User) -> None:
    """The part is of the same person and the same day; a lead found while mediating is checked from that day on."""
    whole = received(laptop, ComplaintKind.COMPLAINT)
    with laptop.acting(later_min=DAY_MIN) as act:
        part = complaints.split(act, whole.id, ComplaintKind.REPORT, "另涉嫌无证加工")
    assert (part.split_from, part.envelope_id, part.received_at) == (whole.id, whole.envelope_id, whole.received_at)
    assert part.due_on == date(2026, 4, 9)
    moved(laptop, whole, "accept", lead)
    with laptop.acting(later_min=DAY_MIN) as act:
        found = complaints.split(act, whole.id, ComplaintKind.REPORT, "调解中发现过期食品")
        assert [step.action for step in workflow.history(act, found)] == ["split", "classify"]
    assert found.due_on == date(2026, 4, 10)


def test_what_is_missing_is_told_at_once(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        complaints.receive(act, intake(laptop, facts=" ", operator_id=None), None)
    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("facts", Code.REQUIRED),
        ("operator_id|accused", Code.REQUIRED),
    ]


def test_who_has_an_interest_in_the_operator_gets_no_complaint_about_it(laptop: Laptop, lead: User) -> None:
    known = received(laptop)
    interest = factories.any_of(ConflictOfInterest, operator_id=laptop.shop.id, user_id=laptop.li.id, declared_at=1)
    laptop.receive(interest)
    with pytest.raises(Refused) as refused, laptop.acting(lead) as act:
        complaints.assign(act, known.id, laptop.li.id)
    assert [each.code for each in refused.value.problems] == [Code.RECUSED]


def test_helpers_take_in_but_do_not_assign(laptop: Laptop) -> None:
    known = received(laptop)
    with pytest.raises(Exception, match="not_allowed"), laptop.acting() as act:
        complaints.assign(act, known.id, laptop.li.id)
