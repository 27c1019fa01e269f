"""Queries for the chain of custody, and for the reports of laboratories on what was in it."""

from __future__ import annotations

from sqlalchemy import exists
from sqlalchemy.orm import Session

from inspector_app.records.sampling import CustodyStep, TestReport
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from sync.record import Record

_CUSTODY, _REPORT, _STEP = TABLES["custody_step"], TABLES["test_report"], TABLES["step"]


def of(session: Session, subject: Record) -> list[CustodyStep]:
    """The rows of a chain as they were written."""
    query = columns(CustodyStep).where(
        _CUSTODY.c.subject_id == subject.id, _CUSTODY.c.subject_kind == subject.kind, _CUSTODY.c.voided_at.is_(None)
    )
    return records(session, CustodyStep, query.order_by(_CUSTODY.c.id))


def reports_of(session: Session, sample_id: str) -> list[TestReport]:
    """The reports on a sample, the first one first."""
    query = columns(TestReport).where(_REPORT.c.sample_id == sample_id, _REPORT.c.voided_at.is_(None))
    return records(session, TestReport, query.order_by(_REPORT.c.entered_at, _REPORT.c.id))


def reports_with(session: Session, action: str) -> list[TestReport]:
    """The reports to which something was done, such as their withdrawal."""
    step = exists().where(
        _STEP.c.subject_id == _REPORT.c.id, _STEP.c.subject_kind == TestReport.kind, _STEP.c.action == action
    )
    return records(session, TestReport, columns(TestReport).where(step).order_by(_REPORT.c.id))
