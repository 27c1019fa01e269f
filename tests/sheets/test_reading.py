"""Register files as counties have them: what is read of them, what is told; no bytes at all break the reader."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.problems import Code
from inspector_app.paths import resources
from inspector_app.sheets.cells import Cell, Doubt, as_written, cell_of, text_cell
from inspector_app.sheets.columns import ENUMS, Register, columns_of, headings, loose, words
from inspector_app.sheets.entries import Entry, entries, fixed_values, require_columns
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.headers import Header, find_header
from inspector_app.sheets.reading import sheets_of
from inspector_app.sheets.sentences import sentence, sentences

HEADINGS = ["店铺名称", "主体业态", "所属乡镇", "地址", "联系电话", "统一社会信用代码"]
SHOP = ["杨柳村便民店", "食杂店", "石桥镇", "杨柳村1号", "14000000001", "92990101MA00000C5L"]


def header_of(path: Path, register: Register = Register.OPERATORS) -> Header:
    header = find_header(sheets_of(path)[0], register)
    assert header is not None
    return header


def read(path: Path, register: Register = Register.OPERATORS, **fixed: str) -> list[Entry]:
    header = header_of(path, register)
    found = entries(sheets_of(path)[0], header, register, fixed_values(register, fixed))
    return [each for each in found if each is not None]


def workbook(path: Path, *rows: list[Any], change: Callable[[Worksheet], None] = lambda sheet: None) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def csv_file(path: Path, *rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_the_encoding_that_fits(tmp_path: Path, encoding: str, delimiter: str) -> None:
    [entry] = read(csv_file(tmp_path / "a.csv", HEADINGS, SHOP, encoding=encoding, delimiter=delimiter))
    assert entry.values["name"] == "杨柳村便民店"
    assert entry.values["operator_kind"] == "RURAL_STORE"
    assert entry.faults == []


def test_titles_two_lines_of_headings_merged_cells_and_sums_are_understood(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:H4", "G5:G6"):
            sheet.merge_cells(cells)

    path = workbook(
        tmp_path / "a.xlsx",
        ["云岭县食品经营户汇总表"],
        ["单位：户", None, None, "填表日期：2026年5月3日"],
        ["序号", "店铺名称", "主体业态", "经营者信息", None, None, "所属乡镇", "地址"],
        [None, None, None, "姓名", "身份证号", "电话"],
        [1, "杨柳村便民店", "食杂店", "李桂芳", "990101198001011233", "１４０００００００１１", "石桥镇", "1号"],
        [2, "张三早点", "早餐摊", "张三", None, 14000000012, None, "2号"],
        [],
        ["序号", "店铺名称", "主体业态", "姓名", "身份证号", "电话", "所属乡镇", "地址"],
        [3, "合计便利店", "便利店", "李四", None, None, "石桥镇", "3号"],
        ["合　计", 3],
        ["填表人：王五", None, None, "审核人：赵六"],
        ["负责人签字：", None, None, "审核："],
        ["单位（盖章）：", None, None, None],
        change=merge,
    )
    header = header_of(path)
    assert (header.line, header.unused) == (4, ["序号"])
    found = read(path)
    assert [(each.line.number, each.get("name"), each.get("owner")) for each in found] == [
        (5, "杨柳村便民店", "李桂芳"),
        (6, "张三早点", "张三"),
        (9, "合计便利店", "李四"),
    ]
    assert found[0].get("owner_phone") == "14000000011"  # in half width
    assert found[1].get("division") == "石桥镇"  # of the merged cell above it
    assert not any(each.faults for each in found)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (datetime(2024, 5, 3), date(2024, 5, 3)),
        (45415, date(2024, 5, 3)),
        (20240503, date(2024, 5, 3)),
        ("45415", date(2024, 5, 3)),
        ("2024年5月3日", date(2024, 5, 3)),
        ("2024.5.3", date(2024, 5, 3)),
        ("２０２４－０５－０３", date(2024, 5, 3)),
        ("2024/5/3 10:20", date(2024, 5, 3)),
        ("20240503", date(2024, 5, 3)),
        ("2020年5月3日至2024年5月3日", date(2024, 5, 3)),
        ("3/5/2024", SheetCode.DATE_ORDER),
        ("24.5.3", SheetCode.DATE_ORDER),
        ("2024年2月30日", SheetCode.NOT_A_DATE),
        ("2024年5月", SheetCode.NOT_A_DATE),
        ("长期有效", None),
        ("—", None),
    ],
)
def test_a_day_is_read_in_every_way_that_says_which_one(tmp_path: Path, written: Any, day: Any) -> None:
    path = workbook(tmp_path / "a.xlsx", [*HEADINGS, "有效期至"], [*SHOP, written])
    [entry] = read(path)
    assert entry.get("valid_until") == (day if isinstance(day, date) else None)
    assert [each.code for each in entry.faults] == ([day] if isinstance(day, SheetCode) else [])


@pytest.mark.parametrize(
    ("heading", "written", "column", "code"),
    [
        ("身份证号", 990101198001011233, "id_number", SheetCode.ROUNDED),
        ("身份证号", "9.90101E+17", "id_number", SheetCode.ROUNDED),
        ("从业人数", "三人", "staff_count", SheetCode.NOT_A_NUMBER),
        ("从业人数", 2.5, "staff_count", SheetCode.NOT_WHOLE),
        ("备注", "#REF!", "remark", SheetCode.FAILED),
        ("许可证类别", "健康证", "licence_type", SheetCode.UNKNOWN_WORD),
        ("备注", "长" * 2001, "remark", SheetCode.TOO_LONG),
        ("身份证号", "990*************33", "id_number", SheetCode.MASKED),
    ],
)
def test_what_the_spreadsheet_spoilt_is_told_at_its_cell_and_not_guessed(
    tmp_path: Path, heading: str, written: Any, column: str, code: SheetCode
) -> None:
    [entry] = read(workbook(tmp_path / "a.xlsx", [*HEADINGS, heading], [*SHOP, written]))
    [fault] = entry.faults
    assert (fault.code, fault.line, fault.column, fault.place) == (code, 2, heading, 6)
    assert entry.get(column) is None
    assert entry.is_wrong is (code is not SheetCode.MASKED)


def test_a_formula_whose_result_the_file_lacks_is_told_also_alone_in_its_line(tmp_path: Path) -> None:
    formula = '=CONCATENATE("杨柳村","便民店")'
    path = workbook(tmp_path / "a.xlsx", HEADINGS, [formula, *SHOP[1:]], [formula], SHOP)
    told = [[(each.line, each.column, each.code) for each in entry.faults][:1] for entry in read(path)]
    assert told == [[(2, "店铺名称", SheetCode.UNCOUNTED)], [(3, "店铺名称", SheetCode.UNCOUNTED)], []]


def test_a_format_that_fills_with_zeros_gives_them_back(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["G2"].number_format = "0000000000"

    [entry] = read(workbook(tmp_path / "a.xlsx", [*HEADINGS, "负责人电话"], [*SHOP, 99900123], change=fill))
    assert entry.get("owner_phone") == "0099900123"


def test_a_barcode_that_is_held_as_a_number_is_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["品名", "条形码"], ["挂面", 6901234567892], ["挂面", 6.901234567892e12])
    assert [each.get("gtin") for each in read(path, Register.PRODUCTS)] == ["6901234567892"] * 2


def test_a_quantity_may_carry_its_unit_and_an_amount_its_sign(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["品名", "购进数量", "金额（元）", "进货日期", "保质期"],
        ["挂面", "1,200.5袋", "￥3,000.00元", 45415, "12个月"],
    )
    [entry] = read(path, Register.LEDGER, direction="进货", operator="杨柳村便民店")
    assert (entry.get("quantity"), entry.get("unit"), entry.get("price")) == (1_200_500, "袋", 300_000)
    assert (entry.get("shelf_life"), entry.get("direction")) == ((12, "MONTH"), "IN")


def test_a_column_that_no_line_can_do_without_is_asked_for(tmp_path: Path) -> None:
    header = header_of(csv_file(tmp_path / "a.csv", ["店铺名称", "地址"], ["a", "b"]))
    with pytest.raises(FileRefused) as refused:
        require_columns(header, Register.OPERATORS, {})
    assert refused.value.fault.facts["names"] == "operator_kind, division"
    require_columns(header, Register.OPERATORS, {"operator_kind": "RURAL_STORE", "division": "990101100"})


def test_a_person_says_which_column_is_which(tmp_path: Path) -> None:
    header = header_of(csv_file(tmp_path / "a.csv", ["店铺名称", "门头", "地址"], ["a", "b", "c"]))
    chosen = header.with_columns(Register.OPERATORS, {"门头": "name", "店铺名称": "", "地址": "remark"})
    assert dict(chosen.columns) == {"name": 1, "remark": 2}
    assert chosen.fingerprint == header.fingerprint
    with pytest.raises(FileRefused):
        header.with_columns(Register.OPERATORS, {"没有": "name"})


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", SheetCode.EMPTY_FILE),
        ("a.csv", b"\x00" * 9, SheetCode.EMPTY_FILE),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SheetCode.OLD_OR_LOCKED),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", SheetCode.WEB_PAGE),
        ("a.csv", b"\xff\xff\xfe\x81", SheetCode.NO_TEXT),
        ("a.xlsx", b"PK\x03\x04\x14\x00\x06\x00\xff\xfe" * 9, SheetCode.BROKEN),
        ("a.json", b"{", SheetCode.BROKEN),
    ],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(tmp_path: Path, name: str, data: bytes, code: SheetCode) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        [list(sheet.lines()) for sheet in sheets_of(tmp_path / name)]
    assert refused.value.fault.code is code
    assert sentence(refused.value.fault, chinese=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    ("last", "codes"),
    [
        ("张三早点,早餐摊,石桥镇,2号\n", []),
        ("张三早点,早餐摊,石桥镇,2号", []),
        ("张三早点,早餐摊,石", [SheetCode.BROKEN_OFF]),
        ("张三早点,早餐摊\n", [Code.REQUIRED, Code.REQUIRED]),
        ("合计,2", None),
    ],
)
def test_a_line_in_which_a_file_breaks_off_is_not_taken_for_whole(
    tmp_path: Path, last: str, codes: list[SheetCode | Code] | None, encoding: str
) -> None:
    (tmp_path / "a.csv").write_bytes(
        f"店铺名称,主体业态,所属乡镇,地址\n李记,食杂店,石桥镇,1号\n{last}".encode(encoding)
    )
    first, *rest = read(tmp_path / "a.csv")
    assert not first.faults
    assert [[fault.code for fault in entry.faults] for entry in rest] == ([] if codes is None else [codes])


def _tried(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with suppress(FileRefused):  # what else is raised is a traceback on a clerk's screen
        for sheet in sheets_of(path):
            header = find_header(sheet, Register.OPERATORS)
            if header is not None:
                list(entries(sheet, header, Register.OPERATORS, {}))


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.json"]))
def test_any_bytes_end_in_rows_or_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    _tried(tmp_path_factory.mktemp("any") / name, data)


@cache
def _whole() -> bytes:
    made = io.BytesIO()
    book = Workbook()
    for row in (HEADINGS, SHOP):
        book.worksheets[0].append(row)
    book.save(made)
    return made.getvalue()


@given(data=st.data())
@settings(deadline=None)
def test_any_damage_to_a_workbook_ends_in_rows_or_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Inside its parts too: what was damaged there still unpacks."""
    folder = tmp_path_factory.mktemp("any")
    whole = _whole()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hurt = data.draw(st.sampled_from(sorted(parts)))
    parts[hurt] = _hurt(data, parts[hurt])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    _tried(folder / "a.xlsx", made.getvalue())
    _tried(folder / "b.xlsx", _hurt(data, whole))


