"""After checking: the result with its reasons, and for each failed item what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.domain.scoring import Outcome
from inspector_app.records.inspections import Finding, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Acting
from inspector_app.storage import inspections
from inspector_app.ui import icons, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.inspection_data import VisitData
from inspector_app.ui.pages.inspection_finding import FindingCard
from inspector_app.ui.pages.inspection_result import ResultCard
from inspector_app.ui.pages.inspection_saving import Saver, Values
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Column
from inspector_app.ui.widgets.translated import Translated


@dataclass(frozen=True)
class _Found:
    findings: tuple[Finding, ...]
    outcome: Outcome


class FindingsStep(Translated):
    reopening_asked = Signal()
    papers_asked = Signal()

    def __init__(self, context: Context, data: VisitData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visit_findings")
        self._context, self._data = context, data
        self._saver = Saver(context, _write, self)
        self._cards: dict[str, FindingCard] = {}
        self._result: ResultCard | None = None
        self._build()
        self.retranslate()
        self._read()

    @property
    def is_open(self) -> bool:
        return self._data.is_mine and self._data.inspection.state is InspectionState.COMPLETED

    def retranslate(self) -> None:
        self._back.setText(self.tr("Back to checking"))
        self._go.setText(self.tr("Write the papers"))
        self._go.setToolTip(self.tr("Write the papers and sign (Ctrl+Enter)"))
        self._none.setText(self.tr("Nothing was found that does not conform."))
        self._action.setText(self._go.text())
        if self._result is not None:
            self._result.retranslate()

    def when_saved(self, then: Callable[[], None]) -> None:
        for card in self._cards.values():
            card.end_typing()
        self._saver.when_saved(then)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        context, visit = self._context, self._data.inspection

        def query(act: Acting) -> _Found:
            return _Found(tuple(inspections.findings_of(act.session, visit.id)), visits.outcome(act, visit))

        context.read(self, lambda session: query(context.acting(session)), self._show)

    def _show(self, found: _Found) -> None:
        self._result = ResultCard("visit_result", found.outcome)
        self._result.retranslate()
        self._column.add(self._result)
        order = [item.id for item in self._data.form.items]
        for finding in sorted(found.findings, key=lambda each: order.index(each.item_id)):
            item = self._data.form.item(finding.item_id)
            assert item is not None
            given = self._data.inspection.answers.get(finding.item_id)
            card = FindingCard(finding, item, given, self._context.today(), may_edit=self.is_open)
            card.decided.connect(self._on_decided)
            card.described.connect(self._on_described)
            self._cards[finding.item_id] = card
            self._column.add(card)
        if not found.findings:
            self._column.add(self._none)
            self._none.show()
        self._go.setFocus()

    def _on_decided(self, finding: Finding) -> None:
        self._saver.put({("decision", finding.id): finding})

    def _on_described(self, finding_id: str, text: str) -> None:
        self._saver.put({("text", finding_id): text})

    def _on_go(self) -> None:
        if self.is_open:
            self.when_saved(self._check)

    def _check(self) -> None:
        context, visit = self._context, self._data.inspection.id

        def query(act: Acting) -> list[Problem]:
            return visits.undecided(act, visit)

        context.read(self, lambda session: query(context.acting(session)), self._on_checked)

    def _on_checked(self, problems: list[Problem]) -> None:
        by_item = {str(problem.facts["item"]): problem for problem in problems}
        for item_id, card in self._cards.items():
            found = by_item.get(item_id)
            card.set_problem(found.field if found else "", reasons.problem(found) if found else "")
        if by_item:
            first = next(card for item_id, card in self._cards.items() if item_id in by_item)
            self._column.ensureWidgetVisible(first)
            first.take_focus()
        else:
            self.papers_asked.emit()

    def _build(self) -> None:
        self._column = Column("findings_column")
        canvas = self._column.widget()
        if canvas is not None and (inner := canvas.layout()) is not None:
            inner.setContentsMargins(0, theme.SMALL, theme.SMALL, theme.MEDIUM)  # the page has margins of its own
        self._none = named(QLabel(), "no_findings", role="note")
        self._none.hide()
        self._back = named(QPushButton(), "findings_back")
        icons.put_on(self._back, "back")
        self._back.clicked.connect(lambda: self.when_saved(self.reopening_asked.emit))
        self._go = named(QPushButton(), "findings_go", role="primary")
        self._go.clicked.connect(self._on_go)
        self.tools = named(QWidget(), "findings_tools")
        """Stands at the head of the page."""
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        row.addWidget(self._back)
        row.addWidget(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._column)
        self._back.setVisible(self.is_open)
        self._go.setVisible(self.is_open)
        self._action = named(QAction(self), "write_papers")
        self._action.setShortcut(QKeySequence("Ctrl+Return"))
        self._action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._action.triggered.connect(self._on_go)
        for widget in (self, self.tools):
            widget.addAction(self._action)


def _write(act: Acting, values: Values) -> None:
    """Texts after decisions: a decision carries the finding whole, with the text of before."""
    steps = [partial(visits.decide, act, value) for (what, _), value in values.items() if what == "decision"]
    for (what, finding_id), value in values.items():
        if what == "text":
            steps.append(partial(visits.describe, act, finding_id, value))
    for step in steps:
        step()
