"""Book, bill and goods of lines that were drawn: each that differs is one finding, with its photo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.documents.papers import plain_text
from inspector_app.domain.problems import Code
from inspector_app.domain.stock_check import Bill, Counted, Differs, Left, differences, left_of
from inspector_app.records.books import CheckVerdict, PurchaseCheck
from inspector_app.records.inspections import AnswerCode, Inspection
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.services import inspections, stock_checks
from inspector_app.services.acting import Refused
from inspector_app.storage.rows import columns, records
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

ITEM = "RS-D03"
OPERATOR_ID = new_id()


class Count:
    """A visit to a store with thirty purchases, of which twenty were drawn."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        for number in range(30):
            self.line(f"商品{number}", f"B{number}")
        self.line("商品3", "B3", direction=Direction.OUT, quantity_milli=5_000)
        wrong = self.line("录错", "W1")
        laptop.receive(wrong.changed(id=new_id(), reverses=wrong.id, reverse_reason="录错"))
        with laptop.acting() as act:
            self.visit: Inspection = inspections.start(act, laptop.shop.id)
            self.drawn = stock_checks.draw(act, laptop.shop.id, 20, "2026-03-18")

    def line(self, name: str, batch: str, **fields: Any) -> LedgerEntry:
        made = factories.ledger_entry(self.laptop.shop.id, product_name=name, batch_no=batch, **fields)
        self.laptop.receive(made)
        return made

    def counted(self, line: LedgerEntry, **told: Any) -> Counted:
        left = 15_000 if line.product_name == "商品3" else 20_000
        bill = Bill(line.voucher_no, line.quantity_milli, line.batch_no, line.partner_name, line.happened_on)
        return Counted(**{"line_id": line.id, "shelf_milli": left, "bill": bill} | told)

    def photographed(self, *lines: LedgerEntry) -> None:
        about = [{"subject_kind": "ledger_entry", "subject_id": line.id} for line in lines]
        self.laptop.receive(*(factories.photo_of(self.visit.id, ITEM, **each) for each in about))


@pytest.fixture
def count(laptop: Laptop) -> Count:
    return Count(laptop)


def test_l_4_three_planted_mismatches_are_three_findings_with_line_and_photo(count: Count) -> None:
    lines = count.drawn
    assert len(lines) == 20
    count.line(lines[0].product_name, lines[0].batch_no, direction=Direction.OUT, quantity_milli=1_000)
    planted = {
        lines[0].id: count.counted(lines[0], shelf_milli=1_000),
        lines[7].id: count.counted(lines[7], bill=None),
        lines[19].id: count.counted(lines[19], bill=Bill("A-1", 12_000, "", "别家批发部")),
    }
    seen = [planted.get(line.id) or count.counted(line) for line in lines]
    count.photographed(lines[0], lines[7])
    with pytest.raises(Refused) as refused, count.laptop.acting() as act:
        stock_checks.write(act, count.visit.id, ITEM, seen)
    assert [(each.code, each.facts["line"]) for each in refused.value.problems] == [(Code.PHOTO_MISSING, lines[19].id)]
    count.photographed(lines[19], lines[19])
    with count.laptop.acting() as act:
        found = stock_checks.compare(act, count.visit.id, seen)
        records = stock_checks.write(act, count.visit.id, ITEM, seen)
        answer = act.get(Inspection, count.visit.id).answers[ITEM]
    assert {each.line.id: each.differs for each in found} == {
        lines[0].id: (Differs.GOODS_MISSING,),
        lines[7].id: (Differs.NO_BILL,),
        lines[19].id: (Differs.BILL_QUANTITY, Differs.BILL_SUPPLIER),
    }
    assert [len(each.photos) for each in found] == [1 + (each.line.id == lines[19].id) for each in found]
    assert sorted(each.ledger_entry_id or "" for each in records) == sorted(planted)
    assert {each.inspection_id for each in records} == {count.visit.id}
    assert (answer.code, len(answer.note.splitlines())) == (AnswerCode.NONCONFORM, 3)
    assert all(line.product_name in answer.note for line in (lines[0], lines[7], lines[19]))


def test_what_is_counted_again_is_said_anew_and_not_twice(count: Count) -> None:
    first, second = count.drawn[0], count.drawn[7]
    count.photographed(first, second)
    more, no_bill = count.counted(first, shelf_milli=99_000), count.counted(second, bill=None)

    def written(*seen: Counted) -> tuple[list[str], list[PurchaseCheck]]:
        with count.laptop.acting() as act:
            stock_checks.write(act, count.visit.id, ITEM, seen)
            answer = act.get(Inspection, count.visit.id).answers.get(ITEM)
            kept = records(act.session, PurchaseCheck, columns(PurchaseCheck))
        return answer.note.splitlines() if answer else [], kept

    once = written(more, no_bill)
    assert (len(once[0]), len(once[1])) == (2, 2)
    assert written(more, no_bill) == once
    notes, kept = written(count.counted(first, shelf_milli=99_000, bill=None))
    assert (len(notes), len(kept)) == (2, 3)  # a row is never changed: what is said otherwise is another one
    notes, kept = written(count.counted(first), count.counted(second))
    assert notes == []
    last = {each.ledger_entry_id: each.verdict for each in kept}
    assert last == {first.id: CheckVerdict.ACCEPTED, second.id: CheckVerdict.ACCEPTED}
    assert len(written(count.counted(first))[1]) == len(kept)


