"""Exports: what each role gets, that it is logged, and that a file comes back as it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.oversight import Access, AccessLog
from inspector_app.records.people import Role
from inspector_app.records.register import CoverageDoor
from inspector_app.services import access_log, exporting, importing
from inspector_app.services.exporting import Wish
from inspector_app.services.import_entries import Outcome
from inspector_app.services.import_place import Replica
from inspector_app.services.importing import Job
from inspector_app.sheets.columns import Register
from inspector_app.sheets.faults import FileRefused
from inspector_app.sheets.reading import sheets_of
from inspector_app.storage import registers
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade
from sync.device.outbox import set_meta
from sync.record import Record
from tests import factories
from tests.replica_fixtures import KEY, Laptop

NUMBER = "990101198001011233"


def place_of(sessions: Sessions, laptop: Laptop, role: Role = Role.INSPECTOR, dataset: str = "DEMO") -> Replica:
    return Replica(sessions, laptop.wang.changed(role=role), laptop.device_id, lambda: laptop.now, dataset)


@pytest.fixture
def place(laptop: Laptop) -> Replica:
    with laptop.sessions.begin() as session:
        set_meta(session, matching_key=KEY.hex())
    shop = laptop.shop
    owner = factories.person(shop.id, id_number=NUMBER, id_missing_reason=None, id_hmac="h", phone="14000000001")
    laptop.receive(owner, factories.licence(shop.id), factories.product(), factories.ledger_entry(shop.id))
    return place_of(laptop.sessions, laptop)


def all_of(sessions: Sessions, cls: type[Record]) -> list[Any]:
    with sessions() as session:
        ids = session.execute(select(TABLES[cls.kind].c.id).order_by(TABLES[cls.kind].c.id)).scalars().all()
        return [find(session, cls, each) for each in ids]


def persons_in(path: Path) -> list[dict[str, str]]:
    [sheet] = [each for each in sheets_of(path) if each.name == "人员"]
    lines = [[cell.text for cell in line.cells] for line in sheet.lines()]
    return [dict(zip(lines[1], each, strict=False)) for each in lines[2:]]


@pytest.mark.parametrize(
    ("own", "role", "reason", "number", "phone"),
    [
        (Role.INSPECTOR, None, "", "990*************33", "140****0001"),
        (Role.INSPECTOR, Role.COUNTY_ADMIN, "x", "990*************33", "140****0001"),
        (Role.TEAM_LEAD, None, "x", "990*************33", "14000000001"),
        (Role.COUNTY_ADMIN, None, "", "990*************33", "14000000001"),
        (Role.COUNTY_ADMIN, None, "核对名单", NUMBER, "14000000001"),
        (Role.COUNTY_ADMIN, Role.INSPECTOR, "核对名单", "990*************33", "140****0001"),
    ],
)
def test_r_4_a_file_holds_what_its_role_may_take_away(
    laptop: Laptop, place: Replica, tmp_path: Path, own: Role, role: Role | None, reason: str, number: str, phone: str
) -> None:
    wish = Wish(Register.OPERATORS, tmp_path / "a.xlsx", role, reason)
    exporting.export(place_of(laptop.sessions, laptop, own), wish)
    [told] = [each for each in persons_in(wish.path) if each["身份证号"]]
    assert (told["身份证号"], told["联系电话"]) == (number, phone)
    assert told["匹配值"] == ("h" if number == NUMBER else "")
    [entry] = all_of(laptop.sessions, AccessLog)
    assert (entry.access, entry.entity, entry.reason) == (Access.EXPORT, "operators", reason)
    assert NUMBER not in entry.model_dump_json()


@pytest.mark.parametrize(
    ("own", "role"), [(Role.READ_ONLY, None), (Role.AUXILIARY, None), (Role.TEAM_LEAD, Role.READ_ONLY)]
)
def test_who_may_only_read_exports_nothing(
    laptop: Laptop, place: Replica, tmp_path: Path, own: Role, role: Role | None
) -> None:
    wish = Wish(Register.OPERATORS, tmp_path / "a.xlsx", role)
    with pytest.raises(AppError, match="not_allowed"):
        exporting.export(place_of(laptop.sessions, laptop, own), wish)
    assert not wish.path.exists()
    assert all_of(laptop.sessions, AccessLog) == []


@pytest.mark.parametrize("form", [".xlsx", ".json"])
def test_i_4_what_is_exported_comes_back_elsewhere_as_it_was(
    laptop: Laptop, place: Replica, tmp_path: Path, form: str
) -> None:
    other = open_database(tmp_path / "other.db", KEY)
    upgrade(other)
    admin = place_of(laptop.sessions, laptop, Role.COUNTY_ADMIN)
    for register in (Register.OPERATORS, Register.PRODUCTS, Register.LEDGER):
        path = tmp_path / f"{register}{form}"
        counts = exporting.export(admin, Wish(register, path, reason="迁移"))
        report = importing.run(place_of(other, laptop), Job(path, register), trial=False)
        assert report.counts[Outcome.NEW] == sum(counts.values())
        again = importing.run(place_of(other, laptop), Job(path, register), trial=True)
        assert (again.counts[Outcome.THERE], again.differing) == (sum(counts.values()), 0)
    for cls in (Operator, Person, Licence, LedgerEntry):
        assert all_of(other, cls) == all_of(laptop.sessions, cls)
    other.close()


def test_a_masked_file_says_nothing_of_what_it_hides(laptop: Laptop, place: Replica, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    exporting.export(place, Wish(Register.OPERATORS, path))
    report = importing.run(place, Job(path, Register.OPERATORS), trial=True)
    assert report.counts[Outcome.NEW] == 0
    assert {each.code.value for each in report.faults} == {"MASKED"}


def test_made_up_data_never_enter_a_real_register(laptop: Laptop, place: Replica, tmp_path: Path) -> None:
    for form in (".xlsx", ".csv", ".json"):
        path = tmp_path / f"a{form}"
        exporting.export(place, Wish(Register.PRODUCTS, path))
        with pytest.raises(FileRefused, match="WRONG_DATASET"):
            importing.run(place_of(laptop.sessions, laptop, dataset="REAL"), Job(path, Register.PRODUCTS), trial=True)


def test_a_changed_entry_of_the_log_is_found(laptop: Laptop, place: Replica) -> None:
    for number in range(4):
        place.log(Access.EXPORT, "operators", str(number))
    with laptop.acting() as act:
        assert access_log.first_broken(act, laptop.device_id) is None
    third = all_of(laptop.sessions, AccessLog)[2]
    laptop.receive(third.changed(reason="another"))
    with laptop.acting() as act:
        broken = access_log.first_broken(act, laptop.device_id)
    assert broken is not None
    assert broken.seq == 3


def test_r_9_a_street_list_of_300_doors_is_imported(laptop: Laptop, place: Replica, tmp_path: Path) -> None:
    lines = [
        "村居,街路,门牌号,店招",
        *(f"清河镇杨柳村,集市街,{number}号,第{number}铺" for number in range(1, 301)),
        "杨柳村,集市街,1号,",
    ]
    path = tmp_path / "doors.csv"
    path.write_bytes("\n".join(lines).encode("gb18030"))
    report = importing.run(place, Job(path, Register.DOORS), trial=False)
    assert (report.counts[Outcome.NEW], report.counts[Outcome.SAME]) == (300, 1)
    doors = all_of(laptop.sessions, CoverageDoor)
    assert len(doors) == 300
    assert {(each.division_code, each.state.value) for each in doors} == {("990101100200", "NOT_SEEN")}
    assert importing.run(place, Job(path, Register.DOORS), trial=True).counts[Outcome.NEW] == 0


def test_suppliers_are_known_by_number_else_by_name(laptop: Laptop, place: Replica, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "供应商名称,统一社会信用代码,联系电话,渠道\n甲批发部,92990101MA00000C5L,123,批发\n乙农户,,14000000001,农户\n",
        "utf-8",
    )
    report = importing.run(place, Job(path, Register.SUPPLIERS), trial=False)
    assert (report.counts[Outcome.NEW], report.flagged) == (2, 1)
    path.write_text("供应商名称,统一社会信用代码\n甲,92990101MA00000C5L\n乙农户,\n丙,\n", "utf-8")
    again = importing.run(place, Job(path, Register.SUPPLIERS), trial=True)
    assert (again.counts[Outcome.THERE], again.differing, again.counts[Outcome.NEW]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("area", "kinds"),
    [
        ({"990101100"}, {"operator", "person", "licence", "product", "ledger_entry"}),
        ({"990101"}, {"operator", "person", "licence", "product", "ledger_entry"}),
        ({"990101999"}, {"product"}),
        ({"990102"}, set()),
        (set(), set()),
    ],
)
def test_records_of_an_area_are_those_of_its_divisions_and_what_goes_with_them(
    laptop: Laptop, place: Replica, area: set[str], kinds: set[str]
) -> None:
    every = ("operator", "person", "licence", "product", "ledger_entry")
    with laptop.sessions() as session:
        found = {kind for kind in every if registers.after(session, SCHEMA.kinds[kind], "", 9, area)}
        whole = {kind for kind in every if registers.after(session, SCHEMA.kinds[kind], "", 9)}
    assert whole == set(every)
    assert found == kinds
