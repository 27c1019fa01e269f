"""HOME 工作台: what today asks for - drafts to go on with, orders that run out, what waits for headquarters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.records.inspections import Inspection
from inspector_app.records.notices import Alert, AlertLevel
from inspector_app.services import alerts
from inspector_app.ui import clock_warning, formats, icons, labels, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.fixed_list import FixedList
from inspector_app.ui.models.inspection_list import state_words
from inspector_app.ui.models.paged_list import Column as TableColumn
from inspector_app.ui.pages import home_data
from inspector_app.ui.pages.home_data import Home, Order
from inspector_app.ui.widgets.card_table import CardTable
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.notice import Notice
from inspector_app.ui.widgets.section import Column, Section
from inspector_app.ui.widgets.translated import Translated

SHOWN_KINDS = {
    "inspection", "rectification", "operator", "number_block", "document", "conflict", "evidence_item",
    "alert", "alert_receipt",
}  # fmt: skip
BIG_PX = 64


class HomePage(Translated):
    registration_asked = Signal(str)  # text to begin with; empty here
    inspect_asked = Signal()
    scan_asked = Signal()
    ledger_asked = Signal()
    sync_asked = Signal()
    inspection_asked = Signal(str)  # inspection id
    operator_asked = Signal(str)  # operator id

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home_page")
        self._context = context
        self._home: Home | None = None
        self._make_models()
        self._build()
        self.retranslate()
        context.changes.happened.connect(self._on_changed)
        self.refresh()

    def on_shown(self) -> None:
        """Another day may have begun, and an exchange may have run."""
        self.refresh()

    def refresh(self) -> None:
        self._context.read(self, lambda session: home_data.read(self._context.acting(session)), self._show)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Home"))
        for button, text in zip(
            self._big, (self.tr("Register"), self.tr("Inspect"), self.tr("Scan"), self.tr("Ledger")),
            strict=True,
        ):  # fmt: skip
            button.setText(text)
        self._drafts_card.set_texts(self.tr("Go on with"), self.tr("No inspection is unfinished."))
        self._drafts.set_titles([self.tr("Operator"), self.tr("Kind"), self.tr("State"), self.tr("Begun")])
        self._orders_card.set_texts(
            self.tr("To be corrected"), self.tr("No order to correct is overdue or due this week.")
        )
        self._orders.set_titles(
            [self.tr("Deadline"), self.tr("Operator"), self.tr("What is to be corrected"), self.tr("Until")]
        )
        self._sync_card.set_title(self.tr("For headquarters"))
        self._open_sync.setText(self.tr("Open sync"))
        self._office.setText(self._context.user.office_name)
        self._show_day()
        if self._home is not None:
            self._show(self._home)

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show(self, home: Home) -> None:
        self._home = home
        self._show_day()
        self._drafts.set_records(home.drafts)
        self._orders.set_records(home.orders)
        clock_warning.show(self._clock, home.sync.clock, self._context.now())
        self._show_alerts(home)
        self._show_registration(home)
        self._show_numbers(home)
        self._show_sync(home)
        self._below.show()

    def _show_day(self) -> None:
        self._day.setText(formats.long_day(self._context.today()))

    def _show_alerts(self, home: Home) -> None:
        if not home.alerts:
            self._alert.hide()
            return
        first, more = home.alerts[0], len(home.alerts) - 1
        said = [self.tr("{level} alert “{title}”.").format(level=labels.label(first.level), title=first.title)]
        if first.level is AlertLevel.RED:
            said.append(self.tr("New visits begin once it is read."))
        if more:
            said.append(self.tr("%n more alert(s) to read.", "", more))
        tone = "bad" if first.level is AlertLevel.RED else "warning"
        self._alert.show_saying(tone, " ".join(said), [("read_alert", self.tr("Read it"))])

    def _read_alert(self) -> None:
        if self._home is None or not self._home.alerts:
            return
        alert = self._home.alerts[0]
        self._context.messages.ask(
            self,
            alert.title,
            self._alert_text(alert),
            self.tr("I have read it"),
            lambda: self._context.write(self, lambda act: alerts.acknowledge(act, alert.id)),
        )

    def _alert_text(self, alert: Alert) -> str:
        head = f"{labels.label(alert.level)} · {alert.number} · {formats.day_of(alert.issued_at)}"
        parts = [head, alert.text, alert.action]
        if alert.expires_on is not None:
            parts.append(self.tr("In force until {day}.").format(day=formats.day(alert.expires_on)))
        return "\n\n".join(part for part in parts if part.strip())

    def _show_registration(self, home: Home) -> None:
        if home.registration is None:
            self._kept.hide()
            return
        name = home.registration.draft.name or self.tr("(no name yet)")
        when = formats.ago(home.registration.at, self._context.now())
        text = self.tr("A registration is unfinished: {name}, {when}.").format(name=name, when=when)
        self._kept.show_saying("info", text, [("go_on", self.tr("Go on with it"))])

    def _show_numbers(self, home: Home) -> None:
        """No numbers at all is told apart from few: work goes on, the papers then say that the number is pending."""
        if not home.low:
            self._numbers.hide()
            return
        gone = [labels.label(kind) for kind, supply in home.low.items() if not supply.left]
        few = [
            self.tr("{document} ({left} of {total})").format(
                document=labels.label(kind), left=supply.left, total=supply.total
            )
            for kind, supply in home.low.items()
            if supply.left
        ]
        said = []
        if few:
            said.append(self.tr("Document numbers run low: {documents}.").format(documents=formats.listing(few)))
        if gone:
            said.append(self.tr("No document numbers are left: {documents}.").format(documents=formats.listing(gone)))
        said.append(self.tr("Sync to get new ones. Until then a paper says “number pending”, and you can go on."))
        self._numbers.show_saying("warning", " ".join(said), [("sync", self.tr("Open sync"))])

    def _show_sync(self, home: Home) -> None:
        state = home.sync
        lines = []
        if state.waiting:
            lines.append(self.tr("%n change(s) wait to be sent.", "", state.waiting))
        if state.photos_waiting:
            photos = self.tr("%n photo(s) wait to be sent ({size}).", "", state.photos_waiting)
            lines.append(photos.format(size=formats.size(state.photo_bytes_waiting)))
        if state.refused:
            lines.append(self.tr("%n change(s) were refused and wait for you.", "", state.refused))
        if state.conflicts:
            lines.append(self.tr("%n value(s) were changed twice and wait for a decision.", "", state.conflicts))
        if not lines:
            lines.append(self.tr("Everything is at headquarters."))
        if state.last_contact:
            when = formats.ago(state.last_contact, self._context.now())
            lines.append(self.tr("Last contact: {when}.").format(when=when))
        else:
            lines.append(self.tr("This laptop has not been in contact with headquarters yet."))
        self._sync.setText("\n".join(lines))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _on_changed(self, kinds: set[str]) -> None:
        if kinds & SHOWN_KINDS:
            self.refresh()

    def _order_text(self, order: Order) -> str:
        return order.rectification.demand.partition("\n")[0]

    def _make_models(self) -> None:
        today = self._context.today
        self._drafts = FixedList[Inspection](
            self._context,
            (
                TableColumn(lambda visit: visit.subject.name),
                TableColumn(lambda visit: labels.label(visit.inspection_type)),
                TableColumn(
                    lambda visit: state_words(visit, self._context.user.id), tone=lambda visit: labels.tone(visit.state)
                ),
                TableColumn(lambda visit: formats.ago(visit.started_at, self._context.now())),
            ),
            self,
        )
        self._orders = FixedList[Order](
            self._context,
            (
                TableColumn(
                    lambda order: formats.time_left(order.rectification.due_on, today()),
                    tone=lambda order: formats.due_tone(order.rectification.due_on, today()),
                ),
                TableColumn(lambda order: order.operator_name),
                TableColumn(self._order_text),
                TableColumn(lambda order: formats.day(order.rectification.due_on)),
            ),
            self,
        )

    def _build(self) -> None:
        self._day = named(QLabel(), "today", role="title")
        self._office = named(QLabel(), "office", role="note")
        self._clock, self._alert = Notice("clock"), Notice("alert")
        self._kept, self._numbers = Notice("kept_registration"), Notice("low_numbers")
        self._alert.pressed.connect(lambda _: self._read_alert())
        self._kept.pressed.connect(lambda _: self.registration_asked.emit(""))
        self._numbers.pressed.connect(lambda _: self.sync_asked.emit())
        self._big = [
            self._big_button("do_register", "operator", lambda: self.registration_asked.emit("")),
            self._big_button("do_inspect", "inspect", self.inspect_asked.emit),
            self._big_button("do_scan", "scan", self.scan_asked.emit),
            self._big_button("do_ledger", "ledger", self.ledger_asked.emit),
        ]
        self._drafts_card = CardTable("drafts", self._drafts)
        self._drafts_card.table.set_widths(0, 190, 210, 160)
        self._drafts_card.opened.connect(lambda visit: self.inspection_asked.emit(visit.id))
        self._orders_card = CardTable("orders", self._orders)
        self._orders_card.table.set_widths(150, 240, 0, 150)
        self._orders_card.opened.connect(lambda order: self.operator_asked.emit(order.rectification.operator_id))
        self._sync_card = Section("for_hq")
        self._sync = named(QLabel(), "sync_summary")
        self._sync.setWordWrap(True)
        self._open_sync = named(QPushButton(), "open_sync")
        icons.put_on(self._open_sync, "sync")
        self._open_sync.clicked.connect(self.sync_asked)
        self._sync_card.body.addWidget(self._sync)
        self._sync_card.add_action(self._open_sync)
        self._lay_out()
        self.setFocusProxy(self._big[0])

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._day)
        head.addWidget(self._office)
        bar = QWidget()
        bar.setFixedHeight(BIG_PX)
        actions = QHBoxLayout(bar)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(theme.MEDIUM)
        for button in self._big:
            actions.addWidget(button)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.MEDIUM)
        notices = (self._clock, self._alert, self._kept, self._numbers)
        for part in (*notices, self._drafts_card, self._orders_card, self._sync_card):
            below.addWidget(part)
        self._below.hide()
        column = Column("home_column")
        column.add(head)
        column.add(bar)
        column.add(self._below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def _big_button(self, name: str, icon: str, slot: Callable[[], None]) -> QPushButton:
        button = named(QPushButton(), name)
        icons.put_on(button, icon, "info", 26)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.clicked.connect(slot)
        return button
