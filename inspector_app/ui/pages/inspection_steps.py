"""Where a visit stands: three steps in a line; those that are open can be gone to."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabBar, QWidget

from inspector_app.records.inspections import InspectionState
from inspector_app.ui import icons


class Step(StrEnum):
    CHECK = "CHECK"
    FINDINGS = "FINDINGS"
    SIGN = "SIGN"


STEPS = tuple(Step)
CLOSED = (InspectionState.COMPLETED, InspectionState.SIGNED)
"""States in which every step can be looked at; before, there is nothing but the answers."""
ICONS = {Step.CHECK: "inspect", Step.FINDINGS: "flag", Step.SIGN: "pen"}


class StepBar(QTabBar):
    step_asked = Signal(object)  # Step

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setExpanding(False)
        for step in STEPS:
            self.addTab("")
            self.setTabEnabled(STEPS.index(step), step is Step.CHECK)
        self._is_narrow = False
        self.currentChanged.connect(lambda place: self.step_asked.emit(STEPS[place]))

    def retranslate(self) -> None:
        texts = (self.tr("1  Check"), self.tr("2  Findings and result"), self.tr("3  Papers and signatures"))
        for place, text in enumerate(texts):
            self.setTabText(place, text[:1] if self._is_narrow else text)
            self.setTabIcon(place, QIcon() if self._is_narrow else icons.icon(ICONS[STEPS[place]]))
            self.setTabToolTip(place, text)
        self.setAccessibleName(self.tr("Steps of the visit"))

    def set_narrow(self, is_narrow: bool) -> None:
        """Numbers alone, where there is no room for words."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.retranslate()

    def show_step(self, step: Step, state: InspectionState) -> None:
        """Show where we are; nothing is asked."""
        was_blocked = self.blockSignals(True)
        for place, each in enumerate(STEPS):
            self.setTabEnabled(place, state in CLOSED or each is Step.CHECK)
        self.setCurrentIndex(STEPS.index(step))
        self.blockSignals(was_blocked)
