"""A field of a form: its label above it, below it help or, when something is wrong, one sentence that says what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.number_edit import NumberEdit

ICON = 16


class FieldRow(QWidget):
    """Texts come by set_texts(label, help), from the page's retranslate(). A required field is starred.

    What cannot be read as a number is said here for every form; it goes before what the page says of the field.
    """

    def __init__(self, name: str, editor: QWidget, *, is_required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_row")
        editor.setObjectName(name)
        # The stylesheet's own least height comes too late for a row that is shown after its page.
        editor.setMinimumHeight(theme.CONTROL)
        self.editor = editor
        self._is_required = is_required
        self._help = ""
        self._problem = ""
        self._is_warning = False
        self._build()
        if isinstance(editor, NumberEdit):
            editor.problem_changed.connect(self._show_problem)

    def set_texts(self, label: str, help_text: str = "") -> None:
        self._label.setText(f"{label} *" if self._is_required else label)
        self.editor.setAccessibleName(label)
        self._help = help_text
        self._show_note()

    def set_problem(self, sentence: str, *, is_warning: bool = False) -> None:
        """The sentence, or nothing when all is well. A warning is shown and does not stop the work."""
        self._problem, self._is_warning = sentence, is_warning
        self._show_problem()

    def problem(self) -> str:
        """The sentence that is shown."""
        return self._unreadable() or self._problem

    def _unreadable(self) -> str:
        return self.editor.problem() if isinstance(self.editor, NumberEdit) else ""

    def _show_problem(self) -> None:
        sentence = self.problem()
        is_warning = self._is_warning and not self._unreadable()
        tone = "warning" if is_warning else "bad"
        self._mark.setPixmap(icons.icon(tone, tone).pixmap(ICON, ICON))
        self._note.setProperty("role", ("warning" if is_warning else "problem") if sentence else "note")
        self.editor.setProperty("problem", "true" if sentence and not is_warning else "false")
        for widget in (self._note, self.editor):
            widget.style().polish(widget)
        self._show_note()

    def _show_note(self) -> None:
        text = self.problem() or self._help
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._mark.setVisible(bool(self.problem()))
        self.editor.setAccessibleDescription(text)

    def _build(self) -> None:
        self._label = named(QLabel(), role="label")
        self._label.setBuddy(self.editor)
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note = named(QLabel(), f"{self.objectName()}_note", role="note")
        self._note.setWordWrap(True)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._mark)
        below.addWidget(self._note, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._label)
        whole.addWidget(self.editor)
        whole.addLayout(below)
        whole.addStretch(1)  # beside a taller neighbour it stays at the top
        self._show_note()
