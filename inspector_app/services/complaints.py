"""Complaints and reports (投诉举报): taken in without who made them, moved within their clocks, answered with evidence.

Provisional measures on complaints and reports, art. 7, 14, 21, 23, 31, 33; domain.md 7.9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.complaints import CLOCKS, ENDS, EXTENSION, NEEDS_PROOF
from inspector_app.domain.deadlines import add
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import LEAD
from inspector_app.domain.workflows import machine_of
from inspector_app.records.complaints import Complaint, ComplaintKind, ComplaintSource, ComplaintState
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Finding, Inspection
from inspector_app.records.measures import Authority, Transfer
from inspector_app.records.people import User
from inspector_app.services import envelopes, recusal, transfers, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.envelopes import Reporter
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import complaints, corrections, inspections, merges
from sync.record import Json, new_id

EVIDENCE = "evidence_ids"
"""What a step of a complaint is told beside its fields: the photos and files that its answer rests on."""
_SPEAKS = {"answer", "agreement"}


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What was said. `facts`, `demand` and `accused` hold nothing that tells who said it."""

    source: ComplaintSource
    facts: str
    operator_id: str | None = None
    division_code: str | None = None
    accused: str = ""
    demand: str = ""
    product_name: str = ""
    amount_fen: int | None = None
    false_information: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and what it rests on."""

    text: str
    evidence: tuple[EvidenceItem, ...]
    visit: Inspection | None
    findings: tuple[Finding, ...]


def receive(act: Acting, intake: Intake, reporter: Reporter | None) -> Complaint:
    """Take a complaint in; who made it is sealed for HQ. None: nobody gave a name.

    It has an owner and a deadline from the start. Raises Refused where something is missing, or a text tells who
    reported; AppError no_hq_key.
    """
    problems = [] if intake.facts.strip() else [Problem("facts", Code.REQUIRED)]
    if intake.operator_id is None and not intake.accused.strip():
        problems.append(Problem("operator_id|accused", Code.REQUIRED))
    if reporter is not None:
        texts = ("facts", "demand", "accused", "product_name")
        problems += envelopes.keep_out(reporter, ((name, getattr(intake, name)) for name in texts))
    require(problems)
    complaint_id = new_id()
    envelope = envelopes.seal(act, (Complaint.kind, complaint_id), reporter) if reporter else None
    complaint = Complaint(
        id=complaint_id,
        operator_id=intake.operator_id,
        division_code=intake.division_code or (act.user.townships[0] if act.user.townships else act.user.office_code),
        source=intake.source,
        is_real_name=bool(reporter and reporter.name.strip()),
        anonymous=reporter is None,
        envelope_id=envelope.id if envelope else None,
        accused=intake.accused,
        facts=intake.facts,
        demand=intake.demand,
        product_name=intake.product_name,
        amount_fen=intake.amount_fen,
        received_at=act.now,
        received_by=act.user.id,
        assigned_to=act.user.id,
        false_information=intake.false_information,
    )
    return workflow.begin(act, complaint.changed(due_on=_due(act, complaint, complaint.state))).record


def assign(act: Acting, complaint_id: str, user_id: str) -> Complaint:
    """Give a complaint to an officer, who may from then on ask HQ who made it. Raises AppError not_allowed, Refused for
    an officer who has declared an interest in the operator."""
    act.require_role(LEAD)
    complaint = act.get(Complaint, complaint_id)
    if complaint.operator_id and user_id in recusal.away(act.session, complaint.operator_id, act.today):
        user = act.writer.find(User, user_id)
        require([Problem("assigned_to", Code.RECUSED, facts={"name": user.name if user else user_id})])
    return act.save(complaint.changed(assigned_to=user_id))


def classify(act: Acting, complaint_id: str, kind: ComplaintKind) -> Taken[Complaint]:
    return take(act, complaint_id, "classify", {"complaint_kind": kind.value})


def take(
    act: Acting,
    complaint_id: str,
    action: str,
    given: Mapping[str, Json] | None = None,
    reason: str = "",
    evidence_ids: Sequence[str] = (),
) -> Taken[Complaint]:
    """Move a complaint on, as its kind's machine lets, and set the day until which the next thing has to be done.

    `evidence_ids` are what an answer rests on; what the media or rumours say is answered with evidence or a visit only.
    Raises Refused with all that stops it.
    """
    complaint = act.get(Complaint, complaint_id)
    told = {**(given or {}), **({EVIDENCE: list(evidence_ids)} if evidence_ids else {})}
    require(_unproven(act, complaint, told))
    kind = ComplaintKind(told.get("complaint_kind") or complaint.complaint_kind or ComplaintKind.REPORT)
    after = complaint.changed(complaint_kind=kind)
    move = machine_of(after).move(complaint.state, action, act.user.role)
    if move is not None and (due := _due(act, after, move.end, extends=move.clock == EXTENSION)):
        told["due_on"] = due.isoformat()
    return workflow.take(act, complaint, action, told, reason)


def split(act: Acting, complaint_id: str, kind: ComplaintKind, facts: str, demand: str = "") -> Complaint:
    """Part material that holds both a complaint and a report: a second record, of the same person (art. 7). A lead that
    came up while mediating has its own beginning: it is to be checked from now on (art. 23)."""
    whole = act.get(Complaint, complaint_id)
    require([] if facts.strip() else [Problem("facts", Code.REQUIRED)])
    is_new = whole.state not in (ComplaintState.RECEIVED, ComplaintState.CLASSIFIED)
    part = whole.changed(
        id=new_id(),
        complaint_kind=None,
        state=ComplaintState.RECEIVED,
        facts=facts,
        demand=demand,
        number=None,
        received_at=act.now if is_new else whole.received_at,
        inspection_id=None,
        answer="",
        agreement="",
        answered_at=None,
        split_from=whole.id,
    )
    workflow.begin(act, part.changed(due_on=_due(act, part, part.state)), "split")
    return classify(act, part.id, kind).record


def pass_on_false_information(act: Acting, intake: Intake, authority_name: str) -> tuple[Complaint, Transfer]:
    """A lead of false information, recorded and handed to the police in one step (Food Safety Law art. 141)."""
    known = receive(act, replace(intake, false_information=True), None)
    classify(act, known.id, ComplaintKind.NOT_OURS)
    handed = take(act, known.id, "transfer", {"authority": authority_name}).record
    return handed, transfers.prepare(act, handed, Authority.POLICE, intake.facts, authority_name)


def answer_of(act: Acting, complaint_id: str) -> Answer:
    """The answer with the evidence, the visit and the findings that it rests on."""
    complaint = act.get(Complaint, complaint_id)
    named = [each for step in workflow.history(act, complaint) for each in step.given.get(EVIDENCE, ())]
    evidence = (act.writer.find(EvidenceItem, each) for each in dict.fromkeys(named))
    visit = _visit(act, complaint.inspection_id) if complaint.inspection_id else None
    findings = inspections.findings_of(act.session, visit.id) if visit else []
    return Answer(complaint.answer or complaint.agreement, tuple(e for e in evidence if e), visit, tuple(findings))


def _visit(act: Acting, visit_id: str) -> Inspection | None:
    return corrections.standing(act.session, visit_id) or act.writer.find(Inspection, visit_id)


def waiting(act: Acting, assigned_to: str | None = None) -> list[Complaint]:
    """What is not finished, the earliest deadline first."""
    return complaints.unfinished(act.session, ENDS, assigned_to)


def is_red(complaint: Complaint, today: date) -> bool:
    """From the last day on: somebody waits for a reply."""
    return complaint.state not in ENDS and complaint.due_on is not None and today >= complaint.due_on


def _due(act: Acting, complaint: Complaint, state: ComplaintState, *, extends: bool = False) -> date | None:
    """The last day in a state; None where no clock begins with it."""
    kind = complaint.complaint_kind or ComplaintKind.COMPLAINT
    name = EXTENSION if extends else CLOCKS.get((kind, state))
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), name) if name else None
    if clock is None:
        return None
    if extends and complaint.due_on is not None:
        return add(complaint.due_on, clock.n, clock.unit, calendar()).on
    is_first = state in (ComplaintState.RECEIVED, ComplaintState.CLASSIFIED)
    return clocks.start(clock, complaint.received_at if is_first else act.now, calendar()).on


def _unproven(act: Acting, complaint: Complaint, told: Mapping[str, Json]) -> list[Problem]:
    """Evidence that is not there or another's; an answer to the media or a rumour that rests on nothing."""
    problems = []
    for evidence_id in told.get(EVIDENCE, ()):
        found = act.writer.find(EvidenceItem, evidence_id)
        of_visit = {complaint.inspection_id, told.get("inspection_id")} - {None}
        about = found is not None and (
            found.subject_id == complaint.id
            or found.inspection_id in of_visit
            or merges.are_one(act.session, found.operator_id, complaint.operator_id)
        )
        if not about:
            problems.append(Problem(EVIDENCE, Code.OTHER_SUBJECT))
    speaks = any(str(told.get(name) or "").strip() for name in _SPEAKS)
    rests = told.get(EVIDENCE) or told.get("inspection_id") or complaint.inspection_id
    if speaks and complaint.source in NEEDS_PROOF and not rests:
        problems.append(Problem(f"{EVIDENCE}|inspection_id", Code.REQUIRED))
    return problems
