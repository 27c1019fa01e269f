"""Orders to correct (责令改正, 限期整改) after they were issued: served, extended with approval, looked at again with
the old findings first, and taken one level up when they are late (domain.md 7.6; SIR art. 33).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import clocks
from inspector_app.domain import rectification as rules
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.deadlines import Due
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import LEAD
from inspector_app.records.evidence import Document, DocumentType, EvidenceItem
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    Finding,
    Inspection,
    InspectionType,
    Rectification,
    RectificationState,
)
from inspector_app.records.measures import DocumentService, ServiceMethod
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role
from inspector_app.services import inspections, papers, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import corrections
from inspector_app.storage import inspections as stored
from sync.record import new_id

REINSPECTION = "reinspect"
"""The clock of the visit that looks again."""
_MOST = 500
"""Orders that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class OldFinding:
    """A finding of the order beside what the visit now says of it."""

    finding: Finding
    before: tuple[EvidenceItem, ...]
    after: tuple[EvidenceItem, ...]
    now: Answer | None
    """None: no result yet."""


@dataclass(frozen=True, slots=True)
class Late:
    """An order past its last day, and when that was marked: its trail."""

    order: Rectification
    days: int
    marked_at: int | None


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An order that an officer has to look at again, and the last day for that."""

    order: Rectification
    by: Due


def deliver(
    act: Acting, order_id: str, received_by: str, method: ServiceMethod = ServiceMethod.IN_PERSON, *, demo: bool
) -> Taken[Rectification]:
    """Hand the order over: the receipt is printed, and the term is the party's. Raises Refused without a receiver."""
    order = act.get(Rectification, order_id)
    require([] if received_by.strip() else [Problem("received_by", Code.REQUIRED)])
    paper = act.writer.find(Document, order.document_id) if order.document_id else None
    if paper is not None:
        service = DocumentService(
            id=new_id(), operator_id=order.operator_id, document_id=paper.id, method=method, received_by=received_by,
            served_by=act.user.id, served_at=act.now,
        )  # fmt: skip
        act.save(service)
        operator = act.get(Operator, order.operator_id)
        facts = {"paper": paper, "service": service, "operator": operator}
        papers.write(act, DocumentType.SERVICE_RECEIPT, "service_receipt", order, demo=demo, **facts)
    return workflow.take(act, order, "deliver", {"delivered_at": act.now})


def extend(act: Acting, order_id: str, due_on: date, reason: str, *, demo: bool) -> Taken[Rectification]:
    """Give more time, once and with a reason: a team lead's act, and its notice is printed. Raises Refused."""
    order = act.get(Rectification, order_id)
    if due_on <= order.due_on:
        require([Problem("due_on", Code.NOT_LATER, facts={"day": order.due_on.isoformat()})])
    taken = workflow.take(act, order, "extend", {"due_on": due_on.isoformat(), "note": reason.strip()}, reason)
    operator = act.get(Operator, order.operator_id)
    facts = {"operator": operator, "before": order.due_on, "reason": reason}
    papers.write(act, DocumentType.CORRECTION_ORDER, "extension_notice", taken.record, demo=demo, **facts)
    return taken


def reinspect(act: Acting, order_id: str) -> Inspection:
    """Begin the visit that looks again, beside the visit that the order came from. Raises what a new visit does."""
    order = act.get(Rectification, order_id)
    visit = inspections.start(act, order.operator_id, InspectionType.REINSPECTION)
    return act.save(visit.changed(previous_id=order.inspection_id))


def to_look_at(act: Acting) -> list[LookAgain]:
    """Orders whose term is over, or which the party calls met: the visit that looks again is due so many working days
    after the term. The first due first."""
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), REINSPECTION)
    assert clock is not None, "the nation's pack has it"
    found = stored.open_rectifications(act.session, None, _MOST)
    return [
        LookAgain(order, rules.reinspect_by(order.due_on, clock, calendar()))
        for order in found
        if order.state is RectificationState.REPORTED or rules.overdue(order, act.today)
    ]


def old_findings(act: Acting, order_id: str, visit_id: str) -> list[OldFinding]:
    """The findings of the order, those without a result first; photos of before and of now side by side."""
    order, visit = act.get(Rectification, order_id), act.get(Inspection, visit_id)
    now = inspections.evidence_of(act, visit.id)
    found = [
        OldFinding(
            finding,
            _of_item(inspections.evidence_of(act, finding.inspection_id), finding),
            _of_item(now, finding),
            visit.answers.get(finding.item_id),
        )
        for finding in (act.get(Finding, each) for each in order.finding_ids)
    ]
    return sorted(found, key=lambda each: (each.now is not None, each.finding.item_id))


def _of_item(photos: Iterable[EvidenceItem], finding: Finding) -> tuple[EvidenceItem, ...]:
    return tuple(each for each in photos if each.item_id == finding.item_id)


def judge(act: Acting, order_id: str, visit_id: str) -> Taken[Rectification]:
    """Settle an order by a signed visit: corrected when every finding conforms now, failed when one does not.

    Raises Refused while a finding has no result, the visit is not signed, or is another operator's.
    """
    order, visit = act.get(Rectification, order_id), act.get(Inspection, visit_id)
    visit = corrections.standing(act.session, visit_id) or visit
    problems = []
    if visit.signed_at is None:
        problems.append(Problem("inspection_id", Code.STATE, facts={"state": visit.state.value}))
    old = old_findings(act, order_id, visit.id)
    decided = {AnswerCode.CONFORM, AnswerCode.NONCONFORM, AnswerCode.NA}
    problems += [
        Problem(each.finding.item_id, Code.FAILED_BEFORE)
        for each in old
        if each.now is None or each.now.code not in decided
    ]
    require(problems)
    failed = any(each.now is not None and each.now.code is AnswerCode.NONCONFORM for each in old)
    return workflow.take(act, order, "fail" if failed else "accept", {"inspection_id": visit.id})


def take_up(act: Acting) -> list[Taken[Rectification]]:
    """Mark what is late of one's own visits, a team lead what is late at all: its trail then says since when."""
    marked = []
    for order in _late(act):
        if order.state in (RectificationState.OPEN, RectificationState.REPORTED) and _is_mine(act, order):
            marked.append(workflow.take(act, order, "mark_overdue", reason="期限已过"))
    return marked


def for_lead(act: Acting) -> list[Late]:
    """What stands on the list one level up: every order that is late today, marked or not, the longest late first.

    Raises AppError not_allowed for who leads nobody.
    """
    act.require_role(LEAD)
    return [Late(order, (act.today - order.due_on).days, _marked(act, order)) for order in _late(act)]


def _late(act: Acting) -> Iterable[Rectification]:
    found = stored.overdue_rectifications(act.session, act.today, _MOST)
    return [order for order in found if rules.overdue(order, act.today)]


def _is_mine(act: Acting, order: Rectification) -> bool:
    visit = act.writer.find(Inspection, order.inspection_id)
    return act.user.role is Role.TEAM_LEAD or (visit is not None and visit.author_id == act.user.id)


def _marked(act: Acting, order: Rectification) -> int | None:
    return next((step.at for step in workflow.history(act, order) if step.action == "mark_overdue"), None)
