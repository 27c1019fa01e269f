"""Two bands above a registration: a draft that is gone on with, and operators that carry the same number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.ui import formats
from inspector_app.ui.models.operator_list import OperatorEntry
from inspector_app.ui.widgets.notice import Notice


class DraftNotice(Notice):
    start_afresh_asked = Signal()
    bring_back_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("draft_notice", parent)
        self._when = ""
        self._is_thrown_away = False
        self.pressed.connect(self._on_pressed)

    def show_draft(self, kept_at: int | None, now: int, *, is_thrown_away: bool) -> None:
        """A draft kept at that time is being gone on with, or has just been thrown away; None and False is neither."""
        self._when = formats.ago(kept_at, now) if kept_at is not None else ""
        self._is_thrown_away = is_thrown_away
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        if self._is_thrown_away:
            text, button = self.tr("You have started afresh."), self.tr("Bring back what was typed")
            self.show_saying("info", text, [("bring_back_draft", button)])
        elif self._when:
            text = self.tr("You are going on with what you typed {time}.").format(time=self._when)
            self.show_saying("info", text, [("start_afresh", self.tr("Start afresh"))])
        else:
            self.hide()

    def _on_pressed(self, name: str) -> None:
        (self.start_afresh_asked if name == "start_afresh" else self.bring_back_asked).emit()


class SameNotice(Notice):
    """Operators of the same identity; those that a person has said to be another business are not named again."""

    operator_asked = Signal(str)
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("same_notice", parent)
        self._same: Sequence[OperatorEntry] = ()
        self._known: set[str] = set()
        self.pressed.connect(self._on_pressed)

    @property
    def known(self) -> frozenset[str]:
        """Ids of the operators that are another business."""
        return frozenset(self._known)

    def show_same(self, same: Sequence[OperatorEntry]) -> None:
        self._same = same
        self._show()

    def forget(self) -> None:
        """Another registration begins."""
        self._known.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        new = [entry for entry in self._same if entry.id not in self._known]
        if not new:
            self.hide()
            return
        names = [self.tr("{name}, {place}").format(name=entry.operator.name, place=entry.place) for entry in new]
        text = self.tr("The same number is registered already: {names}. Is it the same business?").format(
            names="; ".join(names)
        )
        buttons = [(f"open_{entry.id}", self.tr("Open {name}").format(name=entry.operator.name)) for entry in new]
        self.show_saying("warning", text, [*buttons, ("accept_same", self.tr("It is another business"))])

    def _on_pressed(self, name: str) -> None:
        if name == "accept_same":
            self._known |= {entry.id for entry in self._same}
            self._show()
            self.accepted.emit()
        else:
            self.operator_asked.emit(name.removeprefix("open_"))
