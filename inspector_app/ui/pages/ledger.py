"""The purchase and sales ledger of one shop: lines are entered at the left, the book stands at the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services import ledger_drafts
from inspector_app.services.ledger_drafts import Draft
from inspector_app.services.rules import rule
from inspector_app.storage import ledgers
from inspector_app.storage.rows import find
from inspector_app.ui import icons, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger_book import Book
from inspector_app.ui.pages.ledger_entry import LedgerEntryPanel
from inspector_app.ui.pages.ledger_picker import LedgerPicker
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

ENTRY_PX, NARROW_PX = 470, 940
WIDEST = 16_777_215
"""Qt's own: no limit."""
SHOWN_KINDS = {"ledger_entry", "operator"}


class LedgerPage(Translated):
    """open_for(operator_id) opens a book; without it the page asks whose it is."""

    operator_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger_page")
        self._context = context
        self._operator: Operator | None = None
        self._is_narrow = False
        self._build()
        self.retranslate()
        context.changes.happened.connect(self._on_changes)

    def open_for(self, operator_id: str) -> None:
        def read() -> None:
            self._context.read(self, lambda session: _open(session, operator_id), self._on_opened)

        if self._operator is not None and operator_id == self._operator.id:
            read()  # what is being entered stays
        else:
            self.before_leaving(read)

    def before_leaving(self, proceed: Callable[[], None]) -> None:
        """Go once what is being entered is on the disk; when that would not take it, ask."""
        self._entry.keeper.when_kept(proceed, lambda: self._context.messages.ask_to_lose(self, proceed))

    def on_shown(self) -> None:
        """Goods can be scanned or typed at once, or the shop be looked for."""
        if self._pages.currentWidget() is self._book:
            self._entry.goods_form.take_focus()
        else:
            self._picker.setFocus()

    def take_scan(self, text: str) -> None:
        self._entry.take_scan(text)
        if self._operator is None:
            self._context.messages.say(self.tr("Choose the shop first; the scan is kept."))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Ledger"))
        self._other.setText(self.tr("Other shop"))
        self._other.setToolTip(self.tr("Open the ledger of another shop (Ctrl+L)"))
        self._file.setText(self.tr("Operator file"))
        self._tabs.setTabText(self._tabs.indexOf(self._tabs.lines), self.tr("Lines"))
        self._tabs.setTabText(self._tabs.indexOf(self._tabs.stock), self.tr("Stock"))
        self._show_operator()
        self._show_count(self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = self.width() < NARROW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._place_entry()
        super().resizeEvent(event)

    def _on_opened(self, found: tuple[Operator | None, Draft, list[LedgerEntry]]) -> None:
        operator, draft, partners = found
        if operator is None:
            self._context.messages.say(self.tr("This operator is not on this laptop (any more)."), "warning")
            return
        self._operator = operator
        self._show_operator()
        self._tabs.show_book(operator.id)
        self._pages.setCurrentWidget(self._book)
        self._entry.goods_form.set_operator_kind(operator.operator_kind)
        self._entry.open_for(operator.id, draft, partners)

    def _on_changes(self, kinds: set[str]) -> None:
        if self._operator is None or not kinds & SHOWN_KINDS:
            return
        self._tabs.refresh()
        operator_id = self._operator.id
        self._context.read(
            self, lambda session: _partners(ledgers.all_of_operator(session, operator_id)), self._entry.set_partners
        )

    def _on_other(self) -> None:
        self._pages.setCurrentWidget(self._picker)
        self._picker.setFocus()

    def _on_file(self) -> None:
        if self._operator is not None:
            self.operator_asked.emit(self._operator.id)

    def _on_saved(self) -> None:
        if not self._is_narrow:
            self._tabs.setCurrentWidget(self._tabs.lines)

    def _show_operator(self) -> None:
        if self._operator is not None:
            self._name.setText(self._operator.name)
            self._kind.setText(labels.label(self._operator.operator_kind))

    def _show_count(self, count: int) -> None:
        """The gathered lines come to the front when a second one has been scanned."""
        self._count = count
        at = self._tabs.indexOf(self._gathered)
        was_shown = self._tabs.isTabVisible(at)
        self._tabs.setTabText(at, self.tr("Being entered ({number})").format(number=count))
        self._tabs.setTabVisible(at, count > 1)
        if count > 1 and not was_shown and not self._is_narrow:
            self._tabs.setCurrentIndex(at)

    def _place_entry(self) -> None:
        if self._is_narrow:
            self._tabs.insertTab(0, self._entry, self.tr("Enter"))
            self._tabs.setCurrentIndex(0)
        else:
            self._entry.setParent(self)
            self._body.insertWidget(0, self._entry)
            self._entry.show()
        self._entry.setMaximumWidth(WIDEST if self._is_narrow else ENTRY_PX)
        self._entry.set_compact(self._is_narrow)

    def _build(self) -> None:
        self._count = 1
        self._picker = LedgerPicker(self._context)
        self._picker.chosen.connect(lambda operator: self.open_for(operator.id))
        self._entry = LedgerEntryPanel(self._context)
        self._entry.setMaximumWidth(ENTRY_PX)
        self._tabs = Book(self._context)
        gathered = QWidget()
        column = QVBoxLayout(gathered)
        column.setContentsMargins(0, theme.SMALL + 4, 0, 0)
        column.addWidget(self._entry.table)
        self._tabs.addTab(gathered, "")
        self._gathered = gathered
        self._entry.counted.connect(self._show_count)
        self._entry.saved.connect(self._on_saved)
        self._name = named(ElidedLabel(), "ledger_operator", role="heading")
        self._kind = named(QLabel(), role="note")
        self._file = named(QPushButton(), "ledger_file", role="quiet")
        icons.put_on(self._file, "operator")
        self._file.clicked.connect(self._on_file)
        self._other = named(QPushButton(), "ledger_other")
        icons.put_on(self._other, "search")
        self._other.clicked.connect(self._on_other)
        another = named(QAction(self), "other_shop")
        another.setShortcut(QKeySequence("Ctrl+L"))
        another.triggered.connect(self._on_other)
        self.addAction(another)
        head = QHBoxLayout()
        head.setSpacing(theme.SMALL + 4)
        head.addWidget(self._name)
        head.addWidget(self._kind, 1)
        head.addWidget(self._file)
        head.addWidget(self._other)
        self._body = QHBoxLayout()
        self._body.setSpacing(theme.LARGE)
        self._body.addWidget(self._entry, 4)
        self._body.addWidget(self._tabs, 5)
        self._book = QWidget()
        column = QVBoxLayout(self._book)
        column.setContentsMargins(theme.LARGE, theme.SMALL + 4, theme.LARGE, theme.SMALL + 4)
        column.setSpacing(theme.SMALL)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._picker)
        self._pages.addWidget(self._book)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)


def _open(session: Session, operator_id: str) -> tuple[Operator | None, Draft, list[LedgerEntry]]:
    rule(BannedSubstances, date.max)  # read here once, so that the window does not wait for it
    return (
        find(session, Operator, operator_id),
        ledger_drafts.stored(session, operator_id),
        _partners(ledgers.all_of_operator(session, operator_id)),
    )


def _partners(book: list[LedgerEntry]) -> list[LedgerEntry]:
    """The newest line with each supplier or buyer, who traded last first."""
    newest = {line.partner_name: line for line in book if line.partner_name}
    return sorted(newest.values(), key=lambda line: line.happened_on, reverse=True)
