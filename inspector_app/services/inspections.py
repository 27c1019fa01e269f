"""A visit from start to completion: draft, answers, findings, giving up (domain.md 7.2-7.4). signing.py goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from inspector_app.domain import checklists as lists
from inspector_app.domain import inspections as rules
from inspector_app.domain.checklists import SHORTEST_REMARK, ChecklistForm
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.registration import responsible_person
from inspector_app.domain.scoring import Outcome, ScoringRules, result_of
from inspector_app.errors import AppError
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    Finding,
    FindingAction,
    Inspection,
    InspectionState,
    InspectionType,
    Inspector,
    Subject,
)
from inspector_app.records.operators import LicenceType, Operator
from inspector_app.records.people import User
from inspector_app.records.reference import Checklist
from inspector_app.services import alerts, inputs, recusal
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.rules import rule
from inspector_app.storage import corrections, evidence, inspections, merges, operators, reference
from inspector_app.storage.sync_state import clock_marks
from sync.record import new_id

BEGUN = (InspectionState.DRAFT, InspectionState.IN_PROGRESS)
HEADER = frozenset(
    {
        "inspection_type",
        "inspectors",
        "card_shown_at",
        "recusal_asked",
        "remark",
        "latitude",
        "longitude",
        "position_note",
    }
)
"""Fields that a form of the visit may set; the others have an act of their own."""
UNSEALED = (*BEGUN, InspectionState.COMPLETED)
ROUTINE = frozenset(
    {
        FindingAction.ONSITE,
        FindingAction.RECTIFY,
        FindingAction.UPDATE_REGISTRATION,
        FindingAction.TRAINING,
        FindingAction.RECORD_ONLY,
    }
)
"""Suggestions that a finding begins with; graver ones an officer chooses (domain.md 4.2)."""

_forms: dict[str, ChecklistForm] = {}
"""{sha256: the list, read}. A published list never changes, and reading one takes 10 ms."""


def checklist_for(act: Acting, operator: Operator) -> Checklist | None:
    """The published list for this operator today; None when its kind has none.

    A clock that was set back hides no list that was published by the last contact with HQ.
    """
    day = max(act.today, local_date(clock_marks(act.session).passed))
    return lists.choose(reference.checklists(act.session, day), operator, day)


def start(act: Acting, operator_id: str, inspection_type: InspectionType = InspectionType.DAILY) -> Inspection:
    """Begin a visit with the acting user as first inspector; the list is chosen from the operator's kind.

    Raises Refused when the kind has no published list, the officer has declared an interest or not read a red alert,
    AppError not_allowed for a role that does not inspect.
    """
    if not rules.may_move(InspectionState.DRAFT, InspectionState.IN_PROGRESS, act.user.role):
        raise AppError("not_allowed")
    alerts.require_read(act)
    operator = act.get(Operator, operator_id)
    require(recusal.problems(act, operator_id, [inspector(act.user)]))
    checklist = checklist_for(act, operator)
    if checklist is None:
        raise Refused([Problem("checklist_id", Code.NO_CHECKLIST, facts={"kind": operator.operator_kind.value})])
    previous = inspections.previous_signed(act.session, operator_id, act.now)
    return act.save(
        Inspection(
            id=new_id(),
            operator_id=operator_id,
            author_id=act.user.id,
            device_id=act.device_id,
            inspection_type=inspection_type,
            state=InspectionState.IN_PROGRESS,
            subject=_subject(act, operator),
            checklist_id=checklist.id,
            checklist_sha256=checklist.sha256,
            inspectors=(inspector(act.user),),
            started_at=act.now,
            previous_id=previous.id if previous else None,
        )
    )


def begin(act: Acting, operator_id: str, inspection_type: InspectionType = InspectionType.DAILY) -> Inspection:
    """One's own unfinished visit to this operator, not a correction of an earlier one; where there is none, a new one.

    Raises what `start` does.
    """
    begun = [visit for visit in inspections.drafts_of(act.session, act.user.id) if not visit.supersedes]
    here = [visit for visit in begun if merges.are_one(act.session, visit.operator_id, operator_id)]
    return here[0] if here else start(act, operator_id, inspection_type)


def inspector(user: User) -> Inspector:
    """A user as an officer of a visit."""
    return Inspector(user_id=user.id, name=user.name, certificate_no=user.certificate_no)


def _subject(act: Acting, operator: Operator) -> Subject:
    person = responsible_person(operators.persons_of(act.session, operator.id))
    papers = operators.licences_of(act.session, operator.id)
    permits = [paper for paper in papers if paper.licence_type != LicenceType.BUSINESS] or papers
    return Subject(
        name=operator.name,
        operator_kind=operator.operator_kind,
        uscc=operator.uscc or operator.reg_no,
        licence_no=permits[-1].number_as_printed if permits else None,
        address=operator.address,
        person_in_charge=person.name if person else "",
        phone=operator.phone,
    )


def own(act: Acting, inspection_id: str, *states: InspectionState) -> Inspection:
    """The visit, when it is in one of the states and the acting user is its author; raises Refused otherwise."""
    inspection = act.get(Inspection, inspection_id)
    if inspection.state not in states:
        raise Refused([Problem("state", Code.STATE, facts={"state": inspection.state.value})])
    if inspection.author_id != act.user.id:
        raise Refused([Problem("author_id", Code.NOT_AUTHOR)])
    return inspection


def change(act: Acting, inspection_id: str, **fields: object) -> Inspection:
    """Set header fields of a draft: inspectors, card shown, recusal, remark, position.

    Raises Refused for an officer who has declared an interest in the operator.
    """
    if others := fields.keys() - HEADER:
        raise ValueError(f"no fields of the header: {sorted(others)}")
    inspection = own(act, inspection_id, *BEGUN).changed(**fields)
    if "inspectors" in fields:
        require(recusal.problems(act, inspection.operator_id, inspection.inspectors))
    return act.save(inspection)


def answer(act: Acting, inspection_id: str, item_id: str, given: Answer | None) -> Inspection:
    """Set or take back the answer to one item. Saved at once; what it lacks is shown, and asked for at completion."""
    return answer_all(act, inspection_id, {item_id: given})


def answer_all(act: Acting, inspection_id: str, given: Mapping[str, Answer | None]) -> Inspection:
    """Set or take back the answers to several items."""
    inspection = own(act, inspection_id, *BEGUN)
    answers = {item: each for item, each in {**inspection.answers, **given}.items() if each is not None}
    return act.save(inspection.changed(answers=answers))


def conform_all_but_answered(act: Acting, inspection_id: str) -> Inspection:
    """Answer every open item with 符合; what was answered stays."""
    inspection = own(act, inspection_id, *BEGUN)
    form, operator = form_of(act, inspection), act.get(Operator, inspection.operator_id)
    given = Answer(code=AnswerCode.CONFORM, answered_at=act.now)
    open_items = {item.id: given for section in lists.applicable_sections(form, operator) for item in section.items}
    return act.save(inspection.changed(answers=open_items | dict(inspection.answers)))


def form_of(act: Acting, inspection: Inspection) -> ChecklistForm:
    """The list of this visit: the version that it was begun with."""
    if (form := _forms.get(inspection.checklist_sha256)) is None:
        form = lists.parse(act.get(Checklist, inspection.checklist_id).body)
        _forms[inspection.checklist_sha256] = form
    return form


def photos_by_item(act: Acting, inspection_id: str) -> Mapping[str, int]:
    """{item id: photos taken of it}; a corrected visit has those of the versions before it too."""
    return Counter(each.item_id for each in evidence_of(act, inspection_id) if each.item_id)


def evidence_of(act: Acting, inspection_id: str) -> list[EvidenceItem]:
    """Photos and files of a visit; a corrected one has those of the versions before it too."""
    versions = corrections.before(act.session, inspection_id)
    return [item for version in versions for item in evidence.of_inspection(act.session, version.id)]


def unfinished(act: Acting, inspection: Inspection) -> list[Problem]:
    """What stands between the draft and its completion."""
    operator, form = act.get(Operator, inspection.operator_id), form_of(act, inspection)
    lacking = lists.unfinished(
        form, operator, inspection, photos_by_item(act, inspection.id), failed_before(act, inspection)
    )
    return lacking + inputs.contradictions(act, inspection, form)


def previous(act: Acting, inspection: Inspection) -> Inspection | None:
    """The visit before this one, as it stands now."""
    return corrections.standing(act.session, inspection.previous_id) if inspection.previous_id else None


def failed_before(act: Acting, inspection: Inspection) -> set[str]:
    """The items that failed at the visit before."""
    before = previous(act, inspection)
    if before is None:
        return set()
    return {item for item, given in before.answers.items() if given.code == AnswerCode.NONCONFORM}


def outcome(act: Acting, inspection: Inspection) -> Outcome:
    """Result, score and their explanation as the answers stand."""
    form, operator = form_of(act, inspection), act.get(Operator, inspection.operator_id)
    sections = lists.applicable_sections(form, operator)
    scoring = rule(ScoringRules, local_date(inspection.started_at))
    return result_of(form, sections, inspection.answers, inspection.inspection_type, scoring)


def complete(act: Acting, inspection_id: str) -> Inspection:
    """Finish answering: findings are written, result and score fixed. Raises Refused with everything unfinished.

    A correction ends when the visit did: it says what was found then.
    """
    inspection = own(act, inspection_id, *BEGUN)
    require(unfinished(act, inspection))
    found = outcome(act, inspection)
    _write_findings(act, inspection)
    corrected = act.writer.find(Inspection, inspection.supersedes) if inspection.supersedes else None
    ended = corrected.completed_at if corrected else act.now
    return act.save(
        inspection.changed(state=InspectionState.COMPLETED, completed_at=ended, result=found.result, score=found.score)
    )


def _write_findings(act: Acting, inspection: Inspection) -> None:
    """One finding for each failed item; decisions taken before stay, findings of mended items are voided."""
    form = form_of(act, inspection)
    known = {f.item_id: f for f in inspections.findings_of(act.session, inspection.id)}
    failed = {i: a for i, a in inspection.answers.items() if a.code == AnswerCode.NONCONFORM}
    for item_id, finding in known.items():
        if item_id not in failed:
            act.save(finding.changed(voided_at=act.now, void_reason="mended"))
    for item_id, given in failed.items():
        if item_id in known:
            act.save(known[item_id].changed(description=given.note))
        else:
            act.save(_finding(inspection, form, item_id, given))


def _finding(inspection: Inspection, form: ChecklistForm, item_id: str, given: Answer) -> Finding:
    item = form.item(item_id)
    if item is None:
        raise Refused([Problem(item_id, Code.UNANSWERED)])
    suggested = [each for each in item.on_nonconform if each.do in ROUTINE]
    actions = [each.do for each in suggested]
    days = [each.days for each in suggested if each.do == FindingAction.RECTIFY and each.days]
    if given.on_site:  # corrected under the officer's eyes: nothing is left to order
        actions = list(dict.fromkeys([FindingAction.ONSITE, *(a for a in actions if a != FindingAction.RECTIFY)]))
    return Finding(
        id=new_id(),
        inspection_id=inspection.id,
        operator_id=inspection.operator_id,
        item_id=item_id,
        key=item.key,
        description=given.note,
        basis="；".join(dict.fromkeys(basis.cite_zh for basis in item.basis)),
        actions=tuple(actions),
        rectify_days=min(days) if days and not given.on_site else None,
    )


def decide(act: Acting, finding: Finding) -> Finding:
    """Save the inspector's decision on a finding: its actions and days. What it lacks is asked for by the papers."""
    known = act.get(Finding, finding.id)
    own(act, known.inspection_id, *UNSEALED)
    return act.save(known.changed(actions=finding.actions, rectify_days=finding.rectify_days))


