"""Standards enter HQ from a county's list, are found on the day they hold, leave in a file and are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.hq.publication import publish_regions, region_of
from inspector_app.hq.registers import Register as Desk
from inspector_app.records.people import Role, User
from inspector_app.records.reference import Standard
from inspector_app.services import exporting, import_journal, importing
from inspector_app.services.exporting import Wish
from inspector_app.services.import_entries import Outcome
from inspector_app.services.importing import Job, Report
from inspector_app.sheets.columns import Register
from inspector_app.sheets.faults import SheetCode
from inspector_app.storage import reference
from sync.record import new_id
from tests.running_hq import PASSWORD, clock, make_office

DAY = date(2025, 2, 7)
ROWS = [
    ["云岭县食品安全标准目录"],
    ["标准编号", "版次", "中文名称", "施行日期", "作废日期", "代替标准"],
    ["GB 2760", "2014", "食品添加剂使用标准", "2015-05-24", "2025年2月7日", ""],
    ["GB 2760", "2024", "食品添加剂使用标准", "２０２５-02-08", "", "GB 2760-2014"],
    ["DBS99/001", "2023", "云岭挂面", "2023/6/1", "", ""],
    ["GB 14881", "2013", "", "2014-06-01", "", ""],
    ["GB 2760", "2024", "食品添加剂使用标准", "2025-02-08", "", "GB 2760-2014"],
]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "hq")
    desk = User(
        id=new_id(),
        username="desk",
        name="周敏",
        role=Role.COUNTY_ADMIN,
        office_code="990101",
        office_name="云岭县市场监督管理局",
        acting_authority="云岭县市场监督管理局",
    )
    users.add(made, desk, PASSWORD, clock())
    yield made
    made.close()


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    path, book = tmp_path / "标准.xlsx", Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def take(office: Office, path: Path, username: str = "desk", *, trial: bool = False) -> Report:
    return importing.run(Desk.of(office, username, clock), Job(path, Register.STANDARDS), trial=trial)


def held(office: Office, on: date) -> dict[tuple[str, str], Standard]:
    found = Desk.of(office, "desk", clock).read(lambda act: reference.standards(act.session, on))
    return {(each.number, each.edition): each for each in found if each.valid_from <= on}


def test_i_4_a_list_of_standards_enters_leaves_and_is_taken_back(
    office: Office, standards: Path, tmp_path: Path
) -> None:
    report = take(office, standards)
    counts = {outcome: report.counts[outcome] for outcome in (Outcome.NEW, Outcome.SAME, Outcome.WRONG)}
    assert counts == {Outcome.NEW: 3, Outcome.SAME: 1, Outcome.WRONG: 1}
    assert held(office, date(2025, 2, 7)).keys() == {("GB 2760", "2014"), ("DBS99/001", "2023")}
    newest = held(office, date(2025, 2, 8))
    assert newest.keys() == {("GB 2760", "2024"), ("DBS99/001", "2023")}
    edition = newest["GB 2760", "2024"]
    assert (edition.replaces, edition.valid_from, edition.published_in) == ("GB 2760-2014", date(2025, 2, 8), "990101")
    again = take(office, standards, trial=True)
    assert (again.counts[Outcome.NEW], again.counts[Outcome.THERE], again.differing) == (0, 3, 0)

    for form in (".xlsx", ".csv", ".json"):
        path = tmp_path / f"out{form}"
        assert exporting.export(Desk.of(office, "desk", clock), Wish(Register.STANDARDS, path)) == {"standard": 3}
        back = take(office, path, trial=True)
        assert (back.counts[Outcome.THERE], back.differing, back.counts[Outcome.WRONG]) == (3, 0, 0), form

    assert report.id is not None
    assert import_journal.undo(Desk.of(office, "desk", clock), report.id) == []
    assert held(office, date(2025, 2, 8)) == {}


def test_one_standard_is_known_again_however_it_is_written_and_ends_after_it_begins(
    office: Office, tmp_path: Path
) -> None:
    path, book = tmp_path / "标准.xlsx", Workbook()
    for row in (
        ["标准号", "标准名称", "实施日期", "废止日期", "代替"],
        ["GB2717－2018", "酱油", "2019-12-21", "", "GB 2717-2003"],
        ["ＧＢ 2717—2018", "酱油", "2019-12-21", "", "GB 2717-2003"],
        ["gb/t 191-2008", "包装储运图示标志", "2008-10-01", "", ""],
        ["GB 7718-2025", "预包装食品标签通则", "2027-03-16", "2020-01-01", ""],
    ):
        book.worksheets[0].append(row)
    book.save(path)
    report = take(office, path)
    assert [report.counts[each] for each in (Outcome.NEW, Outcome.SAME, Outcome.WRONG)] == [2, 1, 1]
    assert [each.code for each in report.faults] == [SheetCode.SAME_AS_LINE, SheetCode.ENDS_BEFORE]
    known = {number: each.replaces for (number, _), each in held(office, DAY).items()}
    assert known == {"GB 2717-2018": "GB 2717-2003", "GB/T 191-2008": ""}


def test_officers_lay_down_no_standards(office: Office, standards: Path) -> None:
    with pytest.raises(AppError, match="not_allowed"):
        take(office, standards, "wang")


def test_where_a_standard_holds_is_a_code_or_a_name_that_hq_knows_told_by_the_trial_too(
    office: Office, tmp_path: Path
) -> None:
    named = {"99": "云岭省", "990101": "云岭县", "990101001": "城关街道"}
    publish_regions(office, [region_of(code, name, DAY) for code, name in named.items()], "HQ", clock())
    told = ["云岭省", "990101", "城关街道", "全国", "CN", "9901", "浙江省", "33"]
    path, book = tmp_path / "标准.xlsx", Workbook()
    book.worksheets[0].append(["标准号", "标准名称", "实施日期", "适用地区"])
    for number, area in enumerate(told):
        book.worksheets[0].append([f"GB {number}", "标准", "2025-01-01", area])
    book.save(path)
    for trial in (True, False):
        report = take(office, path, trial=trial)
        assert (report.counts[Outcome.NEW], report.counts[Outcome.WRONG]) == (5, 3)
        assert {(each.value, each.code) for each in report.faults} == {
            (area, SheetCode.PLACE_UNKNOWN) for area in told[5:]
        }
    where = {number: each.published_in for (number, _), each in held(office, DAY).items()}
    assert where == {"GB 0": "99", "GB 1": "990101", "GB 2": "990101001", "GB 3": "CN", "GB 4": "CN"}
