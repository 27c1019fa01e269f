"""What HQ refused: which record, why, and what its author can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget
from sqlalchemy.orm import Session

from inspector_app.services.acting import Acting
from inspector_app.storage import people, sync_state
from inspector_app.storage.sync_state import RefusedChange
from inspector_app.storage.writes import set_aside
from inspector_app.ui import field_names, formats, icons, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.pages.sync_names import RecordName, name_of
from inspector_app.ui.widgets.fit_rows import fit_rows
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Refused:
    change: RefusedChange
    name: RecordName
    by: str

    @property
    def id(self) -> str:
        return self.change.op_id


class RefusedSection(Translated):
    """Hidden while there is nothing in it."""

    record_asked = Signal(str, str)  # kind, id

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_refused")
        self._context = context
        self._shown: Refused | None = None
        columns = (
            Column[Refused](lambda each: each.name.text()),
            Column[Refused](lambda each: reasons.refusal(each.change.code)),
            Column[Refused](lambda each: formats.ago(each.change.captured_at, context.now())),
        )
        self._model = PagedList[Refused](context, columns, self)
        self._build()
        self._model.loaded.connect(self._on_loaded)
        self.hide()
        self.retranslate()
        self._model.show(_refused)

    def refresh(self) -> None:
        self._model.refresh()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Refused by headquarters"))
        self._model.set_titles([self.tr("Record"), self.tr("Why"), self.tr("Changed")])
        self._table.setAccessibleName(self.tr("Refused by headquarters"))
        self._open.setText(self.tr("Open and correct"))
        self._aside.setText(self.tr("Set aside…"))
        self._show_detail(self._shown)

    def _show_detail(self, refused: Refused | None) -> None:
        self._shown = refused
        for button in (self._open, self._aside):
            button.setEnabled(refused is not None)
        if refused is None:
            self._detail.setText(self.tr("Choose a line to see what can be done."))
            return
        change = refused.change
        lines = [reasons.refusal(change.code)]
        if change.unit:
            lines.append(self.tr("It is about: {field}").format(field=field_names.unit(change.kind, change.unit)))
        told = self.tr("Changed by {person}, {when}. Your entry is kept on this laptop.")
        lines.append(told.format(person=refused.by, when=formats.ago(change.captured_at, self._context.now())))
        self._detail.setText("\n".join(lines))

    def _on_loaded(self) -> None:
        count = self._model.rowCount()
        self.setVisible(count > 0)
        fit_rows(self._table, MOST_ROWS)
        if count and not self._table.currentIndex().isValid():
            self._table.selectRow(0)
        self._show_detail(self._model.record(self._table.currentIndex()))

    def _on_open(self) -> None:
        if self._shown is not None:
            self.record_asked.emit(self._shown.change.kind, self._shown.change.row_id)

    def _on_aside(self) -> None:
        refused = self._shown
        if refused is None:
            return
        self._context.messages.ask(
            self,
            self.tr("Set this change aside?"),
            self.tr("{record} then shows again what headquarters holds. What you entered is kept as history.").format(
                record=refused.name.text()
            ),
            self.tr("Set aside"),
            lambda: self._set_aside(refused),
        )

    def _set_aside(self, refused: Refused) -> None:
        def action(act: Acting) -> None:
            set_aside(act.session, refused.id)

        def done(_: None) -> None:
            self._context.changes.announce({refused.change.kind})
            self._context.messages.say(self.tr("Set aside. The record shows what headquarters holds."), "good")

        self._context.write(self, action, done)

    def _build(self) -> None:
        self._section = Section("refused_section")
        self._table = RecordTable("refused", self._model)
        self._table.set_widths(340, 0, 120)
        self._table.chosen.connect(self._show_detail)
        self._table.opened.connect(lambda _: self._on_open())
        self._detail = named(QLabel(), "refused_detail")
        self._detail.setWordWrap(True)
        self._open = named(QPushButton(), "refused_open", role="primary")
        self._open.clicked.connect(self._on_open)
        self._aside = named(QPushButton(), "refused_aside")
        self._aside.clicked.connect(self._on_aside)
        icons.put_on(self._aside, "undo")
        QShortcut(QKeySequence("Delete"), self._table, self._on_aside)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        row.addWidget(self._detail, 1)
        row.addWidget(self._aside)
        row.addWidget(self._open)
        self._section.body.addWidget(self._table)
        self._section.body.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)


def _refused(session: Session, after: Refused | None, limit: int) -> list[Refused]:
    """All of them at once: there are never many."""
    if after is not None:
        return []
    found = []
    for change in sync_state.refused(session):
        author = people.user(session, change.by)
        name = name_of(session, change.kind, change.row_id)
        found.append(Refused(change, name, author.name if author else ""))
    return found
