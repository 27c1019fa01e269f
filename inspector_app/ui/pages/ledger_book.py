"""A shop's book: its lines, which can be taken back but never changed, and its stock batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.services import ledgers
from inspector_app.services.acting import Acting, Refused
from inspector_app.ui import formats, icons, labels, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.ledger_list import LedgerList, Line, StockLine, lines, stock_lines, until
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.translated import Translated

WIDTHS = (104, 72, 0, 88, 172, 130, 150)
BATCH, PARTNER, ROOMY_PX = 5, 6, 900
ALL, NEAR, EXPIRED = "ALL", "NEAR", "EXPIRED"
_STATES = {NEAR: (ShelfState.NEAR_EXPIRY, ShelfState.LAST_DAY), EXPIRED: (ShelfState.EXPIRED,)}


class LinesTab(Translated):
    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = LedgerList(context, self._reversal_words, self)
        self._table = RecordTable("ledger_lines", self._model)
        self._table.set_widths(*WIDTHS)
        self._table.chosen.connect(lambda _: self._show_actions())
        self._detail = named(QLabel(), "line_detail", role="note")
        self._detail.setWordWrap(True)
        self._reverse = named(QPushButton(), "ledger_reverse")
        icons.put_on(self._reverse, "undo")
        self._reverse.clicked.connect(self._on_reverse)
        QShortcut(QKeySequence("Delete"), self._table, self._on_reverse)
        self._empty = EmptyState("ledger_empty", "ledger")
        self._pages = _stack(self._table, self._empty)
        self._model.loaded.connect(self._on_loaded)
        _below(self, self._pages, self._detail, self._reverse)
        self.retranslate()

    def show_book(self, operator_id: str) -> None:
        self._model.show(lambda session, after, limit: lines(session, operator_id, after, limit))

    def refresh(self) -> None:
        self._model.refresh()

    def retranslate(self) -> None:
        self._model.set_titles(
            [
                self.tr("Day"),
                self.tr("Kind"),
                self.tr("Product"),
                self.tr("Quantity"),
                self.tr("Keeps until"),
                self.tr("Batch"),
                self.tr("From / to"),
            ]
        )
        self._table.setAccessibleName(self.tr("Lines of the ledger"))
        self._reverse.setText(self.tr("Take back…"))
        self._reverse.setToolTip(self.tr("Take back the chosen line with a reason; it stays visible (Delete)"))
        self._empty.set_texts(
            self.tr("No lines yet"),
            self.tr("Scan the first goods, or type them; Ctrl+Enter puts them into the ledger."),
        )
        self._show_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_roomy = self.width() >= ROOMY_PX
        for column in (BATCH, PARTNER):
            self._table.setColumnHidden(column, not is_roomy)
        self._table.set_widths(*(WIDTHS if is_roomy else WIDTHS[:BATCH]))
        super().resizeEvent(event)

    def _reversal_words(self, entry: LedgerEntry) -> str:
        return self.tr("Taken back: {reason}").format(reason=entry.reverse_reason)

    def _on_loaded(self) -> None:
        self._pages.setCurrentWidget(self._table if self._model.rowCount() else self._empty)
        self._show_actions()

    def _chosen(self) -> Line | None:
        line = self._model.record(self._table.currentIndex())
        return None if line is None or line.is_struck else line

    def _show_actions(self) -> None:
        self._reverse.setEnabled(self._chosen() is not None)
        self._reverse.setVisible(bool(self._model.rowCount()))
        line = self._model.record(self._table.currentIndex())
        self._detail.setText("" if line is None else self._words(line.entry))
        self._detail.setVisible(line is not None)

    def _words(self, entry: LedgerEntry) -> str:
        """What the columns have no room for."""
        told = (
            (self.tr("Batch {text}"), entry.batch_no),
            (self.tr("Produced on {text}"), entry.production_date.isoformat() if entry.production_date else ""),
            ("{text}", " ".join((entry.partner_name, entry.partner_phone, entry.partner_address)).strip()),
            (self.tr("Voucher {text}"), entry.voucher_no),
            ("{text}", formats.money(entry.price_fen)),
            (self.tr("Missing: {text}"), entry.missing_reason),
            (self.tr("Above stock: {text}"), entry.stock_reason),
            (self.tr("Taken back: {text}"), entry.reverse_reason),
        )
        return "  ·  ".join(words.format(text=text) for words, text in told if text)

    def _on_reverse(self) -> None:
        if (line := self._chosen()) is None:
            return
        dialog = QInputDialog(self.window())
        dialog.setObjectName("reverse_line")
        dialog.setWindowTitle(self.tr("Take back a line"))
        dialog.setLabelText(
            self.tr("Why is “{product}” taken back? The line stays in the book, struck through.").format(
                product=line.entry.product_name
            )
        )
        dialog.setOkButtonText(self.tr("Take back"))
        dialog.textValueSelected.connect(lambda reason: self._take_back(line, reason))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_back(self, line: Line, reason: str) -> None:
        def action(act: Acting) -> None:
            ledgers.reverse(act, line.id, reason.strip())

        def done(_: None) -> None:
            self._context.messages.say(
                self.tr("“{product}” is taken back.").format(product=line.entry.product_name), "good"
            )

        self._context.write(self, action, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._context.messages.say(" ".join(reasons.problem(each) for each in error.problems), "warning")
        else:
            self._context.messages.show(self, error)


class StockTab(Translated):
    """What is on hand by the book, with what is near its expiry or beyond it as of today."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._operator_id = ""
        columns = (
            Column[StockLine](lambda line: f"{line.product_name}  {line.specification}".strip()),
            Column[StockLine](lambda line: line.batch_no),
            Column[StockLine](lambda line: formats.quantity(line.left_milli, line.unit), is_number=True),
            Column[StockLine](self._until, lambda line: labels.tone(line.state(context.today()))),
        )
        self._model = PagedList[StockLine](context, columns, self)
        self._table = RecordTable("ledger_stock", self._model)
        self._table.set_widths(0, 104, 80, 190)
        self._filter = ChoiceRow(
            "stock_filter", [Choice(ALL, icon="box"), Choice(NEAR, "warning"), Choice(EXPIRED, "bad")]
        )
        self._filter.set_value(ALL)
        self._filter.chosen.connect(lambda _: self._load())
        self._empty = EmptyState("stock_empty", "box")
        self._pages = _stack(self._table, self._empty)
        self._model.loaded.connect(
            lambda: self._pages.setCurrentWidget(self._table if self._model.rowCount() else self._empty)
        )
        _below(self, self._filter, self._pages)
        self.retranslate()

    def show_book(self, operator_id: str) -> None:
        self._operator_id = operator_id
        self._load()

    def refresh(self) -> None:
        self._model.refresh()

    def retranslate(self) -> None:
        self._filter.set_texts(
            [self.tr("All"), self.tr("Near expiry"), self.tr("Expired")], self.tr("Which stock is shown")
        )
        self._model.set_titles([self.tr("Product"), self.tr("Batch"), self.tr("On hand"), self.tr("Keeps until")])
        self._table.setAccessibleName(self.tr("Stock by batch"))
        self._empty.set_texts(
            self.tr("Nothing here"), self.tr("By the book there are no such goods. What is on the shelf may differ.")
        )

    def _load(self) -> None:
        operator_id, wanted, today = self._operator_id, self._filter.value(), self._context.today()
        self._model.show(lambda session, after, limit: _stock(session, operator_id, wanted, today, after, limit))

    def _until(self, line: StockLine) -> str:
        return until(line.expiry, line.state(self._context.today()))


