"""An order is served, extended once, looked at again with its old findings first, and goes one level up when late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    Finding,
    Inspection,
    InspectionType,
    Rectification,
    RectificationState,
)
from inspector_app.records.people import Role, User
from inspector_app.services import rectifications, workflow
from inspector_app.services.acting import Refused
from inspector_app.storage.rows import columns, records
from tests import factories
from tests.replica_fixtures import Laptop

DAY_MIN = 24 * 60
ITEMS = ("RS-A01", "RS-B02")


@pytest.fixture
def lead(laptop: Laptop) -> User:
    user = factories.user(username="lead", role=Role.TEAM_LEAD)
    laptop.receive(user)
    return user


@pytest.fixture
def order(laptop: Laptop) -> Rectification:
    """Of a visit with two findings, a photo of each; due on Wednesday 25 March; served."""
    failed = {item: Answer(code=AnswerCode.NONCONFORM, note="不合格", answered_at=1) for item in ITEMS}
    visit = factories.visit(laptop.shop, laptop.wang, laptop.device_id, answers=failed)
    found = [
        factories.any_of(Finding, inspection_id=visit.id, operator_id=laptop.shop.id, item_id=item) for item in ITEMS
    ]
    paper = factories.any_of(
        Document, inspection_id=visit.id, operator_id=laptop.shop.id, title="责令改正通知书",
        document_type=DocumentType.CORRECTION_ORDER,
    )  # fmt: skip
    laptop.receive(visit, paper, *found, *(factories.photo_of(visit.id, item) for item in ITEMS))
    made = factories.any_of(
        Rectification, operator_id=laptop.shop.id, inspection_id=visit.id, document_id=paper.id,
        finding_ids=tuple(each.id for each in found), demand="改正", issued_on="2026-03-18", due_on="2026-03-25",
    )  # fmt: skip
    with laptop.acting() as act:
        workflow.begin(act, made, "issue")
        return rectifications.deliver(act, made.id, "李桂芳", demo=False).record


def again(laptop: Laptop, order: Rectification, **codes: AnswerCode) -> Inspection:
    """A signed visit that looked again, with a photo of each item."""
    answers = {item.replace("_", "-"): Answer(code=code, answered_at=2) for item, code in codes.items()}
    visit = factories.visit(
        laptop.shop, laptop.wang, laptop.device_id, answers=answers, previous_id=order.inspection_id,
        inspection_type=InspectionType.REINSPECTION,
    )  # fmt: skip
    laptop.receive(visit, *(factories.photo_of(visit.id, item) for item in ITEMS))
    return visit


def papers(laptop: Laptop, about: str) -> list[Document]:
    with laptop.sessions() as session:
        return [each for each in records(session, Document, columns(Document)) if each.subject_id == about]


def judged(laptop: Laptop, order: Rectification, visit: Inspection) -> Any:
    with laptop.acting() as act:
        return rectifications.judge(act, order.id, visit.id).record.state


def test_e_2_the_order_is_served_with_its_receipt(laptop: Laptop, order: Rectification) -> None:
    assert order.state is RectificationState.OPEN
    (receipt,) = papers(laptop, order.id)
    assert receipt.document_type is DocumentType.SERVICE_RECEIPT
    for fact in ("责令改正通知书", "李桂芳", laptop.shop.name):
        assert fact in receipt.html


def test_e_2_more_time_takes_a_lead_a_reason_and_comes_once(laptop: Laptop, lead: User, order: Rectification) -> None:
    def extend(by: User, day: date, reason: str = "设备到货延迟") -> Rectification:
        with laptop.acting(by) as act:
            return rectifications.extend(act, order.id, day, reason, demo=False).record

    def refused(by: User, day: date, reason: str = "设备到货延迟") -> list[Code]:
        with pytest.raises(Refused) as stopped:
            extend(by, day, reason)
        return [each.code for each in stopped.value.problems]

    assert refused(laptop.wang, date(2026, 4, 1)) == [Code.MOVE_NOT_ALLOWED]
    assert refused(lead, date(2026, 3, 25)) == [Code.NOT_LATER]
    assert refused(lead, date(2026, 4, 1), " ") == [Code.REQUIRED]
    assert extend(lead, date(2026, 4, 1)).due_on == date(2026, 4, 1)
    assert refused(lead, date(2026, 4, 8)) == [Code.ONLY_ONCE]
    notice = next(each for each in papers(laptop, order.id) if each.title == "延期改正通知书")
    assert "2026年4月1日" in notice.html
    assert "设备到货延迟" in notice.html


def test_e_4_the_old_findings_stand_first_with_photos_of_before_and_after(laptop: Laptop, order: Rectification) -> None:
    visit = again(laptop, order, RS_A01=AnswerCode.CONFORM)
    with laptop.acting() as act:
        open_one, done = rectifications.old_findings(act, order.id, visit.id)
    assert (open_one.finding.item_id, open_one.now) == ("RS-B02", None)
    assert done.now is not None
    for each in (open_one, done):
        assert [len(each.before), len(each.after)] == [1, 1]
        assert each.before[0].inspection_id == order.inspection_id
        assert each.after[0].inspection_id == visit.id


def test_e_4_no_finding_is_left_without_a_result(laptop: Laptop, order: Rectification) -> None:
    for codes in ({}, {"RS_B02": AnswerCode.NOT_CHECKED}):
        with pytest.raises(Refused) as refused:
            judged(laptop, order, again(laptop, order, RS_A01=AnswerCode.CONFORM, **codes))
        assert [(each.field, each.code) for each in refused.value.problems] == [("RS-B02", Code.FAILED_BEFORE)]


def test_e_2_a_visit_settles_the_order(laptop: Laptop, lead: User, order: Rectification) -> None:
    good = again(laptop, order, RS_A01=AnswerCode.CONFORM, RS_B02=AnswerCode.CONFORM)
    assert judged(laptop, order, good) is RectificationState.CORRECTED
    with laptop.acting(lead) as act:
        assert workflow.take(act, order, "close").record.state is RectificationState.CLOSED


def test_e_2_one_item_that_is_not_mended_fails_the_order(laptop: Laptop, order: Rectification) -> None:
    bad = again(laptop, order, RS_A01=AnswerCode.CONFORM, RS_B02=AnswerCode.NONCONFORM)
    assert judged(laptop, order, bad) is RectificationState.FAILED
    with laptop.acting() as act:
        taken = workflow.take(act, order, "escalate", {"note": "建议立案"})
    assert taken.record.state is RectificationState.ESCALATED


def test_a_visit_that_is_not_signed_settles_nothing(laptop: Laptop, order: Rectification) -> None:
    with laptop.acting() as act:
        visit = rectifications.reinspect(act, order.id)
    assert (visit.inspection_type, visit.previous_id) == (InspectionType.REINSPECTION, order.inspection_id)
    with pytest.raises(Refused) as refused:
        judged(laptop, order, visit)
    assert Code.STATE in [each.code for each in refused.value.problems]


def test_e_5_late_orders_are_on_the_leads_list_from_day_one(laptop: Laptop, lead: User, order: Rectification) -> None:
    """On the last day not yet; at 00:00 of the next it is there, and its trail says when it was taken up."""
    midnight = 7 * DAY_MIN + 14 * 60 + 30  # from Wednesday 09:30 to the end of the Wednesday after
    with laptop.acting(lead, midnight - 1) as act:
        assert rectifications.for_lead(act) == []
        assert rectifications.take_up(act) == []
    with laptop.acting(lead, midnight) as act:
        (late,) = rectifications.for_lead(act)
        assert (late.order.id, late.days, late.marked_at) == (order.id, 1, None)
    with laptop.acting(laptop.li, midnight) as act:  # it came from another's visit
        assert rectifications.take_up(act) == []
    with laptop.acting(later_min=midnight) as act:
        (taken,) = rectifications.take_up(act)
        assert taken.record.state is RectificationState.OVERDUE
    with laptop.acting(lead, midnight + 60) as act:
        (late,) = rectifications.for_lead(act)
        assert late.marked_at == laptop.now + midnight * factories.MINUTE
        assert rectifications.take_up(act) == []
    with pytest.raises(AppError, match="not_allowed"), laptop.acting() as act:
        rectifications.for_lead(act)


def test_e_2_the_visit_that_looks_again_is_due_three_working_days_after_the_term(
    laptop: Laptop, order: Rectification
) -> None:
    def due(later_min: int) -> list[tuple[str, date]]:
        with laptop.acting(later_min=later_min) as act:
            return [(each.order.id, each.by.on) for each in rectifications.to_look_at(act)]

    assert due(0) == []
    assert due(7 * DAY_MIN) == []  # Wednesday 25 March, the last day
    assert due(8 * DAY_MIN) == [(order.id, date(2026, 3, 30))]
    with laptop.acting() as act:
        workflow.take(act, act.get(Rectification, order.id), "report", {"note": "已改"})
    assert due(0) == [(order.id, date(2026, 3, 30))]
