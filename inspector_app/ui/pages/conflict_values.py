"""A value that two people changed: what it was, what stands, what was not taken over; a person decides between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.services.acting import Acting
from inspector_app.services.conflicts import resolve
from inspector_app.storage import conflicts, overview, people, waiting
from inspector_app.ui import field_names, formats, icons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated
from sync.record import Conflict, Json

BUTTONS_PX = 52
"""Their row, with room above them."""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict with the names that it is shown with."""

    conflict: Conflict
    winner_by: str
    """A name; empty where this laptop does not know it."""
    winner_at: int | None
    """When the value that stands was written, where that is known."""
    loser_by: str
    places: dict[str, str]
    """{division code: name} for its values."""
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


def with_names(session: Session, found: Iterable[Conflict]) -> list[OpenConflict]:
    decided = waiting.decided_conflicts(session)
    return [
        OpenConflict(
            each,
            people.name_of(session, each.winner_by) if each.winner_by else "",
            each.winner_at or conflicts.written_here_at(session, each),
            people.name_of(session, each.loser_by) if each.loser_by else "",
            overview.place_names(session, _division_codes(each)),
            each.id in decided,
        )
        for each in found
    ]


class ConflictValues(Translated):
    """Three values beside each other, and a button below each of the two that may be chosen."""

    decided = Signal()  # the decision is saved on this laptop

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflict_values")
        self._context = context
        self._found: OpenConflict | None = None
        self._build()
        self.retranslate()

    def show_conflict(self, found: OpenConflict | None) -> None:
        self._found = found
        self._show()

    def retranslate(self) -> None:
        texts = (self.tr("It was"), self.tr("It stands as"), self.tr("Not taken over"))
        for head, text in zip(self._heads, texts, strict=True):
            head.setText(text)
        self._keep.setText(self.tr("Keep what stands"))
        self._take.setText(self.tr("Take this instead"))
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        conflict = found.conflict
        for label, value in zip(self._values, (conflict.base, conflict.winner, conflict.loser), strict=True):
            label.setText(found.words(value) or self.tr("(empty)"))
        self._authors[1].setText(self._author(conflict.winner_by, found.winner_by, found.winner_at))
        self._authors[2].setText(self._author(conflict.loser_by, found.loser_by, conflict.loser_at))
        for button in (self._keep, self._take):
            button.setEnabled(not found.is_decided)

    def _author(self, user_id: str | None, name: str, at: int | None) -> str:
        person = name or (self.tr("Somebody else") if user_id else self.tr("Author not recorded"))
        if at is None:
            return person
        return self.tr("{person}, {when}").format(person=person, when=formats.ago(at, self._context.now()))

    def _resolve(self, *, take_loser: bool) -> None:
        found = self._found
        if found is None or found.is_decided:
            return

        def action(act: Acting) -> None:
            resolve(act, found.id, take_loser=take_loser)

        def done(_: None) -> None:
            self._context.messages.say(self.tr("Decided. Headquarters is told with the next sync."), "good")
            self.decided.emit()

        self._context.write(self, action, done)

    def _build(self) -> None:
        self._heads = [named(QLabel(), role="note") for _ in range(3)]
        self._values = [named(QLabel(), f"conflict_{name}") for name in ("base", "winner", "loser")]
        self._authors = [named(QLabel(), f"conflict_{name}_by", role="note") for name in ("base", "winner", "loser")]
        self._keep, self._take = named(QPushButton(), "conflict_keep"), named(QPushButton(), "conflict_take")
        icons.put_on(self._keep, "check")
        icons.put_on(self._take, "undo")
        self._keep.clicked.connect(lambda: self._resolve(take_loser=False))
        self._take.clicked.connect(lambda: self._resolve(take_loser=True))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(4)
        for column in range(3):
            self._values[column].setWordWrap(True)
            self._values[column].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(self._heads[column], 0, column)
            grid.addWidget(self._values[column], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._authors[column], 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowMinimumHeight(3, BUTTONS_PX)
        low = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        grid.addWidget(self._keep, 3, 1, low)
        grid.addWidget(self._take, 3, 2, low)


class ConflictCard(Translated):
    """One conflict as a card of its own, on the page of the record that it is about."""

    decided = Signal()

    def __init__(self, context: Context, found: OpenConflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflict_card")
        self._found = found
        self._section = Section("conflict_section")
        values = ConflictValues(context)
        values.show_conflict(found)
        values.decided.connect(self.decided)
        self._section.body.addWidget(values)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)
        self.retranslate()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Changed twice: {field}").format(field=self._found.unit()))


def _division_codes(conflict: Conflict) -> set[str]:
    values = (conflict.base, conflict.winner, conflict.loser)
    return {str(each["division_code"]) for each in values if isinstance(each, dict) and each.get("division_code")}
