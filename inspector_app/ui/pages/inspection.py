"""One visit from the first answer to the seal: checking, findings and result, papers and signatures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.records.inspections import Inspection, InspectionState
from inspector_app.services import inspections as visits
from inspector_app.storage import sync_state
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.sync_state import PhotosOfVisit
from inspector_app.ui import clock_warning, formats, photo_sentences, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.inspection_list import holder, is_unfinished
from inspector_app.ui.pages import inspection_data
from inspector_app.ui.pages.findings import FindingsStep
from inspector_app.ui.pages.inspection_checklist import ChecklistStep
from inspector_app.ui.pages.inspection_data import VisitData
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_steps import Step, StepBar
from inspector_app.ui.pages.signing import SigningStep
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.widgets.translated import Translated

NARROW_PX = 840
Shown = ChecklistStep | FindingsStep | SigningStep


class InspectionPage(Translated):
    """Opens where the visit stands. Everything before the seal is on disk the moment it is said to be."""

    sealed = Signal(str)  # inspection id

    def __init__(self, context: Context, photos: PhotoStore, inspection_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspection_page")
        self._context, self._photos, self._id = context, photos, inspection_id
        self._step: Shown | None = None
        self._operator = ""
        self._data: VisitData | None = None
        self._bar = StepBar("visit_steps")
        self._bar.step_asked.connect(self._on_step_asked)
        self._stack = QStackedWidget()
        self._stack.addWidget(named(QWidget(), "visit_loading"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.SMALL + 4)
        whole.setSpacing(theme.SMALL)
        self._head = QHBoxLayout()
        self._head.addWidget(self._bar, 1)
        self._photos_state = named(QLabel(), "visit_photos_state", role="note")
        self._photos_at_hq = PhotosOfVisit()
        self._head.addWidget(self._photos_state)
        self._held, self._clock = Notice("visit_held"), Notice("visit_clock")
        whole.addLayout(self._head)
        whole.addWidget(self._clock)
        whole.addWidget(self._held)
        whole.addWidget(self._stack, 1)
        context.changes.happened.connect(self._on_changed)
        self.retranslate()
        self.reload()
        self._look_for_photos()

    def retranslate(self) -> None:
        self.setWindowTitle(self._operator or self.tr("Inspection"))
        self._bar.retranslate()
        self._show_holder()
        self._show_photos_state()

    def reload(self) -> None:
        """Read the visit again and show the step that it is at."""
        self._load(None)

    def before_leaving(self, proceed: Callable[[], None]) -> None:
        """Go once everything that was typed is on disk."""
        if self._step is None:
            proceed()
        else:
            self._step.when_saved(proceed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._bar.set_narrow(self.width() < NARROW_PX)
        self._show_photos_state()
        super().resizeEvent(event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _load(self, step: Step | None) -> None:
        context, visit = self._context, self._id
        context.read(
            self,
            lambda session: inspection_data.load(context.acting(session), visit),
            lambda data: self._show(data, step or _step_of(data.inspection)),
        )

    def _show(self, data: VisitData, step: Step) -> None:
        self._data = data
        self._operator = data.inspection.subject.name
        clock_warning.show(self._clock, data.clock, self._context.now())
        self.retranslate()
        made = self._make(data, step)
        old, self._step = self._step, made
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self._head.addWidget(made.tools)
        self.setFocusProxy(made)
        made.setFocus()
        if old is not None:
            self._stack.removeWidget(old)
            old.tools.deleteLater()
            old.deleteLater()
        self._bar.show_step(step, data.inspection.state)

    def _on_changed(self, kinds: set[str]) -> None:
        if "evidence_item" in kinds:
            self._look_for_photos()

    def _look_for_photos(self) -> None:
        visit = self._id
        self._context.read(
            self,
            lambda session: sync_state.photos_of_visits(session, [visit]).get(visit, PhotosOfVisit()),
            self._on_photos_state,
        )

    def _on_photos_state(self, state: PhotosOfVisit) -> None:
        self._photos_at_hq = state
        self._show_photos_state()

    def _show_photos_state(self) -> None:
        """How many photos of the visit are at HQ, where there is room to say it."""
        self._photos_state.setText(photo_sentences.at_hq(self._photos_at_hq))
        self._photos_state.setVisible(bool(self._photos_state.text()) and self.width() >= NARROW_PX)

    def _show_holder(self) -> None:
        """Who has a visit that is not one's own, and what that means."""
        if self._data is None or self._data.is_mine or not is_unfinished(self._data.inspection):
            self._held.hide()
            return
        visit = self._data.inspection
        facts = {"name": holder(visit), "since": formats.ago(visit.started_at, self._context.now())}
        if any(each.user_id == self._context.user.id for each in visit.inspectors):
            text = self.tr(
                "{name} began this inspection ({since}) and writes it; you are its second officer and read along. "
                "You sign on the papers that {name} prepares."
            )
        else:
            text = self.tr("{name} began this inspection ({since}) and alone can change it. You can read it.")
        self._held.show_saying("info", text.format(**facts), [])

    def _make(self, data: VisitData, step: Step) -> Shown:
        if step is Step.CHECK:
            checking = ChecklistStep(self._context, self._photos, Draft(self._context, data))
            checking.completion_asked.connect(self._on_completion)
            return checking
        if step is Step.FINDINGS:
            found = FindingsStep(self._context, data)
            found.reopening_asked.connect(self._on_reopening)
            found.papers_asked.connect(self._on_papers)
            return found
        signing = SigningStep(self._context, data)
        signing.sealed.connect(self._on_sealed)
        return signing

    def _on_step_asked(self, step: Step) -> None:
        if self._step is not None:
            self._step.when_saved(self._on_papers if step is Step.SIGN else lambda: self._load(step))

    def _on_papers(self) -> None:
        """The papers bear the date of this laptop."""
        if self._data is not None and self._data.is_mine and self._data.inspection.state is InspectionState.COMPLETED:
            clock_warning.before(self._context, self, lambda: self._load(Step.SIGN))
        else:
            self._load(Step.SIGN)

    def _on_completion(self) -> None:
        visit = self._id
        if self._step is not None:
            self._step.when_saved(
                lambda: self._context.write(self, lambda act: visits.complete(act, visit), lambda _: self.reload())
            )

    def _on_reopening(self) -> None:
        visit = self._id
        self._context.write(self, lambda act: visits.reopen(act, visit), lambda _: self.reload())

    def _on_sealed(self) -> None:
        self.sealed.emit(self._id)
        self.reload()


def _step_of(inspection: Inspection) -> Step:
    if inspection.state is InspectionState.SIGNED:
        return Step.SIGN
    return Step.FINDINGS if inspection.state is InspectionState.COMPLETED else Step.CHECK
