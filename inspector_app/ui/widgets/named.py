"""Name a widget for tests and assistive tools, and give it its role in the stylesheet."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

Q = TypeVar("Q", bound=QObject)


def named(thing: Q, name: str = "", *, role: str = "") -> Q:
    """role is a `[role="..."]` of theme.STYLE: title, heading, label, note, problem, primary, danger, quiet, card."""
    thing.setObjectName(name)
    if role:
        thing.setProperty("role", role)
    return thing
