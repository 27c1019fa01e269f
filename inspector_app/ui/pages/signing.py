"""Papers and signatures: the papers at the left, who has signed them at the right, and the seal below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabBar, QVBoxLayout, QWidget

from inspector_app.domain.inspections import recordings_of
from inspector_app.domain.problems import Problem, Severity
from inspector_app.records.evidence import Document, Signature
from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.services import signing
from inspector_app.services.acting import Acting
from inspector_app.services.inspections import evidence_of
from inspector_app.storage import evidence
from inspector_app.ui import formats, icons, labels, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.document_preview import DocumentPreview, Paper
from inspector_app.ui.pages.inspection_data import VisitData
from inspector_app.ui.pages.inspection_sides import Sides
from inspector_app.ui.pages.inspection_signers import Signers
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.widgets.translated import Translated

SIGNERS_PX, LEAST_PAPER_PX = 448, 400
SHORT_HASH = 12


@dataclass(frozen=True)
class _Standing:
    """The papers of a visit and who has signed them."""

    inspection: Inspection
    documents: tuple[Document, ...]
    signatures: tuple[Signature, ...]
    content_sha256: str
    is_recorded: bool
    missing: tuple[Problem, ...]


def _standing(act: Acting, visit: str) -> _Standing:
    inspection = act.get(Inspection, visit)
    is_sealed = inspection.content_sha256 is not None
    missing = () if is_sealed else signing.missing(act, visit)
    return _Standing(
        inspection,
        tuple(evidence.documents_of(act.session, visit)),
        tuple(evidence.signatures_of(act.session, visit)),
        inspection.content_sha256 or signing.shown_sha256(act, inspection),
        recordings_of(evidence_of(act, visit)) > 0,
        tuple(problem for problem in missing if problem.severity is Severity.ERROR),
    )


class SigningStep(Translated):
    sealed = Signal()

    def __init__(self, context: Context, data: VisitData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visit_signing")
        self._context, self._data = context, data
        self._now: _Standing | None = None
        self._build()
        self.retranslate()
        self._prepare()

    @property
    def is_open(self) -> bool:
        return self._data.is_mine and self._data.inspection.state is InspectionState.COMPLETED

    def retranslate(self) -> None:
        self._tabs.setAccessibleName(self.tr("Papers"))
        self._seal.setText(self.tr("Seal the visit"))
        self._seal.setToolTip(self.tr("Seal the visit (Ctrl+Enter)"))
        self._action.setText(self._seal.text())
        self._name_turn()
        if self._now is not None:
            self._show_state(self._now)

    def when_saved(self, then: Callable[[], None]) -> None:
        """A signature counts once it is confirmed; one that is half drawn is let go."""
        then()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Write the papers; those of a sealed visit are only read."""
        context, visit, is_demo = self._context, self._data.inspection.id, self._context.settings.is_demo
        if not self.is_open:
            context.read(self, lambda session: _standing(context.acting(session), visit), self._show)
            return

        def act_on(act: Acting) -> _Standing:
            signing.prepare(act, visit, demo=is_demo)
            return _standing(act, visit)

        context.write(self, act_on, self._show)

    def _show(self, now: _Standing) -> None:
        self._now = now
        kept = max(self._tabs.currentIndex(), 0)
        was_blocked = self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        for document in now.documents:
            self._tabs.addTab(document.title)
        self._tabs.setCurrentIndex(min(kept, len(now.documents) - 1))
        self._tabs.blockSignals(was_blocked)
        self._signers.show_signatures(now.signatures, now.content_sha256)
        self._show_paper()
        self._show_state(now)

    def _show_paper(self) -> None:
        place = self._tabs.currentIndex()
        if self._now is None or not 0 <= place < len(self._now.documents):
            self._preview.show_paper(None)
            return
        now = self._now
        paper = Paper(
            now.documents[place],
            now.signatures,
            now.content_sha256,
            now.is_recorded,
            is_copy=now.inspection.signed_at is not None,
        )
        self._preview.show_paper(paper)

    def _show_state(self, now: _Standing) -> None:
        if now.inspection.signed_at is not None:
            text = self.tr("Signed and sealed on {moment}. It can no longer be changed. Fingerprint {hash}").format(
                moment=formats.moment(now.inspection.signed_at), hash=now.content_sha256[:SHORT_HASH]
            )
            self._notice.show_saying("good", text, [])
        elif any(document.number is None for document in now.documents):
            text = self.tr("No document numbers are left on this laptop. The papers say “number pending”; sync once.")
            self._notice.show_saying("warning", text, [])
        else:
            self._notice.hide()
        self._missing.setText("\n".join(f"· {reasons.problem(problem)}" for problem in now.missing))
        self._missing.setVisible(bool(now.missing))
        self._seal.setVisible(self.is_open and now.inspection.signed_at is None)
        self._seal.setEnabled(not now.missing)
        self._result.setText(labels.label(now.inspection.result))

    def _on_turn(self) -> None:
        """From the papers to the signatures and back, where there is no room for both."""
        self._sides.bring(right=not self._sides.is_right_in_front)
        self._name_turn()

    def _name_turn(self) -> None:
        signatures = self.tr("Go and sign") if self.is_open else self.tr("Show the signatures")
        self._turn.setText(self.tr("Show the papers") if self._sides.is_right_in_front else signatures)

    def _on_signed(self, signature: Signature, instead_of: str | None) -> None:
        visit = self._data.inspection.id

        def act_on(act: Acting) -> _Standing:
            signing.sign(act, visit, signature, instead_of)
            return _standing(act, visit)

        self._context.write(self, act_on, self._show)

    def _on_seal(self) -> None:
        if not (self._seal.isVisible() and self._seal.isEnabled()):
            return
        self._context.messages.ask(
            self,
            self.tr("Seal this visit?"),
            self.tr("Its papers are then final. A mistake found later takes a new, correcting record."),
            self.tr("Seal"),
            self._do_seal,
        )

    def _do_seal(self) -> None:
        visit = self._data.inspection.id
        self._seal.setEnabled(False)
        self._context.write(self, lambda act: signing.seal(act, visit), lambda _: self.sealed.emit(), self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self._context.messages.show(self, error)
        self._prepare()

    def _build(self) -> None:
        self._notice = Notice("visit_notice")
        self._tabs = named(QTabBar(), "paper_tabs")
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(lambda _: self._show_paper())
        self._preview = DocumentPreview("visit_paper", self._context)
        self._signers = Signers("visit_signers", self._data, may_sign=self.is_open)
        self._signers.signed.connect(self._on_signed)
        self._turn = named(QPushButton(), "signing_turn")
        self._turn.clicked.connect(self._on_turn)
        self._turn.hide()
        self._result = named(QLabel(), "visit_result_word", role="label")
        self._missing = named(QLabel(), "seal_missing", role="note")
        self._missing.setWordWrap(True)
        self._seal = named(QPushButton(), "visit_seal", role="primary")
        icons.put_on(self._seal, "lock", "on_accent")
        self._seal.clicked.connect(self._on_seal)
        self.tools = named(QWidget(), "signing_tools")
        """Stands at the head of the page."""
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL + 4)
        row.addWidget(self._turn)
        row.addWidget(self._result)
        row.addWidget(self._seal)
        papers, signers = QWidget(), QWidget()
        left = QVBoxLayout(papers)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.SMALL)
        left.addWidget(self._tabs)
        left.addWidget(self._preview, 1)
        right = QVBoxLayout(signers)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.SMALL + 4)
        right.addWidget(self._signers, 1)
        right.addWidget(self._missing)
        self._sides = Sides(papers, signers, left_px=LEAST_PAPER_PX, right_px=SIGNERS_PX)
        self._sides.narrowed.connect(self._turn.setVisible)
        self.setFocusProxy(self._preview)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL)
        whole.addWidget(self._notice)
        whole.addWidget(self._sides, 1)
        self._action = named(QAction(self), "seal_visit")
        self._action.setShortcut(QKeySequence("Ctrl+Return"))
        self._action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._action.triggered.connect(self._on_seal)
        for widget in (self, self.tools):
            widget.addAction(self._action)
