"""主体档案: everything known of one operator, the most urgent first, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QVBoxLayout, QWidget

from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import OperatorStatus
from inspector_app.services import registration
from inspector_app.services.acting import Acting, Refused
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import formats, labels, reasons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages import operator_code, operator_file_data
from inspector_app.ui.pages.conflict_values import ConflictCard
from inspector_app.ui.pages.operator_file_data import OperatorFile
from inspector_app.ui.pages.operator_file_head import OperatorHead
from inspector_app.ui.pages.operator_file_tables import OperatorTables
from inspector_app.ui.widgets.photo_strip import PhotoStrip, Thumbnail
from inspector_app.ui.widgets.section import Column, Section
from inspector_app.ui.widgets.translated import Translated

SHOWN_KINDS = {
    "operator", "person", "licence", "inspection", "rectification", "ledger_entry", "evidence_item", "document",
    "conflict",
}  # fmt: skip


class OperatorFilePage(Translated):
    inspection_start_asked = Signal(str)  # operator id
    inspection_asked = Signal(str)  # inspection id
    ledger_asked = Signal(str)  # operator id
    edit_asked = Signal(str)  # operator id
    document_asked = Signal(str)  # document id

    def __init__(
        self, context: Context, operator_id: str, photos: PhotoStore | None = None, parent: QWidget | None = None
    ) -> None:
        """Without a photo store no photos are shown."""
        super().__init__(parent)
        self.setObjectName("operator_file_page")
        self._context, self._operator_id, self._store = context, operator_id, photos
        self._file: OperatorFile | None = None
        self._build()
        self.retranslate()
        context.changes.happened.connect(self._on_changed)
        self.refresh()

    @property
    def operator_id(self) -> str:
        return self._operator_id

    def refresh(self) -> None:
        operator_id, today, store = self._operator_id, self._context.today(), self._store
        self._context.read(
            self, lambda session: operator_file_data.read(session, operator_id, today, store), self._show
        )

    def retranslate(self) -> None:
        self.setWindowTitle(self._file.operator.name if self._file else self.tr("Operator"))
        self._photos.set_title(self.tr("Photos"))
        if self._file is not None:
            self._show_photos(self._file)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _show(self, file: OperatorFile) -> None:
        is_first = self._file is None
        self._file = file
        self.setWindowTitle(file.operator.name)
        self._head.show_file(file)
        self._tables.show_file(file)
        self._show_conflicts(file)
        self._show_photos(file)
        self._content.show()
        if is_first:
            self._head.take_focus()

    def _show_conflicts(self, file: OperatorFile) -> None:
        while (item := self._conflicts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for found in file.conflicts:
            card = ConflictCard(self._context, found)
            card.decided.connect(self.refresh)
            self._conflicts.addWidget(card)

    def _show_photos(self, file: OperatorFile) -> None:
        self._photos.setVisible(bool(file.photos))
        self._strip.set_photos([
            Thumbnail(photo.item.id, photo.thumbnail, self._caption(photo.item)) for photo in file.photos
        ])  # fmt: skip

    @staticmethod
    def _caption(item: EvidenceItem) -> str:
        return item.caption or formats.day_of(item.captured_at)

    def _on_changed(self, kinds: set[str]) -> None:
        if kinds & SHOWN_KINDS:
            self.refresh()

    def _on_status_asked(self, value: str) -> None:
        status = OperatorStatus(value)
        dialog = QInputDialog(self.window())
        dialog.setObjectName("status_reason_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setInputMode(QInputDialog.InputMode.TextInput)
        dialog.setWindowTitle(self.tr("Change the state"))
        dialog.setLabelText(self.tr("New state: {state}. For what reason?").format(state=labels.label(status)))
        dialog.setOkButtonText(self.tr("Change the state"))
        dialog.textValueSelected.connect(lambda reason: self._move(status, reason.strip()))
        dialog.open()

    def _move(self, status: OperatorStatus, reason: str) -> None:
        operator_id = self._operator_id

        def move(act: Acting) -> str:
            return registration.move(act, operator_id, status, reason).name

        def done(name: str) -> None:
            said = self.tr("{name}: {state}").format(name=name, state=labels.label(status))
            self._context.messages.say(said, "good")

        self._context.write(self, move, done, self._on_refused)

    def _on_code_asked(self) -> None:
        if self._file is not None:
            operator_code.ask_where(self, self._context, self._file.operator)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._context.messages.say(" ".join(reasons.problem(each) for each in error.problems), "warning")
        else:
            self._context.messages.show(self, error)

    def _build(self) -> None:
        self._head = OperatorHead(self._context)
        self._tables = OperatorTables(self._context)
        self._photos, self._strip = Section("photos_section"), PhotoStrip("operator_photos")
        self._strip.set_read_only(True)
        self._photos.body.addWidget(self._strip)
        self._content = QWidget()
        self._conflicts = QVBoxLayout()
        self._conflicts.setSpacing(theme.MEDIUM)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(theme.MEDIUM)
        content.addWidget(self._head)
        content.addLayout(self._conflicts)
        content.addWidget(self._tables)
        content.addWidget(self._photos)
        self._content.hide()
        column = Column("operator_file_column")
        column.add(self._content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)
        self._head.inspection_asked.connect(lambda: self.inspection_start_asked.emit(self._operator_id))
        for asking in (self._head.ledger_asked, self._tables.ledger_asked):
            asking.connect(lambda: self.ledger_asked.emit(self._operator_id))
        for asking in (self._head.edit_asked, self._tables.edit_asked):
            asking.connect(lambda: self.edit_asked.emit(self._operator_id))
        self._head.status_asked.connect(self._on_status_asked)
        self._head.code_asked.connect(self._on_code_asked)
        self._tables.inspection_asked.connect(self.inspection_asked)
        self._tables.document_asked.connect(self.document_asked)
