"""Tells that this laptop's clock cannot be right: standing on a page, and as a question before papers get a date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from inspector_app.domain.clock import Marks
from inspector_app.storage import sync_state
from inspector_app.ui.clock_sentences import words
from inspector_app.ui.context import Context
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from inspector_app.ui.widgets.notice import Notice

QUESTION = QT_TRANSLATE_NOOP("ClockWarning", "Go on with a wrong clock?")
ON_PAPERS = QT_TRANSLATE_NOOP("ClockWarning", "{fault} Papers made now would bear a wrong date.")
GO_ON = QT_TRANSLATE_NOOP("ClockWarning", "Go on all the same")


def show(notice: Notice, marks: Marks, now: int) -> None:
    if text := words(marks, now):
        notice.show_saying("bad", text, [])
    else:
        notice.hide()


def before(context: Context, owner: QWidget, proceed: Callable[[], None]) -> None:
    """Go on at once when the clock may be right, else when the person wants to all the same."""

    def ask(marks: Marks) -> None:
        if fault := words(marks, context.now()):
            detail = _translated(ON_PAPERS).format(fault=fault)
            context.messages.ask(owner, _translated(QUESTION), detail, _translated(GO_ON), proceed)
        else:
            proceed()

    context.read(owner, sync_state.clock_marks, ask)


def _translated(source: str) -> str:
    return QCoreApplication.translate("ClockWarning", source)
