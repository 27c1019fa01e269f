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
    """Collect the oldest generation that is due; what gc.collect() was given, None when there was nothing to do."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > limits[generation] > 0]
    if limits[2] == 0:
        # Python 3.14: no limit for the oldest, which is looked through bit by bit; collect(1) does the next bit.
        due = [1] if 0 in due else []
    if not due:
        return None
    gc.collect(due[-1])
    return due[-1]
