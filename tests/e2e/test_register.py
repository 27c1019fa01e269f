"""Two laptops register shops without a network, then exchange: nothing collides, and each holds its own town alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from inspector_app.hq.office import Office
from inspector_app.records import SCHEMA
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.inspections import Inspection
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.records.register import ShopCode
from inspector_app.services import inspections, numbers, shop_codes
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.references import dangling
from inspector_app.storage.rows import find
from inspector_app.storage.tables import TABLES
from sync.record import Record, new_id
from tests import factories
from tests.e2e.visit import acting, register_shop, registered_shop
from tests.running_hq import OTHER_TOWNSHIP, TOWNSHIP, FieldLaptop, enrolled, file_for, make_office, serving, signed_in

SHOPS = 200


@dataclass
class County:
    office: Office
    laptops: dict[str, FieldLaptop]
    """{township: the laptop of its officer}"""
    numbered: dict[str, set[tuple[str, str, str]]]
    """{township: (operator, code on its door, number of its paper) as they were given out there}"""

    def at_hq(self, kind: str, *names: str) -> list[tuple[str, ...]]:
        query = select(*(TABLES[kind].c[name] for name in names))
        return self.office.database.read(lambda connection: [tuple(row) for row in connection.execute(query)])


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Two laptops of two towns: each has registered 200 shops with HQ out of reach, and exchanged twice since."""
    folder = tmp_path_factory.mktemp("county")
    office = make_office(folder / "hq")
    people = {TOWNSHIP: "wang", OTHER_TOWNSHIP: "zhao"}
    with serving(office) as port:
        laptops = {town: enrolled(folder / name, file_for(office, port, name), name) for town, name in people.items()}
    numbered = {town: _registered(laptop, town) for town, laptop in laptops.items()}
    with serving(office, port):
        for laptop in [*laptops.values(), *laptops.values()]:
            assert laptop.sync().summary.is_level
    yield County(office, laptops, numbered)
    for laptop in laptops.values():
        laptop.close()
    office.close()


def _registered(laptop: FieldLaptop, town: str) -> set[tuple[str, str, str]]:
    given = set()
    with acting(laptop) as act:
        for each in range(SHOPS):
            shop = register_shop(act, name=f"便民店{each}", division_code=town, address=f"{each}号")
            told = numbers.take(act, DocumentType.SITE_RECORD)
            assert told is not None
            paper = {"operator_id": shop.id, "document_type": DocumentType.SITE_RECORD, "number": told}
            act.save(factories.any_of(Document, **paper))
            given.add((shop.id, shop_codes.issue(act, shop.id).code, told))
    return given


def test_r_7_two_laptops_offline_give_400_shops_numbers_that_never_collide_nor_change(county: County) -> None:
    given = county.numbered[TOWNSHIP] | county.numbered[OTHER_TOWNSHIP]
    assert len({code for _, code, _ in given}) == len({number for _, _, number in given}) == 2 * SHOPS
    assert set(county.at_hq(ShopCode.kind, "operator_id", "code")) == {(shop, code) for shop, code, _ in given}
    assert set(county.at_hq(Document.kind, "operator_id", "number")) == {(shop, number) for shop, _, number in given}
    for town, laptop in county.laptops.items():
        with laptop.signed_in.sessions() as session:
            query = select(TABLES[Document.kind].c.operator_id, TABLES[Document.kind].c.number)
            kept = {tuple(row) for row in session.execute(query)}
        assert kept == {(shop, number) for shop, _, number in county.numbered[town]}


def test_r_12_no_row_of_another_town_is_on_a_laptop(county: County) -> None:
    assert len(county.at_hq(Operator.kind, "id")) == 2 * SHOPS
    operators = TABLES[Operator.kind]
    for town, laptop in county.laptops.items():
        with laptop.signed_in.sessions() as session:
            outside = select(func.count()).where(~operators.c.division_code.startswith(town))
            assert session.execute(outside.select_from(operators)).scalar() == 0
            here = {row for (row,) in session.execute(select(operators.c.id))}
            assert len(here) == SHOPS
            for cls in _of_operators():
                named = session.execute(select(TABLES[cls.kind].c.operator_id)).scalars()
                assert {each for each in named if each} <= here, cls.kind


def _of_operators() -> list[type[Record]]:
    return [cls for cls in SCHEMA.kinds.values() if "operator_id" in cls.model_fields]


def test_r_8_from_the_decoded_code_to_the_shops_own_list_is_within_a_second(county: County) -> None:
    laptop = county.laptops[TOWNSHIP]  # nobody serves HQ now
    codes = [(code, shop) for shop, code, _ in sorted(county.numbered[TOWNSHIP])][::50]
    for code, shop_id in codes:
        began = time.perf_counter()
        with acting(laptop) as act:
            shop = shop_codes.operator_of(act.session, code)
            assert shop is not None
            visit = inspections.start(act, shop.id)
            form = inspections.form_of(act, visit)
        assert time.perf_counter() - began < 1
        assert shop.id == visit.operator_id == shop_id
        assert shop.operator_kind in form.applies_to
        with acting(laptop) as act:
            inspections.void(act, visit.id, "只看检查表")


def test_g_3_level_with_hq_every_reference_leads_somewhere(county: County) -> None:
    for laptop in county.laptops.values():
        with laptop.signed_in.sessions() as session:
            assert dangling(session) == []


def test_r_1_a_shop_made_offline_is_visited_within_two_seconds_and_survives_a_restart(county: County) -> None:
    laptop = county.laptops[TOWNSHIP]  # nobody serves HQ now
    began = time.perf_counter()
    shop = registered_shop(laptop, name="新开张豆腐坊", address="一号桥头")
    with acting(laptop) as act:
        visit = inspections.start(act, shop.id)
    assert time.perf_counter() - began < 2
    with acting(laptop) as act:
        assert [each.id for each in page(act.session, OperatorFilter(text="xkzdff"), None, 5)] == [shop.id]
        line = act.save(factories.any_of(LedgerEntry, operator_id=shop.id, id=new_id()))
        act.save(act.get(Operator, shop.id).changed(remark="门前有台阶"))
    laptop.close()
    again = county.laptops[TOWNSHIP] = signed_in(laptop.folder, "wang")
    with again.signed_in.sessions() as session:
        kept = find(session, Operator, shop.id)
        assert kept is not None
        assert kept.remark == "门前有台阶"
        assert find(session, Inspection, visit.id) == visit
        assert find(session, LedgerEntry, line.id) == line
