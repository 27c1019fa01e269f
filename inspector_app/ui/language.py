"""The language of the window: our translations and Qt's own, changed while the app runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from inspector_app import paths

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
"""Each language by its own name: who cannot read the present one finds theirs."""


def QT_TRANSLATE_NOOP(context: str, source: str) -> str:
    """Mark a text that is kept in a table and translated when it is shown; lupdate finds it by this name.

    PySide6's own is typed as giving an object.
    """
    return source


QT_LACKS = (
    QT_TRANSLATE_NOOP("QFileDialog", "&Look in:"),
    QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Drive"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "File"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "File Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Shortcut"),
    QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Unknown"),
    QT_TRANSLATE_NOOP("QPageSetupWidget", "Page &order:"),
    QT_TRANSLATE_NOOP("QPageSetupWidget", "Pages &per sheet:"),
    QT_TRANSLATE_NOOP("QPrintSettingsOutput", "Page &Set:"),
)
"""Texts of Qt's dialogs that its own Chinese has not caught up with: ours is installed last, so it is asked first."""


def install(app: QCoreApplication, language: str) -> None:
    """Show everything in this language; every widget is told by LanguageChange."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    QLocale.setDefault(QLocale(language))
    qt_texts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{language}.qm"
    for file in (qt_texts, compiled(paths.resources() / "i18n", language)):
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)


def compiled(folder: Path, language: str) -> Path:
    """The compiled translation; a source tree holds only the text, which is compiled when it is newer."""
    text, binary = folder / f"inspector_{language}.ts", folder / f"inspector_{language}.qm"
    if text.exists() and (not binary.exists() or binary.stat().st_mtime < text.stat().st_mtime):
        release(text, binary)
    return binary


def release(text: Path, binary: Path) -> None:
    beside = binary.with_suffix(f".{os.getpid()}.new")  # another window may be reading the old one, or making its own
    tool = Path(PySide6.__file__).parent / "lrelease"
    subprocess.run([tool, "-silent", text, "-qm", beside], check=True, capture_output=True)
    beside.replace(binary)
