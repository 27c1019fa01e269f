"""Where a case comes from (案件来源登记): what was found is proposed to the county as a case, on its form.

What affects food safety is investigated (SIR art. 32, 33); whether a case is filed the county decides (workflow.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from inspector_app.domain import clocks
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.registration import responsible_person
from inspector_app.domain.states import FIELD
from inspector_app.records.complaints import Complaint
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import Finding, FindingAction, Inspection, Rectification
from inspector_app.records.measures import CaseFile
from inspector_app.records.operators import Operator
from inspector_app.records.sampling import Sample
from inspector_app.services import papers, workflow
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import calendar, layers
from inspector_app.storage import corrections, inspections, matters, operators, rows
from inspector_app.storage.tables import TABLES
from sync.record import Record, new_id

Subject = Inspection | Rectification | Sample | Complaint
_NAMED_BY: dict[type[Record], str] = {
    Inspection: "inspection_id",
    Rectification: "rectification_id",
    Sample: "sample_id",
    Complaint: "complaint_id",
}
"""The field of a case that names what it comes from."""
_CASE = TABLES[CaseFile.kind]


@dataclass(frozen=True, slots=True)
class Source:
    """What a case comes from, all versions of a visit being one."""

    subject: Subject
    ids: tuple[str, ...]
    findings: tuple[Finding, ...]
    found_at: int
    """When somebody learnt of it; of an order that was not obeyed: when the form is written."""


def register(act: Acting, subject: Subject, facts: str = "", *, demo: bool) -> Document:
    """Propose a case, and write the form of its source. Without `facts` a visit's findings that are to be investigated
    tell them, a complaint its own; who complained stands nowhere.

    Raises Refused for a visit that nobody has signed, without facts or an operator, or where there is a case already;
    AppError not_allowed.
    """
    act.require_role(FIELD)
    source = _source(act, subject)
    operator_id = source.subject.operator_id
    told = facts.strip() or _told(source)
    problems = [] if told else [Problem("facts", Code.REQUIRED)]
    if not operator_id:
        problems.append(Problem("operator_id", Code.REQUIRED))
    if isinstance(source.subject, Inspection) and source.subject.signed_at is None:
        problems.append(Problem("inspection_id", Code.REQUIRED))
    if _cases_of(act, source):
        problems.append(Problem("facts", Code.ONLY_ONCE))
    require(problems)
    assert operator_id
    named = {_NAMED_BY[type(source.subject)]: source.subject.id}
    case = CaseFile.model_validate(
        {"id": new_id(), "operator_id": operator_id, "facts": told, "proposed_by": act.user.id, "proposed_at": act.now}
        | named
    )
    case = workflow.begin(act, case).record
    clock = clocks.find_clock(layers(Clocks, act.today, act.user.office_code), "case_filing")
    return papers.write(
        act,
        DocumentType.CASE_SOURCE,
        "case_source",
        case,
        demo=demo,
        operator=act.get(Operator, operator_id),
        owner=responsible_person(operators.persons_of(act.session, operator_id)),
        source=source,
        evidence=matters.evidence_of(act.session, source.ids),
        due_on=clocks.start(clock, source.found_at, calendar()).on if clock else None,
    )


def _source(act: Acting, subject: Subject) -> Source:
    current = act.get(type(subject), subject.id)
    match current:
        case Inspection():
            versions: Sequence[Inspection] = corrections.versions(act.session, current.id) or [current]
            stands = versions[-1]
            found = [each for each in inspections.findings_of(act.session, stands.id) if each.voided_at is None]
            investigated = tuple(each for each in found if FindingAction.CASE in each.actions)
            return Source(stands, tuple(each.id for each in versions), investigated, versions[0].started_at)
        case Sample():
            return Source(current, (current.id,), (), act.now)
        case Complaint():
            return Source(current, (current.id,), (), current.received_at)
        case _:
            visit = (current.inspection_id,) if current.inspection_id else ()
            return Source(current, (current.id, *visit), (), act.now)


def _told(source: Source) -> str:
    match source.subject:
        case Complaint():
            return source.subject.facts
        case Inspection():
            return "\n".join(_line(each) for each in source.findings)
        case Sample():
            known = (source.subject.product_name, source.subject.batch_no, source.subject.report_number)
            return " ".join(each for each in known if each)
        case _:
            return source.subject.demand


def _line(finding: Finding) -> str:
    return f"{finding.item_id} {finding.description}" + (f"（{finding.basis}）" if finding.basis else "")


def _cases_of(act: Acting, source: Source) -> list[CaseFile]:
    column: ColumnElement[str] = _CASE.c[_NAMED_BY[type(source.subject)]]
    about = or_(*(column == each for each in source.ids))
    return rows.records(act.session, CaseFile, rows.columns(CaseFile).where(about, _CASE.c.voided_at.is_(None)))
