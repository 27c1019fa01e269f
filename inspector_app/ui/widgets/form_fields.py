"""The fields of a form by name: their values as stored, and what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.ui import reasons
from inspector_app.ui.widgets.checked_line import CheckedLine
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.field_row import FieldRow

MISSING = frozenset({
    Code.REQUIRED, Code.REASON_NEEDED, Code.OWNER_MISSING, Code.CANTEEN_KIND_MISSING, Code.AGRI_KIND_MISSING,
})  # fmt: skip
"""Said once somebody has left the field or asked to save: an empty form is not full of mistakes."""

COUNTED = frozenset({Code.LENGTH, Code.OLD_FORM})
"""Of a number that is being typed these say no more than that it is not finished: how far it is is said instead."""


class FormFields(QObject):
    """edited is said for every change by a person, left when a field loses the focus."""

    edited = Signal()
    left = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._names: dict[QObject, str] = {}
        self._visited: set[str] = set()

    def add(self, name: str, editor: QWidget, *, is_required: bool = False) -> FieldRow:
        """`name` is the field's name in problems; dots become underlines in the object name."""
        row = FieldRow(name.replace(".", "_"), editor, is_required=is_required)
        self._rows[name], self._names[editor] = row, name
        editor.installEventFilter(self)
        if isinstance(editor, ChoiceBox):
            editor.chosen.connect(lambda _: self.edited.emit())
        elif isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda _: self.edited.emit())
        elif isinstance(editor, QPlainTextEdit):
            editor.textChanged.connect(self.edited)
        return row

    def row(self, name: str) -> FieldRow:
        return self._rows[name]

    def value(self, name: str) -> Any:
        editor = self._rows[name].editor
        if isinstance(editor, ChoiceBox):
            return editor.value()
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()  # type: ignore[attr-defined]

    def set_value(self, name: str, value: Any) -> None:
        editor = self._rows[name].editor
        if isinstance(editor, ChoiceBox):
            editor.set_value(value or "")
        elif isinstance(editor, QPlainTextEdit):
            was_blocked = editor.blockSignals(True)  # textChanged does not tell a person from a program
            editor.setPlainText(value or "")
            editor.blockSignals(was_blocked)
        elif isinstance(editor, QLineEdit):
            editor.setText(value or "")

    def forget_visits(self) -> None:
        self._visited.clear()

    def has(self, name: str) -> bool:
        return name in self._rows

    def show(
        self, problems: Iterable[Problem], *, everything: bool, counted: Callable[[int, int], str]
    ) -> list[Problem]:
        """Say at each field what is wrong with it; the mistakes that are said so. `counted(typed, length)` says how far
        a number is typed."""
        found: dict[str, Problem] = {}
        for problem in problems:
            if problem.field not in found or problem.severity is Severity.ERROR:
                found[problem.field] = problem
        said = (self._show_one(name, row, found.get(name), everything, counted) for name, row in self._rows.items())
        return [each for each in said if each is not None and each.severity is Severity.ERROR]

    def take_focus(self, name: str) -> bool:
        """Lead to a field; False when the form has none of that name."""
        if name not in self._rows:
            return False
        self._rows[name].editor.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched in self._names:
            name = self._names[watched]
            self._visited.add(name)
            self.left.emit(name)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
                watched.focusNextPrevChild(True)  # Enter goes on, as Tab does
                return True
        return False

    def _show_one(
        self, name: str, row: FieldRow, problem: Problem | None, everything: bool, counted: Callable[[int, int], str]
    ) -> Problem | None:
        """The problem, where it is said."""
        editor = row.editor
        if isinstance(editor, CheckedLine):
            typed = editor.text().strip()
            editor.set_right(bool(typed) and problem is None, editor.accessibleName())
            is_typing = not everything and QApplication.focusWidget() is editor
            if problem and problem.code in COUNTED and is_typing and typed:
                if not editor.length:  # how long it is to be depends on the paper
                    row.set_problem("")
                    return None
                if len(typed) < editor.length:
                    row.set_problem(counted(len(typed), editor.length), is_warning=True)
                    return None
        is_early = problem is not None and problem.code in MISSING and not everything and name not in self._visited
        if problem is None or is_early:
            row.set_problem("")
            return None
        row.set_problem(reasons.problem(problem), is_warning=problem.severity is not Severity.ERROR)
        return problem
