"""The tables of an operator's file: open points, visits, persons, papers, stock, documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records.evidence import Document
from inspector_app.records.inspections import Inspection
from inspector_app.records.operators import Licence, Person
from inspector_app.storage.sync_state import PhotosOfVisit
from inspector_app.ui import formats, labels, photo_sentences, theme
from inspector_app.ui.context import Context
from inspector_app.ui.models.fixed_list import FixedList
from inspector_app.ui.models.paged_list import Column
from inspector_app.ui.pages.operator_file_data import RENEWAL_DAYS, Batch, OpenPoint, OperatorFile, PointKind
from inspector_app.ui.widgets.card_table import CardTable
from inspector_app.ui.widgets.translated import Translated


class OperatorTables(Translated):
    inspection_asked = Signal(str)  # inspection id
    document_asked = Signal(str)  # document id
    edit_asked = Signal()
    ledger_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._photos_at_hq: dict[str, PhotosOfVisit] = {}
        self._make_models()
        self._build()
        self.retranslate()

    def show_file(self, file: OperatorFile) -> None:
        self._points.set_records(file.points)
        self._photos_at_hq = file.photos_at_hq
        self._visits.set_records(file.visits)
        self._persons.set_records(file.persons)
        self._licences.set_records(file.licences)
        self._batches.set_records(file.batches)
        self._documents.set_records(file.documents)
        self._documents_card.setVisible(bool(file.documents))
        self._name_stock(file.batches, file.ledger_lines)

    def retranslate(self) -> None:
        self._points_card.set_texts(self.tr("To be done"), self.tr("Nothing is open at this operator."))
        self._points.set_titles([self.tr("State"), self.tr("What"), self.tr("Until")])
        self._visits_card.set_texts(self.tr("Visits"), self.tr("This operator has not been visited yet."))
        self._visits.set_titles(
            [
                self.tr("Day"),
                self.tr("Kind"),
                self.tr("Result"),
                self.tr("Score"),
                self.tr("Officers"),
                self.tr("Photos of this laptop"),
            ]
        )
        self._persons_card.set_texts(self.tr("Persons"), self.tr("No person is recorded."))
        self._persons.set_titles(
            [self.tr("Name"), self.tr("Role"), self.tr("ID number"), self.tr("Phone"), self.tr("Verified")]
        )
        self._licences_card.set_texts(self.tr("Papers"), self.tr("No paper has been seen yet."))
        self._licences.set_titles([self.tr("Paper"), self.tr("Number"), self.tr("Validity"), self.tr("Valid until")])
        self._batches.set_titles(
            [self.tr("Product"), self.tr("Batch"), self.tr("On hand"), self.tr("State"), self.tr("Last good day")]
        )
        self._documents_card.set_texts(self.tr("Documents"), "")
        self._documents.set_titles([self.tr("Document"), self.tr("Number"), self.tr("Made")])
        self._name_stock(self._batches.records(), 0)

    # -- texts --------------------------------------------------------------------------------------------------------

    def _name_stock(self, shown: Sequence[Batch], lines: int) -> None:
        expired = sum(batch.state is ShelfState.EXPIRED for batch in shown)
        title = self.tr("Ledger: %n batch(es) on hand", "", len(shown)) if shown else self.tr("Ledger")
        if expired:
            title = self.tr("{stock}, {expired} expired").format(stock=title, expired=expired)
        none = self.tr("Nothing is on hand by the ledger.") if lines else self.tr("The ledger has no line yet.")
        self._batches_card.set_texts(title, none)

    def _today(self) -> date:
        return self._context.today()

    def _point_state(self, point: OpenPoint) -> str:
        if point.due is not None:
            return formats.time_left(point.due, self._today())
        return self.tr("Open")

    def _point_tone(self, point: OpenPoint) -> str:
        if point.is_overdue:
            return "bad"
        return "warning" if point.due is None else formats.due_tone(point.due, self._today())

    def _point_text(self, point: OpenPoint) -> str:
        paper = labels.label(point.licence.licence_type) if point.licence else ""
        return {
            PointKind.ORDER: self.tr("To correct: {demand}").format(demand=point.text),
            PointKind.LICENCE_EXPIRED: self.tr("{paper} has expired").format(paper=paper),
            PointKind.LICENCE_ENDS: self.tr("{paper} expires soon").format(paper=paper),
            PointKind.NOT_VERIFIED: self.tr("Compare face and ID card"),
            PointKind.NO_PLEDGE: self.tr("Have the food safety pledge signed"),
        }[point.kind]

    def _licence_state(self, licence: Licence) -> str:
        if licence.valid_until is None:
            return self.tr("No end given")
        if licence.valid_until < self._today():
            return self.tr("Expired")
        return self.tr("Expires soon") if self._licence_tone(licence) == "warning" else self.tr("Valid")

    def _licence_tone(self, licence: Licence) -> str:
        if licence.valid_until is None:
            return "quiet"
        left = (licence.valid_until - self._today()).days
        return "bad" if left < 0 else "warning" if left <= RENEWAL_DAYS else "good"

    def _result(self, visit: Inspection) -> str:
        return labels.label(visit.result) if visit.signed_at else labels.label(visit.state)

    def _result_tone(self, visit: Inspection) -> str:
        return labels.tone(visit.result) if visit.signed_at else labels.tone(visit.state)

    def _shown(self, person: Person, field: str) -> str:
        return str(formats.shown(person, field, self._context.user.role) or "")

    # -- inside -------------------------------------------------------------------------------------------------------

    def _make_models(self) -> None:
        context = self._context
        self._points = FixedList[OpenPoint](
            context,
            (
                Column(self._point_state, tone=self._point_tone),
                Column(self._point_text),
                Column(lambda point: formats.day(point.due)),
            ),
            self,
        )
        self._visits = FixedList[Inspection](
            context,
            (
                Column(lambda visit: formats.day_of(visit.started_at)),
                Column(lambda visit: labels.label(visit.inspection_type)),
                Column(self._result, tone=self._result_tone),
                Column(lambda visit: "" if visit.score is None else str(visit.score), is_number=True),
                Column(lambda visit: formats.listing(officer.name for officer in visit.inspectors)),
                Column(lambda visit: photo_sentences.at_hq(self._photos_at_hq.get(visit.id, PhotosOfVisit()))),
            ),
            self,
        )
        self._persons = FixedList[Person](
            context,
            (
                Column(lambda person: self._shown(person, "name")),
                Column(lambda person: labels.label(person.role)),
                Column(lambda person: self._shown(person, "id_number") or person.id_missing_reason or ""),
                Column(lambda person: self._shown(person, "phone")),
                Column(lambda person: formats.day_of(person.verified_at)),
            ),
            self,
        )
        self._licences = FixedList[Licence](
            context,
            (
                Column(lambda licence: labels.label(licence.licence_type)),
                Column(lambda licence: licence.number_as_printed),
                Column(self._licence_state, tone=self._licence_tone),
                Column(lambda licence: formats.day(licence.valid_until)),
            ),
            self,
        )
        self._batches = FixedList[Batch](
            context,
            (
                Column(lambda batch: batch.name),
                Column(lambda batch: batch.batch_no),
                Column(lambda batch: formats.quantity(batch.milli, batch.unit), is_number=True),
                Column(lambda batch: labels.label(batch.state), tone=lambda batch: labels.tone(batch.state)),
                Column(lambda batch: formats.day(batch.expiry)),
            ),
            self,
        )
        self._documents = FixedList[Document](
            context,
            (
                Column(lambda document: labels.label(document.document_type)),
                Column(lambda document: document.number or self.tr("Number pending")),
                Column(lambda document: formats.moment(document.made_at)),
            ),
            self,
        )

    def _build(self) -> None:
        self._points_card = CardTable("points", self._points)
        self._visits_card = CardTable("visits", self._visits)
        self._persons_card = CardTable("persons", self._persons)
        self._licences_card = CardTable("licences", self._licences)
        self._batches_card = CardTable("batches", self._batches)
        self._documents_card = CardTable("documents", self._documents)
        self._points_card.table.set_widths(150, 0, 150)
        self._visits_card.table.set_widths(160, 150, 150, 80, 0, 260)
        self._persons_card.table.set_widths(140, 180, 0, 150, 150)
        self._licences_card.table.set_widths(220, 0, 150, 150)
        self._batches_card.table.set_widths(0, 160, 110, 130, 150)
        self._documents_card.table.set_widths(0, 260, 200)
        self._points_card.opened.connect(self._on_point)
        self._visits_card.opened.connect(lambda visit: self.inspection_asked.emit(visit.id))
        self._persons_card.opened.connect(lambda _: self.edit_asked.emit())
        self._licences_card.opened.connect(lambda _: self.edit_asked.emit())
        self._batches_card.opened.connect(lambda _: self.ledger_asked.emit())
        self._documents_card.opened.connect(lambda document: self.document_asked.emit(document.id))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.MEDIUM)
        for card in (self._points_card, self._visits_card, self._licences_card, self._persons_card,
                     self._batches_card, self._documents_card):  # fmt: skip
            whole.addWidget(card)

    def _on_point(self, point: OpenPoint) -> None:
        """An order leads to its visit, everything else to the form where it is put right."""
        if point.inspection_id:
            self.inspection_asked.emit(point.inspection_id)
        else:
            self.edit_asked.emit()
