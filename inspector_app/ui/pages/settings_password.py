"""A person changes the password that opens this laptop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_app.errors import AppError
from inspector_app.services import provisioning
from inspector_app.ui.context import Context
from inspector_app.ui.sentences import sentence
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.form_grid import FormGrid
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated

SHORTEST = 8


class PasswordSection(Translated):
    def __init__(self, context: Context, data_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_password")
        self._context, self._folder = context, data_folder
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        self._section.set_title(self.tr("Password"))
        self._old_row.set_texts(self.tr("Present password"))
        self._new_row.set_texts(
            self.tr("New password"), self.tr("At least %n characters. It holds on this laptop.", "", SHORTEST)
        )
        self._again_row.set_texts(self.tr("New password again"))
        self._go.setText(self.tr("Change password"))

    def _on_go(self) -> None:
        old, new, again = (edit.text() for edit in self._edits)
        problems = (
            (self._old_row, "" if old else self.tr("Please enter your present password.")),
            (self._new_row, "" if len(new) >= SHORTEST else self.tr("Please take at least 8 characters.")),
            (self._again_row, "" if new == again else self.tr("The two entries differ. Please type it again.")),
        )
        for row, text in problems:
            row.set_problem(text)
        if wrong := next((row for row, text in problems if text), None):
            wrong.editor.setFocus()
            return
        self._go.setEnabled(False)
        folder, person, now = self._folder, self._context.user.username, self._context.now()
        self._context.tasks.start(
            self,
            lambda: provisioning.change_password(folder, person, old, new, now),
            self._on_changed,
            self._on_not_changed,
        )

    def _on_changed(self, _: None) -> None:
        self._go.setEnabled(True)
        for edit in self._edits:
            edit.clear()
        self._context.messages.say(self.tr("The password is changed. It holds from now on."), "good")

    def _on_not_changed(self, error: Exception) -> None:
        self._go.setEnabled(True)
        if isinstance(error, AppError) and error.code in ("wrong_password", "sign_in_paused"):
            self._old_row.set_problem(sentence(error))
            self._edits[0].setFocus()
            self._edits[0].selectAll()
        else:
            self._context.messages.show(self, error)

    def _build(self) -> None:
        self._section = Section("password_section")
        self._edits = [QLineEdit() for _ in range(3)]
        for edit in self._edits:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self._on_go)
        names = ("password_old", "password_new", "password_again")
        self._old_row, self._new_row, self._again_row = (
            FieldRow(name, edit) for name, edit in zip(names, self._edits, strict=True)
        )
        grid = FormGrid(columns=3)
        for row in (self._old_row, self._new_row, self._again_row):
            grid.add(row)
        self._go = named(QPushButton(), "password_change")
        self._go.clicked.connect(self._on_go)
        buttons = QHBoxLayout()
        buttons.addWidget(self._go)
        buttons.addStretch(1)
        self._section.body.addWidget(grid)
        self._section.body.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)
