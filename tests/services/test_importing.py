"""Lists enter the register by the same way as everything: tried out, carried out, gone on with, taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from inspector_app.errors import AppError
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry, LedgerSource
from inspector_app.records.operators import Licence, LicenceType, Operator, OperatorStatus, Person
from inspector_app.records.people import Role, User
from inspector_app.services import import_journal, importing
from inspector_app.services.acting import Acting
from inspector_app.services.import_entries import Outcome
from inspector_app.services.import_journal import Notes, State
from inspector_app.services.import_place import Replica
from inspector_app.services.importing import Job, Report
from inspector_app.sheets.columns import Register
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.storage import operators
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from sync.device import outbox
from sync.record import Record
from tests import factories
from tests.replica_fixtures import KEY, Laptop

T = TypeVar("T")
Take = Callable[..., Report]
HEADINGS = [
    "店铺名称", "主体业态", "所属区划", "地址", "联系电话", "统一社会信用代码/注册号", "负责人", "身份证号",
    "食品经营许可证编号", "有效期至",
]  # fmt: skip


def shops(count: int) -> list[list[Any]]:
    return [[f"第{number}食杂店", "食杂店", "清河镇杨柳村", f"杨柳村{number}号"] for number in range(count)]


def book(path: Path, *rows: list[Any]) -> Path:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


@pytest.fixture
def place(laptop: Laptop) -> Replica:
    with laptop.sessions.begin() as session:
        outbox.set_meta(session, matching_key=KEY.hex())
    return Replica(laptop.sessions, laptop.wang, laptop.device_id, lambda: laptop.now, "DEMO")


@pytest.fixture
def take(place: Replica, tmp_path: Path) -> Take:
    def run(*rows: list[Any], register: Register = Register.OPERATORS, trial: bool = False, **fixed: str) -> Report:
        path = book(tmp_path / "list.xlsx", *rows)
        return importing.run(place, Job(path, register, fixed=fixed), trial=trial)

    return run


def count(laptop: Laptop, kind: str, *, void: bool = False) -> int:
    table = TABLES[kind]
    with laptop.sessions() as session:
        query = select(func.count()).select_from(table).where(table.c.voided_at.is_not(None) == void)
        return session.execute(query).scalar_one()


def all_of(laptop: Laptop, cls: type[Record]) -> list[Any]:
    with laptop.sessions() as session:
        ids = session.execute(select(TABLES[cls.kind].c.id).order_by(TABLES[cls.kind].c.id)).scalars().all()
        return [find(session, cls, each) for each in ids]


def codes(report: Report) -> list[str]:
    return [each.code.value for each in report.faults]


def test_a_line_becomes_shop_person_and_licence(laptop: Laptop, take: Take) -> None:
    row = ["清河便利店", "便利店", "清河镇", "集市1号", "１４０００００００１１", "92990101MA00000D3J", "张三",
           "990101198001011233", "JY19901010000019", date(2030, 5, 3)]  # fmt: skip
    report = take(HEADINGS, row)
    assert report.counts[Outcome.NEW] == 1
    assert report.written == 3
    [shop] = [each for each in all_of(laptop, Operator) if each.name == "清河便利店"]
    with laptop.sessions() as session:
        [person], [paper] = operators.persons_of(session, shop.id), operators.licences_of(session, shop.id)
    assert (shop.division_code, shop.phone, shop.status) == ("990101100", "14000000011", OperatorStatus.CAPTURED)
    assert shop.registered_by == laptop.wang.id
    assert (person.name, person.id_number) == ("张三", "990101198001011233")
    assert person.id_hmac
    assert (paper.licence_type, paper.valid_until) == (LicenceType.FOOD_OPERATION, date(2030, 5, 3))


def test_each_record_enters_by_the_one_write_path(laptop: Laptop, take: Take) -> None:
    take(HEADINGS[:4], *shops(3))
    with laptop.sessions() as session:
        changed = session.execute(select(outbox.outbox.c.kind)).scalars().all()
    assert sorted(changed) == ["access_log", "import_batch", "operator", "operator", "operator"]


def test_a_trial_says_the_same_and_writes_nothing(laptop: Laptop, take: Take) -> None:
    before = count(laptop, "operator")
    tried = take(HEADINGS[:4], *shops(5), trial=True)
    assert (tried.counts[Outcome.NEW], tried.id, count(laptop, "operator")) == (5, None, before)
    assert take(HEADINGS[:4], *shops(5)).counts == tried.counts
    assert count(laptop, "operator") == before + 5


def test_importing_twice_enters_nothing_new(laptop: Laptop, take: Take) -> None:
    take(HEADINGS[:4], *shops(5))
    before = count(laptop, "operator")
    changed = [[*row[:3], "杨柳村别处"] if row[0] == "第2食杂店" else row for row in shops(5)]
    again = take(HEADINGS[:4], *changed)
    assert (again.counts[Outcome.THERE], again.counts[Outcome.NEW], again.differing) == (5, 0, 1)
    assert count(laptop, "operator") == before


def test_a_shop_is_known_by_number_whatever_its_name(laptop: Laptop, take: Take) -> None:
    report = take(HEADINGS[:6], ["别名", "食杂店", "清河镇", "别处", "", laptop.shop.uscc])
    assert (report.counts[Outcome.THERE], report.differing) == (1, 1)


def test_a_line_that_stands_in_the_file_before_is_taken_once(take: Take) -> None:
    report = take(HEADINGS[:4], *shops(2), shops(2)[0])
    assert (report.counts[Outcome.NEW], report.counts[Outcome.SAME]) == (2, 1)
    assert report.faults[-1].facts["line"] == 2


def test_bad_numbers_come_in_flagged_and_rounded_ones_do_not(laptop: Laptop, take: Take) -> None:
    report = take(
        HEADINGS[:6],
        ["甲店", "食杂店", "清河镇", "1号", "123", "92990101MA00000C5X"],
        ["乙店", "食杂店", "清河镇", "2号", "14000000001", 929901010000001234],
        ["丙店", "食杂店", "无名镇", "3号"],
        ["丁店", "食杂店", "990102100", "4号"],
    )
    assert (report.counts[Outcome.NEW], report.counts[Outcome.WRONG], report.flagged) == (1, 3, 1)
    assert {"CHECK", "FORMAT", "ROUNDED", "PLACE_UNKNOWN"} <= set(codes(report))
    [shop] = [each for each in all_of(laptop, Operator) if each.name == "甲店"]
    assert shop.uscc == "92990101MA00000C5X"
    assert shop.tags == ("导入待核",)


def test_a_shop_of_another_township_is_not_entered(laptop: Laptop, take: Take) -> None:
    laptop.receive(factories.region("990101101", "柳溪镇", "990101"))
    assert codes(take(HEADINGS[:4], ["店", "食杂店", "柳溪镇", "1号"])) == ["ELSEWHERE"]


class Killed(BaseException):
    """The machine stops."""


class Breaking(Replica):
    """Stops at the third part, before it is kept."""

    def write(self, work: Callable[[Acting], tuple[T, Notes]], now: int | None = None) -> T:
        def half(act: Acting) -> tuple[T, Notes]:
            done = work(act)
            if any(key.endswith("/2") for key in done[1]):
                raise Killed
            return done

        return super().write(half, now)


def as_(place: Replica, kind: type[Replica], user: User) -> Replica:
    return kind(place.sessions, user, place.device_id, place.clock, place.dataset)


@pytest.mark.parametrize("register", [Register.OPERATORS, Register.LEDGER])
def test_after_a_kill_the_rest_is_entered_and_nothing_twice(
    laptop: Laptop, place: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: Register
) -> None:
    monkeypatch.setattr(importing, "PART", 10)
    rows = [HEADINGS[:4], *shops(45)]
    if register is Register.LEDGER:
        rows = [LEDGER, *(["挂面", 1, "袋", "20260301"] for _ in range(45))]  # each line says the same
    fixed = {} if register is Register.OPERATORS else {"direction": "进货", "operator": laptop.shop.name}
    job = Job(book(tmp_path / "list.xlsx", *rows), register, fixed=fixed)
    kind = "operator" if register is Register.OPERATORS else "ledger_entry"
    before = count(laptop, kind)
    with pytest.raises(Killed):
        importing.run(
            Breaking(place.sessions, place.user, place.device_id, place.clock, place.dataset), job, trial=False
        )
    assert count(laptop, kind) == before + 20
    report = importing.run(place, job, trial=False)
    assert report.counts[Outcome.NEW] == 45
    assert count(laptop, kind) == before + 45
    [made] = import_journal.imports(place)
    assert (made.id, made.state) == (report.id, State.DONE)
    assert import_journal.undo(place, made.id) == []
    assert count(laptop, kind, void=True) == (45 if kind == "operator" else 0)


def test_a_stop_leaves_whole_parts(laptop: Laptop, place: Replica, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(importing, "PART", 10)
    stop = threading.Event()
    job = Job(book(tmp_path / "list.xlsx", HEADINGS[:4], *shops(45)), Register.OPERATORS)
    before = count(laptop, "operator")
    report = importing.run(
        place, job, trial=False, stop=stop, report=lambda done, _: stop.set() if done >= 20 else None
    )
    assert report.stopped
    assert count(laptop, "operator") == before + 20


def test_an_import_that_was_broken_off_is_taken_back_as_far_as_it_came(
    laptop: Laptop, place: Replica, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(importing, "PART", 10)
    job = Job(book(tmp_path / "list.xlsx", HEADINGS[:4], *shops(45)), Register.OPERATORS)
    with pytest.raises(Killed):
        importing.run(as_(place, Breaking, place.user), job, trial=False)
    [made] = import_journal.imports(place)
    assert import_journal.undo(place, made.id) == []
    assert count(laptop, "operator", void=True) == 20
    assert importing.run(place, job, trial=False).counts[Outcome.NEW] == 45


def test_what_an_import_notes_is_not_read_with_every_save(laptop: Laptop, place: Replica, take: Take) -> None:
    report = take(HEADINGS[:4], *shops(3))
    note = f"import/{report.id}/0"
    with laptop.sessions() as session:
        assert len(outbox.meta(session, note)) == 3
        assert {"imports", "matching_key"} <= outbox._meta(session).keys()
        assert note not in outbox._meta(session)


def test_who_may_only_read_takes_nothing_back(laptop: Laptop, place: Replica, take: Take) -> None:
    report = take(HEADINGS[:4], *shops(3))
    assert report.id is not None
    reader = as_(place, Replica, place.user.changed(role=Role.READ_ONLY))
    with pytest.raises(AppError, match="not_allowed"):
        import_journal.undo(reader, report.id)
    assert import_journal.imports(place)[0].state is State.DONE


def test_taking_back_leaves_what_somebody_went_on_with(laptop: Laptop, place: Replica, take: Take) -> None:
    row = ["清河便利店", "便利店", "清河镇", "集市1号", "", "", "张三"]
    report = take(HEADINGS[:7], *([*each, "", "", ""] for each in shops(3)), row)
    made = {each.name: each for each in all_of(laptop, Operator)}
    with laptop.acting() as act:
        act.save(made["第1食杂店"].changed(phone="14000000005", phone_missing_reason=None))
        act.save(factories.ledger_entry(made["第2食杂店"].id))
    assert report.id is not None
    left = import_journal.undo(place, report.id)
    assert sorted(each.name for each in left) == ["第1食杂店", "第2食杂店"]
    gone = {each.name: each for each in all_of(laptop, Operator) if each.voided_at}
    assert set(gone) == {"第0食杂店", "清河便利店"}
    assert report.id in (gone["清河便利店"].void_reason or "")
    with pytest.raises(FileRefused, match="IMPORT_UNDONE"):
        import_journal.undo(place, report.id)
    with pytest.raises(FileRefused, match="UNKNOWN_IMPORT"):
        import_journal.undo(place, "x")


def test_what_was_taken_back_can_be_imported_again(laptop: Laptop, place: Replica, take: Take) -> None:
    first = take(HEADINGS[:4], *shops(3))
    assert first.id is not None
    import_journal.undo(place, first.id)
    again = take(HEADINGS[:4], *shops(3))
    assert (again.counts[Outcome.NEW], again.id != first.id) == (3, True)


def test_products_are_known_by_barcode_else_by_name(laptop: Laptop, take: Take) -> None:
    laptop.receive(factories.product())
    report = take(
        ["品名", "条形码", "规格", "生产厂家", "保质期"],
        ["别的挂面", 6901234567892, "", "", ""],
        ["酱油", "6901234567893", "", "", ""],
        ["酱油", 69012345678, "", "", ""],
        ["醋", "", "500ml", "酿造厂", "24个月"],
        ["醋", "", "500ml", "酿造厂", "24个月"],
        ["散称糖", "2000001000007", "", "", ""],
        register=Register.PRODUCTS,
    )
    assert [report.counts[each] for each in Outcome] == [2, 1, 1, 2]
    assert codes(report) == ["CHECK", "ZEROS_LOST", "SAME_AS_LINE", "STORE_CODE"]
    [vinegar] = [each for each in all_of(laptop, Product) if each.name == "醋"]
    assert (vinegar.shelf_life, vinegar.shelf_life_unit, vinegar.county_code) == (24, "MONTH", "990101")


LEDGER = ["品名", "数量", "单位", "进货日期"]


def test_l_1_a_purchase_book_comes_from_a_spreadsheet_with_its_faults_by_line(laptop: Laptop, take: Take) -> None:
    good = [
        "清河挂面", "500g", "20", "袋", "20260301", "2026.3.1", "12个月", "云岭县粮油批发部", "清河镇粮食街3号",
        "14000000009", "A-1", "2026年3月10日",
    ]  # fmt: skip
    headings = [
        "品名", "规格", "数量", "单位", "批号", "生产日期", "保质期", "供货者", "供货者地址", "供货者电话", "票据号",
        "进货日期",
    ]  # fmt: skip
    report = take(
        ["云岭县食品进货台账"],
        headings,
        good,
        [*good[:2], "很多", *good[3:]],
        [*good[:5], "2027.3.1", *good[6:]],
        [*good[:11], "3/10/2026"],
        ["瘦肉精", *good[1:]],
        ["合计", "", 60],
        register=Register.LEDGER,
        direction="进货",
        operator="杨柳村便民食杂店",
    )  # fmt: skip
    assert (report.counts[Outcome.NEW], report.counts[Outcome.WRONG], report.skipped) == (2, 3, 1)
    assert [(each.line, each.column, each.code.value) for each in report.faults] == [
        (4, "数量", "NOT_A_NUMBER"),
        (5, "生产日期", "DATE_FUTURE"),
        (6, "进货日期", "DATE_ORDER"),
        (7, "品名", "FORBIDDEN_SUBSTANCE"),
    ]
    first = all_of(laptop, LedgerEntry)[0]
    assert (first.quantity_milli, first.expiry_date, first.source) == (20_000, date(2027, 3, 1), LedgerSource.IMPORT)
    assert (first.operator_id, first.missing_reason) == (laptop.shop.id, "")


def test_two_equal_lines_of_a_book_are_two_and_stay_two(laptop: Laptop, take: Take) -> None:
    line = ["挂面", "1", "袋", "20260301"]
    report = take(LEDGER, line, line, register=Register.LEDGER, direction="进", operator=laptop.shop.uscc)
    assert (report.counts[Outcome.NEW], codes(report)) == (2, ["SAME_LINE_AGAIN"])
    third = take(LEDGER, line, line, line, register=Register.LEDGER, direction="进", operator=laptop.shop.uscc)
    assert (third.counts[Outcome.NEW], third.counts[Outcome.THERE]) == (1, 2)


def test_taking_a_book_back_reverses_its_lines_once(laptop: Laptop, place: Replica, take: Take) -> None:
    rows = [["挂面", "1", "袋", "20260301"], ["米", "1", "袋", "20260301"]]
    report = take(LEDGER, *rows, register=Register.LEDGER, direction="进", operator=laptop.shop.name)
    assert report.id is not None
    import_journal.undo(place, report.id)
    every = all_of(laptop, LedgerEntry)
    assert len(every) == 4
    assert {each.reverses for each in every if each.reverses} == {each.id for each in every if not each.reverses}
    again = take(LEDGER, *rows, register=Register.LEDGER, direction="进", operator=laptop.shop.name)
    assert again.counts[Outcome.NEW] == 2


def test_a_line_of_an_unknown_shop_is_told(take: Take) -> None:
    report = take(
        LEDGER, ["挂面", "1", "袋", "20260301"], register=Register.LEDGER, direction="进", operator="没有的店"
    )
    assert codes(report) == ["OPERATOR_UNKNOWN"]


@pytest.mark.parametrize("named", ["name", "名称", "Name", "店名"])
def test_a_column_may_be_named_as_lists_head_it(place: Replica, tmp_path: Path, named: str) -> None:
    path = book(tmp_path / "a.xlsx", ["门头", "类型", "门牌"], *([row[0], row[1], row[3]] for row in shops(1)))
    job = Job(path, Register.OPERATORS, {"门头": named}, {"行政区划": shops(1)[0][2]})
    report = importing.run(place, job, trial=True)
    assert (report.columns["name"], report.counts[Outcome.NEW]) == ("门头", 1)


def test_what_was_said_of_headings_is_remembered(place: Replica, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["门头", "哪类", "在哪", "门牌"], *(row for row in shops(1)))
    with pytest.raises(FileRefused) as refused:
        importing.run(place, Job(path, Register.OPERATORS), trial=True)
    assert refused.value.fault.code is SheetCode.NO_HEADER
    chosen = {"门头": "name", "哪类": "operator_kind", "在哪": "division"}
    importing.run(place, Job(path, Register.OPERATORS, chosen), trial=False)
    other = book(tmp_path / "b.xlsx", ["某某表"], ["门头", "哪类", "在哪", "门牌"], *shops(2))
    assert importing.run(place, Job(other, Register.OPERATORS), trial=True).counts[Outcome.NEW] == 1


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.HQ_ADMIN])
def test_who_records_nothing_imports_nothing(place: Replica, tmp_path: Path, role: Role) -> None:
    reader: User = place.user.changed(role=role)
    path = book(tmp_path / "a.xlsx", HEADINGS[:4], *shops(1))
    with pytest.raises(AppError, match="not_allowed"):
        importing.run(as_(place, Replica, reader), Job(path, Register.OPERATORS), trial=True)


def test_a_licence_number_of_no_known_kind_is_kept_in_the_remark(laptop: Laptop, take: Take) -> None:
    report = take([*HEADINGS[:4], "登记证编号"], [*shops(1)[0], "云小店2026第1号"])
    assert codes(report)[-1] == "REQUIRED"
    [shop] = [each for each in all_of(laptop, Operator) if each.name == "第0食杂店"]
    assert "云小店2026第1号" in shop.remark
    assert all_of(laptop, Licence) == []
    assert len(all_of(laptop, Person)) == 1


def test_standards_enter_no_laptop(laptop: Laptop, place: Replica, tmp_path: Path) -> None:
    """A laptop would show what headquarters then refuses."""
    path = book(tmp_path / "standards.xlsx", ["标准号", "标准名称", "实施日期"], ["GB 7718", "标签通则", "2012-04-20"])
    for user in (laptop.wang, factories.user(username="desk", role=Role.COUNTY_ADMIN)):
        with pytest.raises(AppError, match="not_allowed"):
            importing.run(as_(place, Replica, user), Job(path, Register.STANDARDS), trial=True)
