"""Checking: sections, items and the item under the cursor side by side, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_app.records.evidence import EvidenceOrigin
from inspector_app.records.inspections import AnswerCode
from inspector_app.storage.photos import PhotoStore
from inspector_app.ui import cameras, icons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.inspection_answering import answered
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_header import HEAD_FIELDS, VisitHeader, VisitTools
from inspector_app.ui.pages.inspection_item import ItemPanel
from inspector_app.ui.pages.inspection_items import GENERAL, ItemList
from inspector_app.ui.pages.inspection_missing import MissingList
from inspector_app.ui.pages.inspection_photo_view import PhotoView
from inspector_app.ui.pages.inspection_photos import ItemPhotos, PhotoDesk
from inspector_app.ui.pages.inspection_sections import SectionList
from inspector_app.ui.pages.inspection_sides import Sides
from inspector_app.ui.widgets.camera_dialog import CameraDialog, jpeg
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

SECTIONS_PX, PANEL_PX, NARROW_PX, SHORT_PX = 192, 404, 900, 400
LEAST_ITEMS_PX = 340


class ChecklistStep(Translated):
    completion_asked = Signal()

    def __init__(self, context: Context, store: PhotoStore, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visit_checklist")
        self._context, self._draft = context, draft
        draft.setParent(self)  # the first child, so it goes before the widgets that listen to it
        self.desk = PhotoDesk(context, store, draft, self)
        self._actions: dict[str, QAction] = {}
        self._is_short = False
        self._build()
        self._connect()
        self.retranslate()
        self._begin()

    def retranslate(self) -> None:
        self._more.setText(self.tr("Remark, photos"))
        self._undo.setText(self.tr("Undo"))
        self._undo.setToolTip(self.tr("Undo the last change (Ctrl+Z)"))
        self._rest.setText(self.tr("All others conform"))
        self._rest.setToolTip(self.tr("Answer every open item with “conforms” (Ctrl+Shift+1)"))
        self._items.retranslate()
        self._sections.retranslate()
        texts = {
            "undo_edit": self.tr("Undo the last change of this visit"),
            "redo_edit": self.tr("Do the undone change again"),
            "conform_others": self.tr("All items that are open conform"),
            "next_missing": self.tr("Go to the next thing that is missing"),
            "finish_checking": self.tr("Finish checking"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self._show_progress()

    def go_to(self, field: str) -> None:
        """Lead to what a problem names: an item, or a field of the head."""
        if field in self._draft.items:
            self._items.go_to(field)
            self._items.setFocus()
            given = self._draft.answer(field)
            if given is not None and given.code in (AnswerCode.NONCONFORM, AnswerCode.NA):
                self._write_remark()
        else:
            self.tools.open_head()
            self._header.take_focus(field)

    def when_saved(self, then: Callable[[], None]) -> None:
        self._panel.end_typing()
        self._draft.saver.when_saved(then)

    def show_missing(self) -> None:
        problems = self._draft.errors()
        if problems:
            popup = MissingList(problems, self._draft.items, self)
            popup.place_chosen.connect(self.go_to)
            popup.open_below(self.tools.missing_button())

    def event(self, event: QEvent) -> bool:
        # Here F1 belongs to the item: the window's own F1 is overridden while the focus is inside.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_help(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_help(event):
            self._panel.toggle_law()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sections.setVisible(self.width() >= NARROW_PX)
        is_short = self.height() < SHORT_PX
        if is_short != self._is_short:
            self._is_short = is_short
            self.tools.set_short(is_short)
            self._header.setVisible(not is_short)
        super().resizeEvent(event)

    # -- what was asked -----------------------------------------------------------------------------------------------

    def _on_answered(self, item_id: str, value: str) -> None:
        item, code = self._draft.items[item_id], AnswerCode(value)
        before = self._draft.answer(item_id)
        self._items.go_to(item_id)
        if before is None or before.code != code:
            given = answered(item, before, code, self._draft.now())
            self._draft.set_answer(item_id, given)
            if code == AnswerCode.NONCONFORM or (code == AnswerCode.NA and not given.note):
                self._write_remark()

    def _write_remark(self) -> None:
        self._sides.bring(right=True)
        self._panel.write_remark()

    def _show_items(self) -> None:
        self._sides.bring(right=False)
        self._items.setFocus()

    def _on_conformed(self, item_id: str) -> None:
        self._on_answered(item_id, AnswerCode.CONFORM.value)
        self._go_on()

    def _on_cleared(self, item_id: str) -> None:
        self._draft.set_answer(item_id, None)

    def _go_on(self) -> None:
        self._items.go_on()
        self._show_items()

    def _on_item(self, item_id: str) -> None:
        item = self._draft.items.get(item_id)
        self._panel.show_item(item)
        self._sections.mark(next((s for s in self._draft.data.sections if item in s.items), None))

    def _on_rest(self) -> None:
        count = self._draft.conform_all_others()
        self._context.messages.say(self.tr("%n item(s) answered “conforms”. Ctrl+Z takes it back.", "", count))

    def _on_next_missing(self) -> None:
        """Round and round: after the last one comes the first."""
        order = [*self._draft.items, GENERAL, *HEAD_FIELDS]
        here = self._items.current_item() if self._items.hasFocus() else self._header.focused_field()
        fields = sorted({problem.field for problem in self._draft.errors()} & set(order), key=order.index)
        later = [field for field in fields if here in order and order.index(field) > order.index(here)]
        if fields:
            self.go_to((later or fields)[0])

    def _on_complete(self) -> None:
        self._panel.end_typing()
        if self._draft.errors():
            self.show_missing()
        else:
            self.completion_asked.emit()

    def _on_camera(self) -> None:
        device = cameras.camera_named(self._context.settings.camera)
        if device is None:
            self._context.messages.say(
                self.tr("No camera was found on this computer. Connect one, or add photos from files or a phone."),
                "warning",
            )
            return
        dialog = CameraDialog(cameras.PhotoCamera(device, self), self)
        dialog.photo_taken.connect(self._on_photo)
        dialog.open()

    def _on_photo(self, image: QImage) -> None:
        self.desk.take_from(lambda: jpeg(image), self._photos.item_id, EvidenceOrigin.CAMERA)

    def _on_opened(self, photo_id: str) -> None:
        photos = self._draft.photos_of(self._photos.item_id)
        view = PhotoView(self.desk, photos, photo_id, may_change=self._draft.may_change, parent=self)
        view.captioned.connect(self.desk.caption)
        view.open()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """At the first item that is open, so that a visit taken up again goes on where it stopped."""
        open_items = [item_id for item_id in self._draft.items if item_id not in self._draft.inspection.answers]
        self._items.go_to(open_items[0] if open_items else next(iter(self._draft.items)))
        self.setFocusProxy(self._items)

    def _on_narrowed(self, is_narrow: bool) -> None:
        self._more.setVisible(is_narrow)
        self._progress.setVisible(not is_narrow)
        self._panel.set_alone(is_narrow)

    def _show_progress(self) -> None:
        answers = self._draft.inspection.answers
        done = sum(item_id in answers for item_id in self._draft.items)
        failed = sum(given.code == AnswerCode.NONCONFORM for given in answers.values())
        text = self.tr("{done} of {count} answered").format(done=done, count=len(self._draft.items))
        told = self.tr("%n failed", "", failed)
        self._progress.setText(f"{text}  ·  {told}" if failed else text)
        self._rest.setVisible(self._draft.is_open and done < len(self._draft.items))
        self._undo.setEnabled(self._draft.undo_stack.canUndo())
        self._actions["redo_edit"].setEnabled(self._draft.undo_stack.canRedo())

    def _connect(self) -> None:
        self.tools.missing_asked.connect(self.show_missing)
        self.tools.completion_asked.connect(self._on_complete)
        self.tools.head_asked.connect(lambda on: self._header.setVisible(on or not self._is_short))
        self._more.clicked.connect(lambda: self._sides.bring(right=True))
        self._sides.narrowed.connect(self._on_narrowed)
        self._sections.section_chosen.connect(self._items.go_to_section)
        self._items.item_chosen.connect(self._on_item)
        self._items.answered.connect(self._on_answered)
        self._items.conformed.connect(self._on_conformed)
        self._items.cleared.connect(self._on_cleared)
        self._items.remark_asked.connect(self._write_remark)
        self._items.reason_asked.connect(self._write_remark)
        self._items.doubleClicked.connect(self._write_remark)
        self._items.photo_asked.connect(self._photos.add_files)
        self._panel.answered.connect(self._on_answered)
        self._panel.done.connect(self._go_on)
        self._panel.left.connect(self._show_items)
        self._panel.warned.connect(lambda text: self._context.messages.say(text, "warning"))
        self._photos.camera_asked.connect(self._on_camera)
        self._photos.opened.connect(self._on_opened)
        self._draft.changed.connect(lambda _: self._show_progress())
        self._draft.undo_changed.connect(self._show_progress)

    def _build(self) -> None:
        draft = self._draft
        self._header = VisitHeader("visit_header", draft)
        self.tools = VisitTools("visit_tools", draft)
        """Stands at the head of the page."""
        self._sections = SectionList("visit_sections", draft)
        self._sections.setFixedWidth(SECTIONS_PX)
        self._items = ItemList("visit_items", draft)
        self._items.setMinimumWidth(LEAST_ITEMS_PX)
        self._photos = ItemPhotos("visit_photos", self.desk, draft)
        self._panel = ItemPanel("visit_item", draft, self._photos)
        self._progress = named(QLabel(), "visit_progress", role="note")
        self._undo = named(QPushButton(), "visit_undo", role="quiet")
        icons.put_on(self._undo, "undo")
        self._undo.clicked.connect(draft.undo_stack.undo)
        self._rest = named(QPushButton(), "visit_conform_others")
        icons.put_on(self._rest, "check", "good")
        self._rest.clicked.connect(self._on_rest)
        self._more = named(QPushButton(), "visit_item_more")
        self._more.hide()
        bar = QHBoxLayout()
        bar.setSpacing(theme.SMALL)
        bar.addWidget(self._progress, 1)
        bar.addWidget(self._more)
        bar.addWidget(self._undo)
        bar.addWidget(self._rest)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SMALL)
        column.addWidget(self._items, 1)
        column.addLayout(bar)
        self._sides = Sides(middle, self._panel, left_px=LEAST_ITEMS_PX, right_px=PANEL_PX)
        across = QHBoxLayout()
        across.setSpacing(theme.MEDIUM)
        across.addWidget(self._sections)
        across.addWidget(self._sides, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SMALL + 4)
        whole.addWidget(self._header)
        whole.addLayout(across, 1)
        for name, keys, slot in (
            ("undo_edit", "Ctrl+Z", draft.undo_stack.undo), ("redo_edit", "Ctrl+Y", draft.undo_stack.redo),
            ("conform_others", "Ctrl+Shift+1", self._on_rest), ("next_missing", "F8", self._on_next_missing),
            ("finish_checking", "Ctrl+Return", self._on_complete),
        ):  # fmt: skip
            action = named(QAction(self), name)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            for widget in (self, self.tools):
                widget.addAction(action)
            self._actions[name] = action


def _is_help(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_F1 and not event.modifiers()
