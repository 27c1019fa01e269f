"""What ends soon on a shop's shelves is listed and printed; a book thrown away too early is a finding."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records.evidence import DocumentType
from inspector_app.records.goods import ProductField, ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import AgriKind, OperatorKind
from inspector_app.records.suppliers import Supplier, SupplyChannel
from inspector_app.services import retention, shelf
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

ON = date(2026, 3, 18)


def line(laptop: Laptop, name: str, expiry: date, **fields: Any) -> LedgerEntry:
    known = {"product_name": name, "expiry_date": expiry, "quantity_milli": 10_000}
    made = factories.ledger_entry(laptop.shop.id, **known | fields)
    laptop.receive(made)
    return made


def test_l_9_the_goods_that_end_soon_and_their_slip(laptop: Laptop) -> None:
    month = {"shelf_life": 6, "shelf_life_unit": ShelfLifeUnit.MONTH}
    line(laptop, "过期", date(2026, 3, 17), batch_no="E1", **month)
    line(laptop, "最后一日", ON, batch_no="L1", **month)
    line(laptop, "临期", date(2026, 4, 7), batch_no="N1", **month)  # 20 days
    line(laptop, "尚可", date(2026, 4, 8), batch_no="F1", **month)
    line(laptop, "已售完", date(2026, 3, 1), batch_no="S1", **month)
    line(laptop, "已售完", date(2026, 3, 1), batch_no="S1", direction=Direction.OUT)
    line(laptop, "部分售出", date(2026, 3, 10), batch_no="P1", **month)
    line(laptop, "部分售出", date(2026, 3, 10), batch_no="P1", direction=Direction.OUT, quantity_milli=4_000)
    line(laptop, "部分售出", date(2026, 3, 11), batch_no="P1", **month)
    wrong = line(laptop, "录错", date(2026, 3, 1), batch_no="W1", **month)
    laptop.receive(wrong.changed(id=new_id(), reverses=wrong.id, reverse_reason="录错"))
    with laptop.acting() as act:
        batches = shelf.ending(act, laptop.shop.id, ON)
        slip = shelf.withdrawal_slip(act, laptop.shop.id, batches, ON, demo=False)
    assert [(each.line.product_name, each.state, each.left_milli) for each in batches] == [
        ("部分售出", ShelfState.EXPIRED, 16_000),
        ("过期", ShelfState.EXPIRED, 10_000),
        ("最后一日", ShelfState.LAST_DAY, 10_000),
        ("临期", ShelfState.NEAR_EXPIRY, 10_000),
    ]
    assert (slip.document_type, slip.operator_id) == (DocumentType.GOODS_LIST, laptop.shop.id)
    assert all(word in slip.html for word in ("过期", "N1", "10袋", "2026年4月7日"))
    assert not any(word in slip.html for word in ("尚可", "已售完", "录错"))


def gone(laptop: Laptop, bought: LedgerEntry, day: date) -> list[tuple[Code, Any]]:
    laptop.receive(bought)
    with laptop.acting() as act:
        return [(each.code, each.facts["expiry"]) for each in retention.too_short(act, bought, day)]


def test_l_8_a_book_kept_too_short_is_a_finding(laptop: Laptop) -> None:
    food = factories.ledger_entry(laptop.shop.id, happened_on=date(2025, 1, 10), expiry_date=date(2025, 12, 1))
    assert gone(laptop, food, date(2026, 6, 1)) == [(Code.KEPT_SHORT, "2026-06-01")]
    assert gone(laptop, food, date(2026, 6, 2)) == []


@pytest.mark.parametrize(
    ("kind", "fields", "until"),
    [
        (OperatorKind.RURAL_STORE, {}, "2026-06-01"),
        (OperatorKind.CONSUMER_GOODS_SHOP, {}, "2027-01-10"),
        (OperatorKind.AGRI_INPUT_SHOP, {"agri_kinds": (AgriKind.FEED,)}, "2027-01-10"),
    ],
)
def test_l_8_the_term_follows_from_shop_and_goods(
    laptop: Laptop, kind: OperatorKind, fields: dict[str, Any], until: str
) -> None:
    shop = factories.operator(operator_kind=kind, **fields)
    grower = factories.any_of(Supplier, channel=SupplyChannel.FARMER)
    tool = factories.product(field=ProductField.CONSUMER_GOODS)
    laptop.receive(shop, grower, tool)
    bought = factories.ledger_entry(shop.id, happened_on=date(2025, 1, 10), expiry_date=date(2025, 12, 1))
    with laptop.acting() as act:
        found = retention.keeping(act, bought)
        assert found is not None
        assert found.until.isoformat() == until
        if kind is OperatorKind.RURAL_STORE:
            others = [bought.changed(supplier_id=grower.id), bought.changed(product_id=tool.id)]
            assert [str(k.until) for each in others if (k := retention.keeping(act, each))] == [
                "2025-07-10", "2027-01-10",
            ]  # fmt: skip
