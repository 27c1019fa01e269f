"""What is the same for all lines of a delivery: bought or sold, from or to whom, when, by which paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.problems import Code, Problem
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.services.ledger_drafts import Delivery
from inspector_app.ui import labels, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger_fields import LabelDateEdit, ReasonBox
from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

FIELDS = ("partner_name", "partner_phone", "partner_address", "voucher_no")


class DeliveryForm(Translated):
    edited = Signal(object)  # Delivery

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("delivery_form")
        self._context = context
        self._delivery = Delivery()
        self._partners: dict[str, LedgerEntry] = {}
        self._build()
        self.retranslate()
        self.show_delivery(Delivery())

    def retranslate(self) -> None:
        is_in = self._delivery.direction is Direction.IN
        self.direction.set_texts([labels.label(Direction.IN), labels.label(Direction.OUT)], self.tr("Bought or sold"))
        self.rows["partner_name"].set_texts(self.tr("Supplier") if is_in else self.tr("Buyer"))
        self.rows["partner_phone"].set_texts(self.tr("Phone"))
        self.rows["partner_address"].set_texts(self.tr("Address"))
        self.rows["voucher_no"].set_texts(self.tr("Voucher number"))
        self.rows["happened_on"].set_texts(self.tr("Bought on") if is_in else self.tr("Sold on"))
        self.rows["missing_reason"].set_texts(self.tr("Why something is missing"))
        self._missing.setText(
            self.tr("The law asks for what is marked “missing”. Fill it in, or give one reason; it is then a finding.")
        )
        self._reason.set_reasons(
            [
                self.tr("The supplier gave no voucher"),
                self.tr("The shop kept no record"),
                self.tr("The label does not say it"),
                self.tr("Bought from a farmer, own produce"),
            ]
        )

    def editors(self) -> list[QWidget]:
        return [*(self._edits[name] for name in FIELDS), self._day, self._reason]

    def delivery(self) -> Delivery:
        return self._delivery

    def set_partners(self, lines: Sequence[LedgerEntry]) -> None:
        """Whom this shop traded with, the newest line of each: offered while a name is typed."""
        self._partners = {line.partner_name: line for line in lines}
        self._names.setStringList(list(self._partners))

    def show_delivery(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self.direction.set_value(delivery.direction)
        for name in FIELDS:
            self._edits[name].setText(getattr(delivery, name))
        self._day.set_value(delivery.happened_on or self._context.today())
        self._reason.set_text(delivery.missing_reason)
        self.show_problems([])
        self.retranslate()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        found = {each.field: each for each in problems}
        for name in FIELDS:
            self.rows[name].set_problem(self.tr("missing") if name in found else "")
        is_to_come = self.traded_on() > self._context.today()
        to_come = reasons.problem(Problem("happened_on", Code.DATE_FUTURE)) if is_to_come else ""
        self.rows["happened_on"].set_problem(to_come)
        asks = any(each.code is Code.REASON_NEEDED and each.field != "stock_reason" for each in problems)
        self._missing.setVisible(asks)
        self.missing.setVisible(asks or bool(self._delivery.missing_reason))

    def unreadable(self) -> FieldRow | None:
        row = self.rows["happened_on"]
        row.set_problem(self._day.problem() if self._day.value() is None else "")
        return row if row.problem() else None

    def _on_edited(self) -> None:
        name = self._edits["partner_name"].text().strip()
        if name != self._delivery.partner_name and (known := self._partners.get(name)):
            self._edits["partner_phone"].setText(known.partner_phone)
            self._edits["partner_address"].setText(known.partner_address)
        day = self._day.value()
        values = {field: self._edits[field].text().strip() for field in FIELDS}
        self._delivery = self._delivery.changed(
            **values,
            direction=self.direction.value(),
            happened_on=None if day == self._context.today() else day,
            missing_reason=self._reason.currentText().strip(),
        )
        self.edited.emit(self._delivery)

    def _on_direction(self, _: str) -> None:
        """A supplier is no buyer: the partner begins afresh."""
        for name in FIELDS:
            self._edits[name].clear()
        self._on_edited()
        self.show_problems([])
        self.retranslate()

    def traded_on(self) -> date:
        return self._delivery.happened_on or self._context.today()

    def _build(self) -> None:
        choices = [Choice(Direction.IN, icon="add"), Choice(Direction.OUT, icon="forward")]
        self.direction = ChoiceRow("direction", choices)
        self.direction.chosen.connect(self._on_direction)
        self._edits = {name: QLineEdit() for name in FIELDS}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _: self._on_edited())
        self._edits["partner_name"].setCompleter(completer)
        for edit in self._edits.values():
            edit.textEdited.connect(lambda _: self._on_edited())
        self._day = LabelDateEdit()
        self._day.textEdited.connect(lambda _: self._on_edited())
        self._day.value_changed.connect(lambda _: self._on_edited())
        self._reason = ReasonBox()
        self._reason.changed.connect(lambda _: self._on_edited())
        self._missing = named(QLabel(), "missing_said", role="problem")
        self._missing.setWordWrap(True)
        self.rows = {
            **{name: FieldRow(name, edit) for name, edit in self._edits.items()},
            "happened_on": FieldRow("happened_on", self._day),
            "missing_reason": FieldRow("missing_reason", self._reason),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SMALL + 4)
        grid.setVerticalSpacing(theme.SMALL + 2)
        grid.addWidget(self.rows["partner_name"], 0, 0, 1, 4)
        grid.addWidget(self.rows["partner_phone"], 0, 4, 1, 2)
        grid.addWidget(self.rows["partner_address"], 1, 0, 1, 2)
        grid.addWidget(self.rows["voucher_no"], 1, 2, 1, 2)
        grid.addWidget(self.rows["happened_on"], 1, 4, 1, 2)
        for each in range(6):
            grid.setColumnStretch(each, 1)
        for row in self.rows.values():
            row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.missing = named(QWidget(), "missing")
        below = QVBoxLayout(self.missing)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._missing)
        below.addWidget(self.rows["missing_reason"])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(grid)
