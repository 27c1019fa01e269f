"""The list of values that two people changed, with the chosen one below it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.storage import conflicts
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.pages.conflict_values import ConflictValues, OpenConflict, with_names
from inspector_app.ui.pages.sync_names import RecordName, name_of
from inspector_app.ui.widgets.fit_rows import fit_rows
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Double:
    """A conflict and the name of the record that it is about."""

    found: OpenConflict
    name: RecordName

    @property
    def id(self) -> str:
        return self.found.id


class ConflictsSection(Translated):
    """Hidden while there is nothing in it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_conflicts")
        self._context = context
        columns = (
            Column[Double](lambda each: each.name.text()),
            Column[Double](lambda each: each.found.unit()),
            Column[Double](self._state, lambda each: "quiet" if each.found.is_decided else "warning"),
        )
        self._model = PagedList[Double](context, columns, self)
        self._build()
        self._model.loaded.connect(self._on_loaded)
        self.hide()
        self.retranslate()
        self._model.show(_doubles)

    def refresh(self) -> None:
        self._model.refresh()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Changed twice"))
        self._model.set_titles([self.tr("Record"), self.tr("Field"), self.tr("State")])
        self._table.setAccessibleName(self.tr("Changed twice"))

    def _state(self, each: Double) -> str:
        return self.tr("Decided, to be sent") if each.found.is_decided else self.tr("To be decided")

    def _show(self, double: Double | None) -> None:
        self._values.setVisible(double is not None)
        self._values.show_conflict(double.found if double is not None else None)

    def _on_loaded(self) -> None:
        count = self._model.rowCount()
        self.setVisible(count > 0)
        fit_rows(self._table, MOST_ROWS)
        if count and not self._table.currentIndex().isValid():
            self._table.selectRow(0)
        self._show(self._model.record(self._table.currentIndex()))

    def _build(self) -> None:
        self._section = Section("conflicts_section")
        self._table = RecordTable("conflicts", self._model)
        self._table.set_widths(0, 220, 200)
        self._table.chosen.connect(self._show)
        self._values = ConflictValues(self._context)
        self._section.body.addWidget(self._table)
        self._section.body.addWidget(self._values)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)


def _doubles(session: Session, after: Double | None, limit: int) -> list[Double]:
    found = conflicts.open_conflicts(session, None if after is None else after.found.conflict, limit)
    return [
        Double(each, name_of(session, each.conflict.row_kind, each.conflict.row_id))
        for each in with_names(session, found)
    ]
