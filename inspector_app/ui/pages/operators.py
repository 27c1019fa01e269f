"""OPERATOR 主体: everybody who is supervised, found as one types, narrowed by filters that are remembered."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.domain.masking import sees_people
from inspector_app.records.operators import LicenceState, OperatorKind, OperatorStatus, RiskGrade
from inspector_app.records.reference import Region
from inspector_app.storage import reference
from inspector_app.storage.operators import OperatorFilter
from inspector_app.ui import icons, labels, theme, townships
from inspector_app.ui.context import Context
from inspector_app.ui.models.operator_list import OperatorEntry, OperatorList, fetching
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.filter_box import FilterBox
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.translated import Translated

E = TypeVar("E", bound=StrEnum)

SHOWN_KINDS = {"operator", "person", "licence", "inspection", "region", "conflict"}
"""Changes of these kinds are seen in the list."""
NARROW_PX = 760
WIDTHS = (0, 130, 190, 130, 74, 110, 150, 150)


class OperatorsPage(Translated):
    operator_asked = Signal(str)  # operator id
    registration_asked = Signal(str)  # what was looked for and not found, or nothing

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("operators_page")
        self._context = context
        self._townships: list[Region] = []
        self._is_looking = True
        self._opens_when_found = False
        self._build()
        self._make_actions()
        self.retranslate()
        self._model.loaded.connect(self._on_loaded)
        context.changes.happened.connect(self._on_changed)
        self._read_townships()
        self.show_found()

    def on_shown(self) -> None:
        self._model.refresh()

    def search(self, text: str) -> None:
        """Look for this, as if it had been typed."""
        self._search.setText(text)
        self.show_found()

    def show_found(self) -> None:
        self._is_looking = True
        self._model.show(fetching(self.filter()))
        self._clear.setVisible(any(box.value() for box in self._boxes))
        self._show_filters()

    def filter(self) -> OperatorFilter:
        return OperatorFilter(
            text=self._search.text().strip(),
            kind=_chosen(OperatorKind, self._kind),
            licence_state=_chosen(LicenceState, self._licence),
            township=self._township.value() or None,
            risk_grade=_chosen(RiskGrade, self._grade),
            status=_chosen(OperatorStatus, self._status),
            people=sees_people(self._context.user.role),
        )

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Operators"))
        self._search.set_hint(self.tr("Name, pinyin, owner, address or number"))
        self._register.setText(self.tr("Register an operator"))
        self._clear.setText(self.tr("Show all"))
        self._unfold.setText(self.tr("Filter"))
        self._act_register.setText(self.tr("Register an operator"))
        self._act_search.setText(self.tr("Search in the list of operators"))
        self._kind.set_texts(self.tr("Kind"), self.tr("All kinds"), labels.choices(OperatorKind))
        self._licence.set_texts(self.tr("Licence state"), self.tr("Any licence state"), labels.choices(LicenceState))
        self._grade.set_texts(self.tr("Risk grade"), self.tr("All risk grades"), labels.choices(RiskGrade))
        self._status.set_texts(self.tr("Status"), self.tr("Any status"), labels.choices(OperatorStatus))
        self._fill_townships()
        self._model.set_titles([
            self.tr("Name"), self.tr("Kind"), self.tr("Place"), self.tr("Licence"), self.tr("Risk"),
            self.tr("Last visit"), self.tr("Status"), self.tr("Record"),
        ])  # fmt: skip
        self._table.setAccessibleName(self.tr("Operators"))
        self._show_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_filters()
        super().resizeEvent(event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._search = SearchBox("operator_search")
        self._register = named(QPushButton(), "register", role="primary")
        icons.put_on(self._register, "add", "on_accent")
        self._kind = FilterBox("filter_kind", "operators/kind")
        self._licence = FilterBox("filter_licence", "operators/licence")
        self._township = FilterBox("filter_township", "operators/township")
        self._grade = FilterBox("filter_grade", "operators/grade")
        self._status = FilterBox("filter_status", "operators/status")
        self._boxes = (self._kind, self._licence, self._township, self._grade, self._status)
        self._clear = named(QPushButton(), "clear_filters", role="quiet")
        self._unfold = named(QPushButton(), "unfold_filters")
        self._unfold.setCheckable(True)
        icons.put_on(self._unfold, "filter")
        self._model = OperatorList(self._context, self)
        self._table = RecordTable("operators", self._model)
        self._table.set_widths(*WIDTHS)
        self._empty = EmptyState("no_operators", "operator")
        self._count = named(QLabel(), "operator_count", role="note")
        self._lay_out()
        self.setFocusProxy(self._search)
        self._search.search_changed.connect(lambda _: self.show_found())
        self._search.entered.connect(lambda _: self._open_first())
        self._search.left_downwards.connect(self._table.take_focus)
        self._register.clicked.connect(self._on_register)
        self._clear.clicked.connect(self._on_clear)
        self._empty.action_asked.connect(self._on_register)
        self._table.opened.connect(self._on_opened)
        self._unfold.toggled.connect(self._show_filters)
        for box in self._boxes:
            box.chosen.connect(self.show_found)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.MEDIUM)
        top.addWidget(self._search, 1)
        top.addWidget(self._unfold)
        top.addWidget(self._register)
        self._filters = QWidget()
        filters = FlowRow(self._filters)
        for box in self._boxes:
            filters.addWidget(box)
        filters.addWidget(self._clear)
        self._list = QStackedLayout()
        self._list.addWidget(self._table)
        self._list.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.SMALL)
        whole.setSpacing(theme.SMALL + 4)
        whole.addLayout(top)
        whole.addWidget(self._filters)
        whole.addLayout(self._list, 1)
        whole.addWidget(self._count)

    def _show_filters(self) -> None:
        """Where room is scarce the filters wait behind a button, unless one of them narrows the list."""
        is_narrow = self.width() < NARROW_PX
        self._unfold.setVisible(is_narrow)
        is_used = any(box.value() for box in self._boxes)
        self._filters.setVisible(not is_narrow or is_used or self._unfold.isChecked())

    def _make_actions(self) -> None:
        self._act_register = self._action("register_operator", ["Ctrl+N"], self._on_register)
        self._act_search = self._action("search_operators", ["Ctrl+F", "/"], self._on_search)

    def _action(self, name: str, keys: list[str], slot: Callable[[], None]) -> QAction:
        action = named(QAction(self), name)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _read_townships(self) -> None:
        today = self._context.today()

        def load(session: Session) -> list[Region]:
            ended = reference.ended_townships(session, reference.townships_of_shops(session), today)
            return [*reference.townships(session, today), *ended]

        self._context.read(self, load, self._on_townships)

    def _on_townships(self, found: list[Region]) -> None:
        self._townships = found
        self._fill_townships()

    def _fill_townships(self) -> None:
        self._township.set_texts(self.tr("Township"), self.tr("All townships"), townships.choices(self._townships))

    def _on_changed(self, kinds: set[str]) -> None:
        if kinds & SHOWN_KINDS:
            self._model.refresh()
        if "region" in kinds:
            self._read_townships()

    def _on_loaded(self) -> None:
        self._is_looking = False
        self._show_count()
        if self._opens_when_found:
            self._opens_when_found = False
            self._open_first()

    def _show_count(self) -> None:
        loaded = self._model.rowCount()
        if self._model.canFetchMore():
            self._count.setText(self.tr("%n operator(s) shown, more follow as you scroll", "", loaded))
        else:
            self._count.setText(self.tr("%n operator(s)", "", loaded) if loaded else "")
        self._list.setCurrentWidget(self._table if loaded or self._is_looking else self._empty)
        self._show_why_empty()

    def _show_why_empty(self) -> None:
        typed = self._search.text().strip()
        register = self.tr("Register an operator")
        if typed:
            title = self.tr("No operator found for “{text}”").format(text=typed)
            text = self.tr("Try fewer characters, the pinyin initials or a number. If it is new here, register it.")
        elif any(box.value() for box in self._boxes):
            title = self.tr("No operator meets these filters")
            text = self.tr("Press “Show all” above to see every operator.")
            register = ""
        else:
            title = self.tr("No operator is registered yet")
            text = self.tr("Register the first one, or sync to get those that headquarters has.")
        self._empty.set_texts(title, text, register)

    def _on_register(self) -> None:
        self.registration_asked.emit(self._search.text().strip() if not self._model.rowCount() else "")

    def _on_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _on_clear(self) -> None:
        for box in self._boxes:
            box.reset()
        self.show_found()
        self._search.setFocus()

    def _open_first(self) -> None:
        """Enter in the search box goes to the list; when one alone is found, it is opened."""
        if self._is_looking:
            self._opens_when_found = True
        elif self._model.rowCount() == 1 and (only := self._model.record(self._model.index(0, 0))) is not None:
            self._on_opened(only)
        else:
            self._table.take_focus()

    def _on_opened(self, entry: OperatorEntry) -> None:
        self.operator_asked.emit(entry.id)


def _chosen(enum: type[E], box: FilterBox) -> E | None:
    """The filter's value; one of an older version that is no longer known is none."""
    return enum(box.value()) if box.value() in set(enum) else None
