"""Rows of a long list, a page at a time: never more in memory than was looked at, never a count, never an offset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from sqlalchemy.orm import Session

from inspector_app.ui.context import Context
from inspector_app.ui.models.roles import RECORD, TONE

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Session, R | None, int], Sequence[R]]
"""fetch(session, after, limit): the next records after `after`, None for the first; keyset paging (style.md 4)."""

PAGE_SIZE = 100
TOP = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[R]):
    """How a record shows in one column; texts are translated when they are asked for."""

    text: Callable[[R], str]
    tone: Callable[[R], str] | None = None
    is_number: bool = False
    """Set to the right, so that digits stand below each other."""


class PagedList(QAbstractTableModel, Generic[R]):
    """Shows what `fetch` gives. Give it columns, then titles in retranslate(), then show().

    A new search keeps the old rows until the first new ones are here: nothing flickers while somebody types.
    """

    loaded = Signal()  # a page has come; rowCount() tells whether there is anything

    def __init__(self, context: Context, columns: Sequence[Column[R]], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._columns = tuple(columns)
        self._titles: list[str] = [""] * len(self._columns)
        self._fetch: Fetch[R] | None = None
        self._rows: list[R] = []
        self._generation = 0
        self._is_loading = False
        self._is_complete = True

    def set_titles(self, titles: Sequence[str]) -> None:
        """The columns' titles, translated; rows are painted again, for their texts are translated too."""
        self._titles = list(titles)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def show(self, fetch: Fetch[R]) -> None:
        """Another search, filter or order; answers to the one before are dropped when they come."""
        self._fetch = fetch
        self._load_first(PAGE_SIZE)

    def refresh(self) -> None:
        """The records changed: fetch again as many as are shown, so that the place in the list is kept."""
        if self._fetch is not None:
            self._load_first(max(PAGE_SIZE, len(self._rows)))

    def record(self, index: Index) -> R | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def records(self) -> Sequence[R]:
        return tuple(self._rows)

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index)
        if record is None:
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == RECORD:
            return record
        if role == TONE and column.tone is not None:
            return column.tone(record)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: Index = TOP) -> bool:
        return not (parent.isValid() or self._is_loading or self._is_complete)

    def fetchMore(self, parent: Index = TOP) -> None:
        if self.canFetchMore(parent):
            self._load(self._rows[-1], PAGE_SIZE, self._append)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _load_first(self, limit: int) -> None:
        self._generation += 1
        self._load(None, limit, self._replace)

    def _load(self, after: R | None, limit: int, arrived: Callable[[int, Sequence[R]], None]) -> None:
        fetch, generation = self._fetch, self._generation
        assert fetch is not None
        self._is_loading = True

        def on_done(page: Sequence[R]) -> None:
            if generation == self._generation:  # else an answer to an older search
                arrived(limit, page)
                self.loaded.emit()

        self._context.read(
            self, lambda session: fetch(session, after, limit), on_done, partial(self._on_error, generation)
        )

    def _replace(self, limit: int, page: Sequence[R]) -> None:
        self.beginResetModel()
        self._rows = list(page)
        self._is_loading, self._is_complete = False, len(page) < limit
        self.endResetModel()

    def _append(self, limit: int, page: Sequence[R]) -> None:
        if page:
            first = len(self._rows)
            self.beginInsertRows(TOP, first, first + len(page) - 1)
            self._rows += page
            self.endInsertRows()
        # Cleared last: views call fetchMore from inside beginInsertRows.
        self._is_loading, self._is_complete = False, len(page) < limit

    def _on_error(self, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self._is_loading, self._is_complete = False, True
        self._context.messages.show(self, error)
