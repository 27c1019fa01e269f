"""The file of the statistics tells each number with its definition, its query, the period and the day of counting."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from inspector_app.domain.figures import Figures
from inspector_app.records.operators import LicenceState
from inspector_app.records.oversight import Access, AccessLog
from inspector_app.services import statistics, statistics_files
from inspector_app.services.rules import latest
from inspector_app.services.statistics import Period
from inspector_app.sheets.faults import FileRefused
from inspector_app.storage.rows import columns, records
from tests import factories
from tests.replica_fixtures import Laptop

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 10))


@pytest.fixture
def county(laptop: Laptop) -> Laptop:
    shops = [factories.operator(division_code=code) for code in ("990101101200", "990101101201")]
    shops.append(factories.operator(licence_state=LicenceState.NONE, status="ACTIVE"))
    visits = [factories.visit(shop, laptop.wang, laptop.device_id, signed_at=laptop.now) for shop in shops]
    laptop.receive(*shops, *visits)
    return laptop


def exported(laptop: Laptop, path: Path, *, chinese: bool, dataset: str = "REAL") -> list[list[Any]]:
    with laptop.acting() as act:
        count = statistics_files.export(act, path, statistics.sheet(act.session, MARCH), dataset, chinese=chinese)
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines: list[list[Any]] = list(csv.reader(file))
    else:
        book = load_workbook(path, read_only=True)
        lines = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    assert count == len(latest(Figures).figures)
    return lines


def test_every_table_of_the_statistics_is_exported_in_english(county: Laptop, tmp_path: Path) -> None:
    heads, *lines = exported(county, tmp_path / "statistics.xlsx", chinese=False)
    figures = latest(Figures).figures
    assert [(line[0], line[1]) for line in lines] == [(each.title.en, each.formula.en) for each in figures]
    told = "".join(str(cell) for line in (heads, *lines) for cell in line)
    assert not any("\u4e00" <= char <= "\u9fff" for char in told), "no Chinese left"


def test_every_number_carries_the_query_that_gives_it(county: Laptop, tmp_path: Path) -> None:
    heads, *lines = exported(county, tmp_path / "统计.xlsx", chinese=True)
    query, total, first = heads.index("查询语句"), heads.index("合计"), heads.index("查询语句") + 1
    assert set(heads[first:]) >= {"990101100", "990101101"}
    with county.sessions() as session:
        for line in lines:
            assert len(session.execute(text(line[query].replace(":", r"\:"))).all()) == line[total], line[0]
            assert sum(line[first:]) == line[total]
    operators = next(line for line in lines if line[0] == "在册经营户")
    unlicensed = next(line for line in lines if line[0] == "无证无照或证照失效")
    assert (operators[total], unlicensed[total], unlicensed[4], unlicensed[5]) == (4, 1, 25, "在册经营户")


def test_the_file_says_for_which_days_and_when_it_was_counted(county: Laptop, tmp_path: Path) -> None:
    exported(county, tmp_path / "sheet.csv", chinese=False, dataset="DEMO-1")
    about = (tmp_path / "sheet-1.csv").read_text("utf-8-sig")
    for fact in ("2026-03-01 – 2026-03-31", "2026-04-10", "DEMO-1", "演示数据"):
        assert fact in about
    with county.sessions() as session:
        (entry,) = records(session, AccessLog, columns(AccessLog))
    assert (entry.access, entry.entity) == (Access.EXPORT, "statistics")


def test_another_form_of_file_is_refused(county: Laptop, tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        exported(county, tmp_path / "sheet.docx", chinese=True)
