"""What a shop should still have by its book: near expiry, expired, and the slip to take it off (goals.md L.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspector_app.domain import stock
from inspector_app.domain.shelf_life import ShelfState
from inspector_app.domain.states import FIELD
from inspector_app.records.evidence import Document, DocumentType
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services import papers
from inspector_app.services.acting import Acting
from inspector_app.services.rules import shelf_state
from inspector_app.storage import ledgers
from sync.record import Id

SHOWN = (ShelfState.EXPIRED, ShelfState.LAST_DAY, ShelfState.NEAR_EXPIRY)


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch that should be there."""

    line: LedgerEntry
    """The purchase that tells of it; of several the one that ends first."""
    left_milli: int
    state: ShelfState


def ending(act: Acting, operator_id: Id, on: date) -> list[Batch]:
    """Batches in stock that are expired or near it on a day, the earliest end first.

    Sales that name no batch are taken off none: a batch too many is looked at, none is missed.
    """
    book = ledgers.all_of_operator(act.session, operator_id)
    left = stock.stock(book)
    found: dict[stock.StockKey, Batch] = {}
    for line in stock.standing(book):
        key = stock.stock_key(line)
        if line.direction is not Direction.IN or line.expiry_date is None or left[key] <= 0:
            continue
        state = shelf_state(line.expiry_date, line.shelf_life, line.shelf_life_unit, on)
        before = found.get(key)
        if state in SHOWN and (before is None or line.expiry_date < _end(before)):
            found[key] = Batch(line, left[key], state)
    return sorted(found.values(), key=lambda each: (_end(each), each.line.id))


def _end(batch: Batch) -> date:
    assert batch.line.expiry_date is not None
    return batch.line.expiry_date


def withdrawal_slip(act: Acting, operator_id: Id, batches: Iterable[Batch], on: date, *, demo: bool) -> Document:
    """The list of goods that the shop takes off its shelves, to be signed by both (下架退市清单)."""
    act.require_role(FIELD)
    operator = act.get(Operator, operator_id)
    goods = tuple(batches)
    return papers.write(
        act, DocumentType.GOODS_LIST, "withdrawal_slip", operator, demo=demo, operator=operator, batches=goods, on=on
    )
