"""The papers of a registration: one card each, added, typed, taken out and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.problems import Problem
from inspector_app.records.operators import LicenceType
from inspector_app.ui import icons, labels, theme
from inspector_app.ui.registration_draft import LicenceDraft
from inspector_app.ui.widgets.checked_line import CheckedLine
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.date_edit import DateEdit
from inspector_app.ui.widgets.form_fields import FormFields
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated
from sync.record import new_id

Counted = Callable[[int, int], str]


class LicenceCard(Translated):
    edited = Signal()

    def __init__(self, draft: LicenceDraft, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"licence_{number}")
        self._id = draft.id
        self._is_gone = False
        self._build()
        self._set(draft)
        self.retranslate()

    @property
    def licence_id(self) -> str:
        return self._id

    def draft(self) -> LicenceDraft | None:
        """As typed; None when it has been taken out."""
        if self._is_gone:
            return None
        get = self.fields.value
        return LicenceDraft(
            id=self._id,
            licence_type=LicenceType(get("licence.type")),
            number=get("licence.number"),
            scope=get("licence.scope"),
            valid_from=get("licence.valid_from"),
            valid_until=get("licence.valid_until"),
            issuer=get("licence.issuer"),
        )

    def retranslate(self) -> None:
        row = self.fields.row
        row("licence.type").set_texts(self.tr("Paper"))
        row("licence.number").set_texts(self.tr("Number on the paper"))
        row("licence.valid_from").set_texts(self.tr("Valid from"))
        row("licence.valid_until").set_texts(self.tr("Valid until"), self.tr("Leave empty when it is valid for long"))
        row("licence.issuer").set_texts(self.tr("Issued by"))
        row("licence.scope").set_texts(self.tr("Scope on the paper"))
        self._type.set_options(labels.choices(LicenceType))
        self._remove.setText(self.tr("Take out"))
        self._undo.setText(self.tr("Bring it back"))
        self._gone_text.setText(self.tr("This paper is taken out when you save."))

    def _set(self, draft: LicenceDraft) -> None:
        for name, value in draft.model_dump(mode="json").items():
            if name != "id":
                self.fields.set_value("licence.type" if name == "licence_type" else f"licence.{name}", value)

    def _on_gone(self, is_gone: bool) -> None:
        self._is_gone = is_gone
        shown, hidden = (self._gone, self._body) if is_gone else (self._body, self._gone)
        shown.show()
        (self._undo if is_gone else self._type).setFocus()  # first: Qt would lead the focus, and the page, elsewhere
        hidden.hide()
        self.edited.emit()

    def _build(self) -> None:
        self.fields = FormFields(self)
        self.fields.edited.connect(self.edited)
        self._type = ChoiceBox()
        grid = FormGrid()
        grid.add(self.fields.add("licence.type", self._type))
        grid.add(self.fields.add("licence.number", CheckedLine(), is_required=True))
        for name in ("licence.valid_from", "licence.valid_until"):
            day = DateEdit()
            day.value_changed.connect(lambda _: self.edited.emit())
            grid.add(self.fields.add(name, day))
        grid.add(self.fields.add("licence.issuer", QLineEdit()))
        grid.add(self.fields.add("licence.scope", QLineEdit()))
        self._remove = named(QPushButton(), "take_out", role="quiet")
        icons.put_on(self._remove, "trash")
        self._remove.clicked.connect(lambda: self._on_gone(True))
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(grid)
        body.addWidget(self._remove)
        body.setAlignment(self._remove, Qt.AlignmentFlag.AlignRight)
        self._gone = QWidget()
        gone = QHBoxLayout(self._gone)
        gone.setContentsMargins(0, 0, 0, 0)
        self._gone_text = named(QLabel(), role="note")
        self._undo = named(QPushButton(), "bring_back")
        icons.put_on(self._undo, "undo")
        self._undo.clicked.connect(lambda: self._on_gone(False))
        gone.addWidget(self._gone_text, 1)
        gone.addWidget(self._undo)
        self._gone.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.MEDIUM)
        whole.addWidget(self._body)
        whole.addWidget(self._gone)
        whole.addWidget(named(QFrame(), role="line"))


class LicenceCards(Translated):
    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._cards: list[LicenceCard] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.MEDIUM)
        self._none = named(QLabel(), "no_licences", role="note")
        self._add = named(QPushButton(), "add_licence")
        icons.put_on(self._add, "add")
        self._add.clicked.connect(self._on_add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.MEDIUM)
        whole.addWidget(self._none)
        whole.addLayout(self._list)
        whole.addWidget(self._add)
        whole.setAlignment(self._add, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        self._none.setText(self.tr("No paper has been entered yet."))
        self._add.setText(self.tr("Add a paper"))

    def drafts(self) -> tuple[LicenceDraft, ...]:
        return tuple(draft for card in self._cards if (draft := card.draft()) is not None)

    def set_drafts(self, drafts: Sequence[LicenceDraft]) -> None:
        for card in self._cards:
            self._list.removeWidget(card)
            card.deleteLater()
        self._cards = []
        for draft in drafts:
            self._put(draft)
        self._none.setVisible(not self._cards)

    def show_problems(self, problems: Sequence[Problem], *, everything: bool, counted: Counted) -> list[Problem]:
        """Say at each field what is wrong with it; the mistakes that are said so."""
        said: list[Problem] = []
        for card in self._cards:
            own = [problem for problem in problems if problem.facts.get("licence") == card.licence_id]
            said += card.fields.show(own, everything=everything, counted=counted)
        return said

    def has(self, problem: Problem) -> bool:
        """Whether there is a field that the problem speaks of."""
        known = {card.licence_id: card for card in self._cards}
        card = known.get(str(problem.facts.get("licence")))
        return card is not None and card.fields.has(problem.field)

    def take_focus(self, problem: Problem) -> bool:
        """Lead to the field of a card that the problem speaks of."""
        for card in self._cards:
            if card.licence_id == problem.facts.get("licence"):
                return card.fields.take_focus(problem.field)
        return False

    def _on_add(self) -> None:
        card = self._put(LicenceDraft(id=new_id()))
        card.fields.take_focus("licence.type")
        self.edited.emit()

    def _put(self, draft: LicenceDraft) -> LicenceCard:
        card = LicenceCard(draft, len(self._cards) + 1)
        card.edited.connect(self.edited)
        card.fields.left.connect(lambda _: self.edited.emit())
        self._cards.append(card)
        self._list.addWidget(card)
        self._none.hide()
        return card
