"""Matters handed to the authority that is competent (移送), with what proves them; who issued a licence is told of
findings (谁发证谁监管). Rules on the transfer of suspected crimes, art. 5, 6, 12; domain.md 7.12, rows 2.5, 4.3, 19.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.complaints import Complaint
from inspector_app.records.evidence import DocumentType, EvidenceItem
from inspector_app.records.inspections import Finding, Inspection
from inspector_app.records.measures import Authority, CaseFile, Transfer
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.records.sampling import Sample
from inspector_app.services import papers, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.services.workflow import Taken
from inspector_app.storage import corrections, inspections, matters, operators
from sync.record import Record, id_for, new_id

SUBJECTS: dict[str, type[Record]] = {
    cls.kind: cls for cls in (Finding, Inspection, Complaint, CaseFile, Sample)
}  # what can be handed over


@dataclass(frozen=True, slots=True)
class Matter:
    """What is handed over, as a letter tells it."""

    lines: tuple[str, ...]
    evidence: tuple[EvidenceItem, ...]
    operator: Operator | None


def prepare(
    act: Acting, subject: Record, authority: Authority, reason: str, authority_name: str = "", *, criminal: bool = False
) -> Transfer:
    """Propose to hand a matter over; the county approves. Raises Refused without a reason, AppError not_allowed."""
    require([] if reason.strip() else [Problem("reason", Code.REASON_NEEDED)])
    transfer = Transfer(
        id=new_id(),
        operator_id=getattr(subject, "operator_id", None),
        division_code=getattr(subject, "division_code", None) or act.user.office_code,
        authority=authority,
        authority_name=authority_name,
        criminal=criminal,
        reason=reason,
        subject_kind=subject.kind,
        subject_id=subject.id,
        prepared_by=act.user.id,
        prepared_at=act.now,
    )
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), "transfer_decision")
    if criminal and clock is not None:
        transfer = transfer.changed(due_on=clocks.start(clock, act.now, calendar()).on)
    return workflow.begin(act, transfer).record


def matter_of(act: Acting, transfer: Transfer) -> Matter:
    """What the transferred record says, with all evidence of it. Nothing in it tells who reported; of a visit that was
    corrected it is what stands. Raises Refused where a correction left nothing of it.
    """
    cls = SUBJECTS.get(transfer.subject_kind or "")
    record = act.writer.find(cls, transfer.subject_id) if cls and transfer.subject_id else None
    visit_id = record.id if isinstance(record, Inspection) else getattr(record, "inspection_id", None)
    versions = corrections.versions(act.session, visit_id) if visit_id else []
    if versions and versions[-1].id != visit_id and isinstance(record, Finding | Inspection):
        record = _as_it_stands(act, record, versions[-1])
    subjects = [each for each in (transfer.subject_id, visit_id, *(version.id for version in versions)) if each]
    evidence: Sequence[EvidenceItem] = matters.evidence_of(act.session, subjects)
    if isinstance(record, Finding):  # of the visit only what shows this item
        evidence = [each for each in evidence if each.item_id in (None, record.item_id)]
    operator = act.writer.find(Operator, transfer.operator_id) if transfer.operator_id else None
    return Matter(tuple(_lines(act, record)), tuple(evidence), operator)


def _as_it_stands(act: Acting, record: Finding | Inspection, version: Inspection) -> Record:
    """What the version that counts now says of a visit, or of one of its findings."""
    found = inspections.findings_of(act.session, version.id)
    if isinstance(record, Finding):
        found = [each for each in found if each.item_id == record.item_id]
    if not found and _lines(act, record):
        require([Problem("subject_id", Code.CHANGED_SINCE)])
    return found[0] if isinstance(record, Finding) else version


def send(act: Acting, transfer_id: str, *, demo: bool, attachments: Collection[str] = ()) -> Taken[Transfer]:
    """Write the letter with its list of evidence, and send it. Raises Refused where an attachment is missing that the
    law asks for, the county has not approved it, or a correction left nothing to tell."""
    transfer = act.get(Transfer, transfer_id)
    matter = matter_of(act, transfer)
    letter = papers.write(
        act,
        DocumentType.CRIMINAL_TRANSFER if transfer.criminal else DocumentType.CASE_TRANSFER_LETTER,
        "transfer_letter",
        transfer,
        demo=demo,
        matter=matter,
    )
    told = {"sent_at": act.now, "document_id": letter.id}
    if attachments:
        told["attachments"] = sorted(attachments)
    return workflow.take(act, transfer, "send", told)


def tell_issuers(act: Acting, visit: Inspection, found: Iterable[Finding]) -> list[Transfer]:
    """Propose a notice, in the name of a visit's author, to each other office that issued a licence of the operator,
    where the visit found something; one proposed for a version before tells what stands when it is sent."""
    findings = [finding for finding in found if finding.voided_at is None]
    if not findings:
        return []
    versions = corrections.versions(act.session, visit.id)
    told = {each.authority_name for version in versions for each in matters.transfers_of(act.session, version.id)}
    reason = "\n".join(f"{each.item_id} {each.description}" for each in findings)
    ours = act.writer.find(User, visit.author_id) or act.user
    notices = []
    for licence in operators.licences_of(act.session, visit.operator_id):
        name = licence.issuer or licence.issuing_office or ""
        own = name == ours.acting_authority or licence.issuing_office == ours.office_code
        if name and not own and name not in told:
            told.add(name)
            notice = Transfer(
                id=id_for(Transfer.kind, visit.id, name),
                operator_id=visit.operator_id,
                division_code=ours.office_code,
                authority=Authority.ISSUER,
                authority_name=name,
                reason=reason,
                subject_kind=visit.kind,
                subject_id=visit.id,
                prepared_by=visit.author_id,
                prepared_at=visit.signed_at or act.now,
            )
            notices.append(workflow.begin(act, notice).record)
    return notices


def _lines(act: Acting, record: Record | None) -> list[str]:
    match record:
        case Finding():
            return [_finding(record)]
        case Inspection():
            return [_finding(each) for each in inspections.findings_of(act.session, record.id)]
        case Complaint():
            return [record.facts]
        case CaseFile():
            return [record.facts]
        case Sample():
            return [" ".join(each for each in (record.product_name, record.batch_no, record.report_number) if each)]
        case _:
            return []


def _finding(finding: Finding) -> str:
    basis = f"（{finding.basis}）" if finding.basis else ""
    return f"{finding.item_id} {finding.description}{basis}"
