"""Two parties' books against each other: what one sold and the other bought (goals.md L.5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from inspector_app.domain.batches import batch_key
from inspector_app.domain.packs import Version
from inspector_app.records.ledgers import LedgerEntry


class CrossCheckRules(Version):
    pack: ClassVar = "cross-check"
    days: int = Field(ge=0)
    """How far the days of one delivery may lie apart in two books."""
    most_days: int = Field(ge=0)
    """Up to where lines of the same goods are still taken for one delivery, with a wrong day."""


class Difference(StrEnum):
    NOT_IN_BUYERS_BOOK = "NOT_IN_BUYERS_BOOK"
    NOT_IN_SELLERS_BOOK = "NOT_IN_SELLERS_BOOK"
    QUANTITY = "QUANTITY"
    BATCH = "BATCH"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Mismatch:
    difference: Difference
    sold: LedgerEntry | None
    bought: LedgerEntry | None


Fits = Callable[[LedgerEntry, LedgerEntry], bool]


def compare(sold: Iterable[LedgerEntry], bought: Iterable[LedgerEntry], rules: CrossCheckRules) -> list[Mismatch]:
    """The differences of two books. Lines that agree in all are paired first, then those that differ in one thing; of
    several the nearest day goes first."""

    def near(sale: LedgerEntry, purchase: LedgerEntry) -> bool:
        return _days(sale, purchase) <= rules.days

    def not_far(sale: LedgerEntry, purchase: LedgerEntry) -> bool:
        return _days(sale, purchase) <= rules.most_days

    left, right = list(sold), list(bought)
    _pairs(left, right, (near, _batch, _quantity))
    found = [
        Mismatch(difference, *pair)
        for difference, same in (
            (Difference.QUANTITY, (near, _batch)),
            (Difference.BATCH, (near, _quantity)),
            (Difference.DAY, (not_far, _batch, _quantity)),
        )
        for pair in _pairs(left, right, same)
    ]
    found += [Mismatch(Difference.NOT_IN_BUYERS_BOOK, line, None) for line in left]
    found += [Mismatch(Difference.NOT_IN_SELLERS_BOOK, None, line) for line in right]
    return sorted(found, key=_order)


def _pairs(
    left: list[LedgerEntry], right: list[LedgerEntry], same: tuple[Fits, ...]
) -> list[tuple[LedgerEntry, LedgerEntry]]:
    """Take the pairs of the same goods that fit out of both lists, the nearest days first."""
    fitting = [
        (_days(sale, purchase), sale.id, purchase.id, sale, purchase)
        for sale in left
        for purchase in right
        if same_goods(sale, purchase) and all(fits(sale, purchase) for fits in same)
    ]
    used: set[str] = set()
    pairs = []
    for _, _, _, sale, purchase in sorted(fitting, key=lambda each: each[:3]):
        if not used & {sale.id, purchase.id}:
            used |= {sale.id, purchase.id}
            pairs.append((sale, purchase))
    left[:] = [line for line in left if line.id not in used]
    right[:] = [line for line in right if line.id not in used]
    return pairs


def same_goods(first: LedgerEntry, second: LedgerEntry) -> bool:
    """By code where both have one, by product where both name one, else by name."""
    if first.gtin and second.gtin:
        return first.gtin == second.gtin
    if first.product_id and second.product_id:
        return first.product_id == second.product_id
    return _plain(first.product_name) == _plain(second.product_name)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _days(first: LedgerEntry, second: LedgerEntry) -> int:
    return abs((first.happened_on - second.happened_on).days)


def _batch(first: LedgerEntry, second: LedgerEntry) -> bool:
    """A book without a batch contradicts none."""
    keys = {batch_key(first.batch_no), batch_key(second.batch_no)}
    return len(keys - {""}) < 2


def _quantity(first: LedgerEntry, second: LedgerEntry) -> bool:
    return (first.quantity_milli, first.unit.strip()) == (second.quantity_milli, second.unit.strip())


def _order(each: Mismatch) -> tuple[str, str, str]:
    line = each.sold or each.bought
    assert line is not None
    return line.happened_on.isoformat(), each.difference, line.id
