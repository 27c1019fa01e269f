"""Where ledger lines are entered: scans gather here as lines of one delivery and are saved together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.barcodes import Code
from inspector_app.domain.problems import Problem
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.services import ledger_drafts
from inspector_app.services.acting import Acting
from inspector_app.services.ledger_drafts import Delivery, Draft, Goods
from inspector_app.ui import icons, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.prepared_lines import PreparedLines
from inspector_app.ui.pages import scan_facts
from inspector_app.ui.pages.ledger_delivery_form import DeliveryForm
from inspector_app.ui.pages.ledger_fields import EnterMoves
from inspector_app.ui.pages.ledger_goods_form import GoodsForm
from inspector_app.ui.pages.ledger_keeper import LedgerKeeper
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.record_table import RecordTable
from inspector_app.ui.widgets.translated import Translated

FOCUS_MARGIN_PX = 40


class LedgerEntryPanel(Translated):
    """The form shows one line of the delivery; `table` shows all of them."""

    counted = Signal(int)  # lines that are being entered
    saved = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger_entry")
        self._context = context
        self._operator_id = ""
        self._place = 0
        self._scans: deque[str] = deque()
        self._is_looking = self._is_saving = False
        self._model = PreparedLines(self)
        self.keeper = LedgerKeeper(context, self._draft, self)
        self._build()
        self.retranslate()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def retranslate(self) -> None:
        self._model.set_texts(
            [self.tr("Product"), self.tr("Quantity"), self.tr("Batch"), self.tr("State")],
            [self.tr("To be saved"), self.tr("New product"), self.tr("Incomplete")],
        )
        self.table.setAccessibleName(self.tr("Lines that are being entered"))
        self._another.setText(self.tr("Another line"))
        self._another.setToolTip(self.tr("Begin another line of this delivery; all are saved together (Ctrl+N)"))
        self._clear.setText(self.tr("Remove line"))
        self._clear.setToolTip(self.tr("Remove this line; it is not in the ledger yet (Ctrl+Backspace)"))
        self._save_action.setText(self.tr("Put the lines into the ledger"))
        self._another_action.setText(self._another.text())
        self._clear_action.setText(self._clear.text())
        self._show_count()

    def open_for(self, operator_id: str, draft: Draft, partners: Sequence[LedgerEntry]) -> None:
        """A shop that is open already keeps what is being entered: it may be newer than what was read."""
        self.delivery_form.set_partners(partners)
        if operator_id != self._operator_id:
            self.keeper.begin(operator_id)
            self._operator_id = operator_id
            self.delivery_form.show_delivery(draft.delivery)
            self._model.reset(draft.goods)
            self._go(0)
        else:
            self.goods_form.take_focus()
        self._next_scan()

    def set_partners(self, partners: Sequence[LedgerEntry]) -> None:
        self.delivery_form.set_partners(partners)

    def take_scan(self, text: str) -> None:
        """One after the other, however fast they come; kept until a shop is chosen."""
        self._scans.append(text)
        self._next_scan()

    def set_compact(self, is_compact: bool) -> None:
        """On a low screen the buttons scroll with the form."""
        if is_compact:
            self._column.insertWidget(self._column.count() - 1, self._foot)
            self._below.setContentsMargins(0, 0, 0, 0)
        else:
            self._below.addWidget(self._foot)
            self._below.setContentsMargins(20, 0, 20, theme.MEDIUM)

    def save(self) -> None:
        """Put every line into the ledger; those that lack something stay, with what they lack."""
        wrong = self.goods_form.unreadable() or self.delivery_form.unreadable()
        if wrong is not None:
            wrong.editor.setFocus()
            return
        operator_id, draft = self._operator_id, self._draft()
        if not draft.goods:
            self._context.messages.say(self.tr("There is no line yet: scan the goods, or type their name."))
            self.goods_form.take_focus()
            return
        if self._is_saving:
            return
        keep = self.keeper.storing()

        def action(act: Acting) -> Mapping[int, list[Problem]]:
            lacking = ledger_drafts.save(act, operator_id, draft)
            keep(act.session, _left(draft, lacking))
            return lacking

        self._set_saving(True)
        self._context.write(self, action, lambda lacking: self._on_saved(draft, lacking), self._on_not_saved)

    def _set_saving(self, is_saving: bool) -> None:
        """What would be typed or scanned while the lines are on their way would be taken for saved with them."""
        self._is_saving = is_saving
        for part in (self.goods_form, self.delivery_form, self._save, self._another, self._clear):
            part.setEnabled(not is_saving)
        for action in (self._another_action, self._clear_action):
            action.setEnabled(not is_saving)
        self.keeper.hold(is_saving)

    # -- scans --------------------------------------------------------------------------------------------------------

    def _next_scan(self) -> None:
        if self._is_looking or self._is_saving or not self._scans or not self._operator_id:
            return
        self._is_looking = True
        text, operator_id = self._scans.popleft(), self._operator_id
        self._context.read(
            self,
            lambda session: ledger_drafts.scanned(self._context.acting(session), text, operator_id),
            partial(self._on_scanned, text),
            self._on_scan_error,
        )

    def _on_scanned(self, text: str, found: tuple[Code, Goods | None]) -> None:
        self._is_looking = False
        if self._is_saving:
            self._scans.appendleft(text)
            return
        code, goods = found
        if goods is None:
            self._context.messages.say(self._why_no_goods(code), "warning")
        else:
            self._take(goods)
        self._next_scan()

    def _on_scan_error(self, error: Exception) -> None:
        self._is_looking = False
        self._context.messages.show(self, error)
        self._next_scan()

    def _why_no_goods(self, code: Code) -> str:
        for tone, text in scan_facts.warnings(code):
            if tone == "bad":
                return text
        return self.tr("{kind}: it names no goods. Type the name of the product.").format(kind=scan_facts.kind(code))

    def _take(self, goods: Goods) -> None:
        place, is_wrong = self._model.place_of(goods), self.goods_form.unreadable() is not None
        if place is not None:
            self._model.put(place, self._model.line(place).one_more())
        elif self._model.line(self._place).is_empty:
            place = self._place
            self._model.put(place, goods)
        else:
            place = self._model.append(goods)
        if not is_wrong:
            self._go(place)
        elif place == self._place:
            self._show(keeps_wrong=True)
        else:
            self._show_count()
        self.keeper.touch()

    def _on_code(self, text: str) -> None:
        """A code that was typed as the product's name."""
        self._model.put(self._place, self._model.line(self._place).changed(product_name=""))
        self.take_scan(text)

    # -- lines --------------------------------------------------------------------------------------------------------

    def _go(self, place: int) -> None:
        self._place = place
        with QSignalBlocker(self.table.selectionModel()):
            self.table.selectRow(place)
        self._show()
        self.goods_form.take_focus()

    def _show(self, *, keeps_wrong: bool = False) -> None:
        problems = self._model.problems(self._place)
        self.goods_form.show_goods(self._model.line(self._place), problems, keeps_wrong=keeps_wrong)
        self.delivery_form.show_problems(problems)
        self.goods_form.set_traded_on(self.delivery_form.traded_on())
        self._show_count()

    def _show_count(self) -> None:
        count = len(self._model.goods())
        self._save.setText(self.tr("Save %n line(s)", "", count))
        self._save.setToolTip(self.tr("Put the lines into the ledger (Ctrl+Enter)"))
        self.counted.emit(count)

    def _on_row(self, row: int) -> None:
        if row < 0 or row == self._place:
            return
        if self._leads_to_unreadable():
            QTimer.singleShot(0, self, lambda: self.table.selectRow(self._place))
            return
        self._place = row
        self._show()

    def _on_goods(self, goods: Goods) -> None:
        self._model.put(self._place, goods)
        self._still_wrong()
        self.keeper.touch()

    def _on_delivery(self, _: Delivery) -> None:
        self.goods_form.set_traded_on(self.delivery_form.traded_on())
        self._still_wrong()
        self.keeper.touch()

    def _still_wrong(self) -> None:
        """What was filled in since is no longer marked."""
        goods, delivery = self._model.line(self._place), self.delivery_form.delivery()
        problems = [
            each
            for each in self._model.problems(self._place)
            if not (getattr(goods, each.field, None) or getattr(delivery, each.field, None))
        ]
        self.goods_form.show_problems(problems)
        self.delivery_form.show_problems(problems)

    def _leads_to_unreadable(self) -> bool:
        """A date or number that is none stays in sight: elsewhere the line would go on without it."""
        wrong = self.goods_form.unreadable()
        if wrong is not None:
            wrong.editor.setFocus()
        return wrong is not None

    def _on_another(self) -> None:
        if self._leads_to_unreadable():
            return
        if self._model.line(self._place).is_empty:
            self.goods_form.take_focus()
        else:
            self._go(self._model.append(Goods()))

    def _on_remove(self) -> None:
        self._model.remove(self._place)
        self._go(max(0, min(self._place, len(self._model.goods()) - 1)))
        self.keeper.touch()

    def _draft(self) -> Draft:
        goods = tuple(each for each in self._model.goods() if not each.is_empty)
        return Draft(delivery=self.delivery_form.delivery(), goods=goods)

    def _on_saved(self, draft: Draft, lacking: Mapping[int, list[Problem]]) -> None:
        self.keeper.settle()
        self._set_saving(False)
        self._model.reset([draft.goods[place] for place in lacking], dict(enumerate(lacking.values())))
        self._go(0)
        done = len(draft.goods) - len(lacking)
        if lacking:
            self._context.messages.say(
                self.tr("%n line(s) lack something; it is marked. They are not in the ledger yet.", "", len(lacking)),
                "warning",
            )
            self._lead_to_problem()
        else:
            self.delivery_form.show_delivery(_left(draft, lacking).delivery)
            self._context.messages.say(self.tr("%n line(s) are in the ledger.", "", done), "good")
        if done:
            self.saved.emit()
        self._next_scan()

    def _on_not_saved(self, error: Exception) -> None:
        self._set_saving(False)
        self.goods_form.take_focus()
        self._context.messages.show(self, error)
        self.keeper.touch()
        self._next_scan()

    def _lead_to_problem(self) -> None:
        rows: dict[str, FieldRow] = {**self.goods_form.rows, **self.delivery_form.rows}
        for problem in self._model.problems(self._place):
            if row := rows.get(problem.field):
                row.editor.setFocus()
                return

    def _follow(self, _: QWidget | None, editor: QWidget | None) -> None:
        """Keep in sight what has the focus, however it came there; sentences below fields may move it first."""
        if editor is not None and self._area.isAncestorOf(editor):
            QTimer.singleShot(0, editor, lambda: self._area.ensureWidgetVisible(editor, 0, FOCUS_MARGIN_PX))

    # -- parts --------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.goods_form, self.delivery_form = GoodsForm(self._context), DeliveryForm(self._context)
        self.goods_form.edited.connect(self._on_goods)
        self.goods_form.code_entered.connect(self._on_code)
        self.delivery_form.edited.connect(self._on_delivery)
        self.table = RecordTable("prepared_lines", self._model)
        self.table.set_widths(0, 100, 120, 156)
        self.table.selectionModel().currentRowChanged.connect(lambda row, _: self._on_row(row.row()))
        editors = [*self.goods_form.editors(), *self.delivery_form.editors()]
        self._moves = EnterMoves(editors, self)
        self._save = named(QPushButton(), "ledger_save", role="primary")
        icons.put_on(self._save, "check", "on_accent")
        self._another = named(QPushButton(), "ledger_another")
        self._clear = named(QPushButton(), "ledger_remove", role="quiet")
        self._save_action = self._action("save_lines", "Ctrl+Return", self.save, self._save)
        self._another_action = self._action("another_line", "Ctrl+N", self._on_another, self._another)
        self._clear_action = self._action("remove_line", "Ctrl+Backspace", self._on_remove, self._clear)
        self._lay_out()
        for editor, following in pairwise(editors):
            QWidget.setTabOrder(editor, following)

    def _action(self, name: str, keys: str, slot: object, button: QPushButton) -> QAction:
        action = named(QAction(self), name)
        shortcuts = [QKeySequence(keys)]
        if keys == "Ctrl+Return":
            shortcuts.append(QKeySequence("Ctrl+Enter"))
        action.setShortcuts(shortcuts)
        action.triggered.connect(slot)
        button.clicked.connect(slot)
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        card = named(QFrame(), role="card")
        form = QWidget()
        column = self._column = QVBoxLayout(form)
        column.setContentsMargins(20, theme.SMALL + 4, 20, theme.SMALL)
        column.setSpacing(theme.SMALL)
        column.addWidget(self.delivery_form.direction)
        column.addWidget(self.goods_form)
        column.addWidget(named(QFrame(), role="line"))
        column.addWidget(self.delivery_form)
        column.addStretch(1)
        named(form, role="canvas")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(form)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.SMALL)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SMALL)
        buttons.addWidget(self._save, 1)
        buttons.addWidget(self._another)
        buttons.addWidget(self._clear)
        foot.addWidget(self.delivery_form.missing)
        foot.addLayout(buttons)
        below = self._below = QVBoxLayout()
        below.setContentsMargins(20, 0, 20, theme.MEDIUM)
        below.addWidget(self._foot)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._area, 1)
        inside.addLayout(below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)


def _left(draft: Draft, lacking: Iterable[int]) -> Draft:
    """What is still being entered once the other lines are saved. A reason spoke for its own goods alone."""
    goods = tuple(draft.goods[place] for place in lacking)
    delivery = draft.delivery if goods else draft.delivery.changed(missing_reason="")
    return Draft(delivery=delivery, goods=goods)
