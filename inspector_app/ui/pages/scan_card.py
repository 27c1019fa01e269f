"""One code on the scan page: what it says, the product behind it, and the lines that name it in ledgers here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from inspector_app.domain.barcodes import Code
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services import ledgers
from inspector_app.services.acting import Acting
from inspector_app.storage import product_lines
from inspector_app.storage.rows import find_all
from inspector_app.ui import formats, icons, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.pages import scan_facts
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.fit_rows import fit_rows
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated
from sync.record import new_id

MOST_LINES, ICON = 10, 18


@dataclass(frozen=True, slots=True)
class Traced:
    """A ledger line with the shop that it belongs to."""

    entry: LedgerEntry
    shop: str

    @property
    def id(self) -> str:
        return self.entry.id


class ScanCard(Translated):
    product_made = Signal(object, object)  # the Code, the Product
    ledger_asked = Signal(object)  # Code
    line_opened = Signal(object)  # LedgerEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scan_card")
        self._context = context
        self._code: Code | None = None
        self._product: Product | None = None
        columns = (
            Column[Traced](lambda each: formats.day(each.entry.happened_on)),
            Column[Traced](lambda each: labels.label(each.entry.direction)),
            Column[Traced](lambda each: each.shop),
            Column[Traced](lambda each: each.entry.batch_no),
            Column[Traced](lambda each: formats.quantity(each.entry.quantity_milli, each.entry.unit), is_number=True),
        )
        self._model = PagedList[Traced](context, columns, self)
        self._model.loaded.connect(self._on_lines)
        self._build()
        self.retranslate()

    def show_code(self, code: Code, product: Product | None) -> None:
        self._code, self._product = code, product
        for row in self._rows:
            row.set_problem("")
        for edit in self._edits:
            edit.clear()
        self.retranslate()
        product_id, gtin = product.id if product else None, code.gtin
        self._model.show(lambda session, after, limit: [] if after else _lines(session, product_id, gtin))

    def retranslate(self) -> None:
        self._section.set_title(self._product.name if self._product else self.tr("What the code says"))
        self._trace.set_title(self.tr("In ledgers on this laptop"))
        self._model.set_titles(
            [self.tr("Day"), self.tr("Kind"), self.tr("Operator"), self.tr("Batch"), self.tr("Quantity")]
        )
        self._table.setAccessibleName(self.tr("In ledgers on this laptop"))
        self._to_ledger.setText(self.tr("Put into a ledger"))
        self._new.set_title(self.tr("New to the county: enter it"))
        names = (self.tr("Name on the pack"), self.tr("Specification"), self.tr("Unit"), self.tr("Maker"))
        for row, name in zip(self._rows, names, strict=True):
            row.set_texts(name)
        self._add.setText(self.tr("Add product"))
        self._show_code()

    def _show_code(self) -> None:
        code, product = self._code, self._product
        if code is None:
            return
        self._kind.set_state("good" if product else "info", scan_facts.kind(code))
        goods = code.gtin or code.store_code
        self._to_ledger.setVisible(bool(goods))
        self._new.setVisible(product is None and code.gtin is not None)
        _fill(self._warnings, scan_facts.warnings(code))
        found = scan_facts.facts(code, product, self._context.today())
        if product is not None:
            words = " · ".join(each for each in (product.brand, product.specification, product.maker_name) if each)
            if words:
                found.insert(0, scan_facts.Fact(self.tr("Product"), words))
            if product.shelf_life and product.shelf_life_unit:
                life = f"{product.shelf_life} {labels.label(product.shelf_life_unit)}"
                found.append(scan_facts.Fact(self.tr("Shelf life"), life))
        self._show_facts(found)

    def _show_facts(self, found: list[scan_facts.Fact]) -> None:
        _empty(self._grid)
        for row, fact in enumerate(found):
            self._grid.addWidget(named(QLabel(fact.name), role="note"), row, 0, Qt.AlignmentFlag.AlignTop)
            if fact.tone:
                badge = Badge(f"fact_{row}")
                badge.set_state(fact.tone, fact.value)
                self._grid.addWidget(badge, row, 1, Qt.AlignmentFlag.AlignLeft)
                continue
            value = QLabel(fact.value)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(value, row, 1)

    def _on_lines(self) -> None:
        self._trace.setVisible(self._model.rowCount() > 0)
        fit_rows(self._table, MOST_LINES)

    def _on_add(self) -> None:
        code = self._code
        name, specification, unit, maker = (edit.text().strip() for edit in self._edits)
        self._rows[0].set_problem("" if name else self.tr("Please enter the name on the pack."))
        if code is None or not name:
            self._edits[0].setFocus()
            return
        product = Product(
            id=new_id(),
            county_code=self._context.user.office_code[:6],
            name=name,
            gtin=code.gtin,
            specification=specification,
            unit=unit,
            maker_name=maker,
        )

        def action(act: Acting) -> Product:
            return ledgers.add_product(act, product)

        self._context.write(self, action, lambda made: self.product_made.emit(code, made))

    def _build(self) -> None:
        self._section = Section("scan_code")
        self._kind = Badge("scan_kind")
        self._section.add_action(self._kind)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(theme.SMALL)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(theme.SMALL)
        self._grid.setColumnStretch(1, 1)
        self._to_ledger = named(QPushButton(), "scan_to_ledger", role="primary")
        icons.put_on(self._to_ledger, "ledger", "on_accent")
        self._to_ledger.clicked.connect(lambda: self.ledger_asked.emit(self._code))
        buttons = QHBoxLayout()
        buttons.addWidget(self._to_ledger)
        buttons.addStretch(1)
        self._section.body.addLayout(self._warnings)
        self._section.body.addLayout(self._grid)
        self._section.body.addLayout(buttons)
        self._build_new()
        self._trace = Section("scan_trace")
        self._table = RecordTable("scan_lines", self._model)
        self._table.set_widths(130, 80, 0, 120, 110)
        self._table.opened.connect(lambda traced: self.line_opened.emit(traced.entry))
        self._trace.body.addWidget(self._table)
        self._trace.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.MEDIUM)
        for part in (self._section, self._new, self._trace):
            whole.addWidget(part)

    def _build_new(self) -> None:
        self._new = Section("scan_new_product")
        self._edits = [QLineEdit() for _ in range(4)]
        names = ("product_name", "product_specification", "product_unit", "product_maker")
        self._rows = [
            FieldRow(name, edit, is_required=name == "product_name")
            for name, edit in zip(names, self._edits, strict=True)
        ]
        grid = FormGrid()
        for row in self._rows:
            grid.add(row)
        for edit, following in pairwise(self._edits):
            edit.returnPressed.connect(following.setFocus)
        self._edits[-1].returnPressed.connect(self._on_add)
        self._add = named(QPushButton(), "product_add")
        icons.put_on(self._add, "add")
        self._add.clicked.connect(self._on_add)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addStretch(1)
        self._new.body.addWidget(grid)
        self._new.body.addLayout(buttons)


def _fill(box: QVBoxLayout, said: list[tuple[str, str]]) -> None:
    """One line an icon and a sentence, in place of what stood there."""
    _empty(box)
    for tone, text in said:
        line = QFrame()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        mark = QLabel()
        mark.setPixmap(icons.icon(tone, tone).pixmap(ICON, ICON))
        words = named(QLabel(text), role="problem" if tone == "bad" else "warning" if tone == "warning" else "note")
        words.setWordWrap(True)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        box.addWidget(line)


def _empty(layout: QLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _lines(session: Session, product_id: str | None, gtin: str | None) -> list[Traced]:
    found = product_lines.newest(session, product_id, gtin, MOST_LINES)
    shops = find_all(session, Operator, {each.operator_id for each in found})
    return [Traced(each, shops[each.operator_id].name if each.operator_id in shops else "") for each in found]
