"""Queries for incidents: their cases, their reports, and whom to call."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_
from sqlalchemy.orm import Session

from inspector_app.records.incidents import CaseLine, IncidentReport
from inspector_app.records.offices import DutyShift, Office
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES

_CASE, _REPORT = TABLES[CaseLine.kind], TABLES[IncidentReport.kind]
_SHIFT, _OFFICE = TABLES[DutyShift.kind], TABLES[Office.kind]


def cases_of(session: Session, incident_id: str) -> list[CaseLine]:
    """The list of eaters, as they were entered."""
    query = columns(CaseLine).where(_CASE.c.incident_id == incident_id, _CASE.c.voided_at.is_(None))
    return records(session, CaseLine, query.order_by(_CASE.c.recorded_at, _CASE.c.id))


def reports_of(session: Session, incident_id: str) -> list[IncidentReport]:
    """What was reported, the first report first."""
    query = columns(IncidentReport).where(_REPORT.c.incident_id == incident_id)
    return records(session, IncidentReport, query.order_by(_REPORT.c.at, _REPORT.c.id))


def on_duty(session: Session, day: date) -> list[DutyShift]:
    """Who is on duty and can be called."""
    query = columns(DutyShift).where(
        _SHIFT.c.day == day.isoformat(), _SHIFT.c.phone != "", _SHIFT.c.voided_at.is_(None)
    )
    return records(session, DutyShift, query.order_by(_SHIFT.c.office_code, _SHIFT.c.begins, _SHIFT.c.id))


def offices_to_call(session: Session, day: date) -> list[Office]:
    """Offices with a telephone, the widest first: the shortest code."""
    in_force = (_OFFICE.c.valid_from <= day.isoformat()) & or_(
        _OFFICE.c.valid_to.is_(None), _OFFICE.c.valid_to >= day.isoformat()
    )
    query = columns(Office).where(in_force, _OFFICE.c.phone != "", _OFFICE.c.voided_at.is_(None))
    return sorted(records(session, Office, query), key=lambda each: (len(each.code), each.code))