class Book(QTabWidget):
    """The tabs at the right: lines, stock, and what the page adds."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger_tabs")
        self.lines, self.stock = LinesTab(context), StockTab(context)
        self.addTab(self.lines, "")
        self.addTab(self.stock, "")

    def show_book(self, operator_id: str) -> None:
        self.lines.show_book(operator_id)
        self.stock.show_book(operator_id)

    def refresh(self) -> None:
        self.lines.refresh()
        self.stock.refresh()


def _stock(
    session: Session, operator_id: str, wanted: str, today: date, after: StockLine | None, limit: int
) -> Sequence[StockLine]:
    found = stock_lines(session, operator_id)
    if wanted != ALL:
        found = [line for line in found if line.left_milli > 0 and line.state(today) in _STATES[wanted]]
    start = next((at + 1 for at, line in enumerate(found) if after is not None and line.id == after.id), 0)
    return found[start : start + limit]


def _stack(*pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack


def _below(owner: QWidget, *parts: QWidget) -> None:
    """Parts below each other; a button stands at the left."""
    whole = QVBoxLayout(owner)
    whole.setContentsMargins(0, theme.SMALL + 4, 0, 0)
    whole.setSpacing(theme.SMALL + 4)
    for part in parts:
        if isinstance(part, QPushButton):
            row = QHBoxLayout()
            row.addWidget(part)
            row.addStretch(1)
            whole.addLayout(row)
        else:
            whole.addWidget(part, 1 if isinstance(part, QStackedWidget) else 0)
