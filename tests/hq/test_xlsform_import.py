"""A workbook that a clerk edited comes in, or says at which cell it does not; nothing is lost without a word."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.checklist_faults import FaultCode
from inspector_app.hq import xlsform as x
from inspector_app.hq.publication import shipped_checklists
from inspector_app.hq.sheet_faults import SheetCode
from inspector_app.hq.xlsform_export import workbook
from inspector_app.hq.xlsform_import import Imported, read_workbook
from inspector_app.hq.xlsform_sheets import MOST_BYTES, MOST_ROWS

BODY = next(body for body in shipped_checklists() if body["id"] == "food-stall")
Edit = Callable[["Clerk"], object]


class Clerk:
    """Edits cells by the name in their row and the head of their column, as somebody does in WPS."""

    def __init__(self, body: dict[str, Any] = BODY) -> None:
        self.book = load_workbook(io.BytesIO(workbook(body)))

    def sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self.book[name]
        return sheet

    def column(self, sheet: str, column: str) -> int:
        return next(cell.column or 0 for cell in self.sheet(sheet)[1] if cell.value == column)

    def row(self, name: str, sheet: str = x.SURVEY) -> int:
        """The row of this name; of a section its begin, of the settings the only one."""
        by = {x.SURVEY: 2, x.CHOICES: 2, x.LAWS: 1}.get(sheet)
        if by is None:
            return 2
        return next(cells[by - 1].row or 0 for cells in self.sheet(sheet).iter_rows() if cells[by - 1].value == name)

    def write(self, name: str, column: str, value: object, sheet: str = x.SURVEY) -> None:
        self.sheet(sheet).cell(self.row(name, sheet), self.column(sheet, column)).value = value  # type: ignore[assignment]

    def delete(self, name: str, sheet: str = x.SURVEY) -> None:
        self.sheet(sheet).delete_rows(self.row(name, sheet))

    def insert(self, before: str, **cells: str) -> None:
        at = self.row(before)
        self.sheet(x.SURVEY).insert_rows(at)
        for column, value in cells.items():
            self.sheet(x.SURVEY).cell(at, self.column(x.SURVEY, column)).value = value

    def saved(self) -> Imported:
        file = io.BytesIO()
        self.book.save(file)
        return read_workbook(file.getvalue())


def item(body: dict[str, Any] | None, item_id: str) -> dict[str, Any]:
    assert body is not None
    return next(each for section in body["sections"] for each in section["items"] if each["id"] == item_id)


def test_rows_too_far_down_are_told_and_not_dropped() -> None:
    clerk = Clerk()
    clerk.sheet(x.SURVEY).cell(MOST_ROWS + 7, clerk.column(x.SURVEY, "name")).value = "FS-Z99"
    clerk.sheet(x.SURVEY).cell(MOST_ROWS + 9, 400).value = "the clerk's own, in a column of no name"
    imported = clerk.saved()
    assert imported.body is None
    (fault,) = imported.faults
    assert (fault.sheet, fault.row, fault.code) == (x.SURVEY, MOST_ROWS + 7, SheetCode.TOO_MANY_ROWS)


def test_a_sheet_that_is_coloured_down_to_its_end_is_read_at_once() -> None:
    clerk = Clerk()
    clerk.sheet(x.SURVEY).cell(1_048_576, 3).fill = PatternFill("solid", fgColor="FFFF00")
    began = time.monotonic()
    assert clerk.saved().faults == ()
    assert time.monotonic() - began < 10


def test_a_workbook_that_would_swell_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (MOST_BYTES + 1))
    (fault,) = read_workbook(file.getvalue()).faults
    assert fault.code == SheetCode.TOO_LARGE


def test_what_a_clerk_changes_comes_in() -> None:
    clerk = Clerk()
    clerk.write("", "version", "1.1.0", x.SETTINGS)
    clerk.write("FS-A02", x.ZH, "公示卡、健康证明摆放在明显位置，字迹清楚。")
    clerk.write("FS-A02", "x_key", "是")
    clerk.write("FS-A02", "x_basis", "ＦＳＬ　ａｒｔ＝３６ ｜ 《食品安全法》第三十六条\n\n")
    clerk.write("FS-A02", "x_actions", "ＯＮＳＩＴＥ\nRECTIFY days=5")
    clerk.write("FS-A02_photo", "relevant", "${FS-A02}='NONCONFORM'")
    clerk.write("FS-C05_core_temp", "constraint", ".>=75  and . <= 100")
    clerk.write("FS-C05", "x_docs", "temp_record、health_cert")
    clerk.delete("FS-D03_note")
    clerk.delete("FS-D03")
    imported = clerk.saved()
    assert imported.faults == ()
    body = imported.body
    changed = item(body, "FS-A02")
    assert changed["key"] is True
    assert changed["zh"].endswith("字迹清楚。")
    assert changed["basis"] == [{"law": "FSL", "art": 36, "cite_zh": "《食品安全法》第三十六条"}]
    assert changed["on_nonconform"] == [{"do": "ONSITE"}, {"do": "RECTIFY", "days": 5}]
    assert changed["evidence"]["photo"] == "on_nonconform"
    cooked = item(body, "FS-C05")
    assert cooked["evidence"]["measures"] == [{"name": "core_temp", "unit": "℃", "min": 75, "max": 100}]
    assert cooked["evidence"]["docs"] == ["temp_record", "health_cert"]
    assert body is not None
    assert body["version"] == "1.1.0"
    assert body["counts"] == {"items": 19, "key": 7, "general": 12}


def test_a_new_item_with_photo_and_measure_comes_in() -> None:
    clerk = Clerk()
    basis = {"x_basis": "FSL art=33 para=1 item=9 | 《食品安全法》第三十三条第一款第九项"}
    labels = {x.ZH: "储水桶加盖、清洁。", x.EN: "Water tanks are clean and covered."}
    named = {"type": "select_one ans", "name": "FS-B06", "choice_filter": "name != 'NA'", "x_key": "no"}
    clerk.insert("FS-B05", **named, **labels, **basis, x_actions="ONSITE")
    clerk.insert("FS-B05", type="decimal", name="FS-B06_free_chlorine", constraint=". >= 0.05", x_unit="mg/L")
    clerk.insert("FS-B05", type="image", name="FS-B06_photo", required="yes")
    imported = clerk.saved()
    assert imported.faults == ()
    new = item(imported.body, "FS-B06")
    assert new["na"] == {"allowed": False}
    assert new["evidence"] == {
        "photo": "always",
        "measures": [{"name": "free_chlorine", "unit": "mg/L", "min": 0.05, "max": None}],
    }


def test_moved_columns_own_columns_and_own_sheets_do_no_harm() -> None:
    clerk = Clerk()
    survey = clerk.sheet(x.SURVEY)
    survey.insert_cols(1)
    survey.cell(1, 1).value = "我的批注"
    survey.cell(5, 1).value = "待定"
    for cell in survey[1]:
        cell.value = f" {str(cell.value).upper()} "
    clerk.book.create_sheet("草稿")["A1"] = "x"
    clerk.sheet(x.SETTINGS).title = "Settings "
    survey.append([None] * 30)
    assert clerk.saved() == Imported(BODY, ())


WRITTEN: list[tuple[str, str, str, object, SheetCode | FaultCode]] = [
    (x.SURVEY, "FS-A02", x.ZH, None, FaultCode.MISSING),
    (x.SURVEY, "FS-A02", "x_basis", "食品安全法36条", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "FS-A03", "x_basis", "LOCAL topic=zone art=x | 规定", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "FS-A02", "x_basis", "XYZ art=1 | 第一条", FaultCode.LAW_UNKNOWN),
    (x.SURVEY, "FS-B01", "x_basis", "FSL art=44 | 第四十五条", FaultCode.CITATION_DIFFERS),
    (x.SURVEY, "FS-A02", "x_actions", "罚款", FaultCode.NOT_ONE_OF),
    (x.SURVEY, "FS-A02", "x_actions", "RECTIFY", FaultCode.DAYS_MISSING),
    (x.SURVEY, "FS-A02", "x_key", "也许", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "FS-A02", "x_sample_size", "三", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "FS-C05_core_temp", "constraint", "大于70", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "FS-C05_core_temp", "constraint", ". >= 9 and . <= 1", FaultCode.BOUNDS_CROSSED),
    (x.SURVEY, "FS-C05_core_temp", "x_unit", None, FaultCode.MISSING),
    (x.SURVEY, "FS-C05", "x_na_zh", None, FaultCode.REASON_MISSING),
    (x.SURVEY, "FS-A02_note", "relevant", "1=1", SheetCode.RELEVANT_UNREADABLE),
    (x.SURVEY, "FS-A02", "relevant", "${FS-A01} = 'CONFORM'", SheetCode.RELEVANT_NOT_HERE),
    (x.SURVEY, "B", "relevant", "周末", SheetCode.CELL_UNREADABLE),
    (x.SURVEY, "B", "relevant", "selected(${operator_agri_kinds}, 'FISH')", FaultCode.NOT_ONE_OF),
    (x.SURVEY, "FS-A02_photo", "required", "no", SheetCode.REQUIRED_DIFFERS),
    (x.SURVEY, "FS-A02", "type", "select_two ans", SheetCode.TYPE_UNKNOWN),
    (x.SURVEY, "FS-A02_photo", "type", None, SheetCode.TYPE_UNKNOWN),
    (x.SURVEY, "FS-A02_photo", "type", "note", SheetCode.TYPE_UNKNOWN),
    (x.SETTINGS, "", "version", datetime(2026, 1, 1), SheetCode.DATE_CELL),
    (x.SETTINGS, "", "version", 1.1, SheetCode.NUMBER_CELL),
    (x.SURVEY, "FS-A02", x.EN, "#REF!", SheetCode.ERROR_CELL),
    (x.SETTINGS, "", "version", "第2版", FaultCode.WRONG_FORM),
    (x.SETTINGS, "", "x_applies_to", "摊贩", FaultCode.NOT_ONE_OF),
    (x.SETTINGS, "", "x_title_en", None, FaultCode.MISSING),
    (x.CHOICES, "CONFORM", x.EN, None, FaultCode.MISSING),
    (x.LAWS, "FSL", "kind", None, FaultCode.MISSING),
    (x.SURVEY, "FS-A02_photo", "name", "photo1", SheetCode.NOT_OF_THE_ITEM),
    (x.SURVEY, "FS-A02_photo", "name", "FS-A02_bild", SheetCode.NOT_OF_THE_ITEM),
    (x.SURVEY, "FS-D03", "name", "FS-D02", FaultCode.THERE_TWICE),
    (x.SURVEY, "B", "name", "A", FaultCode.THERE_TWICE),
    (x.CHOICES, "NONCONFORM", "name", "FAIL", FaultCode.NOT_ONE_OF),
]
"""What is written into a cell, and the fault that is told there."""


@pytest.mark.parametrize(("sheet", "name", "column", "value", "code"), WRITTEN)
def test_a_wrong_cell_is_told(sheet: str, name: str, column: str, value: object, code: SheetCode | FaultCode) -> None:
    clerk = Clerk()
    row = clerk.row(name, sheet)
    clerk.write(name, column, value, sheet)
    imported = clerk.saved()
    assert imported.body is None
    assert (sheet, row, column, code) in [(each.sheet, each.row, each.column, each.code) for each in imported.faults]


EDITED: list[tuple[Edit, tuple[str, int, str], SheetCode | FaultCode]] = [
    (
        lambda c: c.write("FS-C05", "choice_filter", "name != 'NA'"),
        (x.SURVEY, Clerk().row("FS-C05"), "x_na_zh"),
        FaultCode.REASON_NOT_NEEDED,
    ),
    (
        lambda c: c.insert("FS-A03", type="image", name="FS-A02_photo", required="yes"),
        (x.SURVEY, Clerk().row("FS-A03"), "name"),
        SheetCode.ROW_TWICE,
    ),
    (
        lambda c: c.sheet(x.SURVEY).delete_rows(c.row("B") - 1),
        (x.SURVEY, Clerk().row("B") - 1, "type"),
        SheetCode.SECTION_IN_SECTION,
    ),
    (lambda c: c.sheet(x.LAWS).append(["FSL", "a", "b", "law", "known"]), (x.LAWS, 4, "law"), SheetCode.ROW_TWICE),
    (lambda c: c.sheet(x.LAWS).append(["PQL", "a", "b", "law", "known"]), (x.LAWS, 4, "law"), FaultCode.LAW_UNUSED),
]


@pytest.mark.parametrize(("edit", "cell", "code"), EDITED)
def test_what_is_wrong_is_told_at_its_cell(edit: Edit, cell: tuple[str, int, str], code: SheetCode | FaultCode) -> None:
    clerk = Clerk()
    edit(clerk)
    told = [((each.sheet, each.row, each.column), each.code) for each in clerk.saved().faults]
    assert (cell, code) in told


def test_a_workbook_without_fault_of_its_form_tells_nothing() -> None:
    assert Clerk().saved() == Imported(BODY, ())


def test_all_mistakes_are_told_in_the_order_of_the_sheets() -> None:
    clerk = Clerk()
    clerk.write("", "version", "第2版", x.SETTINGS)
    clerk.write("FS-C01", "x_key", "也许")
    clerk.write("FS-A02", "x_actions", "罚款")
    clerk.write("CONFORM", x.EN, None, x.CHOICES)
    told = [(each.sheet, each.row) for each in clerk.saved().faults]
    survey = [(x.SURVEY, clerk.row("FS-A02")), (x.SURVEY, clerk.row("FS-C01"))]
    assert told == [*survey, (x.CHOICES, 2), (x.SETTINGS, 2)]


def test_one_wrong_cell_is_told_once() -> None:
    clerk = Clerk()
    clerk.write("FS-A02", "x_basis", "食品安全法36条")
    assert len(clerk.saved().faults) == 1


def test_merged_cells_are_told() -> None:
    clerk = Clerk()
    clerk.sheet(x.SURVEY).merge_cells("C5:C6")
    faults = clerk.saved().faults
    assert [(each.row, each.facts) for each in faults if each.code is SheetCode.MERGED] == [(5, {"cells": "C5:C6"})]


def test_a_missing_sheet_or_column_is_told() -> None:
    clerk = Clerk()
    del clerk.book[x.LAWS]
    assert [(each.sheet, each.code) for each in clerk.saved().faults] == [(x.LAWS, SheetCode.SHEET_MISSING)]
    clerk = Clerk()
    clerk.sheet(x.SURVEY).delete_cols(clerk.column(x.SURVEY, "x_basis"))
    assert SheetCode.COLUMN_MISSING in {each.code for each in clerk.saved().faults}


def test_a_column_that_is_there_twice_is_told() -> None:
    clerk = Clerk()
    clerk.sheet(x.SURVEY).cell(1, 40).value = "x_key"
    assert [each.code for each in clerk.saved().faults] == [SheetCode.COLUMN_TWICE]


def test_an_end_too_many_and_an_item_outside_are_told() -> None:
    clerk = Clerk()
    clerk.sheet(x.SURVEY).delete_rows(clerk.row("A"))
    codes = {each.code for each in clerk.saved().faults}
    assert {SheetCode.OUTSIDE_SECTION, SheetCode.END_WITHOUT_BEGIN, SheetCode.NOT_OF_THE_ITEM} <= codes
    clerk = Clerk()
    clerk.sheet(x.SURVEY).delete_rows(clerk.row("key_failed") - 1)
    assert [(each.row, each.code) for each in clerk.saved().faults] == [(clerk.row("D"), SheetCode.SECTION_OPEN)]


@pytest.mark.parametrize("data", [b"", b"type,name\n", b"PK\x03\x04 not a workbook", workbook(BODY)[:2000]])
def test_what_is_no_workbook_is_told(data: bytes) -> None:
    (fault,) = read_workbook(data).faults
    assert fault.code is SheetCode.NOT_A_WORKBOOK


def test_an_empty_workbook_misses_its_sheets() -> None:
    file = io.BytesIO()
    Workbook().save(file)
    assert {each.code for each in read_workbook(file.getvalue()).faults} == {SheetCode.SHEET_MISSING}


def test_an_empty_form_tells_what_it_lacks() -> None:
    clerk = Clerk()
    for name in (x.SURVEY, x.CHOICES, x.SETTINGS, x.LAWS):
        clerk.sheet(name).delete_rows(2, 500)
    imported = clerk.saved()
    assert imported.body is None
    assert {each.code for each in imported.faults} <= {FaultCode.MISSING, FaultCode.EMPTY, FaultCode.ANSWER_MISSING}
