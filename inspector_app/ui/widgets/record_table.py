"""The table that every list uses: whole rows, opened by Enter or double click, states as badges."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inspector_app.ui.models.roles import RECORD, TONE
from inspector_app.ui.widgets import badge

ROW_PX = 48
LEAST_PX = 180
PAD = 12


class RecordTable(QTableView):
    """Keeps the chosen record and the place when its model is loaded again."""

    opened = Signal(object)  # the record
    chosen = Signal(object)  # the record that the cursor came to, or None

    def __init__(self, name: str, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._widths: tuple[int, ...] = ()
        self._kept: tuple[str, int] | None = None
        self.setItemDelegate(_BadgeDelegate(self))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(56)
        header.setStretchLastSection(True)
        self.activated.connect(self._on_activated)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(lambda row, _: self.chosen.emit(row.data(RECORD)))

    def set_widths(self, *widths: int) -> None:
        """Pixels a column; 0 shares what is left, and never gets less than can be read."""
        self._widths = widths
        self.horizontalHeader().setStretchLastSection(False)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def take_focus(self) -> None:
        """Come from the search box above: the first row is chosen."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _share(self) -> None:
        sharing = self._widths.count(0)
        left = (self.viewport().width() - sum(self._widths)) // sharing if sharing else 0
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width or max(left, LEAST_PX))

    def _on_activated(self, index: QModelIndex) -> None:
        if (record := index.data(RECORD)) is not None:
            self.opened.emit(record)

    def _keep(self) -> None:
        record = self.currentIndex().data(RECORD)
        self._kept = (str(getattr(record, "id", "")), self.verticalScrollBar().value())

    def _restore(self) -> None:
        wanted, place = self._kept or ("", 0)
        model = self.model()
        for row in range(model.rowCount() if wanted else 0):
            if getattr(model.index(row, 0).data(RECORD), "id", None) == wanted:
                self.selectRow(row)
                self.verticalScrollBar().setValue(place)
                return


class _BadgeDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tone = index.data(TONE)
        if not tone:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        badge.paint(painter, option.rect.adjusted(PAD, 0, -PAD, 0), tone, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        wide = super().sizeHint(option, index).width()
        if index.data(TONE):
            wide = badge.width_of(str(index.data())) + 2 * PAD
        return QSize(wide, ROW_PX)
