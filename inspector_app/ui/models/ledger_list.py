"""A shop's book as lists show it: its lines with what was taken back, and what it has in stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from sqlalchemy.orm import Session

from inspector_app.domain.shelf_life import ShelfState, expiry_of
from inspector_app.domain.stock import StockKey, standing, stock, stock_key
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.services.rules import shelf_state
from inspector_app.storage import ledgers
from inspector_app.ui import formats, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, Index, PagedList

FINDING = (ShelfState.NEAR_EXPIRY, ShelfState.LAST_DAY, ShelfState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the book; `reversal` is the line that takes it back."""

    entry: LedgerEntry
    reversal: LedgerEntry | None

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def is_struck(self) -> bool:
        return self.reversal is not None or self.entry.reverses is not None

    @property
    def state(self) -> ShelfState:
        """On the day on which the goods changed hands."""
        entry = self.entry
        return shelf_state(entry.expiry_date, entry.shelf_life, entry.shelf_life_unit, entry.happened_on)


@dataclass(frozen=True, slots=True)
class StockLine:
    """What is left of a batch, with its dates as the newest line that gives them."""

    id: str
    product_name: str
    specification: str
    batch_no: str
    unit: str
    left_milli: int
    expiry: date | None
    shelf_life: int | None
    shelf_life_unit: ShelfLifeUnit | None

    def state(self, today: date) -> ShelfState:
        return shelf_state(self.expiry, self.shelf_life, self.shelf_life_unit, today)


class LedgerList(PagedList[Line]):
    """Lines newest first; what was taken back is struck through."""

    def __init__(self, context: Context, reversal_words: Callable[[LedgerEntry], str], parent: QObject) -> None:
        columns = (
            Column[Line](lambda line: line.entry.happened_on.isoformat()),
            Column[Line](lambda line: labels.label(line.entry.direction)),
            Column[Line](lambda line: _goods(line.entry)),
            Column[Line](_quantity, is_number=True),
            Column[Line](
                lambda line: (
                    reversal_words(line.reversal or line.entry)
                    if line.is_struck
                    else until(line.entry.expiry_date, line.state)
                ),
                lambda line: "quiet" if line.is_struck else labels.tone(line.state),
            ),
            Column[Line](lambda line: line.entry.batch_no),
            Column[Line](lambda line: line.entry.partner_name),
        )
        super().__init__(context, columns, parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.FontRole and (line := self.record(index)) is not None and line.is_struck:
            font: QFont = theme.font()
            font.setStrikeOut(True)
            return font
        return super().data(index, role)


def lines(session: Session, operator_id: str, after: Line | None, limit: int) -> list[Line]:
    found = ledgers.of_operator(session, operator_id, after.entry if after else None, limit)
    return [Line(entry, None if entry.reverses else ledgers.reversal_of(session, entry.id)) for entry in found]


def stock_lines(session: Session, operator_id: str) -> list[StockLine]:
    """What the book adds up to, batch by batch: what expires first stands first, what is used up is left out."""
    book = ledgers.all_of_operator(session, operator_id)
    newest: dict[StockKey, LedgerEntry] = {}
    for entry in standing(book):
        key = stock_key(entry)
        if key not in newest or (entry.direction is Direction.IN and entry.expiry_date is not None):
            newest[key] = entry
    found = [_stock_line(newest[key], left) for key, left in stock(book).items() if left]
    return sorted(found, key=lambda line: (line.expiry or date.max, line.product_name, line.batch_no))


def _stock_line(entry: LedgerEntry, left: int) -> StockLine:
    expiry = expiry_of(entry.production_date, entry.shelf_life, entry.shelf_life_unit, entry.expiry_date).day
    return StockLine(
        entry.id,
        entry.product_name,
        entry.specification,
        entry.batch_no,
        entry.unit,
        left,
        expiry,
        entry.shelf_life,
        entry.shelf_life_unit,
    )


def _goods(entry: LedgerEntry) -> str:
    return f"{entry.product_name}  {entry.specification}".strip()


def _quantity(line: Line) -> str:
    return formats.quantity(line.entry.quantity_milli, line.entry.unit)


def until(expiry: date | None, state: ShelfState) -> str:
    """The last good day, with a word where it is close or past."""
    if expiry is None:
        return labels.label(state)
    return f"{expiry.isoformat()} {labels.label(state)}" if state in FINDING else expiry.isoformat()
