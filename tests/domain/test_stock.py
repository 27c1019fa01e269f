"""Stock is what standing lines add up to; a line that lacks what the law asks says so."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspector_app.domain import stock
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.stock import StockKey
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry
from sync.record import new_id

Make = Callable[..., LedgerEntry]
IN, OUT = Direction


@pytest.fixture
def line() -> Make:
    """A complete purchase line; any field can be given."""

    def make(**fields: Any) -> LedgerEntry:
        values = {
            "id": new_id(),
            "operator_id": new_id(),
            "direction": IN,
            "product_name": "云露纯净水",
            "gtin": "09521234543213",
            "specification": "500mL",
            "quantity_milli": 24_000,
            "unit": "瓶",
            "batch_no": "A1",
            "production_date": date(2025, 3, 1),
            "shelf_life": 12,
            "shelf_life_unit": ShelfLifeUnit.MONTH,
            "partner_name": "青川批发部",
            "partner_address": "青川市",
            "partner_phone": "14000000002",
            "voucher_no": "00017",
            "happened_on": date(2025, 6, 1),
            "entered_by": new_id(),
            "entered_at": 0,
        }
        return LedgerEntry.model_validate(values | fields)

    return make


WATER = StockKey("09521234543213", "A1", "瓶")


def test_stock_is_bought_less_sold_by_batch_and_unit(line: Make) -> None:
    entries = [
        line(),
        line(quantity_milli=500),
        line(direction=OUT, quantity_milli=4_000),
        line(batch_no="B2"),
        line(unit="箱", quantity_milli=1_000),
    ]
    assert stock.stock(entries) == {
        WATER: 20_500,
        WATER._replace(batch="B2"): 24_000,
        WATER._replace(unit="箱"): 1_000,
    }


def test_a_reversed_line_counts_no_more_however_often_reversed(line: Make) -> None:
    bought, sold = line(), line(direction=OUT, quantity_milli=30_000)
    back = line(direction=OUT, quantity_milli=30_000, reverses=sold.id, reverse_reason="输入错误")
    again = back.changed(id=new_id())
    assert stock.stock([bought, sold]) == {WATER: -6_000}
    for entries in ([bought, sold, back], [bought, sold, back, again]):
        random.Random(1).shuffle(entries)
        assert stock.stock(entries) == {WATER: 24_000}


def test_a_void_line_does_not_count_and_a_void_reversal_does_not_reverse(line: Make) -> None:
    bought, spoilt = line(), line(voided_at=1)
    back = line(reverses=bought.id, voided_at=1)
    assert stock.stock([bought, spoilt, back]) == {WATER: 24_000}


def test_a_product_is_known_by_id_then_code_then_name(line: Make) -> None:
    product = new_id()
    assert stock.stock_key(line(product_id=product)).product == product
    assert stock.stock_key(line(gtin=None)).product == "云露纯净水|500mL"


@pytest.mark.parametrize(
    ("batch", "quantity", "reason", "severity"),
    [
        ("A1", 24_000, "", None),
        ("A1", 24_001, "", Severity.ERROR),
        ("A1", 24_001, "上月结存未登记", Severity.WARN),
        ("C3", 1, "", Severity.ERROR),
        ("", 30_000, "", None),
        ("", 30_001, "", Severity.ERROR),
    ],
)
def test_a_sale_above_stock_needs_a_reason(
    line: Make, batch: str, quantity: int, reason: str, severity: Severity | None
) -> None:
    on_hand = stock.stock([line(), line(batch_no="B2", quantity_milli=6_000)])
    sale = line(direction=OUT, batch_no=batch, quantity_milli=quantity, stock_reason=reason)
    problem = stock.exceeds_stock(on_hand, sale)
    assert (problem.severity if problem else None) is severity


def test_a_purchase_never_exceeds_stock(line: Make) -> None:
    assert stock.exceeds_stock({}, line()) is None
    assert stock.exceeds_stock({}, line(direction=OUT, reverses=new_id())) is None


def test_a_complete_line_lacks_nothing(line: Make) -> None:
    assert stock.missing_fields(line()) == []
    assert stock.missing_fields(line(direction=OUT, partner_name="", voucher_no="")) == []


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"specification": ""}, "specification"),
        ({"production_date": None, "batch_no": ""}, "production_date"),
        ({"shelf_life": None, "shelf_life_unit": None}, "shelf_life"),
        ({"partner_name": " "}, "partner_name"),
        ({"partner_address": ""}, "partner_address"),
        ({"partner_phone": ""}, "partner_phone"),
        ({"voucher_no": ""}, "voucher_no"),
    ],
)
def test_what_the_law_asks_may_be_missing_only_with_a_reason(line: Make, fields: dict[str, Any], missing: str) -> None:
    assert stock.missing_fields(line(**fields)) == [Problem(missing, Code.REASON_NEEDED)]
    excused = stock.missing_fields(line(**fields, missing_reason="流动商贩送货, 未留票据"))
    assert excused == [Problem(missing, Code.GIVEN_WITH_REASON, Severity.WARN)]


@pytest.mark.parametrize(
    "fields", [{"production_date": None}, {"batch_no": ""}, {"shelf_life": None, "expiry_date": date(2026, 3, 1)}]
)
def test_one_of_two_is_enough(line: Make, fields: dict[str, Any]) -> None:
    assert stock.missing_fields(line(**fields)) == []


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"product_name": ""}, Problem("product_name", Code.REQUIRED)),
        ({"unit": " "}, Problem("unit", Code.REQUIRED)),
        ({"quantity_milli": 0}, Problem("quantity_milli", Code.QUANTITY)),
        ({"quantity_milli": -1}, Problem("quantity_milli", Code.QUANTITY)),
        ({"shelf_life": 0}, Problem("shelf_life", Code.SHELF_LIFE)),
        ({"shelf_life_unit": None}, Problem("shelf_life", Code.SHELF_LIFE)),
        ({"reverses": new_id()}, Problem("reverse_reason", Code.REQUIRED)),
    ],
)
def test_no_reason_excuses_a_line_that_says_nothing(line: Make, fields: dict[str, Any], problem: Problem) -> None:
    assert stock.missing_fields(line(**fields, missing_reason="无")) == [problem]


def test_a_wholesaler_names_the_buyer(line: Make) -> None:
    sale = line(direction=OUT, partner_name="", voucher_no="")
    assert stock.missing_fields(sale, wholesale=True) == [Problem("partner_name", Code.REASON_NEEDED)]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, []),
        ({"production_date": date(2025, 6, 2)}, [Code.DATE_FUTURE]),
        ({"production_date": date(2025, 6, 1)}, []),
        ({"expiry_date": date(2026, 2, 27)}, [Code.EXPIRY_DIFFERS]),
        ({"expiry_date": date(2026, 2, 28)}, []),
        ({"production_date": date(2024, 5, 31)}, [Code.EXPIRED]),
        ({"production_date": date(2024, 6, 1)}, []),
        ({"expiry_date": date(2025, 2, 28)}, [Code.EXPIRY_FIRST]),
        ({"expiry_date": date(2025, 3, 1), "shelf_life": None}, [Code.EXPIRED]),
        ({"production_date": None, "shelf_life": None, "expiry_date": date(2025, 5, 31)}, [Code.EXPIRED]),
        ({"happened_on": date(2025, 6, 3)}, [Code.DATE_FUTURE]),
    ],
)
def test_dates_that_cannot_be_are_told(line: Make, fields: dict[str, Any], codes: list[Code]) -> None:
    entry = line(**fields)
    found = stock.date_problems(entry, entry.happened_on, today=date(2025, 6, 2))
    assert [problem.code for problem in found] == codes


def test_a_trade_to_come_and_goods_that_expire_before_they_are_made_are_not_written(line: Make) -> None:
    entry = line(happened_on=date(2025, 6, 3), expiry_date=date(2025, 2, 28))
    found = stock.date_problems(entry, entry.happened_on, today=date(2025, 6, 2))
    assert [(problem.field, problem.severity) for problem in found] == [
        ("happened_on", Severity.ERROR),
        ("expiry_date", Severity.ERROR),
    ]
