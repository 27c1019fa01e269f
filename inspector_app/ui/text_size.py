"""How large everything is drawn, from 100 to 200 %: Qt takes the factor only before the application is made."""

from __future__ import annotations

import os

from PySide6.QtCore import QSettings

SIZES = (100, 125, 150, 175, 200)
KEY = "window/text_percent"


def chosen() -> int:
    """Percent."""
    said = str(QSettings().value(KEY, ""))
    return int(said) if said.isdecimal() and int(said) in SIZES else SIZES[0]


def choose(percent: int) -> None:
    """Takes effect at the next start."""
    QSettings().setValue(KEY, percent)


def prepare() -> None:
    """Call before QApplication is made, once the organisation's name is set. The person's environment wins."""
    os.environ.setdefault("QT_SCALE_FACTOR", f"{chosen() / 100:g}")