def describe(act: Acting, finding_id: str, text: str) -> Finding:
    """Word a finding anew; the remark on its item is the same text, and is kept the same."""
    finding = act.get(Finding, finding_id)
    inspection = own(act, finding.inspection_id, *UNSEALED)
    if len(text.strip()) < SHORTEST_REMARK:
        raise Refused([Problem(finding.item_id, Code.REMARK_SHORT, facts={"shortest": SHORTEST_REMARK})])
    given = inspection.answers[finding.item_id].model_copy(update={"note": text})
    act.save(inspection.changed(answers=inspection.answers | {finding.item_id: given}))
    return act.save(finding.changed(description=text))


def undecided(act: Acting, inspection_id: str) -> list[Problem]:
    """Findings without an action, and orders to correct without a term; the fact `item` says of which item."""
    problems = []
    for finding in inspections.findings_of(act.session, inspection_id):
        facts: dict[str, str | int] = {"item": finding.item_id}
        if not finding.actions:
            problems.append(Problem("actions", Code.REQUIRED, facts=facts))
        if FindingAction.RECTIFY in finding.actions and (finding.rectify_days or 0) < 1:
            problems.append(Problem("rectify_days", Code.REQUIRED, facts=facts))
    return problems


def reopen(act: Acting, inspection_id: str) -> Inspection:
    """Go back to answering. Signatures given meanwhile are void: they were given to other content."""
    inspection = own(act, inspection_id, InspectionState.COMPLETED)
    for signature in evidence.signatures_of(act.session, inspection_id):
        act.save(signature.changed(voided_at=act.now, void_reason="reopened"))
    return act.save(inspection.changed(state=InspectionState.IN_PROGRESS, completed_at=None, result=None, score=None))


def void(act: Acting, inspection_id: str, reason: str) -> Inspection:
    """Give a draft up, with the reason; it stays on record."""
    inspection = own(act, inspection_id, *BEGUN)
    if not rules.may_move(inspection.state, InspectionState.VOID, act.user.role):
        raise AppError("not_allowed")
    if not reason.strip():
        raise Refused([Problem("void_reason", Code.REASON_NEEDED)])
    return act.save(inspection.changed(state=InspectionState.VOID, voided_at=act.now, void_reason=reason))
