"""A notice finds everybody on this laptop who had the goods, and how much should be left."""

from __future__ import annotations

from datetime import date
from typing import Any

from inspector_app.domain.recalls import Holder
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.recalls import RecallLevel, RecallMatch, RecallNotice
from inspector_app.services import recalls
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

GTIN = "09521234543213"
NAME, MAKER = "云露原味酸奶", "云岭云露食品有限公司"


def notice(**fields: Any) -> RecallNotice:
    return RecallNotice.model_validate(
        {
            "id": new_id(),
            "published_in": "990101",
            "number": "召回〔2026〕1号",
            "title": "召回云露原味酸奶",
            "level": RecallLevel.I,
            "product_name": NAME,
            "gtin": GTIN,
            "maker_name": MAKER,
            "batches": ("20260301",),
            "produced_from": date(2026, 3, 1),
            "produced_to": date(2026, 3, 3),
            "reason": "菌落总数不合格",
            "issuer": "云岭县市场监督管理局",
            "known_at": 1,
            "published_at": 1,
        }
        | fields
    )


def entry(laptop: Laptop, operator_id: str, **fields: Any) -> LedgerEntry:
    made = factories.ledger_entry(operator_id, **{"product_name": NAME, "gtin": GTIN, "quantity_milli": 5_000} | fields)
    laptop.receive(made)
    return made


def found(laptop: Laptop, asked: RecallNotice) -> list[Holder]:
    with laptop.acting() as act:
        return recalls.holders(act, asked)


def shop(laptop: Laptop) -> str:
    made = factories.operator()
    laptop.receive(made)
    return made.id


def test_l_7_every_holder_is_found_with_what_it_bought_and_sold(laptop: Laptop) -> None:
    exact, probable, other = laptop.shop.id, shop(laptop), shop(laptop)
    lines = [
        entry(laptop, exact, batch_no="批号 2026-03-01"),
        entry(laptop, exact, direction=Direction.OUT, quantity_milli=2_000),
    ]
    entry(laptop, exact, batch_no="20260401")  # not these
    entry(laptop, probable, batch_no="", production_date=date(2026, 3, 2))
    entry(laptop, other, batch_no="", production_date=date(2026, 4, 2))
    first, second = found(laptop, notice())
    assert (first.operator_id, first.match, set(first.entry_ids)) == (exact, RecallMatch.EXACT, {e.id for e in lines})
    assert (first.bought_milli, first.sold_milli, first.left_milli) == ({"袋": 5_000}, {"袋": 2_000}, {"袋": 3_000})
    assert (second.operator_id, second.match) == (probable, RecallMatch.PROBABLE)


def test_goods_without_a_code_are_found_by_name_and_maker(laptop: Laptop) -> None:
    made = factories.product(name=NAME, maker_name=MAKER, gtin=None)
    stranger = factories.product(name=NAME, maker_name="别家食品有限公司", gtin=None)
    laptop.receive(made, stranger)
    entry(laptop, laptop.shop.id, product_id=made.id, gtin=None, batch_no="")
    entry(laptop, shop(laptop), product_id=stranger.id, gtin=None, batch_no="")
    entry(laptop, shop(laptop), product_id=made.id, gtin=None, batch_no="20260202")
    assert [(each.operator_id, each.match) for each in found(laptop, notice())] == [
        (laptop.shop.id, RecallMatch.POSSIBLE)
    ]
    assert [each.operator_id for each in found(laptop, notice(gtin=None, batches=()))]


def test_a_line_of_another_code_is_never_matched_by_its_name(laptop: Laptop) -> None:
    entry(laptop, laptop.shop.id, gtin="09521234543220")
    assert found(laptop, notice()) == []


def test_many_products_of_one_name_are_all_looked_at(laptop: Laptop) -> None:
    products = [factories.product(name=f"{NAME}{n}", maker_name=MAKER, gtin=None) for n in range(1200)]
    laptop.receive(*products)
    entry(laptop, laptop.shop.id, product_id=products[-1].id, gtin=None)
    entry(laptop, laptop.shop.id, product_id=products[0].id, gtin=None)
    (holder,) = found(laptop, notice())
    assert len(holder.entry_ids) == 2
