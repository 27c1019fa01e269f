"""Which cameras there are. Qt's multimedia library is loaded when somebody asks, never at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCameraDevice


def cameras() -> list[QCameraDevice]:
    """The cameras of this computer, the default one first; none when the library cannot be loaded."""
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:  # a system without its sound or video libraries
        return []
    first = QMediaDevices.defaultVideoInput()
    found = QMediaDevices.videoInputs()
    return sorted(found, key=lambda device: device != first)


def camera(name: str) -> QCameraDevice | None:
    """The camera of this name, else the first one; None when there is none."""
    found = cameras()
    return next((each for each in found if each.description() == name), found[0] if found else None)
