"""Who signs a visit: the officers, the party or why it does not, and a witness; one of them at a time on the pad."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.inspections import CERTIFIED_NEEDED, certified
from inspector_app.records.evidence import Signature, SignatureState, SignerRole
from inspector_app.ui import theme
from inspector_app.ui.pages.inspection_data import VisitData
from inspector_app.ui.pages.inspection_signer import Signer, SignerCard
from inspector_app.ui.widgets.named import named

WITNESSES = 2


class Signers(QFrame):
    signed = Signal(object, object)  # Signature; the id of the one that it replaces, or None

    def __init__(self, name: str, data: VisitData, *, may_sign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name)
        self._content_sha256 = ""
        self._cards = [SignerCard(signer, may_sign=may_sign) for signer in _signers(data)]
        canvas = named(QWidget(), role="canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, theme.SMALL, 0)
        column.setSpacing(theme.SMALL + 4)
        for card in self._cards:
            column.addWidget(card)
            card.opened.connect(self._on_opened)
            card.given.connect(self._on_given)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(canvas)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def show_signatures(self, signatures: Sequence[Signature], content_sha256: str) -> None:
        """Show who has signed what is shown now, and open the pad of the next who has not."""
        self._content_sha256 = content_sha256
        valid = [each for each in signatures if each.content_sha256 == content_sha256]
        party = next((each for each in valid if each.signer_role is SignerRole.PARTY), None)
        is_refused = party is not None and party.state is not SignatureState.SIGNED
        witnesses = sum(each.signer_role is SignerRole.WITNESS for each in valid)
        for card in self._cards:
            card.show_signature(card.signer.gave(valid))
            if card.signer.role is SignerRole.WITNESS:
                card.setVisible(is_refused and card.signer.number <= witnesses + 1)
            card.set_statement(is_refused and card.signer.is_second)
        asked = [card for card in self._cards if not card.signer.is_optional]
        waiting = [card for card in asked if card.is_waiting and not card.isHidden()]
        self._on_opened(waiting[0] if waiting else None)

    def _on_opened(self, opened: SignerCard | None) -> None:
        for card in self._cards:
            card.set_open(card is opened)

    def _on_given(self, signature: Signature, instead_of: str | None) -> None:
        self.signed.emit(signature.changed(content_sha256=self._content_sha256), instead_of)


def _signers(data: VisitData) -> list[Signer]:
    """Certified officers first; others on the visit do not sign, their signature never counts (domain.md 7.1)."""
    visit = data.inspection
    officers = certified(visit.inspectors)[:CERTIFIED_NEEDED]
    signers = [
        Signer(SignerRole.INSPECTOR, each.name, each.user_id, number, is_second=each.user_id != visit.author_id)
        for number, each in enumerate(officers, start=1)
    ]
    person = visit.subject.person_in_charge or visit.subject.name
    witnesses = [Signer(SignerRole.WITNESS, "", number=number) for number in range(1, WITNESSES + 1)]
    return [*signers, Signer(SignerRole.PARTY, person), *witnesses]
