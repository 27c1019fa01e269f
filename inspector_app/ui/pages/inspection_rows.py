"""Paints one row of a visit's checklist, and knows where its answers are pressed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from inspector_app.domain.checklists import Choice, Item, Section, answer_problems
from inspector_app.domain.problems import Severity
from inspector_app.records.inspections import AnswerCode
from inspector_app.ui import icons, reasons, theme
from inspector_app.ui.pages.inspection_data import choice_text, choices, item_text, number, section_title
from inspector_app.ui.pages.inspection_draft import Draft

ROW = Qt.ItemDataRole.UserRole + 1
PAD, LEFT, BUTTON, GAP = 12, 60, 40, 6
HEADING_PX, NOTE_LINE, ICON = 44, 20, 14
ICONS = {
    AnswerCode.CONFORM: ("check", "good"),
    AnswerCode.NONCONFORM: ("close", "bad"),
    AnswerCode.NA: ("quiet", "info"),
    AnswerCode.NOT_CHECKED: ("waiting", "warning"),
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """A section's heading, an item of it, or, with neither, the visit as a whole."""

    section: Section | None = None
    item: Item | None = None

    @property
    def is_heading(self) -> bool:
        return self.section is not None and self.item is None


class ItemDelegate(QStyledItemDelegate):
    def __init__(self, draft: Draft, view: QListView) -> None:
        super().__init__(view)
        self._draft = draft
        self._view = view
        self._heights: dict[tuple[str, int], int] = {}

    def choices(self, item: Item) -> tuple[Choice, ...]:
        return choices(self._draft.data.form, item, self._draft.inspection.inspection_type)

    def choice_at(self, row: QRect, item: Item, at: QPoint) -> Choice | None:
        """The answer whose button is at this point of the view."""
        for choice, box in self._buttons(row, item):
            if box.contains(at):
                return choice
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        row: Row = index.data(ROW)
        if row.item is None:
            return QSize(width, HEADING_PX if row.is_heading else BUTTON + 2 * PAD)
        text = item_text(row.item)
        room = self._text_box(QRect(0, 0, width, 0), row.item).width()
        if (text, room) not in self._heights:
            metrics = QFontMetrics(theme.font())
            box = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, text)
            self._heights[text, room] = box.height()
        return QSize(width, max(self._heights[text, room] + NOTE_LINE + 4, BUTTON) + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_heading and row.section is not None:
            self._paint_heading(painter, option.rect, row.section)
        else:
            self._paint_ground(painter, option)
            if row.item is None:
                self._paint_general(painter, option.rect, str(index.data()))
            else:
                self._paint_item(painter, option.rect, row.item)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, section: Section) -> None:
        look = theme.colours()
        painter.fillRect(rect, QColor(look.window))
        painter.setFont(theme.font(theme.NOTE_PX, bold=True))
        painter.setPen(QColor(look.muted))
        box = rect.adjusted(PAD, 0, -PAD, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, f"{section.code}  {section_title(section)}")
        done = self._draft.standing(section).done
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, f"{done} / {len(section.items)}")

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        look, rect = theme.colours(), option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(look.accent_soft if is_current else look.surface))
        if is_current:
            painter.fillRect(QRect(rect.x(), rect.y(), 4, rect.height()), QColor(look.accent))
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_general(self, painter: QPainter, rect: QRect, text: str) -> None:
        icons.paint(painter, "edit", "quiet", QRect(rect.x() + PAD + 4, rect.center().y() - 9, 18, 18))
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(rect.adjusted(LEFT, 0, -PAD, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_item(self, painter: QPainter, rect: QRect, item: Item) -> None:
        look = theme.colours()
        corner = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(theme.font(bold=item.key))
        painter.setPen(QColor(look.text if item.key else look.muted))
        mark = QRect(rect.x() + PAD + 4, rect.y() + PAD, LEFT - PAD, rect.height())
        painter.drawText(mark, corner, f"{number(item)}{' *' if item.key else ''}")
        box = self._text_box(rect, item)
        painter.setFont(theme.font())
        painter.setPen(QColor(look.text))
        painter.drawText(box, int(corner) | int(Qt.TextFlag.TextWordWrap), item_text(item))
        self._paint_note(painter, QRect(box.x(), rect.bottom() - PAD - NOTE_LINE + 4, box.width(), NOTE_LINE), item)
        given = self._draft.answer(item.id)
        for choice, button in self._buttons(rect, item):
            self._paint_button(painter, button, choice, given is not None and given.code == choice.code)

    def _paint_note(self, painter: QPainter, box: QRect, item: Item) -> None:
        """One line below the text: what is wrong, else the remark, else the clause; photos and last failure before."""
        look = theme.colours()
        given, photos = self._draft.answer(item.id), len(self._draft.photos_of(item.id))
        previous = self._draft.previous_answer(item.id)
        painter.setFont(theme.font(theme.NOTE_PX))
        if photos:
            box = self._paint_mark(painter, box, "photo", "info", str(photos))
        if previous is not None and previous.code == AnswerCode.NONCONFORM:
            box = self._paint_mark(painter, box, "flag", "warning", self.tr("failed last time"))
        found = answer_problems(item, given, photos, self._draft.inspection.inspection_type) if given else []
        wrong = [problem for problem in found if problem.severity is Severity.ERROR]
        if wrong:
            text, ink = reasons.problem(wrong[0]), look.bad
        elif given is not None and given.note:
            text, ink = given.note.replace("\n", " "), look.text
        else:
            text, ink = "；".join(dict.fromkeys(basis.cite_zh for basis in item.basis)), look.muted
        painter.setPen(QColor(ink))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)

    def _paint_mark(self, painter: QPainter, box: QRect, icon: str, tone: str, text: str) -> QRect:
        icons.paint(painter, icon, tone, QRect(box.x(), box.center().y() - ICON // 2, ICON, ICON))
        painter.setPen(QColor(theme.colours().tone(tone)[0]))
        painter.drawText(box.adjusted(ICON + 4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        return box.adjusted(ICON + 4 + painter.fontMetrics().horizontalAdvance(text) + 10, 0, 0, 0)

    def _paint_button(self, painter: QPainter, box: QRect, choice: Choice, is_chosen: bool) -> None:
        look = theme.colours()
        icon, tone = ICONS[choice.code]
        ink, soft = look.tone(tone)
        painter.setPen(QPen(QColor(ink if is_chosen else look.line), 2 if is_chosen else 1))
        painter.setBrush(QColor(soft if is_chosen else look.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        inner = QRect(box.center().x() - 8, box.center().y() - 8, 18, 18)
        icons.paint(painter, icon, tone if is_chosen else "quiet", inner)

    def _buttons(self, rect: QRect, item: Item) -> list[tuple[Choice, QRect]]:
        """The same code stands in the same column on every row."""
        columns = [choice.code for choice in self._columns()]
        left = rect.right() - PAD - self._buttons_width()
        top = rect.y() + (rect.height() - BUTTON) // 2
        return [
            (choice, QRect(left + columns.index(choice.code) * (BUTTON + GAP), top, BUTTON, BUTTON))
            for choice in self.choices(item)
        ]

    def _columns(self) -> list[Choice]:
        kind = self._draft.inspection.inspection_type
        form = self._draft.data.form
        offered = [choice for choice in form.answers if not choice.retired]
        return [choice for choice in offered if not choice.only_for_types or kind in choice.only_for_types]

    def _buttons_width(self) -> int:
        return len(self._columns()) * (BUTTON + GAP) - GAP

    def _text_box(self, rect: QRect, item: Item) -> QRect:
        return rect.adjusted(LEFT, PAD, -(PAD + self._buttons_width() + 2 * PAD), 0)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        row: Row | None = index.data(ROW)
        choice = self.choice_at(option.rect, row.item, event.pos()) if row is not None and row.item else None
        if choice is not None:
            QToolTip.showText(event.globalPos(), choice_text(choice), view)
        return choice is not None
