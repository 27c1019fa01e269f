"""Two bands above a registration: a draft that is gone on with, and operators that may be the same business."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.duplicates import Relation
from inspector_app.records.credit import BlacklistEntry
from inspector_app.records.register import DuplicateVerdict
from inspector_app.services.duplicates import Found
from inspector_app.ui import formats, likeness_sentences
from inspector_app.ui.widgets.notice import Notice

VERDICTS = {"accept_same": DuplicateVerdict.DIFFERENT, "ask_headquarters": DuplicateVerdict.ASK_HQ}
"""{button: what it says of the operators shown}."""


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


class ListedNotice(Notice):
    """The business, or the person behind it, stands on the blacklist."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("listed_notice", parent)
        self._listed: Sequence[BlacklistEntry] = ()

    def show_listed(self, listed: Sequence[BlacklistEntry]) -> None:
        self._listed = listed
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        if not self._listed:
            self.hide()
            return
        lines = [
            self.tr("On the blacklist: {name}, since {day}. Basis: {basis}").format(
                name=each.party_name, day=formats.day(each.listed_on) if each.listed_on else "", basis=each.basis
            )
            for each in self._listed
        ]
        self.show_saying("bad", "\n".join(lines), [])


class SameNotice(Notice):
    """Operators that may be the same one, each with its reasons; those that a person told apart are named no more."""

    operator_asked = Signal(str)
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("same_notice", parent)
        self._same: Sequence[Found] = ()
        self._known: dict[str, DuplicateVerdict] = {}
        self.pressed.connect(self._on_pressed)

    @property
    def known(self) -> dict[str, DuplicateVerdict]:
        """{operator: what a person said of it}."""
        return dict(self._known)

    def show_same(self, same: Sequence[Found]) -> None:
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
        new = [each for each in self._same if each.is_asked and each.operator.id not in self._known]
        if not new:
            self.hide()
            return
        doubles = [each for each in new if each.candidate.relation is Relation.DOUBLE]
        others = [each for each in new if each.candidate.relation is Relation.SAME_OWNER]
        lines = []
        if doubles:
            lines.append(self.tr("Perhaps registered already. Is it the same business?"))
            lines += map(likeness_sentences.line, doubles)
        if others:
            lines.append(self.tr("The same owner has another shop. Is this one really another?"))
            lines += map(likeness_sentences.line, others)
        buttons = [(f"open_{each.operator.id}", self.tr("Open {name}").format(name=each.operator.name)) for each in new]
        buttons.append(("accept_same", self.tr("It is another business")))
        buttons.append(("ask_headquarters", self.tr("Let headquarters decide")))
        self.show_saying("warning", "\n".join(lines), buttons)

    def _on_pressed(self, name: str) -> None:
        if name not in VERDICTS:
            self.operator_asked.emit(name.removeprefix("open_"))
            return
        asked = [each.operator.id for each in self._same if each.is_asked and each.operator.id not in self._known]
        self._known |= dict.fromkeys(asked, VERDICTS[name])
        self._show()
        self.accepted.emit()
