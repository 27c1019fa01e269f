"""Why this laptop's clock cannot be right, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.clock import Marks
from inspector_app.ui import formats
from inspector_app.ui.language import QT_TRANSLATE_NOOP

SLOW = QT_TRANSLATE_NOOP(
    "ClockWarning",
    "The clock of this laptop is slow: it shows {shown}, and the last contact with headquarters, or work here, was "
    "at {right}. Please set its date and time right first.",
)
FAST = QT_TRANSLATE_NOOP(
    "ClockWarning",
    "The clock of this laptop is fast: it shows {shown}, and by headquarters it is {right}. Please set its date and "
    "time right first.",
)


def words(marks: Marks, now: int) -> str:
    """What is wrong with the clock; nothing when it may be right."""
    fault = marks.fault(now)
    if fault is None:
        return ""
    text = QCoreApplication.translate("ClockWarning", SLOW if fault.is_slow else FAST)
    return text.format(shown=formats.moment(now), right=formats.moment(fault.right))
