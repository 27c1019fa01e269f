"""Visits: what is unfinished, what was done, and the beginning of a new one."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.records.inspections import Inspection, InspectionState, InspectionType
from inspector_app.records.operators import Operator
from inspector_app.services import inspections as visits
from inspector_app.services.acting import Acting
from inspector_app.ui import clock_warning, icons, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.inspection_list import InspectionList, fetching
from inspector_app.ui.pages.inspection_start import OperatorChoice
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.filter_box import FilterBox
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.translated import Translated

WIDTHS = (0, 150, 130, 140, 150, 130, 180)
STATES = (
    InspectionState.IN_PROGRESS, InspectionState.COMPLETED, InspectionState.SIGNED, InspectionState.VOID,
)  # fmt: skip
LAST_TYPE = "inspections/last_type"


class InspectionsPage(Translated):
    inspection_asked = Signal(str)  # inspection id

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspections_page")
        self._context = context
        self._is_starting = False
        self._build()
        context.changes.happened.connect(self._on_changed)
        self.retranslate()
        self.show_found()

    def show_found(self) -> None:
        """Show the list that the filter asks for."""
        value = self._state.value()
        state = InspectionState(value) if value in set(InspectionState) else None
        self._model.show(fetching(self._context.user.id, state))

    def choose_operator(self) -> None:
        """Begin a visit: whose, is looked up here."""
        self._choice.begin(str(QSettings().value(LAST_TYPE, InspectionType.DAILY.value)))
        self._body.setCurrentWidget(self._choice)
        self._head.hide()
        self._choice.setFocus()

    def start(self, operator_id: str, inspection_type: InspectionType = InspectionType.DAILY) -> None:
        """Begin a visit to this operator; one's own unfinished visit to it is gone on with instead."""

        def begin() -> None:
            if not self._is_starting:
                self._is_starting = True
                self._context.write(self, act_on, self._on_started, self._on_failed)

        def act_on(act: Acting) -> tuple[Inspection, bool]:
            visit = visits.begin(act, operator_id, inspection_type)
            return visit, visit.started_at < act.now

        clock_warning.before(self._context, self, begin)

    def give_up(self) -> None:
        """Ask why the chosen draft is given up; it stays on record as void."""
        visit = self._chosen()
        if visit is None:
            return
        dialog = QInputDialog(self.window())
        dialog.setObjectName("give_up_inspection")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Give up the inspection"))
        dialog.setLabelText(self.tr("Why is it given up? It is kept, marked as void."))
        dialog.setOkButtonText(self.tr("Give up"))
        dialog.textValueSelected.connect(
            lambda reason: self._context.write(self, lambda act: visits.void(act, visit.id, reason))
        )
        dialog.open()

    def retranslate(self) -> None:
        self._give_up.setText(self.tr("Give up…"))
        self.setWindowTitle(self.tr("Inspections"))
        self._state.set_texts(
            self.tr("State"), self.tr("All states"), [(each.value, labels.label(each)) for each in STATES]
        )
        self._start.setText(self.tr("Begin an inspection"))
        self._start.setToolTip(self.tr("Begin an inspection (Ctrl+N)"))
        self._action.setText(self._start.text())
        self._model.set_titles([
            self.tr("Operator"), self.tr("Kind"), self.tr("Visit"), self.tr("Begun"), self.tr("Officers"),
            self.tr("Result"), self.tr("State"),
        ])  # fmt: skip
        self._table.setAccessibleName(self.tr("Inspections"))
        self._show_empty()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _chosen(self) -> Inspection | None:
        """The record under the cursor, when it is one's own draft."""
        visit = self._model.record(self._table.currentIndex())
        is_draft = visit is not None and visit.state in visits.BEGUN and visit.author_id == self._context.user.id
        return visit if is_draft else None

    def _show_give_up(self) -> None:
        self._give_up.setVisible(self._chosen() is not None)

    def _on_changed(self, kinds: set[str]) -> None:
        if "inspection" in kinds:
            self._model.refresh()

    def _on_loaded(self) -> None:
        if self._body.currentWidget() is not self._choice:
            self._body.setCurrentWidget(self._table if self._model.rowCount() else self._empty)
        self._show_empty()
        self._show_give_up()

    def _show_empty(self) -> None:
        if self._state.value():
            self._empty.set_texts(self.tr("No inspection is in this state"), self.tr("Choose another state above."))
        else:
            self._empty.set_texts(
                self.tr("No inspection yet"),
                self.tr("Choose an operator and begin; every answer is saved as you give it."),
                self.tr("Begin an inspection"),
            )

    def _on_operator(self, operator: Operator, inspection_type: str) -> None:
        QSettings().setValue(LAST_TYPE, inspection_type)
        self.start(operator.id, InspectionType(inspection_type))

    def _on_started(self, begun: tuple[Inspection, bool]) -> None:
        visit, is_old = begun
        self._is_starting = False
        self._leave_choice()
        if is_old:
            self._context.messages.say(self.tr("You had begun this inspection already; it goes on here."))
        self.inspection_asked.emit(visit.id)

    def _on_failed(self, error: Exception) -> None:
        self._is_starting = False
        self._context.messages.show(self, error)

    def _leave_choice(self) -> None:
        self._head.show()
        self._body.setCurrentWidget(self._table if self._model.rowCount() else self._empty)
        self._table.setFocus()

    def _build(self) -> None:
        self._state = FilterBox("filter_state", "inspections/state")
        self._state.chosen.connect(self.show_found)
        self._give_up = named(QPushButton(), "give_up", role="quiet")
        icons.put_on(self._give_up, "trash")
        self._give_up.clicked.connect(self.give_up)
        self._give_up.hide()
        self._start = named(QPushButton(), "begin_inspection", role="primary")
        icons.put_on(self._start, "add", "on_accent")
        self._start.clicked.connect(self.choose_operator)
        self._model = InspectionList(self._context, self)
        self._model.loaded.connect(self._on_loaded)
        self._table = RecordTable("inspections", self._model)
        self._table.set_widths(*WIDTHS)
        self._table.chosen.connect(lambda _: self._show_give_up())
        self._table.opened.connect(lambda visit: self.inspection_asked.emit(visit.id))
        self._empty = EmptyState("no_inspections", "inspect")
        self._empty.action_asked.connect(self.choose_operator)
        self._choice = OperatorChoice("operator_choice", self._context)
        self._choice.chosen.connect(self._on_operator)
        self._choice.cancelled.connect(self._leave_choice)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._state)
        row.addWidget(QLabel(), 1)
        row.addWidget(self._give_up)
        row.addWidget(self._start)
        self._body = QStackedWidget()
        for part in (self._table, self._empty, self._choice):
            self._body.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.MEDIUM)
        whole.setSpacing(theme.SMALL + 4)
        whole.addWidget(self._head)
        whole.addWidget(self._body, 1)
        self.setFocusProxy(self._table)
        self._action = named(QAction(self), "begin_inspection_action")
        self._action.setShortcut(QKeySequence("Ctrl+N"))
        self._action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._action.triggered.connect(self.choose_operator)
        self.addAction(self._action)
