"""Ledger lines are complete or say why not; they are never changed, only reversed, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code, Severity
from inspector_app.domain.stock import exceeds_stock, stock
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import OperatorKind
from inspector_app.services import ledgers as books
from inspector_app.services.acting import Refused
from inspector_app.storage import ledgers, rows
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop


def bought(laptop: Laptop, **fields: object) -> LedgerEntry:
    with laptop.acting() as act:
        return books.add(act, factories.ledger_entry(laptop.shop.id, **fields))


def refusal(laptop: Laptop, entry: LedgerEntry) -> list[tuple[str, Code]]:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        books.add(act, entry)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_line_is_written_by_who_enters_it_and_its_last_good_day_computed(laptop: Laptop) -> None:
    line = bought(laptop)
    assert (line.entered_by, line.entered_at) == (laptop.wang.id, laptop.now)
    assert line.expiry_date == date(2027, 3, 1)


def test_a_printed_last_good_day_stays(laptop: Laptop) -> None:
    assert bought(laptop, expiry_date=date(2027, 2, 1)).expiry_date == date(2027, 2, 1)


def test_what_is_missing_needs_a_reason(laptop: Laptop) -> None:
    entry = factories.ledger_entry(laptop.shop.id, partner_phone="", voucher_no="")
    assert refusal(laptop, entry) == [("partner_phone", Code.REASON_NEEDED), ("voucher_no", Code.REASON_NEEDED)]
    bought(laptop, partner_phone="", voucher_no="", missing_reason="供货商未提供票据")


def test_a_forbidden_substance_warns_and_stops_nothing(laptop: Laptop) -> None:
    entry = factories.ledger_entry(laptop.shop.id, product_name="吊白块 2kg")
    with laptop.acting() as act:
        assert [(each.code, each.severity) for each in books.check(act, entry)] == [
            (Code.FORBIDDEN_SUBSTANCE, Severity.WARN)
        ]
    assert bought(laptop, product_name="吊白块 2kg").product_name == "吊白块 2kg"


def test_a_wholesaler_names_its_buyer(laptop: Laptop) -> None:
    wholesaler = factories.operator(operator_kind=OperatorKind.FOOD_WHOLESALER)
    laptop.receive(wholesaler)
    bare = {"direction": Direction.OUT, "partner_name": "", "partner_address": "", "partner_phone": ""}
    with laptop.acting() as act:
        books.add(act, factories.ledger_entry(wholesaler.id))
        books.add(act, factories.ledger_entry(laptop.shop.id))
        books.add(act, factories.ledger_entry(laptop.shop.id, **bare))
    assert ("partner_name", Code.REASON_NEEDED) in refusal(laptop, factories.ledger_entry(wholesaler.id, **bare))


def test_l_2_a_sale_beyond_the_stock_of_its_batch_needs_a_reason(laptop: Laptop) -> None:
    bought(laptop, quantity_milli=5_000)
    sale = factories.ledger_entry(laptop.shop.id, direction=Direction.OUT, quantity_milli=6_000)
    assert refusal(laptop, sale) == [("stock_reason", Code.EXCEEDS_STOCK)]
    bought(laptop, direction=Direction.OUT, quantity_milli=6_000, stock_reason="有一箱未登记")


@pytest.mark.parametrize(
    ("first", "sold"),
    [
        ({}, {}),
        ({"product_id": new_id()}, {}),
        ({"gtin": None}, {"product_name": "　清河挂面 "}),
        ({"batch_no": "L1　"}, {"batch_no": "L1"}),
        ({"batch_no": "L1"}, {"batch_no": ""}),
        ({"batch_no": "L1"}, {"batch_no": "L2"}),
        ({"unit": "箱"}, {}),
    ],
)
def test_a_sale_is_checked_as_against_the_whole_book(
    laptop: Laptop, first: dict[str, object], sold: dict[str, object]
) -> None:
    line = bought(laptop, **first, quantity_milli=5_000)
    spoilt = bought(laptop, **first, quantity_milli=3_000)
    bought(laptop, quantity_milli=2_000)
    sale = line.changed(**{"id": new_id(), "direction": Direction.OUT, "quantity_milli": 5_001} | sold)
    with laptop.acting() as act:
        books.reverse(act, spoilt.id, "数量写错")
        wanted = exceeds_stock(stock(ledgers.all_of_operator(act.session, laptop.shop.id)), sale)
        assert [each for each in books.check(act, sale) if each.code is Code.EXCEEDS_STOCK] == (
            [wanted] if wanted else []
        )


def test_a_sale_reads_the_lines_of_its_batch_alone(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        bought(laptop, batch_no=f"L{number}", quantity_milli=5_000)
    read: list[str] = []
    real = rows.to_record

    def counting(cls: type[Any], row: Any) -> Any:
        read.append(cls.kind)
        return real(cls, row)

    monkeypatch.setattr(rows, "to_record", counting)
    sale = factories.ledger_entry(laptop.shop.id, direction=Direction.OUT, batch_no="L7", quantity_milli=5_000)
    with laptop.acting() as act:
        assert books.check(act, sale) == []
    assert read.count("ledger_entry") == 1


def test_a_reversal_takes_the_line_out_of_the_stock_and_names_it(laptop: Laptop) -> None:
    line = bought(laptop)
    with laptop.acting(laptop.li, later_min=3) as act:
        reversal = books.reverse(act, line.id, "数量写错")
        book = ledgers.all_of_operator(act.session, laptop.shop.id)
    assert (reversal.reverses, reversal.reverse_reason, reversal.entered_by) == (line.id, "数量写错", laptop.li.id)
    assert stock(book) == {}
    assert len(book) == 2


def test_a_line_is_reversed_once_with_a_reason_and_a_reversal_never(laptop: Laptop) -> None:
    line = bought(laptop)

    def refused(entry_id: str, reason: str) -> list[str]:
        with pytest.raises(Refused) as told, laptop.acting() as act:
            books.reverse(act, entry_id, reason)
        return [problem.field for problem in told.value.problems]

    assert refused(line.id, " ") == ["reverse_reason"]
    with laptop.acting() as act:
        reversal = books.reverse(act, line.id, "数量写错")
    assert refused(line.id, "再来一次") == ["reverses"]
    assert refused(reversal.id, "还是要") == ["reverses"]


def test_a_scanned_code_finds_its_product_in_each_of_its_writings(laptop: Laptop) -> None:
    noodles = factories.product()
    laptop.receive(noodles)
    with laptop.acting() as act:
        assert books.product_of(act, "6901234567892") == noodles
        assert books.product_of(act, "06901234567892") == noodles
        assert books.product_of(act, "6901234567899") is None


def test_a_product_needs_a_name(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        books.add_product(act, factories.product(name=" "))
    assert refused.value.problems[0].field == "name"
