"""A gap in the law that was met in the field is told with its clause and handed on as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from inspector_app.domain.problems import Code
from inspector_app.records.oversight import Access, AccessLog, ImprovementReport, ReportSubject
from inspector_app.services import improvements
from inspector_app.services.acting import Refused
from inspector_app.storage.rows import columns, records
from tests.replica_fixtures import Laptop


@pytest.fixture
def gap(laptop: Laptop) -> ImprovementReport:
    with laptop.acting() as act:
        clause, text = "省小作坊条例第十二条", "货车跨县供货，难以确定管辖。"
        made = improvements.tell(act, ReportSubject.GAP_IN_LAW, "流动货车无人监管", text, clause, "由销售地管辖")
        improvements.tell(act, ReportSubject.PROGRAM, "扫码慢", "老机器上要等三秒。")
    return made


@pytest.mark.parametrize("name", ["问题.xlsx", "问题.csv"])
def test_the_report_of_a_gap_is_exported_and_logged(
    laptop: Laptop, gap: ImprovementReport, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    with laptop.acting() as act:
        assert improvements.export(act, path, "REAL", ReportSubject.GAP_IN_LAW) == 1
        (entry,) = records(act.session, AccessLog, columns(AccessLog))
    assert (entry.access, entry.entity, entry.reason) == (Access.EXPORT, "improvement_report", "GAP_IN_LAW")
    if path.suffix == ".csv":
        told = path.read_text("utf-8-sig")
    else:
        book = load_workbook(path, read_only=True)
        told = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row)
        book.close()
    for fact in (gap.title, gap.text, gap.reference, gap.proposal, "法规空白"):
        assert fact in told
    assert "扫码慢" not in told


def test_the_last_report_comes_first_and_a_subject_is_chosen(laptop: Laptop, gap: ImprovementReport) -> None:
    with laptop.sessions() as session:
        assert len(improvements.told(session)) == 2
        assert improvements.told(session, ReportSubject.GAP_IN_LAW) == [gap]
        assert improvements.told(session, ReportSubject.CHECKLIST) == []


def test_a_report_says_what_it_speaks_of(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        improvements.tell(act, ReportSubject.STANDARD_PROBLEM, " ", "")
    assert {(each.field, each.code) for each in refused.value.problems} == {
        (name, Code.REQUIRED) for name in ("title", "text", "reference")
    }
