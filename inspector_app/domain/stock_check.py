"""Book, bill and goods against each other (账-票-货): what a count and an invoice say of a purchase (goals.md L.4)."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inspector_app.domain.batches import batch_key
from inspector_app.records.ledgers import LedgerEntry


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


def differences(line: LedgerEntry, counted: Counted, on_hand_milli: int) -> list[Differs]:
    """Where book, bill and goods contradict each other. `on_hand_milli`: what the book leaves of the batch."""
    found = []
    if counted.shelf_milli is not None and counted.shelf_milli != on_hand_milli:
        found.append(Differs.GOODS_MISSING if counted.shelf_milli < on_hand_milli else Differs.GOODS_BEYOND)
    if (bill := counted.bill) is None:
        return [*found, Differs.NO_BILL]
    against = (
        (Differs.BILL_QUANTITY, bill.quantity_milli is not None and bill.quantity_milli != line.quantity_milli),
        (Differs.BILL_BATCH, _contradicts(batch_key(bill.batch_no), batch_key(line.batch_no))),
        (Differs.BILL_SUPPLIER, _contradicts(_plain(bill.supplier), _plain(line.partner_name))),
        (Differs.BILL_DAY, bill.on is not None and bill.on > line.happened_on),
    )
    return found + [each for each, holds in against if holds]


def _contradicts(first: str, second: str) -> bool:
    """One that says nothing contradicts nothing; papers shorten names."""
    return bool(first and second) and first not in second and second not in first


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
