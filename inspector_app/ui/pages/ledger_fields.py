"""Editors of the ledger form: a product that is looked up as it is typed, dates as labels print them, reasons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.shelf_life import read_date
from inspector_app.records.goods import Product
from inspector_app.storage import products
from inspector_app.ui import reasons
from inspector_app.ui.context import Context
from inspector_app.ui.models.roles import RECORD
from inspector_app.ui.widgets.date_edit import DateEdit
from inspector_app.ui.widgets.search_box import DEBOUNCE_MS

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OFFERED = 8
_CODE = re.compile(r"[\d\s-]{8,}|\][A-Za-z]\d.*|https?://.*")


class EnterMoves(QObject):
    """Enter goes on to the next editor that can be seen, as Tab does."""

    def __init__(self, editors: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._editors = list(editors)
        for editor in editors:
            if isinstance(editor, ProductEdit):
                editor.gone_on.connect(partial(self.go_on, editor))
            else:
                editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if isinstance(watched, QWidget):
            self.go_on(watched)
        return True

    def go_on(self, editor: QWidget) -> None:
        rest = self._editors[self._editors.index(editor) + 1 :]
        following = next((each for each in rest if each.isVisible() and each.isEnabled()), None)
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)


class ProductEdit(QLineEdit):
    """Offers the county's products while a name is typed; digits of a code are handed on when Enter is pressed."""

    product_chosen = Signal(object)  # Product
    code_entered = Signal(str)
    gone_on = Signal()  # Enter after a name

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = ""
        self._offers = QStandardItemModel(self)
        self._popup = QListView()
        completer = QCompleter(self._offers, self)
        completer.setPopup(self._popup)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]
        self.setCompleter(completer)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._look)
        self.textEdited.connect(lambda: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_choosing = self._popup.isVisible() and self._popup.currentIndex().isValid()
        if event.key() not in ENTER or is_choosing or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self._timer.stop()
        self._popup.hide()
        if is_code(self.text()):
            self.code_entered.emit(self.text().strip())
        else:
            self.gone_on.emit()

    def _look(self) -> None:
        text = self._asked = self.text().strip()
        if not text or is_code(text):
            self._popup.hide()
            return
        self._context.read(
            self,
            lambda session: products.search_products(session, text, None, OFFERED),
            lambda found: self._offer(text, found),
        )

    def _offer(self, text: str, found: Sequence[Product]) -> None:
        if text != self._asked or text != self.text().strip() or not self.hasFocus():
            return
        self._offers.clear()
        for product in found:
            item = QStandardItem("  ".join(each for each in (product.name, product.specification) if each))
            item.setData(product, RECORD)
            item.setData(product.name, Qt.ItemDataRole.EditRole)
            item.setToolTip(product.maker_name)
            self._offers.appendRow(item)
        if found:
            self.completer().complete()

    def _on_activated(self, index: QModelIndex) -> None:
        product = index.data(RECORD)
        if isinstance(product, Product):
            self.product_chosen.emit(product)


def is_code(text: str) -> bool:
    """Whether a typed text is a code rather than a name."""
    return bool(_CODE.fullmatch(unicodedata.normalize("NFKC", text).strip()))


class LabelDateEdit(DateEdit):
    """A date in any form that labels have; two in one line are production and expiry."""

    read = Signal(object)  # LabelDate, while it is typed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._on_edited)

    def retranslate(self) -> None:
        super().retranslate()
        self.setPlaceholderText(self.tr("20260301"))

    def value(self) -> date | None:
        return read_date(self.text()).day if self.text().strip() else None

    def problem(self) -> str:
        """What is wrong with what was typed; nothing for none."""
        text = self.text().strip()
        codes = read_date(text).codes if text else ()
        return reasons.problem(Problem("date", Code.DATE if Code.FORMAT in codes else codes[0])) if codes else ""

    def _on_edited(self, text: str) -> None:
        self.read.emit(read_date(text))


class ReasonBox(QComboBox):
    """A reason from the list, or in one's own words."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.currentTextChanged.connect(self.changed)

    def set_reasons(self, offered: Sequence[str]) -> None:
        text = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(list(offered))
        self.setEditText(text)
        self.blockSignals(False)

    def set_text(self, text: str) -> None:
        self.blockSignals(True)
        self.setEditText(text)
        self.blockSignals(False)
