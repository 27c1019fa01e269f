"""Values that two people changed: what it was, what stands, what was not taken over; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget
from sqlalchemy.orm import Session

from inspector_app.services.acting import Acting
from inspector_app.services.conflicts import resolve
from inspector_app.storage import conflicts, people, reference, waiting
from inspector_app.ui import field_names, formats, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.pages.sync_names import RecordName, name_of
from inspector_app.ui.widgets.fit_rows import fit_rows
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated
from sync.record import Conflict, Json

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Double:
    """A conflict with the names that it is shown with."""

    conflict: Conflict
    name: RecordName
    winner_by: str
    loser_by: str
    places: dict[str, str]
    is_decided: bool
    """Decided on this laptop; HQ does not know yet."""

    @property
    def id(self) -> str:
        return self.conflict.id

    def unit(self) -> str:
        return field_names.unit(self.conflict.row_kind, self.conflict.unit)

    def words(self, value: Json) -> str:
        return field_names.words(
            self.conflict.row_kind, self.conflict.unit, value, lambda code: self.places.get(code, code)
        )


class ConflictsSection(Translated):
    """Hidden while there is nothing in it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_conflicts")
        self._context = context
        self._shown: Double | None = None
        columns = (
            Column[Double](lambda each: each.name.text()),
            Column[Double](lambda each: each.unit()),
            Column[Double](self._state, lambda each: "quiet" if each.is_decided else "warning"),
        )
        self._model = PagedList[Double](context, columns, self)
        self._build()
        self._model.loaded.connect(self._on_loaded)
        self.hide()
        self.retranslate()
        self._model.show(lambda session, after, limit: _doubles(session, after, limit, context.today()))

    def refresh(self) -> None:
        self._model.refresh()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Changed twice"))
        self._model.set_titles([self.tr("Record"), self.tr("Field"), self.tr("State")])
        self._table.setAccessibleName(self.tr("Changed twice"))
        for head, text in zip(
            self._heads, (self.tr("It was"), self.tr("It stands as"), self.tr("Not taken over")), strict=True
        ):
            head.setText(text)
        self._keep.setText(self.tr("Keep what stands"))
        self._take.setText(self.tr("Take this instead"))
        self._show(self._shown)

    def _state(self, each: Double) -> str:
        return self.tr("Decided, to be sent") if each.is_decided else self.tr("To be decided")

    def _show(self, double: Double | None) -> None:
        self._shown = double
        self._panel.setVisible(double is not None)
        if double is None:
            return
        conflict = double.conflict
        nothing = self.tr("(empty)")
        for label, value in zip(self._values, (conflict.base, conflict.winner, conflict.loser), strict=True):
            label.setText(double.words(value) or nothing)
        when = formats.ago(conflict.loser_at, self._context.now())
        self._authors[1].setText(double.winner_by)
        self._authors[2].setText(
            self.tr("{person}, {when}").format(person=double.loser_by, when=when) if double.loser_by else when
        )
        for button in (self._keep, self._take):
            button.setEnabled(not double.is_decided)

    def _on_loaded(self) -> None:
        count = self._model.rowCount()
        self.setVisible(count > 0)
        fit_rows(self._table, MOST_ROWS)
        if count and not self._table.currentIndex().isValid():
            self._table.selectRow(0)
        self._show(self._model.record(self._table.currentIndex()))

    def _resolve(self, *, take_loser: bool) -> None:
        double = self._shown
        if double is None or double.is_decided:
            return

        def action(act: Acting) -> None:
            resolve(act, double.id, take_loser=take_loser)

        def done(_: None) -> None:
            self._context.messages.say(self.tr("Decided. Headquarters is told with the next sync."), "good")

        self._context.write(self, action, done)

    def _build(self) -> None:
        self._section = Section("conflicts_section")
        self._table = RecordTable("conflicts", self._model)
        self._table.set_widths(0, 220, 200)
        self._table.chosen.connect(self._show)
        self._heads = [named(QLabel(), role="note") for _ in range(3)]
        self._values = [named(QLabel(), f"conflict_{name}") for name in ("base", "winner", "loser")]
        self._authors = [named(QLabel(), role="note") for _ in range(3)]
        self._keep = named(QPushButton(), "conflict_keep")
        self._keep.clicked.connect(lambda: self._resolve(take_loser=False))
        self._take = named(QPushButton(), "conflict_take")
        self._take.clicked.connect(lambda: self._resolve(take_loser=True))
        self._panel = QFrame()
        grid = QGridLayout(self._panel)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for column in range(3):
            grid.addWidget(self._heads[column], 0, column)
            self._values[column].setWordWrap(True)
            self._values[column].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(self._values[column], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._authors[column], 2, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._keep, 3, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._take, 3, 2, Qt.AlignmentFlag.AlignLeft)
        self._section.body.addWidget(self._table)
        self._section.body.addWidget(self._panel)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)


def _doubles(session: Session, after: Double | None, limit: int, today: date) -> list[Double]:
    decided = waiting.decided_conflicts(session)
    found = []
    for conflict in conflicts.open_conflicts(session, None if after is None else after.conflict, limit):
        winner = people.user(session, conflict.winner_by) if conflict.winner_by else None
        loser = people.user(session, conflict.loser_by)
        codes = {
            str(value["division_code"])
            for value in (conflict.base, conflict.winner, conflict.loser)
            if isinstance(value, dict) and value.get("division_code")
        }
        places = {code: region.name for code in codes if (region := reference.region(session, code, today))}
        found.append(
            Double(
                conflict,
                name_of(session, conflict.row_kind, conflict.row_id),
                winner.name if winner else "",
                loser.name if loser else "",
                places,
                conflict.id in decided,
            )
        )
    return found
