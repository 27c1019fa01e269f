"""Who else inspects: a colleague whom this laptop knows, or one whose name and certificate are typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from inspector_app.records.inspections import Inspector
from inspector_app.records.people import User
from inspector_app.services.inspections import inspector
from inspector_app.ui import theme
from inspector_app.ui.widgets.choice_box import ChoiceBox
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated
from sync.record import new_id

OTHER = "other"
BOX_PX, NAME_PX = 200, 120


class OfficerPicker(Translated):
    """One officer or none. A typed officer has an id of its own, made once."""

    picked = Signal(object, bool)  # Inspector or None; whether it is being typed
    left = Signal()

    def __init__(self, name: str, colleagues: Sequence[User], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._colleagues = {user.id: user for user in colleagues}
        self._typed_id = new_id()
        self._box = ChoiceBox(f"{name}_choice")
        self._box.setFixedWidth(BOX_PX)
        self._name = named(QLineEdit(), f"{name}_name")
        self._name.setFixedWidth(NAME_PX)
        self._certificate = named(QLineEdit(), f"{name}_certificate")
        self._certificate.setFixedWidth(NAME_PX + 30)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        for part in (self._box, self._name, self._certificate):
            row.addWidget(part)
        self.setFocusProxy(self._box)
        self._box.chosen.connect(self._on_chosen)
        for line in (self._name, self._certificate):
            line.textEdited.connect(self._on_typed)
            line.editingFinished.connect(self.left)
        self.retranslate()
        self._show_lines()

    def retranslate(self) -> None:
        options = [(user.id, f"{user.name}  {user.certificate_no}") for user in self._colleagues.values()]
        options.append((OTHER, self.tr("Somebody else…")))
        self._box.set_options(options, self.tr("Choose the officer"))
        self._box.setAccessibleName(self.tr("Second officer"))
        self._name.setPlaceholderText(self.tr("Name"))
        self._name.setAccessibleName(self.tr("Name of the officer"))
        self._certificate.setPlaceholderText(self.tr("Certificate number"))
        self._certificate.setAccessibleName(self.tr("Certificate number of the officer"))

    def set_officer(self, officer: Inspector | None) -> None:
        """Show who is stored."""
        if officer is None:
            if self._box.value() != OTHER or self._name.text() or self._certificate.text():
                self._box.set_value("")
        elif officer.user_id in self._colleagues:
            self._box.set_value(officer.user_id)
        else:
            self._typed_id = officer.user_id
            self._box.set_value(OTHER)
            for line, text in ((self._name, officer.name), (self._certificate, officer.certificate_no or "")):
                if line.text() != text:
                    line.setText(text)
        self._show_lines()

    def _on_chosen(self, value: str) -> None:
        self._show_lines()
        if value == OTHER:
            self._name.setFocus()
            self._on_typed()
        else:
            self.picked.emit(inspector(self._colleagues[value]) if value else None, False)

    def _on_typed(self) -> None:
        name, certificate = self._name.text().strip(), self._certificate.text().strip()
        typed = Inspector(user_id=self._typed_id, name=name, certificate_no=certificate or None) if name else None
        self.picked.emit(typed, True)

    def _show_lines(self) -> None:
        is_typed = self._box.value() == OTHER
        self._name.setVisible(is_typed)
        self._certificate.setVisible(is_typed)
