"""The item under the cursor: its answer, remark, measures and photos, what it was last time, and the law behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.checklists import Item, answer_problems
from inspector_app.domain.problems import Severity
from inspector_app.records.inspections import AnswerCode
from inspector_app.ui import formats, icons, labels, reasons, theme
from inspector_app.ui.pages.inspection_answering import remarked, ticked_on_site
from inspector_app.ui.pages.inspection_data import choice_text, choices, is_chinese, item_text, number
from inspector_app.ui.pages.inspection_draft import Draft
from inspector_app.ui.pages.inspection_measures import MeasureFields
from inspector_app.ui.pages.inspection_photos import ItemPhotos
from inspector_app.ui.pages.inspection_rows import ICONS
from inspector_app.ui.widgets.choice_row import Choice, ChoiceRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

REMARK_PX = 88
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ItemPanel(Translated):
    answered = Signal(str, str)  # item id, AnswerCode
    done = Signal()  # Enter in the remark: on to the next item
    left = Signal()  # Escape: back to the list
    warned = Signal(str)

    def __init__(self, name: str, draft: Draft, photos: ItemPhotos, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._draft, self._photos = draft, photos
        self._item: Item | None = None
        self._shows_law = False
        self._shown = [Choice(AnswerCode.CONFORM.value)]
        self._choices = ChoiceRow("item_answer", self._shown)
        self._column = QVBoxLayout()
        self._build()
        draft.changed.connect(self._on_changed)
        draft.photos_changed.connect(self._show_problems)
        self.retranslate()

    def show_item(self, item: Item | None) -> None:
        """None shows what concerns the visit as a whole."""
        if item is not self._item:
            self.end_typing()
        self._item = item
        self._make_choices()
        self._measures.show_item(item)
        self._photos.show_item(item.id if item else None)
        self._fill()

    def end_typing(self) -> None:
        """What was typed counts now; what is no number is told."""
        self._measures.take()
        if self._item is not None and (text := self._measures.unread()):
            words = self.tr("{item}: “{text}” is no number and is not saved. Please mend it.")
            self.warned.emit(words.format(item=number(self._item), text=text))
        self._draft.end_typing()

    def set_alone(self, is_alone: bool) -> None:
        """No list stands beside it: a button leads back to the list."""
        self._back.setVisible(is_alone)

    def toggle_law(self) -> None:
        self._shows_law = not self._shows_law
        self._fill()

    def write_remark(self) -> None:
        self._remark.setFocus()
        self._remark.moveCursor(self._remark.textCursor().MoveOperation.End)
        self._scroll.ensureWidgetVisible(self._remark)

    def retranslate(self) -> None:
        self._on_site.setText(self.tr("Corrected on the spot"))
        self._back.setText(self.tr("Back to the list"))
        self._make_choices()
        self._fill()

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._remark:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._draft.end_typing()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTERS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.done.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
                return True
        return False

    # -- inside -------------------------------------------------------------------------------------------------------

    def _on_changed(self, ids: set[str]) -> None:
        if (self._item.id if self._item else "") in ids:
            self._fill()

    def _fill(self) -> None:
        item, inspection = self._item, self._draft.inspection
        given = self._draft.answer(item.id) if item else None
        self._head.setText(self._head_text(item))
        self._text.setText(item_text(item) if item else self.tr("What concerns the visit as a whole."))
        self._choices.set_value(given.code.value if given else "")
        self._choices.setEnabled(self._draft.is_open)
        self._remark_label.setText(self._remark_title(given.code if given else None))
        self._show_remark(given.note if given else "" if item else inspection.remark)
        can_write = self._draft.is_open and (item is None or given is not None)
        self._remark.setReadOnly(not can_write)
        self._remark.setPlaceholderText("" if can_write or not self._draft.is_open else self.tr("Answer first"))
        self._on_site.setVisible(given is not None and given.code == AnswerCode.NONCONFORM)
        self._on_site.setChecked(given is not None and given.on_site)
        self._on_site.setEnabled(self._draft.is_open)
        self._measures.show_values()
        self._previous.setText(self._previous_text(item))
        self._previous.setVisible(bool(self._previous.text()))
        self._law.setText(self._law_text(item))
        self._law.setVisible(item is not None)
        self._show_problems()

    def _show_remark(self, text: str) -> None:
        if self._remark.toPlainText() != text:
            was_blocked = self._remark.blockSignals(True)
            self._remark.setPlainText(text)
            self._remark.blockSignals(was_blocked)
        self._remark.setAccessibleName(self._remark_label.text())

    def _show_problems(self) -> None:
        item = self._item
        given = self._draft.answer(item.id) if item else None
        found = []
        if item is not None and given is not None:
            count = len(self._draft.photos_of(item.id))
            found = answer_problems(item, given, count, self._draft.inspection.inspection_type)
        wrong = [problem for problem in found if problem.severity is Severity.ERROR]
        self._problem.setText("\n".join(reasons.problem(problem) for problem in wrong))
        self._problem.setVisible(bool(wrong))
        self._remark.setAccessibleDescription(self._problem.text())

    def _head_text(self, item: Item | None) -> str:
        if item is None:
            return self.tr("Other remarks and photos")
        key = self.tr("Key item *") if item.key else ""
        return f"{number(item)}  {key}".rstrip()

    def _remark_title(self, code: AnswerCode | None) -> str:
        if self._item is None:
            return self.tr("Other remarks, printed on the record")
        if code == AnswerCode.NA:
            return self.tr("Why it is not applicable")
        if code == AnswerCode.NONCONFORM:
            return self.tr("What was found")
        return self.tr("Remark")

    def _previous_text(self, item: Item | None) -> str:
        before = self._draft.data.previous
        given = self._draft.previous_answer(item.id) if item else None
        if before is None or given is None:
            return ""
        text = self.tr("Last time ({day}): {answer}").format(
            day=formats.day_of(before.started_at), answer=labels.label(given.code)
        )
        return f"{text}\n{given.note}" if given.note else text

    def _law_text(self, item: Item | None) -> str:
        if item is None:
            return ""
        if not self._shows_law:
            return self.tr("Legal basis and help: F1")
        laws = self._draft.data.form.laws
        lines = [basis.cite_zh if is_chinese() else f"{basis.cite_zh} ({laws[basis.law].en})" for basis in item.basis]
        actions = "、".join(labels.label(each.do) for each in item.on_nonconform)
        lines.append(self.tr("If it does not conform: {actions}").format(actions=actions))
        if item.na.when_zh:
            when = item.na.when_zh if is_chinese() else item.na.when_en or item.na.when_zh
            lines.append(self.tr("Not applicable when: {when}").format(when=when))
        return "\n".join(lines)

    def _on_typed(self) -> None:
        text, item = self._remark.toPlainText(), self._item
        if item is None:
            self._draft.change(typed=True, remark=text)
        elif (given := self._draft.answer(item.id)) is not None:
            self._draft.set_answer(item.id, remarked(given, text), typed=True)

    def _on_site_clicked(self, on: bool) -> None:
        if self._item is not None and (given := self._draft.answer(self._item.id)) is not None:
            self._draft.set_answer(self._item.id, ticked_on_site(given, on))

    def _make_choices(self) -> None:
        """The buttons of this item: an item that may not be left out shows no button for it."""
        old = self._choices
        item = self._item
        offered = choices(self._draft.data.form, item, self._draft.inspection.inspection_type) if item else ()
        shown = [Choice(c.code.value, ICONS[c.code][1], ICONS[c.code][0]) for c in offered]
        if shown and shown != self._shown:
            self._shown = shown
            self._choices = ChoiceRow("item_answer", shown)
            self._choices.chosen.connect(self._on_chosen)
            self._column.replaceWidget(old, self._choices)
            old.deleteLater()
        self._choices.setVisible(item is not None)
        if item is not None:
            self._choices.set_texts([choice_text(choice) for choice in offered], self.tr("Answer"))

    def _on_chosen(self, value: str) -> None:
        if self._item is not None:
            self.answered.emit(self._item.id, value)

    def _build(self) -> None:
        self._head = named(QLabel(), "item_number", role="heading")
        self._back = named(QPushButton(), "item_back", role="quiet")
        icons.put_on(self._back, "back")
        self._back.clicked.connect(self.left)
        self._back.hide()
        self._text = named(QLabel(), "item_text")
        self._text.setWordWrap(True)
        self._problem = named(QLabel(), "item_problem", role="problem")
        self._problem.setWordWrap(True)
        self._remark_label = named(QLabel(), role="label")
        self._remark = named(QPlainTextEdit(), "item_remark")
        self._remark.setFixedHeight(REMARK_PX)
        self._remark.installEventFilter(self)
        self._remark.textChanged.connect(self._on_typed)
        self._remark_label.setBuddy(self._remark)
        self._on_site = named(QCheckBox(), "item_on_site")
        self._on_site.clicked.connect(self._on_site_clicked)
        self._measures = MeasureFields("item_measures", self._draft)
        self._measures.entered.connect(self.done)
        self._previous = named(QLabel(), "item_previous", role="note")
        self._previous.setWordWrap(True)
        self._law = named(QLabel(), "item_law", role="note")
        self._law.setWordWrap(True)
        inner = named(QWidget(), role="canvas")
        inner.setLayout(self._column)
        self._column.setContentsMargins(20, theme.MEDIUM, 20, theme.MEDIUM)
        self._column.setSpacing(theme.SMALL + 2)
        for part in (
            self._back, self._head, self._text, self._choices, self._measures, self._problem, self._remark_label,
            self._remark, self._on_site, self._photos, self._previous, self._law,
        ):  # fmt: skip
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        frame = named(QFrame(), role="card")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
