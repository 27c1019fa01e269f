"""Townships as boxes offer them: those in force, and those of the past that something on record still bears."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from inspector_app.records.reference import Region
from inspector_app.ui import formats


def choices(townships: Iterable[Region]) -> list[tuple[str, str]]:
    """(code, name) in the given order; one that ended tells since when it is no more."""
    return [(each.code, _name(each)) for each in townships]


def _name(township: Region) -> str:
    if township.valid_to is None:
        return township.name
    until = QCoreApplication.translate("Townships", "{name} (until {day})")
    return until.format(name=township.name, day=formats.day(township.valid_to))
