"""How this laptop and HQ stand to each other: what waits, what was refused, what was changed twice."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from inspector_app.records.inspections import Inspection
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import DAY_US
from inspector_app.storage import people, sync_state, waiting
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.sync_state import PhotosOfVisit
from inspector_app.ui import field_names, formats, photo_sentences, theme
from inspector_app.ui.context import Context
from inspector_app.ui.pages.sync_conflicts import ConflictsSection
from inspector_app.ui.pages.sync_photos import PhotosSection
from inspector_app.ui.pages.sync_refused import RefusedSection
from inspector_app.ui.pages.sync_state_card import StateCard
from inspector_app.ui.sync_watch import SyncWatch
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Column, Section
from inspector_app.ui.widgets.translated import Translated


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is read beside the state."""

    waiting: dict[str, int]
    device_name: str
    visits: tuple[tuple[Inspection, PhotosOfVisit], ...] = ()
    """Visits of which photos have to be sent: (photos at HQ, photos in all)."""


class SyncPage(Translated):
    record_asked = Signal(str, str)  # kind, id: the record of a refused change, to be corrected

    def __init__(
        self,
        context: Context,
        watch: SyncWatch,
        laptop: Laptop,
        photos: PhotoStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a photo store nothing is said of the room that photos take."""
        super().__init__(parent)
        self.setObjectName("sync_page")
        self._originals = None if photos is None else PhotosSection(context, photos)
        self._context, self._watch, self._laptop = context, watch, laptop
        self._seen = _Seen({}, "")
        self._build()
        self.retranslate()
        watch.changed.connect(self._on_changed)
        watch.timer.ended.connect(self._refresh_lists)
        context.changes.happened.connect(self._refresh_lists)
        self._on_changed()

    def on_shown(self) -> None:
        self._watch.refresh()
        self._card.take_focus()
        if self._originals is not None:
            self._originals.refresh()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sync"))
        self._now.setText(self.tr("Sync with headquarters now"))
        self._waiting.set_title(self.tr("What waits to be sent"))
        self._about.set_title(self.tr("This laptop"))
        names = (
            self.tr("Last contact"),
            self.tr("Sign-in without contact"),
            self.tr("Headquarters"),
            self.tr("Data"),
            self.tr("Name of this laptop"),
        )
        for label, name in zip(self._fact_names, names, strict=True):
            label.setText(name)
        self._show()

    def _on_changed(self) -> None:
        self._context.read(self, self._look, self._on_seen)

    def _refresh_lists(self, _: object = None) -> None:
        self._refused.refresh()
        self._conflicts.refresh()
        if self._originals is not None and self.isVisible():  # it looks at the disk
            self._originals.refresh()

    def _look(self, session: Session) -> _Seen:
        device = people.device(session, self._laptop.device_id)
        visits = sync_state.visits_awaiting_photos(session)
        photos = sync_state.photos_of_visits(session, [each.id for each in visits])
        owing = tuple((each, photos[each.id]) for each in visits)
        return _Seen(waiting.by_kind(session), device.name if device else "", owing)

    def _on_seen(self, seen: _Seen) -> None:
        self._seen = seen
        self._show()

    def _show(self) -> None:
        self._what.setText(self._waiting_words())
        for label, text in ((self._photos, self._photo_words()), (self._parked, self._parked_words())):
            label.setText(text)
            label.setVisible(bool(text))
        state = self._watch.state
        contact = state.last_contact if state else None
        facts = (
            formats.moment(contact) or self.tr("none yet"),
            self._lease_words(contact),
            self._laptop.address,
            self.tr("Demo data: nothing in it is real") if self._laptop.dataset == "DEMO" else self.tr("Real data"),
            self._seen.device_name or self.tr("known after the first sync"),
        )
        for label, fact in zip(self._facts, facts, strict=True):
            label.setText(fact)

    def _waiting_words(self) -> str:
        if not self._seen.waiting:
            return self.tr("No record waits to be sent.")
        return "    ".join(f"{field_names.kind(kind)} {number}" for kind, number in self._seen.waiting.items())

    def _photo_words(self) -> str:
        state = self._watch.state
        if state is None or not state.photos_waiting:
            return ""
        whole = state.photos_waiting + state.photos_at_hq
        lines = [
            self.tr("Photos: {done} of {whole} at headquarters, {size} to be sent").format(
                done=state.photos_at_hq, whole=whole, size=formats.size(state.photo_bytes_waiting)
            )
        ]
        for visit, photos in self._seen.visits:
            words = photo_sentences.at_hq(photos)
            lines.append(f"{formats.day_of(visit.started_at)}  {visit.subject.name}  {words}")
        return "\n".join(lines)

    def _parked_words(self) -> str:
        parked = self._watch.state.parked if self._watch.state else 0
        if not parked:
            return ""
        return self.tr("%n change(s) are at headquarters and wait for a related record of another laptop", "", parked)

    def _lease_words(self, contact: int | None) -> str:
        """Days until sign-in asks for HQ; nothing is deleted when they are over."""
        days = self._laptop.lease_days
        if contact is not None:
            days -= max(0, self._context.now() - contact) // DAY_US
        return self.tr("possible for %n more day(s)", "", max(0, days))

    def _build(self) -> None:
        self._now = named(QAction(self), "exchange_now")
        self._now.setShortcut(QKeySequence("F5"))
        self._card = StateCard(self._watch)
        self._now.triggered.connect(self._card.exchange_now)
        self.addAction(self._now)
        self._refused = RefusedSection(self._context)
        self._refused.record_asked.connect(self.record_asked)
        self._conflicts = ConflictsSection(self._context)
        self._waiting = Section("waiting_section")
        self._what = named(QLabel(), "waiting_kinds")
        self._photos = named(QLabel(), "waiting_photos")
        self._parked = named(QLabel(), "waiting_parked", role="note")
        for label in (self._what, self._photos, self._parked):
            label.setWordWrap(True)
            self._waiting.body.addWidget(label)
        self._about = Section("laptop_section")
        self._build_facts()
        column = Column("sync_column")
        for part in (self._card, self._refused, self._conflicts, self._waiting, self._originals, self._about):
            if part is not None:
                column.add(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(column)

    def _build_facts(self) -> None:
        self._fact_names = [named(QLabel(), role="note") for _ in range(5)]
        self._facts = [
            named(QLabel(), f"sync_{name}") for name in ("last_contact", "lease", "address", "dataset", "device")
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for row, (name, fact) in enumerate(zip(self._fact_names, self._facts, strict=True)):
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fact.setWordWrap(True)
            grid.addWidget(name, row, 0)
            grid.addWidget(fact, row, 1)
        grid.setColumnStretch(1, 1)
        self._about.body.addLayout(grid)
