"""Two registrations of one business, merged at HQ: every laptop shows them as one, and as two again once taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from inspector_app.hq import users
from inspector_app.hq.merging import merge, unmerge
from inspector_app.hq.office import Office
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role
from inspector_app.storage import inspections, ledgers, operators
from inspector_app.storage.operators import OperatorFilter, Order
from inspector_app.storage.tables import TABLES
from sync.record import new_id
from tests import factories
from tests.running_hq import PASSWORD, TOWNSHIP, FieldLaptop, clock, enrolled, file_for, make_office, serving

CHILDREN = ("person", "licence", "inspection", "ledger_entry")


@dataclass
class Field:
    office: Office
    laptops: tuple[FieldLaptop, ...]
    first: Operator
    second: Operator

    def sync(self) -> None:
        for laptop in self.laptops:
            assert laptop.sync().problem is None

    def rows(self) -> list[dict[str, Any]]:
        """What belongs to operators, as HQ holds it, with versions and all."""
        return self.office.database.read(
            lambda connection: [
                dict(row)
                for kind in (*CHILDREN, "operator")
                for row in connection.execute(select(TABLES[kind]).order_by(TABLES[kind].c.id)).mappings()
            ]
        )


def shown(laptop: FieldLaptop, operator_id: str) -> dict[str, list[str]]:
    """Ids of what a laptop shows of an operator."""
    with laptop.signed_in.sessions() as session:
        return {
            "person": [each.id for each in operators.persons_of(session, operator_id)],
            "licence": [each.id for each in operators.licences_of(session, operator_id)],
            "inspection": sorted(each.id for each in inspections.of_operator(session, operator_id)),
            "ledger_entry": [each.id for each in ledgers.all_of_operator(session, operator_id)],
        }


def listed(laptop: FieldLaptop, limit: int = 50) -> set[str]:
    with laptop.signed_in.sessions() as session:
        by_name = operators.page(session, OperatorFilter(order=Order.NAME), None, limit)
        assert {each.id for each in by_name} == {each.id for each in operators.page(session, OperatorFilter(), None, 9)}
        return {each.id for each in by_name}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    office = make_office(tmp_path / "hq")
    lead = users.named(office, "wang").changed(id=new_id(), username="lead", role=Role.TEAM_LEAD)
    users.add(office, lead, PASSWORD, clock())
    shops = [factories.operator(name=name, division_code=TOWNSHIP) for name in ("便民食杂店", "便民小超市")]
    with serving(office) as port:
        laptops = tuple(enrolled(tmp_path / name, file_for(office, port, name), name) for name in ("wang", "li"))
        author = laptops[0].signed_in.user
        with office.service.author(author.id, clock()) as writer:
            for shop in shops:
                writer.save(shop)
                writer.save(factories.person(shop.id))
                writer.save(factories.licence(shop.id))
                writer.save(factories.visit(shop, author, new_id()))
                writer.save(factories.ledger_entry(shop.id))
        made = Field(office, laptops, *shops)
        made.sync()
        yield made
        for laptop in laptops:
            laptop.close()
    office.close()


def test_r_6_a_merger_reaches_two_laptops_and_taken_back_leaves_all_where_it_was(field: Field) -> None:
    first, second = field.first.id, field.second.id
    at_hq = field.rows()
    before = [{shop: shown(laptop, shop) for shop in (first, second)} for laptop in field.laptops]
    assert all(len(ids) == 1 for each in before for kinds in each.values() for ids in kinds.values())

    found = merge(field.office, first, second, "同一家店登记了两次", "lead", clock())
    assert {kind: found.counts[kind] for kind in CHILDREN} == dict.fromkeys(CHILDREN, 1)
    field.sync()
    for laptop, was in zip(field.laptops, before, strict=True):
        now = shown(laptop, second)
        for kind in CHILDREN:
            assert sorted(now[kind]) == sorted(was[first][kind] + was[second][kind])
        assert now["person"][0] == was[second]["person"][0], "its own first"
        assert listed(laptop) == listed(laptop, limit=1) | {second}
        assert first not in listed(laptop)
    assert field.rows() == at_hq, "no row is rewritten"

    unmerge(field.office, first, "是两家店", "lead", clock())
    field.sync()
    assert [{shop: shown(laptop, shop) for shop in (first, second)} for laptop in field.laptops] == before
    assert all(listed(laptop) == {first, second} for laptop in field.laptops)
    assert field.rows() == at_hq
