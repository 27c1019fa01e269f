"""Python's cyclic garbage is collected in the GUI thread alone.

Python collects in whichever thread happens to allocate. A pool thread that finds a closed page in a cycle would delete
its widgets there, while the window still draws or delivers events: Qt allows that only in the GUI thread.
"""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

CHECK_EVERY_MS = 1_000


class Collector(QObject):
    """Takes over from Python: between two events of the window, by the limits that Python itself would use.

    What modules hold is never garbage, and takes a third of a second to look through: while there are new ones, what
    is alive is set aside instead.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._modules = len(sys.modules)
        timer = QTimer(self)
        timer.timeout.connect(self._tick)
        timer.start(CHECK_EVERY_MS)

    def _tick(self) -> None:
        known, self._modules = self._modules, len(sys.modules)
        if known != self._modules:
            gc.freeze()
        else:
            collect_due()


def collect_due() -> int | None:
    """Collect the oldest generation that is due; its number, None when there was nothing to do."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
            gc.collect(generation)
            return generation
    return None
