"""The head of an operator's file: its states, how to reach it, what to do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.registration import STATUSES
from inspector_app.records.operators import Operator, OperatorStatus
from inspector_app.records.people import Role
from inspector_app.ui import formats, icons, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.operator_file_data import OperatorFile
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated
from sync.device.core import RowState

FACT_COLUMNS, FACT_PX = 3, 230
FACTS = ("place", "number", "phone", "office", "last_visit", "open")
BY_HAND = (OperatorStatus.ACTIVE, OperatorStatus.SUSPENDED, OperatorStatus.CLOSED)
"""States that a person chooses; the others follow from verification, pledge and merging."""


class Fact(QWidget):
    """A value with its name above it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = named(QLabel(), role="note")
        self._value = named(QLabel(), f"fact_{name}")
        self._value.setWordWrap(True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addWidget(self._label)
        whole.addWidget(self._value)
        whole.addStretch(1)

    def set_texts(self, label: str, value: str) -> None:
        self._label.setText(label)
        self._value.setText(value)
        self._value.setAccessibleName(f"{label}: {value}")


class FactGrid(QWidget):
    """Facts beside each other, as many as there is room for."""

    def __init__(self, facts: Sequence[Fact], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts, self._columns = facts, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(theme.SMALL + 4)
        self._place(FACT_COLUMNS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(max(1, min(FACT_COLUMNS, self.width() // FACT_PX)))
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(FACT_PX, super().minimumSizeHint().height())

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for fact in self._facts:
            self._grid.removeWidget(fact)
        for place, fact in enumerate(self._facts):
            self._grid.addWidget(fact, place // columns, place % columns)
        for column in range(FACT_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class OperatorHead(Translated):
    inspection_asked = Signal()
    ledger_asked = Signal()
    edit_asked = Signal()
    code_asked = Signal()
    status_asked = Signal(str)  # OperatorStatus

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("operator_head")
        self._context = context
        self._file: OperatorFile | None = None
        self._build()
        self._make_actions()
        self.retranslate()

    def show_file(self, file: OperatorFile) -> None:
        self._file = file
        operator = file.operator
        self._status.set_state(labels.tone(operator.status), labels.label(operator.status))
        self._licence.set_state(labels.tone(operator.licence_state), labels.label(operator.licence_state))
        risk = self.tr("Risk {grade}").format(grade=labels.label(operator.risk_grade)) if operator.risk_grade else ""
        self._risk.set_state(labels.tone(operator.risk_grade), risk)
        self._record.set_state(
            labels.tone(file.state), "" if file.state is RowState.AT_HQ else labels.label(file.state)
        )
        self._kind.setText(self._kind_text(operator))
        self._reason.setText(operator.status_reason or "")
        self._reason.setVisible(bool(operator.status_reason))
        self._show_facts(file)
        self._show_moves(operator)

    def take_focus(self) -> None:
        """To the first thing that one comes here for."""
        self._inspect.setFocus()

    def retranslate(self) -> None:
        self._inspect.setText(self.tr("Start inspection"))
        self._ledger.setText(self.tr("Ledger"))
        self._edit.setText(self.tr("Edit"))
        self._code.setText(self.tr("Shop code…"))
        self._move.setText(self.tr("Change the state…"))
        texts = (
            self.tr("Start an inspection"), self.tr("Open the ledger"), self.tr("Edit the file"),
            self.tr("Print the shop code"),
        )  # fmt: skip
        for action, text in zip(self._actions, texts, strict=True):
            action.setText(text)
        if self._file is not None:
            self.show_file(self._file)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _kind_text(self, operator: Operator) -> str:
        details = [labels.label(operator.canteen_kind), *(labels.label(kind) for kind in operator.agri_kinds)]
        kind, more = labels.label(operator.operator_kind), formats.listing(each for each in details if each)
        return self.tr("{kind}: {details}").format(kind=kind, details=more) if more else kind

    def _show_facts(self, file: OperatorFile) -> None:
        operator, role = file.operator, self._context.user.role
        number = operator.uscc or operator.reg_no or operator.number_missing_reason or ""
        phone = formats.shown(operator, "phone", role) or operator.phone_missing_reason or ""
        visit = file.last_visit
        last = self.tr("Never visited")
        if visit is not None:
            when, result = formats.day_of(visit.started_at), labels.label(visit.result)
            last = self.tr("{when}, {result}").format(when=when, result=result) if result else when
        overdue = sum(point.is_overdue for point in file.points)
        points = self.tr("%n open point(s)", "", len(file.points)) if file.points else self.tr("Nothing open")
        if overdue:
            points = self.tr("{points}, {overdue} overdue").format(points=points, overdue=overdue)
        for name, label, value in (
            (
                "place",
                self.tr("Place"),
                self.tr("{place}, {address}").format(place=file.place, address=operator.address),
            ),
            ("number", self.tr("Registration number"), number),
            ("phone", self.tr("Phone"), phone),
            ("office", self.tr("Responsible office"), operator.responsible_office or self.tr("Not assigned")),
            ("last_visit", self.tr("Last visit"), last),
            ("open", self.tr("To be done"), points),
        ):
            self._facts[name].set_texts(label, value)

    def _show_moves(self, operator: Operator) -> None:
        """Offer the states that this person may bring about."""
        menu, role = self._menu, self._context.user.role
        menu.clear()
        texts = {
            OperatorStatus.ACTIVE: self.tr("Reopen…"),
            OperatorStatus.SUSPENDED: self.tr("Suspend…"),
            OperatorStatus.CLOSED: self.tr("Close down…"),
        }
        moves = [each for each in STATUSES.next_states(operator.status, role) if each in BY_HAND]
        if operator.status not in BY_HAND:
            moves = []  # it becomes active by verification and pledge, in the form
        for status in moves:
            action = named(QAction(texts[status], menu), f"move_{status.value}")
            action.triggered.connect(lambda _=False, wanted=status: self.status_asked.emit(wanted.value))
            menu.addAction(action)
        self._move.setVisible(bool(moves))
        may_write = role is not Role.READ_ONLY
        for button, action in zip((self._inspect, self._ledger, self._edit, self._code), self._actions, strict=True):
            button.setVisible(may_write or button is self._ledger)
            action.setEnabled(may_write or button is self._ledger)

    def _make_actions(self) -> None:
        self._actions = [
            self._action("start_inspection", "Ctrl+I", self.inspection_asked.emit),
            self._action("open_ledger", "Ctrl+L", self.ledger_asked.emit),
            self._action("edit_operator", "Ctrl+E", self.edit_asked.emit),
            self._action("shop_code", "Ctrl+Shift+P", self.code_asked.emit),
        ]

    def _action(self, name: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = named(QAction(self), name)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _build(self) -> None:
        self._status, self._licence, self._risk, self._record = map(
            Badge, ("status_badge", "licence_badge", "risk_badge", "record_badge")
        )
        self._kind = named(QLabel(), "operator_kind", role="heading")
        self._reason = named(QLabel(), "status_reason", role="note")
        self._reason.setWordWrap(True)
        self._inspect = named(QPushButton(), "inspect", role="primary")
        icons.put_on(self._inspect, "inspect", "on_accent")
        self._ledger, self._edit = named(QPushButton(), "ledger"), named(QPushButton(), "edit")
        icons.put_on(self._ledger, "ledger")
        icons.put_on(self._edit, "edit")
        self._code = named(QPushButton(), "shop_code_sheet")
        icons.put_on(self._code, "print")
        self._code.clicked.connect(self.code_asked)
        self._move = named(QPushButton(), "change_state")
        icons.put_on(self._move, "flag")
        self._menu = named(QMenu(self._move), "state_menu")
        self._move.clicked.connect(lambda: self._menu.popup(self._move.mapToGlobal(self._move.rect().bottomLeft())))
        self._inspect.clicked.connect(self.inspection_asked)
        self._ledger.clicked.connect(self.ledger_asked)
        self._edit.clicked.connect(self.edit_asked)
        self._facts = {name: Fact(name) for name in FACTS}
        self._lay_out()

    def _lay_out(self) -> None:
        states, buttons = FlowRow(), FlowRow()
        states.addWidget(self._kind)
        for badge in (self._status, self._licence, self._risk, self._record):
            states.addWidget(badge)
        for button in (self._inspect, self._ledger, self._edit, self._code, self._move):
            buttons.addWidget(button)
        card = named(QFrame(), role="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, theme.MEDIUM, 20, 20)
        inside.setSpacing(theme.MEDIUM)
        inside.addLayout(states)
        inside.addWidget(self._reason)
        inside.addLayout(buttons)
        inside.addWidget(FactGrid(list(self._facts.values())))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