def _hurt(data: st.DataObject, whole: bytes) -> bytes:
    """With some bytes taken out and others put in their place."""
    place = data.draw(st.integers(0, len(whole) - 1))
    return whole[:place] + data.draw(st.binary(max_size=8)) + whole[place + data.draw(st.integers(0, 40)) :]


@given(st.text())
def test_a_text_that_is_written_is_read_again_and_begins_no_formula(text: str) -> None:
    kept = unicodedata.normalize("NFC", text).replace("\x00", "")
    written = as_written(kept)
    assert text_cell(written).text == kept
    assert text_cell(written).doubt is None
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_number_too_long_for_a_spreadsheet_is_in_doubt() -> None:
    assert cell_of(10**15).doubt is Doubt.ROUNDED
    assert cell_of(10**15 - 1) == Cell("999999999999999", is_number=True)


@pytest.mark.parametrize("register", Register)
def test_no_heading_names_two_columns_by_its_own_name(register: Register) -> None:
    columns = columns_of(register).columns
    assert {name: headings(register)[loose(column.zh)] for name, column in columns.items()} == {n: n for n in columns}


def facts_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_fault_has_its_sentence_in_both_languages() -> None:
    told = sentences()
    assert sorted(code.value for code in SheetCode if code.value not in told) == []
    for english, chinese in told.values():
        assert facts_in(english) == facts_in(chinese)
    assert Code.REQUIRED.value in told


def test_no_word_stands_for_two_values() -> None:
    told = yaml.safe_load((resources() / "sheets" / "words.yaml").read_text("utf-8"))
    assert set(told) == set(ENUMS)
    for enum, values in told.items():
        for code, found in values.items():
            assert {words(enum)[loose(word)].value for word in found} == {code}
        assert set(values) == {each.value for each in ENUMS[enum]}


def _open_files() -> set[str]:
    return {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}


def _read_whole(path: Path) -> None:
    for sheet in sheets_of(path):
        list(sheet.lines())


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_damaged_workbook_leaves_no_file_open(tmp_path: Path, part: str) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(_whole())) as whole, zipfile.ZipFile(path, "w") as made:
        for name in whole.namelist():
            made.writestr(name, b"<" if name == part else whole.read(name))
    with pytest.raises(FileRefused) as refused:
        _read_whole(path)
    assert str(path) not in _open_files(), "the error, which keeps alive what was read, is held"
    assert refused.value.fault.code is SheetCode.BROKEN
