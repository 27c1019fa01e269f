"""Whose ledger? A search in the page itself; Enter opens the book of the shop that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.masking import sees_people
from inspector_app.records.operators import Operator
from inspector_app.storage import operators
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui import labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.translated import Translated

FEEDING_KINDS = {"operator"}


class LedgerPicker(Translated):
    chosen = Signal(object)  # Operator

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger_picker")
        self._context = context
        columns = (
            Column[Operator](lambda shop: shop.name),
            Column[Operator](lambda shop: labels.label(shop.operator_kind)),
            Column[Operator](lambda shop: shop.address),
            Column[Operator](
                lambda shop: labels.label(shop.licence_state), lambda shop: labels.tone(shop.licence_state)
            ),
        )
        self._model = PagedList[Operator](context, columns, self)
        self._build()
        self.retranslate()
        self._search_for("")
        context.changes.happened.connect(self._on_changes)

    def retranslate(self) -> None:
        self._hint.setText(self.tr("Whose ledger is it?"))
        self._search.set_hint(self.tr("Name, pinyin, licence or phone number of the shop"))
        self._model.set_titles([self.tr("Name"), self.tr("Kind"), self.tr("Address"), self.tr("Licence")])
        self._table.setAccessibleName(self.tr("Operators"))
        self._empty.set_texts(
            self.tr("No such operator"), self.tr("Try fewer characters, or the beginning of a number.")
        )

    def _search_for(self, text: str) -> None:
        shown = OperatorFilter(text=text, people=sees_people(self._context.user.role))
        self._model.show(lambda session, after, limit: operators.page(session, shown, after, limit))

    def _on_changes(self, kinds: set[str]) -> None:
        if kinds & FEEDING_KINDS and self.isVisible():
            self._model.refresh()

    def _on_loaded(self) -> None:
        self._pages.setCurrentWidget(self._table if self._model.rowCount() else self._empty)

    def _on_entered(self, _: str) -> None:
        self._table.take_focus()

    def _build(self) -> None:
        self._hint = named(QLabel(), role="heading")
        self._search = SearchBox("ledger_search")
        self._search.search_changed.connect(self._search_for)
        self._search.entered.connect(self._on_entered)
        self._table = RecordTable("ledger_operators", self._model)
        self._table.set_widths(300, 170, 0, 150)
        self._table.opened.connect(self.chosen)
        self._search.left_downwards.connect(self._table.take_focus)
        self._empty = EmptyState("ledger_no_operator", "operator")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        self._model.loaded.connect(self._on_loaded)
        self.setFocusProxy(self._search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        whole.setSpacing(theme.MEDIUM)
        whole.addWidget(self._hint)
        whole.addWidget(self._search)
        whole.addWidget(self._pages, 1)
