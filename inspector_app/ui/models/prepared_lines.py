"""Ledger lines that are being entered, as a table: scans gather here until they are saved together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from inspector_app.domain.problems import Problem
from inspector_app.services.ledger_drafts import Goods
from inspector_app.ui import formats
from inspector_app.ui.models.paged_list import Index
from inspector_app.ui.models.roles import RECORD, TONE

TOP = QModelIndex()
GOODS, QUANTITY, BATCH, STATE = range(4)
TO_SAVE, NEW_PRODUCT, INCOMPLETE = range(3)
TONES = ("info", "warning", "bad")


class PreparedLines(QAbstractTableModel):
    """Always at least one line, which may be empty: the one in the form."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._goods: list[Goods] = [Goods()]
        self._problems: dict[int, list[Problem]] = {}
        self._titles: Sequence[str] = [""] * 4
        self._states: Sequence[str] = [""] * 3

    def set_texts(self, titles: Sequence[str], states: Sequence[str]) -> None:
        self._titles, self._states = titles, states
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)
        self._show_again()

    def goods(self) -> tuple[Goods, ...]:
        return tuple(self._goods)

    def line(self, place: int) -> Goods:
        return self._goods[place]

    def problems(self, place: int) -> list[Problem]:
        return self._problems.get(place, [])

    def put(self, place: int, goods: Goods) -> None:
        self._goods[place] = goods
        self.dataChanged.emit(self.index(place, 0), self.index(place, STATE))

    def place_of(self, goods: Goods) -> int | None:
        """The line of the same goods and batch."""
        return next((place for place, each in enumerate(self._goods) if each.is_same(goods)), None)

    def append(self, goods: Goods) -> int:
        place = len(self._goods)
        self.beginInsertRows(TOP, place, place)
        self._goods.append(goods)
        self.endInsertRows()
        return place

    def remove(self, place: int) -> None:
        kept = [(goods, self._problems.get(at)) for at, goods in enumerate(self._goods) if at != place]
        self.reset([goods for goods, _ in kept], {at: found for at, (_, found) in enumerate(kept) if found})

    def reset(self, goods: Iterable[Goods], problems: Mapping[int, list[Problem]] | None = None) -> None:
        self.beginResetModel()
        self._goods = list(goods) or [Goods()]
        self._problems = dict(problems or {})
        self.endResetModel()

    def forget_problems(self, place: int) -> None:
        if self._problems.pop(place, None):
            self._show_again()

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._goods)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._goods):
            return None
        goods, column = self._goods[index.row()], index.column()
        if role == RECORD:
            return goods
        if role == TONE and column == STATE:
            return TONES[self._state(index.row())]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column == QUANTITY else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == QUANTITY:
            return "" if goods.quantity_milli is None else formats.quantity(goods.quantity_milli, goods.unit)
        if column == STATE:
            return self._states[self._state(index.row())]
        name = f"{goods.product_name or goods.code.removeprefix('0')}  {goods.specification}".strip()
        return name if column == GOODS else goods.batch_no

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < 4:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return self.data(self.index(0, section), role) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _state(self, place: int) -> int:
        goods = self._goods[place]
        if self._problems.get(place) or not goods.product_name:
            return NEW_PRODUCT if goods.is_new_product and not goods.product_name else INCOMPLETE
        return TO_SAVE

    def _show_again(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._goods) - 1, STATE))