def test_l_4_what_agrees_makes_no_finding(count: Count) -> None:
    with count.laptop.acting() as act:
        assert stock_checks.write(act, count.visit.id, ITEM, map(count.counted, count.drawn)) == []
        assert ITEM not in act.get(Inspection, count.visit.id).answers


def test_lines_are_drawn_alike_by_everybody_and_none_that_is_reversed(count: Count) -> None:
    with count.laptop.acting() as act:
        assert stock_checks.draw(act, count.laptop.shop.id, 20, "2026-03-18") == count.drawn
        other = stock_checks.draw(act, count.laptop.shop.id, 20, "2026-03-19")
        every = stock_checks.draw(act, count.laptop.shop.id, 99, "x")
    assert {line.id for line in other} != {line.id for line in count.drawn}
    assert len(every) == 30
    assert all(line.direction is Direction.IN and line.product_name != "录错" for line in every)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"shelf_milli": None}, []),
        ({"shelf_milli": 20_001}, [Differs.GOODS_BEYOND]),
        ({"bill": Bill("A-1")}, []),  # a bill that says nothing contradicts nothing
        ({"bill": Bill("A-1", batch_no="批号：2026-3-1", supplier="粮油批发部")}, []),
        ({"bill": Bill("A-1", batch_no="20260302")}, [Differs.BILL_BATCH]),
        ({"bill": Bill("A-1", on=date(2026, 3, 11))}, [Differs.BILL_DAY]),
        ({"bill": Bill("A-1", on=date(2026, 3, 9))}, []),
    ],
)
def test_what_contradicts_the_book(told: dict[str, Any], found: list[Differs]) -> None:
    line = factories.ledger_entry(new_id())
    counted = Counted(**{"line_id": line.id, "shelf_milli": 20_000, "bill": Bill("A-1")} | told)
    assert differences(line, counted, Left(20_000, 20_000)) == found


def sale(batch: str, milli: int, **fields: Any) -> LedgerEntry:
    return line(batch, milli, direction=Direction.OUT, **fields)


def line(batch: str, milli: int, **fields: Any) -> LedgerEntry:
    return factories.ledger_entry(OPERATOR_ID, **{"batch_no": batch, "quantity_milli": milli} | fields)


@pytest.mark.parametrize(
    ("others", "named", "unnamed"),
    [
        ([], Left(0, 20_000), Left(0, 5_000)),  # no sales book: nothing says how many were sold
        ([sale("", 3_000, product_name="别的")], Left(0, 20_000), Left(0, 5_000)),
        ([sale("批号：A", 3_000)], Left(17_000, 17_000), Left(5_000, 5_000)),
        ([sale("", 4_000)], Left(16_000, 20_000), Left(1_000, 5_000)),  # sold of one of the two
        ([sale("", 22_000)], Left(-2_000, 3_000), Left(-17_000, 3_000)),  # three of all are left
        ([line("a", 1_000), sale("A", 1_000)], Left(20_000, 20_000), Left(5_000, 5_000)),
        ([sale("B", 4_000)], Left(16_000, 20_000), Left(1_000, 5_000)),  # nothing was bought of it: a number misread
        ([sale("A", 23_000)], Left(-3_000, 0), Left(2_000, 5_000)),  # three were of none
    ],
)
def test_what_a_book_leaves_of_a_batch(others: list[LedgerEntry], named: Left, unnamed: Left) -> None:
    """Twenty were bought of batch A, and five of none."""
    first, second = line("A", 20_000), line("", 5_000)
    assert (left_of([first, second, *others], first), left_of([first, second, *others], second)) == (named, unnamed)


def test_goods_that_were_sold_without_a_batch_are_not_missing_and_a_batch_is_told_once(count: Count) -> None:
    """Two purchases of one batch; a sale that may have been of it."""
    count.line("散装糖", "", direction=Direction.OUT, quantity_milli=5_000)
    lines = [count.line("散装糖", "T1", happened_on=date(2026, 3, day)) for day in (1, 2)]
    seen = [count.counted(each, shelf_milli=35_000) for each in lines]
    with count.laptop.acting() as act:
        assert stock_checks.compare(act, count.visit.id, seen) == []
        fewer = [count.counted(each, shelf_milli=34_999) for each in reversed(lines)]
        found = stock_checks.compare(act, count.visit.id, [*fewer, count.counted(lines[1], bill=None)])
    assert [(each.line, each.differs) for each in found] == [
        (lines[0], (Differs.GOODS_MISSING,)),
        (lines[1], (Differs.NO_BILL,)),
    ]


def test_every_difference_has_its_words_and_text_is_not_escaped() -> None:
    line = factories.ledger_entry(new_id())
    said = plain_text("stock_finding", line=line, goods="A&B <散装>", differs=list(Differs))
    assert said.startswith("2026-03-10 A&B <散装>：")
    assert said.count("、") == len(Differs) - 1
