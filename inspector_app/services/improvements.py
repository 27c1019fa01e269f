"""Gaps in the law, faults of standards, lists and program: told from the field, handed to who can mend them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import DRAFTERS, LEAD
from inspector_app.records.oversight import Access, ImprovementReport, ReportSubject
from inspector_app.services import access_log
from inspector_app.services.acting import Acting, require
from inspector_app.sheets.writing import Heading, Table, write
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES
from sync.record import new_id

_REPORT = TABLES["improvement_report"]


def tell(
    act: Acting, subject: ReportSubject, title: str, text: str, reference: str = "", proposal: str = ""
) -> ImprovementReport:
    """What is wrong and how it might be put. Raises Refused for one that says nothing, or of which standard or clause
    it speaks."""
    act.require_role(DRAFTERS | LEAD)
    needed = {"title": title, "text": text}
    if subject is not ReportSubject.PROGRAM:
        needed["reference"] = reference
    require([Problem(name, Code.REQUIRED) for name, said in needed.items() if not said.strip()])
    return act.save(
        ImprovementReport(
            id=new_id(),
            county_code=act.user.office_code[:6],
            report_subject=subject,
            title=title.strip(),
            text=text.strip(),
            reference=reference.strip(),
            proposal=proposal.strip(),
            written_by=act.user.id,
            written_at=act.now,
        )
    )


def told(session: Session, subject: ReportSubject | None = None) -> list[ImprovementReport]:
    """The reports of a subject or of all, the last one first."""
    query = rows.columns(ImprovementReport).where(_REPORT.c.voided_at.is_(None))
    if subject is not None:
        query = query.where(_REPORT.c.report_subject == subject)
    return rows.records(session, ImprovementReport, query.order_by(_REPORT.c.written_at.desc(), _REPORT.c.id))


def export(act: Acting, path: Path, dataset: str, subject: ReportSubject | None = None, *, chinese: bool = True) -> int:
    """Write the reports to a file for who mends laws and standards (.xlsx, .csv, .json); how many. It is logged.

    Raises FileRefused, OSError.
    """
    access_log.note(act, Access.EXPORT, ImprovementReport.kind, reason=subject.value if subject else "")
    found = told(act.session, subject)
    name = "法规标准问题反馈" if chinese else "Reports of gaps"
    table = Table(ImprovementReport, name, (each.wire() for each in found))
    return write(path, [table], Heading(dataset, chinese))[ImprovementReport.kind]
