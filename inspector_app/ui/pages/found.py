"""Search over everything: the nearest of each kind, one list; what has a page of its own is opened from it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.services import searching
from inspector_app.services.reference_search import ReferenceSearch
from inspector_app.services.searching import Hit
from inspector_app.ui import field_names, theme
from inspector_app.ui.context import Context, nothing
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from inspector_app.ui.models.paged_list import Column, PagedList
from inspector_app.ui.widgets.empty_state import EmptyState
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.translated import Translated

log = logging.getLogger(__name__)
REFERENCE = {
    "substance": QT_TRANSLATE_NOOP("Found", "Banned substance"),
    "additive": QT_TRANSLATE_NOOP("Found", "Food additive"),
    "standard": QT_TRANSLATE_NOOP("Found", "Law or standard"),
    "clause": QT_TRANSLATE_NOOP("Found", "Clause"),
    "checklist_item": QT_TRANSLATE_NOOP("Found", "Checklist item"),
}
"""What is no record: its kind in words."""


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    hit: Hit

    @property
    def id(self) -> str:
        return f"{self.kind} {self.hit.id}"


def kind_name(kind: str) -> str:
    return QCoreApplication.translate("Found", REFERENCE[kind]) if kind in REFERENCE else field_names.kind(kind)


def _not_logged(error: Exception) -> None:
    log.warning("a search of persons was not logged: %s", type(error).__name__)


class FoundPage(Translated):
    """Enter goes to the list; there it opens the shop, paper or visit that a line belongs to."""

    record_asked = Signal(str, str)  # kind, id

    def __init__(self, context: Context, reference: ReferenceSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found_page")
        self._context, self._reference = context, reference
        columns = (
            Column[Found](lambda found: kind_name(found.kind)),
            Column[Found](lambda found: found.hit.name),
            Column[Found](lambda found: found.hit.note),
        )
        self._model = PagedList[Found](context, columns, self)
        self._build()
        self.retranslate()

    def search(self, text: str) -> None:
        """Look for this, as if it had been typed."""
        self._search.setText(text)
        self._look_for(text)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Search"))
        self._search.set_hint(self.tr("Name, pinyin, number, law or substance"))
        self._model.set_titles([self.tr("Kind"), self.tr("Name"), self.tr("Details")])
        self._table.setAccessibleName(self.tr("Search"))
        self._empty.set_texts(
            self.tr("Nothing found"),
            self.tr("Try fewer characters, or the beginning of a number."),
        )

    # -- inside -------------------------------------------------------------------------------------------------------

    def _look_for(self, text: str) -> None:
        def fetch(session: Session, after: Found | None, limit: int) -> Sequence[Found]:
            if after is not None or not text.strip():
                return []
            groups = searching.search(self._context.acting(session), self._reference, text)
            return [Found(group.kind, hit) for group in groups for hit in group.hits]

        self._detail.hide()
        self._model.show(fetch)

    def _on_loaded(self) -> None:
        self._note_people()
        is_found = self._model.rowCount() or not self._search.text().strip()
        self._pages.setCurrentWidget(self._table if is_found else self._empty)

    def _note_people(self) -> None:
        """Whom a search shows is logged; that it cannot be, on a full disk, stops no reading."""
        context = self._context
        ids = [found.hit.id for found in self._model.records() if found.kind == "person"]

        def work() -> None:
            with context.sessions.begin() as session:
                searching.note_people(context.acting(session), ids)

        if ids:
            context.tasks.start(self, work, nothing, _not_logged)

    def _on_chosen(self, found: object) -> None:
        """What does not fit into a line: the foods of a substance, a clause, an item of a list."""
        self._detail.setVisible(isinstance(found, Found))
        if isinstance(found, Found):
            self._detail.setText(f"{found.hit.name}\n{found.hit.note}".strip())

    def _on_opened(self, found: object) -> None:
        assert isinstance(found, Found)
        if found.kind == "document":
            self.record_asked.emit("document", found.hit.id)
        elif found.hit.operator_id is not None:
            self.record_asked.emit("operator", found.hit.operator_id)

    def _build(self) -> None:
        self._search = SearchBox("found_search")
        self._search.search_changed.connect(self._look_for)
        self._table = RecordTable("found", self._model)
        self._table.set_widths(150, 380, 0)
        self._table.opened.connect(self._on_opened)
        self._table.chosen.connect(self._on_chosen)
        self._search.entered.connect(lambda _: self._table.take_focus())
        self._search.left_downwards.connect(self._table.take_focus)
        self._empty = EmptyState("nothing_found", "search")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        self._detail = named(QLabel(), "found_detail", role="note")
        self._detail.setWordWrap(True)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail.hide()
        self._model.loaded.connect(self._on_loaded)
        self.setFocusProxy(self._search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        whole.setSpacing(theme.MEDIUM)
        whole.addWidget(self._search)
        whole.addWidget(self._pages, 1)
        whole.addWidget(self._detail)
