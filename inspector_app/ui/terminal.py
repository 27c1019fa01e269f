"""The window's sentences on a terminal: in the language of the system, and without a window."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLocale, QTranslator

from inspector_app import paths
from inspector_app.capture.messages import ScanProblem
from inspector_app.ui import language
from inspector_app.ui.reasons import SCAN_PROBLEMS


def scan_problem(found: ScanProblem) -> str:
    source = SCAN_PROBLEMS[found]
    return chinese("Reasons", source) if _is_chinese() else source


def chinese(context: str, source: str) -> str:
    """A text in Chinese, whatever the language of the system or the window is."""
    return _chinese().translate(context, source) or source


def _is_chinese() -> bool:
    return QLocale.system().uiLanguages()[0].startswith("zh")


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    translator.load(str(language.compiled(paths.resources() / "i18n", "zh_CN")))
    return translator
