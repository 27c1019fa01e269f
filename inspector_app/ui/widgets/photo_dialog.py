"""Asks for photos on the disk, and begins where the last ones were found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

FOLDER = "photos/folder"
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".heic", ".tif", ".tiff")


def choose_photos(owner: QWidget, name: str, texts: tuple[str, str], then: Callable[[list[Path]], object]) -> None:
    """`texts`: what stands above the dialog, and what the files are called."""
    title, files = texts
    dialog = QFileDialog(owner.window(), title, _folder())
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(f"{files} (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")")

    def chosen(names: list[str]) -> None:
        paths = [Path(each) for each in names]
        QSettings().setValue(FOLDER, str(paths[0].parent))
        then(paths)

    dialog.filesSelected.connect(chosen)
    dialog.open()


def _folder() -> str:
    """That of the last photos, while it is there; a memory card may not be."""
    last = str(QSettings().value(FOLDER, ""))
    if last and Path(last).is_dir():
        return last
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
