"""Queries for what is sealed and will be destroyed: envelopes, and the matters that they belong to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.records.complaints import Complaint, ComplaintState
from inspector_app.records.incidents import CaseLine, Incident, IncidentState
from inspector_app.records.oversight import Deletion, Envelope, EnvelopePurpose
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_ENVELOPE, _COMPLAINT, _CASE = TABLES[Envelope.kind], TABLES[Complaint.kind], TABLES[CaseLine.kind]
_INCIDENT, _DELETION = TABLES[Incident.kind], TABLES[Deletion.kind]


def of_ended_complaints(session: Session, ends: Collection[ComplaintState]) -> list[Envelope]:
    """Reporters, sealed, of complaints that have ended or are void; parts of these may still go on."""
    ended = select(_COMPLAINT.c.id).where(_COMPLAINT.c.state.in_(ends) | _COMPLAINT.c.voided_at.is_not(None))
    return _sealed(session, EnvelopePurpose.REPORTER, ended)


def of_ended_incidents(session: Session, ends: Collection[IncidentState]) -> list[Envelope]:
    """Patients, sealed, of incidents whose response has ended or that are void; and of void lines of the list."""
    ended = select(_CASE.c.id).join(_INCIDENT, _INCIDENT.c.id == _CASE.c.incident_id)
    is_void = _INCIDENT.c.voided_at.is_not(None) | _CASE.c.voided_at.is_not(None)
    return _sealed(session, EnvelopePurpose.PATIENT, ended.where(_INCIDENT.c.state.in_(ends) | is_void))


def complaints_of(session: Session, envelope: Envelope) -> list[Complaint]:
    """The complaint whose reporter is sealed, and the parts that were split from it and name the same envelope; void
    ones too."""
    mine = (_COMPLAINT.c.envelope_id == envelope.id) | (_COMPLAINT.c.id == envelope.subject_id)
    return records(session, Complaint, columns(Complaint).where(mine).order_by(_COMPLAINT.c.id))


def proposed(session: Session) -> list[Deletion]:
    """Deletions that a second person has not carried out yet, the oldest first."""
    query = columns(Deletion).where(_DELETION.c.done_at.is_(None), _DELETION.c.voided_at.is_(None))
    return records(session, Deletion, query.order_by(_DELETION.c.id))


def _sealed(session: Session, purpose: EnvelopePurpose, subjects: object) -> list[Envelope]:
    which = (_ENVELOPE.c.purpose == purpose) & _ENVELOPE.c.voided_at.is_(None)
    query = columns(Envelope).where(which, _ENVELOPE.c.subject_id.in_(subjects))  # type: ignore[arg-type]
    return records(session, Envelope, query.order_by(_ENVELOPE.c.sealed_at, _ENVELOPE.c.id))
