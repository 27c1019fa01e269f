"""One line of goods, made for a reader and the keyboard: what is known fills itself in, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.banned_substances import BannedSubstances, name_problems
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.shelf_life import LabelDate, expiry_of
from inspector_app.domain.stock import date_problems
from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.operators import OperatorKind
from inspector_app.services.ledger_drafts import Goods
from inspector_app.services.rules import rule, shelf_state
from inspector_app.ui import labels, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger_fields import LabelDateEdit, ProductEdit, ReasonBox
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.number_edit import NumberEdit
from inspector_app.ui.widgets.translated import Translated

LIFE_UNITS = (ShelfLifeUnit.MONTH, ShelfLifeUnit.DAY, ShelfLifeUnit.YEAR, ShelfLifeUnit.WEEK, ShelfLifeUnit.HOUR)
COLUMNS = 12


class GoodsForm(Translated):
    edited = Signal(object)  # Goods
    code_entered = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goods_form")
        self._context = context
        self._goods = Goods()
        self._traded_on = context.today()
        self._kind: OperatorKind | None = None
        self._told: Sequence[Problem] = ()
        self._is_short = False
        self._build()
        self.retranslate()
        self.show_goods(Goods(), [])

    def retranslate(self) -> None:
        texts = {
            "product_name": self.tr("Product: scan, or type its name or code"),
            "specification": self.tr("Specification"),
            "quantity_milli": self.tr("Quantity"),
            "unit": self.tr("Unit"),
            "batch_no": self.tr("Batch"),
            "production_date": self.tr("Produced on"),
            "shelf_life": self.tr("Keeps"),
            "life_unit": " ",
            "expiry_date": self.tr("Printed expiry"),
            "price_fen": self.tr("Price (¥)"),
            "maker_name": self.tr("Maker"),
            "stock_reason": self.tr("Why more is sold than is recorded"),
        }
        for name, text in texts.items():
            self.rows[name].set_texts(text)
        self._life_unit.setAccessibleName(self.tr("Unit of the shelf life"))
        for at, unit in enumerate(LIFE_UNITS):
            self._life_unit.setItemText(at, labels.label(unit))
        self._reason.set_reasons(
            [
                self.tr("Earlier purchases were not recorded"),
                self.tr("Stock from before the ledger began"),
                self.tr("Sold under another batch number"),
            ]
        )
        self._new.setText(self.tr("New to the county: enter the name on the pack. The code is kept with it."))
        self._show_expiry()

    def editors(self) -> list[QWidget]:
        """In the order of Enter and Tab."""
        return [
            self._name, self._specification, self._quantity, self._unit, self._batch, self._price, self._production,
            self._expiry, self._life, self._life_unit, self._maker, self._reason,
        ]  # fmt: skip

    def goods(self) -> Goods:
        return self._goods

    def take_focus(self) -> None:
        """Where the person goes on: the name of goods that have none, else the quantity."""
        if not self._goods.product_name:
            self._name.setFocus()
        else:
            self._quantity.setFocus()
            self._quantity.selectAll()

    def set_operator_kind(self, kind: OperatorKind) -> None:
        """Whose goods they are: a name that must not be in food is told to who handles food."""
        self._kind = kind
        self._show_problems()

    def set_traded_on(self, day: date) -> None:
        self._traded_on = day
        self._show_expiry()

    def show_goods(self, goods: Goods, problems: Sequence[Problem], *, keeps_wrong: bool = False) -> None:
        """keeps_wrong: a number or date that is none stays as typed, to be mended."""
        self._goods = goods
        self._is_short = False
        self._name.setText(goods.product_name)
        self._name.setCursorPosition(0)
        self._specification.setText(goods.specification)
        self._unit.setText(goods.unit)
        self._batch.setText(goods.batch_no)
        self._life_unit.setCurrentIndex(LIFE_UNITS.index(goods.shelf_life_unit or ShelfLifeUnit.MONTH))
        for name, edit in self._read.items():
            if not (keeps_wrong and _is_wrong(edit)):
                edit.set_value(getattr(goods, name))
        self._maker.setText(goods.maker_name)
        self._reason.set_text(goods.stock_reason)
        self.rows["maker_name"].setVisible(goods.is_new_product)
        self._new.setVisible(goods.is_new_product)
        self.rows["stock_reason"].setVisible(bool(goods.stock_reason))
        self._told = problems
        self._show_expiry()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """A field that the law asks for says shortly that it is missing; the form says once what can be done."""
        self._told = problems
        self._show_problems()

    def _show_problems(self) -> None:
        """What saving found, and what dates and name say by themselves."""
        dates = date_problems(self._goods, self._traded_on, self._context.today())
        if self._is_short:
            dates.append(Problem("production_date", Code.DATE_SHORT, Severity.WARN))
        names: list[Problem] = []
        if self._kind is not None:
            names = name_problems(self._goods.product_name, self._kind, rule(BannedSubstances, self._traded_on))
        found = {each.field: each for each in reversed([*dates, *self._told, *names])}
        self.rows["stock_reason"].setVisible("stock_reason" in found or bool(self._goods.stock_reason))
        for name, row in self.rows.items():
            problem = found.get(name)
            missing = problem is not None and problem.code in (Code.REASON_NEEDED, Code.REQUIRED)
            text = "" if problem is None else self.tr("missing") if missing else reasons.problem(problem)
            row.set_problem(text, is_warning=problem is not None and problem.severity is Severity.WARN)

    def unreadable(self) -> FieldRow | None:
        """The first date or number that is none, shown as wrong."""
        wrong = None
        for name, edit in self._read.items():
            if _is_wrong(edit):
                wrong = wrong or self.rows[name]
                self.rows[name].set_problem(edit.wrong() if isinstance(edit, NumberEdit) else edit.problem())
        return wrong

    def take_product(self, product: Product) -> None:
        self.show_goods(self._goods.of_product(product), [], keeps_wrong=True)
        self.edited.emit(self._goods)
        self._quantity.setFocus()
        self._quantity.selectAll()

    def _on_edited(self) -> None:
        name = self._name.text().strip()
        is_other = not self._goods.code and name != self._goods.product_name
        life = self._life.value()
        self._goods = self._goods.changed(
            product_id=None if is_other else self._goods.product_id,
            product_name=name,
            specification=self._specification.text().strip(),
            unit=self._unit.text().strip(),
            quantity_milli=self._quantity.value(),
            batch_no=self._batch.text().strip(),
            production_date=self._production.value(),
            shelf_life=life,
            shelf_life_unit=LIFE_UNITS[self._life_unit.currentIndex()] if life is not None else None,
            expiry_date=self._expiry.value(),
            price_fen=self._price.value(),
            maker_name=self._maker.text().strip(),
            stock_reason=self._reason.currentText().strip(),
        )
        self._show_expiry()
        self.edited.emit(self._goods)

    def _on_production_read(self, found: LabelDate) -> None:
        if found.second is not None:
            self._expiry.set_value(found.second)
        self._is_short = Code.DATE_SHORT in found.codes

    def _show_expiry(self) -> None:
        goods = self._goods
        found = expiry_of(goods.production_date, goods.shelf_life, goods.shelf_life_unit, goods.expiry_date)
        state = shelf_state(found.day, goods.shelf_life, goods.shelf_life_unit, self._traded_on)
        until = self.tr("Until {day}").format(day=found.day.isoformat()) if found.day else ""
        asks = goods.production_date is not None and found.day is None
        self._until.setText(self.tr("Shelf life or printed expiry?") if asks else until)
        self._state.set_state(labels.tone(state), labels.label(state) if found.day else "")
        self._show_problems()

    def _build(self) -> None:
        self._name = ProductEdit(self._context)
        self._name.product_chosen.connect(self.take_product)
        self._name.code_entered.connect(self.code_entered)
        self._specification, self._unit, self._batch, self._maker = (QLineEdit() for _ in range(4))
        self._quantity, self._price = NumberEdit(decimals=3, is_positive=True), NumberEdit(decimals=2)
        self._life = NumberEdit(is_positive=True)
        self._production, self._expiry = LabelDateEdit(), LabelDateEdit()
        self._read: dict[str, NumberEdit | LabelDateEdit] = {
            "quantity_milli": self._quantity, "production_date": self._production, "expiry_date": self._expiry,
            "shelf_life": self._life, "price_fen": self._price,
        }  # fmt: skip
        self._production.read.connect(self._on_production_read)
        self._life_unit = QComboBox()
        self._life_unit.addItems([""] * len(LIFE_UNITS))
        self._life_unit.activated.connect(lambda _: self._on_edited())
        self._reason = ReasonBox()
        self._reason.changed.connect(lambda _: self._on_edited())
        self._new = named(QLabel(), "new_product", role="note")
        self._new.setWordWrap(True)
        self._state = Badge("goods_state")
        self._until = named(QLabel(), "goods_until", role="note")
        self._until.setWordWrap(True)
        self._keeps = QWidget()
        keeps = QVBoxLayout(self._keeps)
        keeps.setContentsMargins(0, 4, 0, 0)
        keeps.setSpacing(theme.SMALL)
        keeps.addWidget(self._until)
        keeps.addWidget(self._state)
        keeps.addStretch(1)
        for edit in (self._name, self._specification, self._unit, self._batch, self._maker, self._quantity,
                     self._price, self._life, self._production, self._expiry):  # fmt: skip
            edit.textEdited.connect(lambda _: self._on_edited())
        for dated in (self._production, self._expiry):
            dated.value_changed.connect(lambda _: self._on_edited())
        self._lay_out()

    def _lay_out(self) -> None:
        places: dict[str, tuple[QWidget, int]] = {
            "product_name": (self._name, 8), "specification": (self._specification, 4),
            "quantity_milli": (self._quantity, 3), "unit": (self._unit, 2), "batch_no": (self._batch, 4),
            "price_fen": (self._price, 3),
            "production_date": (self._production, 6), "expiry_date": (self._expiry, 6),
            "shelf_life": (self._life, 3), "life_unit": (self._life_unit, 3), "keeps": (self._keeps, 6),
            "maker_name": (self._maker, 12), "stock_reason": (self._reason, 12),
        }  # fmt: skip
        self.rows: dict[str, FieldRow] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL + 4)
        grid.setVerticalSpacing(theme.SMALL + 2)
        row = column = 0
        for name, (editor, span) in places.items():
            if column + span > COLUMNS:
                row, column = row + 1, 0
            part = editor
            if name != "keeps":
                part = FieldRow(name, editor, is_required=name in ("product_name", "quantity_milli", "unit"))
                self.rows[name] = part
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(part, row, column, 1, span)
            column += span
        for each in range(COLUMNS):
            grid.setColumnStretch(each, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL + 2)
        whole.addWidget(self._new)
        whole.addLayout(grid)


def _is_wrong(edit: NumberEdit | LabelDateEdit) -> bool:
    return bool(edit.text().strip()) and edit.value() is None
