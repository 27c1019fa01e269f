"""The items of a visit's checklist as one list: sections as headings, answers at the right, worked by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from inspector_app.domain.checklists import Item, Section
from inspector_app.records.inspections import AnswerCode
from inspector_app.ui import labels
from inspector_app.ui.pages.inspection_data import item_text, number, section_title
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_rows import ROW, ItemDelegate, Row
from inspector_app.ui.widgets.named import named

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
GENERAL = ""
"""In place of an item's id: what concerns the visit as a whole."""


class ItemModel(QAbstractListModel):
    def __init__(self, draft: Draft, parent: QObject) -> None:
        super().__init__(parent)
        self._draft = draft
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        for section in draft.data.sections:
            self._rows.append(Row(section=section))
            for item in section.items:
                self._places[item.id] = len(self._rows)
                self._rows.append(Row(section=section, item=item))
        self._places[GENERAL] = len(self._rows)
        self._rows.append(Row())
        draft.changed.connect(self._on_changed)
        draft.photos_changed.connect(self.repaint_all)

    def place(self, item_id: str) -> QModelIndex:
        return self.index(self._places[item_id])

    def place_of_section(self, section: Section) -> QModelIndex:
        return self.place(section.items[0].id)

    def repaint_all(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row)
        return None

    def _text(self, row: Row) -> str:
        if row.item is None:
            if row.section is None:
                return QCoreApplication.translate("ItemModel", "Other remarks and photos of the visit")
            return section_title(row.section)
        given = self._draft.answer(row.item.id)
        return f"{number(row.item)} {item_text(row.item)} {labels.label(given.code) if given else ''}"

    def _on_changed(self, ids: set[str]) -> None:
        sections = {row.section.code for i in ids if (row := self._rows[self._places[i]]).section is not None}
        for place, row in enumerate(self._rows):
            changed = row.item is not None and row.item.id in ids
            if changed or (row.is_heading and row.section is not None and row.section.code in sections):
                self.dataChanged.emit(self.index(place), self.index(place))


class ItemList(QListView):
    """Digits answer, Space conforms and goes on, Enter goes on, Delete takes the answer back."""

    item_chosen = Signal(str)  # id of the item that the cursor came to; GENERAL for the last row
    answered = Signal(str, str)  # item id, AnswerCode
    conformed = Signal(str)  # item id, by Space: answer and go on
    cleared = Signal(str)
    remark_asked = Signal()
    reason_asked = Signal()
    photo_asked = Signal()

    def __init__(self, name: str, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._draft = draft
        self._items = ItemModel(draft, self)
        self._delegate = ItemDelegate(draft, self)
        self.setModel(self._items)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._actions: dict[str, QAction] = {}
        for name_, keys in (
            ("answer_1", "1"), ("answer_2", "2"), ("answer_3", "3"), ("answer_4", "4"), ("conform_next", "Space"),
            ("clear_answer", "Delete"), ("write_remark", "R"), ("take_photo", "P"), ("write_reason", "N"),
        ):  # fmt: skip
            self._add_action(name_, keys)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Checklist items"))
        texts = {
            "answer_1": self.tr("Answer the item: conforms"),
            "answer_2": self.tr("Answer the item: does not conform"),
            "answer_3": self.tr("Answer the item: not applicable"),
            "answer_4": self.tr("Answer the item: not checked"),
            "conform_next": self.tr("Conforms, and on to the next item"),
            "clear_answer": self.tr("Take the answer back"),
            "write_remark": self.tr("Write the remark"),
            "take_photo": self.tr("Add a photo"),
            "write_reason": self.tr("Write why it is not applicable"),
        }
        for name, text in texts.items():
            self._actions[name].setText(text)
        self._items.repaint_all()

    def current_item(self) -> str | None:
        """Its id; GENERAL for the last row, None before anything was chosen."""
        row = self.currentIndex().data(ROW)
        return None if row is None else row.item.id if row.item else GENERAL

    def go_to(self, item_id: str) -> None:
        self._move_to(self._items.place(item_id))

    def go_to_section(self, section: Section) -> None:
        first = self._items.place_of_section(section)
        self.setCurrentIndex(first)
        self.scrollTo(self._items.index(first.row() - 1), QAbstractItemView.ScrollHint.PositionAtTop)

    def go_on(self) -> None:
        """To the next item; past a section's end into the next section."""
        for place in range(self.currentIndex().row() + 1, self._items.rowCount()):
            if not self._items.index(place).data(ROW).is_heading:
                self._move_to(self._items.index(place))
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()  # Qt lays a list out again when its height changes, not when its texts wrap anew
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.go_on()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW)
        if row is None or row.item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        choice = self._delegate.choice_at(self.visualRect(index), row.item, event.position().toPoint())
        if choice is not None and self._draft.is_open:
            self.answered.emit(row.item.id, choice.code.value)

    def _move_to(self, index: QModelIndex) -> None:
        """With what comes next in sight, too."""
        self.setCurrentIndex(index)
        after = self._items.index(min(index.row() + 1, self._items.rowCount() - 1))
        self.scrollTo(after, QAbstractItemView.ScrollHint.EnsureVisible)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _add_action(self, name: str, keys: str) -> None:
        action = named(QAction(self), name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self._on_action(name))
        self.addAction(action)
        self._actions[name] = action

    def _on_action(self, name: str) -> None:
        item = self._draft.items.get(self.current_item() or GENERAL)
        if name == "take_photo":
            self.photo_asked.emit()
        elif name == "write_remark":
            self.remark_asked.emit()
        elif item is not None and self._draft.is_open:
            self._on_answer(name, item)

    def _on_answer(self, name: str, item: Item) -> None:
        codes = [choice.code for choice in self._delegate.choices(item)]
        wanted = dict(zip(("answer_1", "answer_2", "answer_3", "answer_4"), AnswerCode, strict=True)).get(name)
        if wanted in codes:
            self.answered.emit(item.id, str(wanted))
        elif name == "conform_next":
            self.conformed.emit(item.id)
        elif name == "clear_answer":
            self.cleared.emit(item.id)
        elif name == "write_reason":
            if AnswerCode.NA in codes:
                self.answered.emit(item.id, AnswerCode.NA.value)
            self.reason_asked.emit()

    def _on_current(self) -> None:
        if (item_id := self.current_item()) is not None:
            self.item_chosen.emit(item_id)
