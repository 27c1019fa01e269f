"""The head of a visit: what kind of visit, which officers, what the party was told; what is missing and is it saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLabel, QLayout, QPushButton, QWidget

from inspector_app.domain.local_time import local
from inspector_app.records.inspections import InspectionType, Inspector
from inspector_app.ui import formats, icons, labels, theme
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_officers import OfficerPicker
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.flow_row import FlowRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

TYPE_PX = 190
OFFERED = (
    InspectionType.DAILY, InspectionType.SPOT, InspectionType.FLYING, InspectionType.CAMPAIGN,
    InspectionType.COMPLAINT_CHECK, InspectionType.REINSPECTION, InspectionType.SYSTEM,
)  # fmt: skip


HEAD_FIELDS = ("inspectors", "card_shown_at", "recusal_asked")
"""What the seal asks for that is given in the head."""


def add_all(layout: QLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        layout.addWidget(widget)


class VisitTools(Translated):
    """Whether all is saved, what is missing, and the way on."""

    missing_asked = Signal()
    completion_asked = Signal()
    head_asked = Signal(bool)  # show or hide the head, where there is little room

    def __init__(self, name: str, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._draft = draft
        self._head = named(QPushButton(), "visit_head_toggle", role="quiet")
        self._head.setCheckable(True)
        self._head.toggled.connect(self.head_asked)
        self._head.hide()
        self._saved = named(QLabel(), "visit_saved", role="note")
        self._missing = named(QPushButton(), "visit_missing", role="quiet")
        self._missing.clicked.connect(self.missing_asked)
        self._complete = named(QPushButton(), "visit_complete", role="primary")
        self._complete.clicked.connect(self.completion_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        add_all(row, self._head, self._saved, self._missing, self._complete)
        self._missing.setVisible(draft.is_open)
        self._complete.setVisible(draft.is_open)
        draft.changed.connect(lambda _: self._show_missing())
        draft.photos_changed.connect(self._show_missing)
        draft.saver.changed.connect(self._show_saving)
        self.retranslate()

    def retranslate(self) -> None:
        self._head.setText(self.tr("Officers"))
        self._head.setToolTip(self.tr("Kind of visit, officers, what the party was told"))
        self._complete.setText(self.tr("Finish checking"))
        self._complete.setToolTip(self.tr("Finish checking (Ctrl+Enter)"))
        self._show_missing()
        self._show_saving()

    def missing_button(self) -> QPushButton:
        return self._missing

    def set_short(self, is_short: bool) -> None:
        """There is no room for the head: a button brings it."""
        self._head.setVisible(is_short)
        self._saved.setVisible(not is_short)

    def open_head(self) -> None:
        self._head.setChecked(True)

    def _show_missing(self) -> None:
        missing = len(self._draft.errors())
        self._missing.setText(self.tr("%n to do", "", missing) if missing else self.tr("Nothing is missing"))
        icons.put_on(self._missing, "warning" if missing else "good", "warning" if missing else "good")

    def _show_saving(self) -> None:
        saver = self._draft.saver
        if saver.error is not None:
            text = self.tr("Not saved yet; trying again")
        elif not saver.is_saved:
            text = self.tr("Saving…")
        elif saver.saved_at is not None:
            text = self.tr("Saved {time}").format(time=f"{local(saver.saved_at):%H:%M:%S}")
        else:
            text = ""
        self._saved.setText(text)
        self._saved.setProperty("role", "problem" if saver.error is not None else "note")
        self._saved.style().polish(self._saved)


class VisitHeader(Translated):
    def __init__(self, name: str, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._draft = draft
        self._build()
        draft.changed.connect(lambda _: self.show_state())
        self.retranslate()

    def retranslate(self) -> None:
        self._type.set_options([(each.value, labels.label(each)) for each in OFFERED])
        self._type.setAccessibleName(self.tr("Kind of visit"))
        self._with.setText(self.tr("with"))
        self._recusal.setText(self.tr("Told of the right to ask for withdrawal"))
        self.show_state()

    def take_focus(self, field: str) -> None:
        """Lead to what a problem names."""
        self._places().get(field, self._type).setFocus()

    def focused_field(self) -> str | None:
        """The field of a problem whose editor has the focus."""
        focus = QApplication.focusWidget()
        return next((field for field, place in self._places().items() if focus in (place, place.focusProxy())), None)

    def _places(self) -> dict[str, QWidget]:
        return dict(zip(HEAD_FIELDS, (self._pickers[0], self._card, self._recusal), strict=True))

    def show_state(self) -> None:
        """Show the draft as it stands now."""
        inspection = self._draft.inspection
        self._type.set_value(inspection.inspection_type.value)
        first, *others = inspection.inspectors or (None,)
        self._first.setText(first.name if first else "")
        self._first.setToolTip((first.certificate_no or "") if first else "")
        for picker, officer in zip(self._pickers, [*others, None, None], strict=False):
            picker.set_officer(officer)
        shown_at = inspection.card_shown_at
        self._card.setChecked(shown_at is not None)
        time = formats.time_of_day(shown_at) if shown_at is not None else ""
        with_time, without = self.tr("Certificate shown at {time}"), self.tr("Certificate shown")
        self._card.setText(with_time.format(time=time) if time else without)
        # As wide with its time as without: what stands beside it stays under the hand.
        words = self._card.fontMetrics().horizontalAdvance(self._card.text())
        widest = max(
            self._card.fontMetrics().horizontalAdvance(text) for text in (with_time.format(time="00:00"), without)
        )
        self._card.setMinimumWidth(self._card.sizeHint().width() + max(0, widest - words))
        self._recusal.setChecked(inspection.recusal_asked)
        self._begun.setText(self.tr("Begun {moment}").format(moment=formats.moment(inspection.started_at)))

    def _on_officers(self, place: int, officer: Inspector | None, is_typed: bool) -> None:
        first, *others = self._draft.inspection.inspectors
        chosen = [*others, None, None][: len(self._pickers)]
        chosen[place] = officer
        kept = {each.user_id: each for each in chosen if each is not None and each.user_id != first.user_id}
        self._draft.change(typed=is_typed, inspectors=(first, *kept.values()))

    def _build(self) -> None:
        self._type = ChoiceBox("visit_type")
        self._type.setFixedWidth(TYPE_PX)
        self._type.chosen.connect(lambda value: self._draft.change(inspection_type=InspectionType(value)))
        self._first = named(QLabel(), "visit_author", role="label")
        self._with = named(QLabel(), role="note")
        author = self._draft.inspection.inspectors[:1]
        count = 1 if author and author[0].certificate_no else 2  # who has no certificate needs two beside
        self._pickers = [OfficerPicker(f"officer_{n + 2}", self._draft.data.colleagues) for n in range(count)]
        for place, picker in enumerate(self._pickers):
            picker.picked.connect(lambda officer, typed, place=place: self._on_officers(place, officer, typed))
            picker.left.connect(self._draft.end_typing)
        officers = QWidget()
        row = QHBoxLayout(officers)
        row.setContentsMargins(theme.SMALL, 0, theme.SMALL, 0)
        row.setSpacing(theme.SMALL)
        add_all(row, self._first, self._with, *self._pickers)
        self._card = named(QCheckBox(), "visit_card_shown")
        self._card.clicked.connect(self._on_card)
        self._recusal = named(QCheckBox(), "visit_recusal")
        self._recusal.clicked.connect(lambda on: self._draft.change(recusal_asked=on))
        self._begun = named(QLabel(), "visit_begun", role="note")
        self._begun.setFixedHeight(theme.CONTROL)
        flow = FlowRow(self)
        add_all(flow, self._type, officers, self._card, self._recusal, self._begun)
        for part in (self._type, *self._pickers, self._card, self._recusal):
            part.setEnabled(self._draft.is_open)

    def _on_card(self, on: bool) -> None:
        self._draft.change(card_shown_at=self._draft.now() if on else None)
