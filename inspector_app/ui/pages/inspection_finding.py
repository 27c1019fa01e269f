"""One finding: what was found, and the measures that the officer decides on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from inspector_app.domain.checklists import SHORTEST_REMARK, Item
from inspector_app.domain.rectification import due_on
from inspector_app.records.inspections import Answer, Finding, FindingAction
from inspector_app.ui import formats, labels, theme
from inspector_app.ui.pages.inspection_data import item_text, number
from inspector_app.ui.pages.inspection_saving import TYPING_MS
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.number_edit import NumberEdit
from inspector_app.ui.widgets.section import Section

REMARK_PX, DAYS_PX, MORE_PX = 60, 110, 240
MOST_DAYS = 999


class FindingCard(Section):
    decided = Signal(object)  # Finding
    described = Signal(str, str)  # finding id, text

    def __init__(self, finding: Finding, item: Item, given: Answer | None, today: date, *, may_edit: bool) -> None:
        super().__init__(f"finding_{finding.item_id}")
        self._finding, self._item, self._given, self._today = finding, item, given, today
        self._may_edit = may_edit
        self._ticks: dict[FindingAction, QCheckBox] = {}
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.end_typing)
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        mark = " *" if self._finding.key else ""
        self.set_title(f"{number(self._item)}{mark}")
        self._text.setText(item_text(self._item))
        self._basis.setText(self._finding.basis)
        self._description_row.set_texts(self.tr("What was found"))
        self._actions_title.setText(self.tr("What is done about it"))
        self._days_row.set_texts(self.tr("Days to correct"))
        on_site = self._given is not None and self._given.on_site
        self._on_site.set_state("good", self.tr("Corrected on the spot") if on_site else "")
        for action, tick in self._ticks.items():
            tick.setText(labels.label(action))
        self._fill_more()
        self._show_days()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def end_typing(self) -> None:
        """What was typed counts now."""
        self._typing.stop()
        text = self._description.toPlainText().strip()
        is_short = len(text) < SHORTEST_REMARK
        problem = self.tr("Please describe it in at least %n characters.", "", SHORTEST_REMARK) if is_short else ""
        self._description_row.set_problem(problem)
        if not is_short and text != self._finding.description:
            self._finding = self._finding.changed(description=text)
            self.described.emit(self._finding.id, text)

    def set_problem(self, field: str, sentence: str) -> None:
        """Say what the decision lacks: `field` is actions or rectify_days, empty when nothing."""
        self._problem.setText(sentence if field == "actions" else "")
        self._problem.setVisible(field == "actions")
        self._days_row.set_problem(sentence if field == "rectify_days" else "")

    def take_focus(self) -> None:
        (self._days if self._days_row.problem() else next(iter(self._ticks.values()), self._more)).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._description and event.type() == QEvent.Type.FocusOut:
            self.end_typing()
        return False

    def _on_typed(self) -> None:
        if not self._typing.isActive():
            self._typing.start()

    def _on_ticked(self, action: FindingAction, on: bool) -> None:
        chosen = {*self._finding.actions, action} if on else {*self._finding.actions} - {action}
        days = self._finding.rectify_days
        if action is FindingAction.RECTIFY:
            suggested = [each.days for each in self._item.on_nonconform if each.do is action and each.days]
            days = (days or next(iter(suggested), None)) if on else None
            self._days.set_value(days)
        self._decide(tuple(each for each in FindingAction if each in chosen), days)

    def _on_days(self, days: int | None) -> None:
        self._decide(self._finding.actions, days)

    def _on_more(self, value: str) -> None:
        action = FindingAction(value)
        self._more.set_value("")
        self._add_tick(action)
        self._ticks[action].setChecked(True)
        self._ticks[action].setFocus()
        self._fill_more()
        self._on_ticked(action, True)

    def _decide(self, actions: tuple[FindingAction, ...], days: int | None) -> None:
        self._finding = self._finding.changed(actions=actions, rectify_days=days)
        self.set_problem("", "")
        self._show_days()
        self.decided.emit(self._finding)

    def _show_days(self) -> None:
        is_ordered = FindingAction.RECTIFY in self._finding.actions
        self._days_row.setVisible(is_ordered)
        days = self._finding.rectify_days
        due = self.tr("until {day}").format(day=formats.day(due_on(self._today, days))) if days else ""
        self._due.setText(due)
        self._due.setVisible(is_ordered)

    def _add_tick(self, action: FindingAction) -> None:
        tick = named(QCheckBox(labels.label(action)), f"{self.objectName()}_{action}")
        tick.setChecked(action in self._finding.actions)
        tick.setEnabled(self._may_edit)
        tick.clicked.connect(lambda on: self._on_ticked(action, on))
        self._ticks[action] = tick
        self._tick_row.addWidget(tick)

    def _fill_more(self) -> None:
        left = [(each.value, labels.label(each)) for each in FindingAction if each not in self._ticks]
        self._more.set_options(left, self.tr("Another measure…"))
        self._more.setAccessibleName(self.tr("Another measure"))

    def _build(self) -> None:
        name = self.objectName()
        self._on_site = Badge(f"{name}_on_site")
        self.add_action(self._on_site)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._basis = named(QLabel(), role="note")
        self._basis.setWordWrap(True)
        self._description = QPlainTextEdit(self._finding.description)
        self._description.setFixedHeight(REMARK_PX)
        self._description.setTabChangesFocus(True)
        self._description.setReadOnly(not self._may_edit)
        self._description.installEventFilter(self)
        self._description.textChanged.connect(self._on_typed)
        self._description_row = FieldRow(f"{name}_text", self._description)
        self._actions_title = named(QLabel(), role="label")
        ticks = QWidget()
        self._tick_row = FlowRow(ticks)
        for action in dict.fromkeys([*(each.do for each in self._item.on_nonconform), *self._finding.actions]):
            self._add_tick(action)
        self._more = ChoiceBox(f"{name}_more")
        self._more.setFixedWidth(MORE_PX)
        self._more.chosen.connect(lambda value: self._on_more(value) if value else None)
        self._problem = named(QLabel(), role="problem")
        self._problem.hide()
        self._days = NumberEdit(least=1, most=MOST_DAYS)
        self._days.setFixedWidth(DAYS_PX)
        self._days.set_value(self._finding.rectify_days)
        self._days.setReadOnly(not self._may_edit)
        self._days.value_changed.connect(self._on_days)
        self._days_row = FieldRow(f"{name}_days", self._days)
        self._due = named(QLabel(), f"{name}_due", role="note")
        self._due.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL + 4)
        row.addWidget(self._days_row)
        row.addWidget(self._due, 1)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)  # also when it is alone there
        if not self._may_edit:
            self._more.hide()
        for part in (self._text, self._basis, self._description_row, self._actions_title, ticks, self._problem):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.body.setSpacing(theme.SMALL)
