"""One who signs: name, what was done, and, while it is this one's turn, the pad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.domain.strokes import is_signature
from inspector_app.records.evidence import Signature, SignatureState, SignerRole
from inspector_app.ui import formats, labels, theme
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.signature_pad import SignaturePad
from sync.record import new_id

UNSIGNED = "0" * 64
STATES = (SignatureState.SIGNED, SignatureState.REFUSED, SignatureState.ABSENT)


@dataclass(frozen=True)
class Signer:
    role: SignerRole
    name: str
    user_id: str | None = None
    number: int = 0
    """Of the officer or witness, from 1."""
    is_second: bool = False
    """The officer beside the author; that officer's statement proves a refusal (SIR 34)."""

    @property
    def is_optional(self) -> bool:
        """One witness is enough; a second may be invited."""
        return self.role is SignerRole.WITNESS and self.number > 1

    def gave(self, signatures: Sequence[Signature]) -> Signature | None:
        """What this one has signed; witnesses follow each other in the order in which they signed."""
        own = [each for each in signatures if (each.signer_role, each.signer_user_id) == (self.role, self.user_id)]
        if self.role is SignerRole.WITNESS:
            own = sorted(own, key=lambda each: (each.signed_at, each.id))[self.number - 1 :]
        return own[0] if own else None


class SignerCard(QFrame):
    given = Signal(object, object)  # Signature, not yet bound to what was shown; the id of the one that it replaces
    opened = Signal(object)  # SignerCard: this one signs now

    def __init__(self, signer: Signer, *, may_sign: bool, parent: QWidget | None = None) -> None:
        name = f"signer_{signer.role.lower()}" + (f"_{signer.number}" if signer.number else "")
        super().__init__(parent)
        named(self, name, role="card")
        self.signer = signer
        self._may_sign = may_sign
        self._signature: Signature | None = None
        self._is_too_little = False
        self._needs_statement = False
        self._build(name)
        self.retranslate()

    @property
    def is_waiting(self) -> bool:
        return self._may_sign and self._signature is None

    def show_signature(self, signature: Signature | None) -> None:
        self._signature = signature
        self._pad.set_strokes(signature.strokes if signature else ())
        if signature is not None:
            self._state.set_value(signature.state.value)
            self._name.setText(signature.name)
            self._reason.setText(signature.reason)
        self._show()

    def set_statement(self, is_needed: bool) -> None:
        """The party did not sign: the second officer may state so."""
        self._needs_statement = is_needed
        self._show()

    def set_open(self, is_open: bool) -> None:
        self._body.setVisible(is_open and self._may_sign)
        self._show()
        if is_open and self._may_sign:
            (self._name if not self._name.text() else self._pad).setFocus()

    def retranslate(self) -> None:
        self._title.setText(f"{labels.label(self.signer.role)}  {self.signer.name}".rstrip())
        self._pad.set_texts(self.tr("Signature of {name}").format(name=self.signer.name))
        self._state.set_texts([labels.label(state) for state in STATES], self.tr("What the party did"))
        self._name_row.set_texts(self.tr("Name of who signs"))
        self._too_little.setText(self.tr("This is too little for a signature. Please sign with the whole name."))
        self._confirm.setText(self.tr("Confirm"))
        self._again.setText(self.tr("Sign again") if self._signature else self.tr("Sign"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self) -> None:
        given = self._signature
        if given is None:
            self._badge.set_state("quiet", self.tr("Not signed yet"))
        else:
            text = f"{labels.label(given.state)} {formats.time_of_day(given.signed_at)}"
            self._badge.set_state(labels.tone(given.state), text)
        is_open = not self._body.isHidden()
        self._again.setVisible(self._may_sign and not is_open)
        self._again.setText(self.tr("Sign again") if given else self.tr("Sign"))
        is_drawn = self._chosen() is SignatureState.SIGNED
        self._pad.setVisible(is_drawn)
        self._state.setVisible(self.signer.role is SignerRole.PARTY)
        self._name_row.setVisible(self.signer.role is not SignerRole.INSPECTOR)
        asks_why = not is_drawn or self._needs_statement
        self._reason_row.setVisible(asks_why)
        self._reason_row.set_texts(
            self.tr("Statement of the second officer on the refusal") if is_drawn else self.tr("Why it did not sign")
        )
        self._confirm.setEnabled(not is_drawn or not self._pad.is_empty())
        self._too_little.setVisible(is_drawn and self._is_too_little)

    def _chosen(self) -> SignatureState:
        return SignatureState(self._state.value() or SignatureState.SIGNED)

    def _on_drawn(self) -> None:
        self._is_too_little = False
        self._show()

    def _on_confirmed(self) -> None:
        state = self._chosen()
        name, reason = self._name.text().strip(), self._reason.text().strip()
        is_drawn = state is SignatureState.SIGNED
        self._name_row.set_problem("" if name else self.tr("Please enter the name."))
        self._reason_row.set_problem("" if reason or is_drawn else self.tr("Please enter the reason."))
        if not name or not (reason or is_drawn):
            (self._reason if name else self._name).setFocus()
            return
        self._is_too_little = is_drawn and not is_signature(self._pad.strokes())
        self._show()
        if self._is_too_little:
            self._pad.setFocus()
            return
        signature = Signature(
            id=new_id(),
            signer_role=self.signer.role,
            signer_user_id=self.signer.user_id,
            name=name,
            state=state,
            strokes=self._pad.strokes() if is_drawn else (),
            reason=reason if not is_drawn or self._needs_statement else "",
            signed_at=0,  # the service tells the time
            content_sha256=UNSIGNED,
        )
        self.given.emit(signature, self._signature.id if self._signature else None)

    def _build(self, name: str) -> None:
        self._too_little = named(QLabel(), f"{name}_too_little", role="problem")
        self._too_little.setWordWrap(True)
        self._badge = Badge(f"{name}_state")
        self._again = named(QPushButton(), f"{name}_sign", role="quiet")
        self._again.clicked.connect(lambda: self.opened.emit(self))
        self._title = named(QLabel(), f"{name}_title", role="label")
        head = QHBoxLayout()
        head.setSpacing(theme.SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._badge)
        head.addWidget(self._again)
        self._state = ChoiceRow(
            f"{name}_choice",
            [Choice("SIGNED", "good", "pen"), Choice("REFUSED", "bad", "close"), Choice("ABSENT", "warning", "quiet")],
        )
        self._state.set_value(SignatureState.SIGNED.value)
        self._state.chosen.connect(lambda _: self._show())
        self._name = QLineEdit(self.signer.name)
        self._name_row = FieldRow(f"{name}_name", self._name)
        self._reason = QLineEdit()
        self._reason_row = FieldRow(f"{name}_reason", self._reason)
        self._pad = SignaturePad(f"{name}_pad")
        self._pad.changed.connect(self._on_drawn)
        self._confirm = named(QPushButton(), f"{name}_confirm", role="primary")
        self._confirm.clicked.connect(self._on_confirmed)
        self._reason.returnPressed.connect(self._on_confirmed)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        for part in (self._state, self._name_row, self._pad, self._too_little, self._reason_row):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._confirm)
        column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        whole.setSpacing(theme.SMALL)
        whole.addLayout(head)
        whole.addWidget(self._body)
        self._body.hide()
