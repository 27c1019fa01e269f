"""A card with a short table in it, as high as its rows; a note stands there when there are none."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Signal
from PySide6.QtWidgets import QLabel, QWidget

from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import ROW_PX, RecordTable
from inspector_app.ui.widgets.section import Section

EDGE_PX = 4


class CardTable(Section):
    opened = Signal(object)

    def __init__(
        self, name: str, model: QAbstractItemModel, *, most_rows: int = 6, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._model, self._most_rows = model, most_rows
        self.table = RecordTable(f"{name}_table", model)
        self.table.opened.connect(self.opened)
        self._note = named(QLabel(), f"{name}_note", role="note")
        self._note.setWordWrap(True)
        self.body.addWidget(self._note)
        self.body.addWidget(self.table)
        model.modelReset.connect(self._fit)
        self.table.horizontalScrollBar().rangeChanged.connect(lambda *_: self._fit())
        self._fit()

    def set_texts(self, title: str, none: str) -> None:
        """`none` is said when the table is empty."""
        self.set_title(title)
        self.table.setAccessibleName(title)
        self._note.setText(none)

    def _fit(self) -> None:
        rows = self._model.rowCount()
        self.table.setVisible(rows > 0)
        self._note.setVisible(rows == 0)
        head = self.table.horizontalHeader().sizeHint().height()
        across = self.table.horizontalScrollBar()
        bar = across.sizeHint().height() if across.maximum() > 0 else 0  # else it would stand over the last row
        self.table.setFixedHeight(head + min(rows, self._most_rows) * ROW_PX + EDGE_PX + bar)
