"""Book, bill and goods against each other (账-票-货): what a count and an invoice say of a purchase (goals.md L.4)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain import stock
from inspector_app.domain.batches import batch_key
from inspector_app.domain.likeness import contradict
from inspector_app.domain.stock import StockKey
from inspector_app.records.ledgers import Direction, LedgerEntry


class Differs(StrEnum):
    """Goods against the book, then the bill against the book."""

    GOODS_MISSING = "GOODS_MISSING"
    """Fewer on the shelf than the book leaves."""
    GOODS_BEYOND = "GOODS_BEYOND"
    NO_BILL = "NO_BILL"
    BILL_QUANTITY = "BILL_QUANTITY"
    BILL_BATCH = "BILL_BATCH"
    BILL_SUPPLIER = "BILL_SUPPLIER"
    BILL_DAY = "BILL_DAY"


OF_GOODS = frozenset({Differs.GOODS_MISSING, Differs.GOODS_BEYOND})
"""What is said of a batch, not of one line."""


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice or delivery note, as far as it says something."""

    number: str
    quantity_milli: int | None = None
    batch_no: str = ""
    supplier: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One line, as it was looked at."""

    line_id: str
    shelf_milli: int | None
    """Of its batch; None: not counted."""
    bill: Bill | None


def draw(lines: Sequence[LedgerEntry], number: int, seed: str) -> list[LedgerEntry]:
    """So many lines by chance; the same seed and book give the same lines on every machine."""
    chosen = random.Random(seed).sample(sorted(lines, key=lambda each: each.id), min(number, len(lines)))
    return sorted(chosen, key=lambda each: (each.happened_on, each.id))


@dataclass(frozen=True, slots=True)
class Left:
    """Thousandths of a batch that its book leaves, as far as the book can tell."""

    least: int
    most: int


def batch_of(line: LedgerEntry) -> StockKey:
    """The batch of a line, however its number is spelled."""
    key = stock.stock_key(line)
    return key._replace(batch=batch_key(key.batch))


def left_of(book: Iterable[LedgerEntry], line: LedgerEntry) -> Left:
    """What of a line's batch should still be there.

    A sale that names no batch may have been of any; so may what was sold of a batch beyond what was bought of it: its
    number was misread, or stands on goods that were written down without it. Where the book tells of no sale of the
    goods at all, nothing says how many were sold: the shops of a village need not write down what they sell (FSL 53).
    """
    goods = batch_of(line)
    here = [(batch_of(each).batch, each) for each in stock.standing(book) if _is_of(each, goods)]
    on_hand, unnamed, is_sold = Counter[str](), 0, False
    for batch, each in here:
        is_sale = each.direction is Direction.OUT
        on_hand[batch] += -each.quantity_milli if is_sale else each.quantity_milli
        unnamed += each.quantity_milli if is_sale and not batch else 0
        is_sold = is_sold or is_sale
    rest = on_hand.pop(goods.batch, 0)
    if not is_sold:
        return Left(min(0, rest), rest)
    named = [milli for batch, milli in on_hand.items() if batch]
    elsewhere, beyond = sum(max(0, milli) for milli in named), sum(max(0, -milli) for milli in named)
    if goods.batch:
        return Left(rest - unnamed - beyond, min(max(0, rest), rest + on_hand[""] + elsewhere))
    return Left(rest - beyond, rest + min(unnamed, elsewhere))


def _is_of(line: LedgerEntry, goods: StockKey) -> bool:
    key = stock.stock_key(line)
    return (key.product, key.unit) == (goods.product, goods.unit)


def differences(line: LedgerEntry, counted: Counted, left: Left) -> list[Differs]:
    """Where book, bill and goods contradict each other."""
    found = []
    if counted.shelf_milli is not None and not left.least <= counted.shelf_milli <= left.most:
        found.append(Differs.GOODS_MISSING if counted.shelf_milli < left.least else Differs.GOODS_BEYOND)
    if (bill := counted.bill) is None:
        return [*found, Differs.NO_BILL]
    against = (
        (Differs.BILL_QUANTITY, bill.quantity_milli is not None and bill.quantity_milli != line.quantity_milli),
        (Differs.BILL_BATCH, contradict(batch_key(bill.batch_no), batch_key(line.batch_no))),
        (Differs.BILL_SUPPLIER, contradict(bill.supplier, line.partner_name)),
        (Differs.BILL_DAY, bill.on is not None and bill.on > line.happened_on),
    )
    return found + [each for each, holds in against if holds]
