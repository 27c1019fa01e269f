"""Whose visit begins: operators found while somebody types, and the kind of visit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.records.inspections import InspectionType
from inspector_app.records.operators import Operator
from inspector_app.storage import operators
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui import labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, Fetch, PagedList
from inspector_app.ui.pages.inspection_header import OFFERED
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.translated import Translated

WIDTHS = (0, 170, 300, 130)
TYPE_PX = 190


_COLUMNS = (
    Column[Operator](lambda operator: operator.name),
    Column[Operator](lambda operator: labels.label(operator.operator_kind)),
    Column[Operator](lambda operator: operator.address),
    Column[Operator](lambda operator: labels.label(operator.status), lambda operator: labels.tone(operator.status)),
)


def finding(text: str) -> Fetch[Operator]:
    def fetch(session: Session, after: Operator | None, limit: int) -> Sequence[Operator]:
        return operators.page(session, OperatorFilter(text=text), after, limit)

    return fetch


class OperatorChoice(Translated):
    """Enter in the search box takes the only operator found, else goes to the list."""

    chosen = Signal(object, str)  # Operator, InspectionType
    cancelled = Signal()

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._model: PagedList[Operator] = PagedList(context, _COLUMNS, self)
        self._build()
        self.retranslate()

    def begin(self, inspection_type: str) -> None:
        """Start looking; the kind of visit is the one given."""
        self._type.set_value(inspection_type if inspection_type in OFFERED else InspectionType.DAILY.value)
        self._search.clear()
        self._model.show(finding(""))

    def retranslate(self) -> None:
        self._title.setText(self.tr("Whom do you inspect?"))
        self._search.set_hint(self.tr("Name, pinyin initials, number, phone or owner"))
        self._type.set_options([(each.value, labels.label(each)) for each in OFFERED])
        self._type.setAccessibleName(self.tr("Kind of visit"))
        self._cancel.setText(self.tr("Cancel"))
        self._model.set_titles([self.tr("Operator"), self.tr("Kind"), self.tr("Address"), self.tr("Status")])
        self._table.setAccessibleName(self.tr("Operators found"))
        self._empty.set_texts(
            self.tr("No operator found"),
            self.tr("Try fewer characters, the pinyin initials or a number. A new operator is registered first."),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _on_loaded(self) -> None:
        self._list.setCurrentWidget(self._table if self._model.rowCount() else self._empty)

    def _on_entered(self) -> None:
        only = self._model.record(self._model.index(0, 0)) if self._model.rowCount() == 1 else None
        if only is not None:
            self._on_opened(only)
        else:
            self._table.take_focus()

    def _on_opened(self, operator: Operator) -> None:
        self.chosen.emit(operator, self._type.value())

    def _build(self) -> None:
        self._title = named(QLabel(), "choice_title", role="heading")
        self._search = SearchBox("choice_search")
        self._search.search_changed.connect(lambda text: self._model.show(finding(text)))
        self._search.entered.connect(lambda _: self._on_entered())
        self._type = ChoiceBox("choice_type")
        self._type.setFixedWidth(TYPE_PX)
        self._cancel = named(QPushButton(), "choice_cancel")
        self._cancel.clicked.connect(self.cancelled)
        self._model.loaded.connect(self._on_loaded)
        self._table = RecordTable("choice_operators", self._model)
        self._table.set_widths(*WIDTHS)
        self._table.opened.connect(self._on_opened)
        self._search.left_downwards.connect(self._table.take_focus)
        self._empty = EmptyState("choice_none", "operator")
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL + 4)
        row.addWidget(self._search, 1)
        row.addWidget(self._type)
        row.addWidget(self._cancel)
        self._list = QStackedWidget()
        self._list.addWidget(self._table)
        self._list.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL + 4)
        whole.addWidget(self._title)
        whole.addLayout(row)
        whole.addWidget(self._list, 1)
        self.setFocusProxy(self._search)
