"""The window's sentences on a terminal: in the language of the system, and without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator

from inspector_app import paths
from inspector_app.capture.messages import ScanProblem
from inspector_app.errors import AppError
from inspector_app.ui import language
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from inspector_app.ui.reasons import SCAN_PROBLEMS
from inspector_app.ui.sentences import OTHER, SENTENCES

NO_DISPLAY = QT_TRANSLATE_NOOP(
    "Terminal", "The window cannot be shown: there is no display here. Start the program on a desktop."
)
NO_WINDOW = QT_TRANSLATE_NOOP("Terminal", "The window cannot be shown. The system says: {reason}")
NO_FOLDER = QT_TRANSLATE_NOOP(
    "Terminal", "{folder} cannot hold the data: {reason}. Nothing was changed. Choose another folder with --data."
)
NOT_WRITTEN = QT_TRANSLATE_NOOP("Terminal", "{file} cannot be written: {reason}. Choose another folder with --out.")
NO_LABELS = QT_TRANSLATE_NOOP("Terminal", "There is no folder {folder} of label photos. Nothing was done.")
OPEN_ALREADY = QT_TRANSLATE_NOOP(
    "Terminal", "The program is open on these data. Nothing was changed. Close its window and try again."
)
NO_BACKUPS = QT_TRANSLATE_NOOP(
    "Terminal", "There is no backup in {folder}. One is made when the window closes for the day."
)
HOW_TO_RESTORE = QT_TRANSLATE_NOOP(
    "Terminal", "Nothing was changed. Bring one back with: {app} restore NUMBER --user NAME"
)
NO_SUCH_BACKUP = QT_TRANSLATE_NOOP("Terminal", "There is no backup {number}. Nothing was changed.")
WHO = QT_TRANSLATE_NOOP(
    "Terminal", "Say whose password opens the data: --user with one of {names}. Nothing was changed."
)
PASSWORD = QT_TRANSLATE_NOOP("Terminal", "Password of {name}")
NOT_READABLE = QT_TRANSLATE_NOOP(
    "Terminal",
    "Parts of the data cannot be read any more. What can be read of the changes that are not at headquarters yet comes "
    "along, and the rest may be lost. Nothing was changed. Make a rescue package first ({app} rescue), or add --yes.",
)
RESTORED = QT_TRANSLATE_NOOP(
    "Terminal",
    "The data of {made} are back, with {count} changes that were entered since and are not at headquarters yet. "
    "What was here is kept beside them as {kept}. What headquarters has got since comes back with the next sync.",
)
NO_HQ = QT_TRANSLATE_NOOP(
    "Terminal",
    "Nobody's password is kept here any more, so headquarters has to be asked, and it cannot be reached. Nothing was "
    "changed. Connect this laptop to the network and try again.",
)
RESCUED = QT_TRANSLATE_NOOP(
    "Terminal",
    "{file} holds {changes} changes and {photos} photos that headquarters does not have yet; headquarters alone can "
    "read it. Give it to your county office, and go on with a backup: {app} restore",
)
RESCUED_PHOTOS_LOST = QT_TRANSLATE_NOOP(
    "Terminal", "{count} photos that headquarters waits for are damaged or missing."
)
RESCUED_PARTLY = QT_TRANSLATE_NOOP(
    "Terminal", "Some of the data could not be read any more; everything that can be read is in it."
)
LOOK_INSIDE = QT_TRANSLATE_NOOP("Terminal", "To look at the data themselves too, add --user NAME.")
SECOND_DISK = QT_TRANSLATE_NOOP("Terminal", "From now on {folder} gets a copy of each backup when it is connected.")
BACKED_UP = QT_TRANSLATE_NOOP("Terminal", "{file} is made and was read back. It stays until you remove it.")
NO_PLACE = QT_TRANSLATE_NOOP(
    "Terminal",
    "No backup can be put into {folder}: {reason}. Nothing was changed. Choose another folder with {option}.",
)
NO_SECOND = QT_TRANSLATE_NOOP("Terminal", "There is no folder {folder}. Nothing was changed; name another with --also.")
SECOND_IS_FIRST = QT_TRANSLATE_NOOP(
    "Terminal",
    "{folder} lies where the data themselves are, and would be lost with them. Nothing was changed; name a folder of "
    "another disk with --also.",
)
COPIED = QT_TRANSLATE_NOOP("Terminal", "A copy of it lies in {folder}.")
NOT_COPIED = QT_TRANSLATE_NOOP(
    "Terminal", "There is no copy of it in {folder}: that disk is not connected, full, or cannot be written."
)
FILE_THERE = QT_TRANSLATE_NOOP("Terminal", "There is a file {file} already. Nothing was written; choose another --out.")


def scan_problem(found: ScanProblem) -> str:
    return said("Reasons", SCAN_PROBLEMS[found])


def problem(error: AppError) -> str:
    """The window's sentence for what cannot be done."""
    return said("Sentences", SENTENCES.get(error.code, OTHER), **error.facts)


def terminal(source: str, **facts: object) -> str:
    """One of the sentences above."""
    return said("Terminal", source, **facts)


def complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def no_window(told: Sequence[str]) -> str:
    """Why there is no window, by what Qt told before it gave up."""
    if any("could not connect to display" in line for line in told):
        return terminal(NO_DISPLAY)
    return terminal(NO_WINDOW, reason=told[0].strip())


def folder_problem(folder: Path, error: OSError) -> str:
    return terminal(NO_FOLDER, folder=folder, reason=error.strerror or error)


def no_place(folder: Path, reason: object, option: str) -> str:
    return terminal(NO_PLACE, folder=folder, reason=reason, option=option)


def said(context: str, source: str, **facts: object) -> str:
    sentence = chinese(context, source) if is_chinese() else source
    return sentence.format(**facts) if facts else sentence


def chinese(context: str, source: str) -> str:
    """A text in Chinese, whatever the language of the system or the window is."""
    return _chinese().translate(context, source) or source


def is_chinese() -> bool:
    return QLocale.system().uiLanguages()[0].startswith("zh")


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    translator.load(str(language.compiled(paths.resources() / "i18n", "zh_CN")))
    return translator
