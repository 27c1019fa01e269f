"""Two books agree, or each difference is found and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.cross_check import CrossCheckRules, Difference, same_goods
from inspector_app.records.ledgers import Direction
from inspector_app.records.suppliers import Supplier
from inspector_app.services import cross_checks
from inspector_app.services.rules import latest
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

D = Difference
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 15)


class Books:
    """A wholesaler that sells to the laptop's shop."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.buyer = laptop, laptop.shop
        self.seller = factories.operator(name="云岭县粮油批发部")
        self.dealer = factories.any_of(Supplier, name=self.seller.name, operator_id=self.seller.id)
        laptop.receive(self.seller, self.dealer)

    def sold(self, **fields: Any) -> None:
        self._line(self.seller.id, fields, direction=Direction.OUT, partner_operator_id=self.buyer.id)

    def bought(self, **fields: Any) -> None:
        self._line(self.buyer.id, fields, supplier_id=self.dealer.id)

    def both(self, days: int = 0, **fields: Any) -> None:
        self.sold(**fields)
        self.bought(**fields | {"happened_on": fields.get("happened_on", date(2026, 3, 10)) + timedelta(days=days)})

    def _line(self, operator_id: str, fields: dict[str, Any], **own: Any) -> None:
        self.laptop.receive(factories.ledger_entry(operator_id, **own | fields))

    def differences(self) -> list[tuple[Difference, str]]:
        with self.laptop.acting() as act:
            found = cross_checks.between(act, self.seller.id, self.buyer.id, FIRST, LAST)
        lines = ((each.difference, each.sold or each.bought) for each in found)
        return sorted((difference, line.product_name) for difference, line in lines if line)


@pytest.fixture
def books(laptop: Laptop) -> Books:
    return Books(laptop)


def test_l_5_five_planted_differences_are_found_and_none_else(books: Books) -> None:
    apart = latest(CrossCheckRules).days
    for number in range(12):
        books.both(apart if number % 2 else 0, product_name=f"相符{number}", batch_no=f"B{number}")
    books.both(product_name="重复", quantity_milli=5_000)  # the same goods twice a day
    books.both(product_name="重复", quantity_milli=5_000)
    books.sold(product_name="只在卖方")
    books.bought(product_name="只在买方")
    books.sold(product_name="数量", quantity_milli=20_000)
    books.bought(product_name="数量", quantity_milli=12_000)
    books.sold(product_name="批号", batch_no="20260301")
    books.bought(product_name="批号", batch_no="20260201")
    books.both(apart + 1, product_name="日期", happened_on=date(2026, 3, 5))
    books.sold(product_name="他人", partner_operator_id=new_id())  # another buyer's
    books.bought(product_name="他处", supplier_id=new_id())
    assert books.differences() == sorted(
        [
            (D.NOT_IN_BUYERS_BOOK, "只在卖方"), (D.NOT_IN_SELLERS_BOOK, "只在买方"), (D.QUANTITY, "数量"),
            (D.BATCH, "批号"), (D.DAY, "日期"),
        ]
    )  # fmt: skip


def test_l_5_a_delivery_across_the_end_of_the_days_is_no_difference(books: Books) -> None:
    books.both(1, happened_on=LAST)
    books.both(-1, happened_on=FIRST)
    books.sold(product_name="更早", happened_on=FIRST - timedelta(days=9))
    assert books.differences() == []


def test_partners_are_found_by_their_name_and_reversed_lines_left_out(books: Books) -> None:
    wrong = factories.ledger_entry(books.buyer.id, supplier_id=books.dealer.id)
    books.laptop.receive(wrong, wrong.changed(id=new_id(), reverses=wrong.id, reverse_reason="录错"))
    books.sold(partner_operator_id=None, partner_name=books.buyer.name)
    books.bought(supplier_id=None, partner_name=books.seller.name, batch_no="")  # a book without batches
    assert books.differences() == []


def test_goods_are_the_same_by_code_before_product_before_name() -> None:
    shop, product = new_id(), new_id()
    coded = factories.ledger_entry(shop, gtin="06901234567892")
    assert not same_goods(coded, coded.changed(gtin="06901234567908"))
    assert same_goods(factories.ledger_entry(shop, product_id=product, product_name="甲"),
                      factories.ledger_entry(shop, product_id=product, product_name="乙"))  # fmt: skip
    assert same_goods(coded, factories.ledger_entry(shop, product_name=" 清河 挂面"))
