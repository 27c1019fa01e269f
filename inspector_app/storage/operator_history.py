"""Everything that records tell of an operator, in the order of time: a table of kinds, one query for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from inspector_app.domain.local_time import local_date
from inspector_app.records.complaints import Complaint
from inspector_app.records.credit import BlacklistEntry, CreditEntry, Grade
from inspector_app.records.evidence import Document
from inspector_app.records.incidents import Incident
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.records.measures import CaseFile, DocumentService, Interview, Seal, SpotPenalty, Transfer
from inspector_app.records.operators import Licence
from inspector_app.records.recalls import RecallTask, Withdrawal
from inspector_app.records.register import Pledge, Registration, StaffMember
from inspector_app.records.sampling import QuickTest, Sample
from inspector_app.records.steps import Step
from inspector_app.storage import merges
from inspector_app.storage.rows import columns, records, table
from sync.record import Record

_TIMES: Mapping[type[Record], str] = {
    Registration: "registered_at",
    Pledge: "signed_at",
    Licence: "seen_at",
    StaffMember: "since",
    Inspection: "started_at",
    Rectification: "issued_on",
    Document: "made_at",
    DocumentService: "served_at",
    Sample: "taken_at",
    QuickTest: "tested_at",
    Seal: "begins_on",
    SpotPenalty: "decided_at",
    CaseFile: "proposed_at",
    Interview: "at",
    Transfer: "prepared_at",
    Complaint: "received_at",
    Incident: "discovered_at",
    RecallTask: "stopped_at",
    Withdrawal: "at",
    Grade: "given_at",
    CreditEntry: "happened_on",
    BlacklistEntry: "proposed_at",
}
"""{kind that tells of an operator: the field that holds its time}. Books of goods and single photos are no events."""
KINDS = frozenset(_TIMES)


@dataclass(frozen=True, slots=True)
class Happening:
    record: Record
    on: date | None
    """None for what has not happened yet, such as a sample that is planned."""


def history(session: Session, operator_id: str) -> list[Happening]:
    """The newest first, with the steps of each; what is still to come before all. Voided records are left out."""
    found = [record for cls in _TIMES for record in _of_operator(session, cls, operator_id)]
    found += _steps(session, (record.id for record in found))
    happenings = [Happening(record, _day(record)) for record in found]
    return sorted(happenings, key=lambda each: (each.on or date.max, each.record.id), reverse=True)


def _of_operator(session: Session, cls: type[Record], operator_id: str) -> Iterable[Record]:
    target = table(cls)
    query = columns(cls).where(merges.of_shop(session, target.c.operator_id, operator_id), target.c.voided_at.is_(None))
    return records(session, cls, query)


def _steps(session: Session, subject_ids: Iterable[str]) -> list[Step]:
    target = table(Step)
    return records(session, Step, columns(Step).where(target.c.subject_id.in_(list(subject_ids))))


def _day(record: Record) -> date | None:
    told: Any = getattr(record, "at" if isinstance(record, Step) else _TIMES[type(record)])
    return local_date(told) if isinstance(told, int) else told
