"""The sections of a checklist with how far each is answered and how many items failed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.domain.checklists import Section
from inspector_app.ui import icons, theme
from inspector_app.ui.models.roles import RECORD
from inspector_app.ui.pages.inspection_data import section_title
from inspector_app.ui.pages.inspection_draft import Draft

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
PAD, BAR = 12, 4
COUNT_PX = 44


class SectionModel(QAbstractListModel):
    def __init__(self, draft: Draft, parent: QObject) -> None:
        super().__init__(parent)
        self._sections = draft.data.sections
        draft.changed.connect(lambda _: self.repaint_all())
        draft.photos_changed.connect(self.repaint_all)

    def repaint_all(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._sections) - 1))

    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._sections)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        section = self._sections[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{section.code}  {section_title(section)}"
        return section if role == RECORD else None


class SectionList(QListView):
    section_chosen = Signal(object)  # Section

    def __init__(self, name: str, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sections = SectionModel(draft, self)
        self.setModel(self._sections)
        self.setItemDelegate(_Delegate(draft, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_pressed)
        self.activated.connect(self._on_pressed)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Sections of the checklist"))
        self._sections.repaint_all()
        self.doItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()  # Qt lays a list out again when its height changes, not when its texts wrap anew
            self.scrollTo(self.currentIndex())

    def mark(self, section: Section | None) -> None:
        """Show in which section the cursor is."""
        for place in range(self._sections.rowCount()):
            if self._sections.index(place).data(RECORD) is section:
                self.setCurrentIndex(self._sections.index(place))
                return
        self.clearSelection()

    def _on_pressed(self, index: QModelIndex) -> None:
        self.section_chosen.emit(index.data(RECORD))


class _Delegate(QStyledItemDelegate):
    def __init__(self, draft: Draft, view: QListView) -> None:
        super().__init__(view)
        self._draft = draft
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        room = QRect(0, 0, width - 2 * PAD - COUNT_PX, 1000)
        metrics = QFontMetrics(theme.font(theme.NOTE_PX, bold=True))
        text = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data()))
        return QSize(width, text.height() + BAR + 8 + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = theme.colours(), option.rect
        section: Section = index.data(RECORD)
        standing = self._draft.standing(section)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(look.accent_soft if is_current else look.surface))
        painter.setFont(theme.font(theme.NOTE_PX, bold=is_current))
        painter.setPen(QColor(look.accent_text if is_current else look.text))
        corner = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
        box = rect.adjusted(PAD, PAD, -PAD - COUNT_PX, -PAD - BAR - 8)
        painter.drawText(box, corner | int(Qt.TextFlag.TextWordWrap), str(index.data()))
        count = rect.adjusted(PAD, PAD, -PAD, 0)
        painter.setPen(QColor(look.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        if standing.is_done and not standing.failed:
            icons.paint(painter, "good", "good", QRect(count.right() - 16, count.y(), 16, 16))
        else:
            painter.drawText(count, right, f"{standing.done}/{standing.items}")
        self._paint_bar(painter, rect, standing.done / standing.items, standing.failed / standing.items)
        painter.restore()

    def _paint_bar(self, painter: QPainter, rect: QRect, done: float, failed: float) -> None:
        """How much is answered; the failed part in the colour of failure, with its own end at the left."""
        look = theme.colours()
        whole = QRect(rect.x() + PAD, rect.bottom() - PAD - BAR + 4, rect.width() - 2 * PAD, BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        for share, colour in ((1.0, look.line), (done, look.accent), (failed, look.bad)):
            if share:
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRect(whole.x(), whole.y(), round(whole.width() * share), BAR), 2, 2)
