"""What an operator's file shows, read in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from inspector_app.domain import rectification as orders
from inspector_app.domain.shelf_life import ShelfState, expiry_of
from inspector_app.domain.stock import StockKey, standing, stock, stock_key
from inspector_app.errors import AppError
from inspector_app.records.evidence import Document, EvidenceItem
from inspector_app.records.inspections import Inspection, Rectification, RectificationState
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Licence, Operator, OperatorStatus, Person
from inspector_app.services.rules import shelf_state
from inspector_app.storage import (
    conflicts,
    evidence,
    inspections,
    ledgers,
    operators,
    overview,
    rows,
    sync_state,
)
from inspector_app.storage.photos import PhotoStore
from inspector_app.storage.sync_state import PhotosOfVisit
from inspector_app.ui.pages.conflict_values import OpenConflict, with_names
from sync.device.core import RowState
from sync.record import Record

RENEWAL_DAYS = 60
"""A paper that ends within these days is told beforehand (goals R.10)."""
MOST_PHOTOS, MOST_VISITS = 24, 100
SETTLED = frozenset({RectificationState.CORRECTED, RectificationState.CLOSED, RectificationState.ESCALATED})


class PointKind(StrEnum):
    ORDER = "order"
    LICENCE_EXPIRED = "licence_expired"
    LICENCE_ENDS = "licence_ends"
    NOT_VERIFIED = "not_verified"
    NO_PLEDGE = "no_pledge"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that somebody has to do about this operator."""

    id: str
    kind: PointKind
    text: str = ""
    """The demand's first line, or the paper."""
    due: date | None = None
    is_overdue: bool = False
    inspection_id: str = ""
    licence: Licence | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Goods on hand by the ledger."""

    id: str
    name: str
    batch_no: str
    milli: int
    unit: str
    expiry: date | None
    state: ShelfState


@dataclass(frozen=True, slots=True)
class Photo:
    item: EvidenceItem
    thumbnail: bytes


@dataclass(frozen=True)
class OperatorFile:
    operator: Operator
    place: str
    state: RowState
    persons: list[Person]
    licences: list[Licence]
    visits: list[Inspection]
    photos_at_hq: dict[str, PhotosOfVisit]
    """{visit: (photos that HQ has, photos of this laptop)}; visits without any are left out."""
    points: list[OpenPoint]
    batches: list[Batch]
    ledger_lines: int
    photos: list[Photo]
    documents: list[Document]
    conflicts: list[OpenConflict]

    @property
    def last_visit(self) -> Inspection | None:
        """The newest that was signed."""
        return next((visit for visit in self.visits if visit.signed_at is not None), None)


def read(session: Session, operator_id: str, today: date, photos: PhotoStore | None) -> OperatorFile:
    """Raises AppError not_found when the operator is not on this laptop."""
    operator = rows.find(session, Operator, operator_id)
    if operator is None:
        raise AppError("not_found")
    persons = operators.persons_of(session, operator_id)
    licences = operators.licences_of(session, operator_id)
    issued = inspections.rectifications_of(session, operator_id)
    entries = ledgers.all_of_operator(session, operator_id)
    visits = [each for each in inspections.of_operator(session, operator_id, MOST_VISITS) if not each.voided_at]
    return OperatorFile(
        operator=operator,
        place=overview.place_names(session, {operator.division_code})[operator.division_code],
        state=sync_state.row_states(session, Operator.kind, [operator_id])[operator_id],
        persons=persons,
        licences=licences[::-1],
        visits=visits,
        photos_at_hq=sync_state.photos_of_visits(session, [each.id for each in visits]),
        points=open_points(operator, issued, licences, today),
        batches=batches(entries, today),
        ledger_lines=len(entries),
        photos=_photos(evidence.of_operator(session, operator_id), photos),
        documents=evidence.documents_of_operator(session, operator_id),
        conflicts=_conflicts(session, [operator, *persons, *licences, *issued]),
    )


def open_points(
    operator: Operator, issued: Iterable[Rectification], licences: Iterable[Licence], today: date
) -> list[OpenPoint]:
    """What is open, the most urgent first."""
    points = [
        OpenPoint(
            each.id,
            PointKind.ORDER,
            each.demand.partition("\n")[0],
            each.due_on,
            orders.overdue(each, today),
            each.inspection_id,
        )
        for each in issued
        if each.state not in SETTLED and each.voided_at is None
    ]
    points.sort(key=lambda point: (not point.is_overdue, point.due or today))
    for licence in licences:
        until = licence.valid_until
        if until is not None and until <= today + timedelta(days=RENEWAL_DAYS):
            kind = PointKind.LICENCE_EXPIRED if until < today else PointKind.LICENCE_ENDS
            points.append(OpenPoint(licence.id, kind, due=until, is_overdue=until < today, licence=licence))
    if operator.status is OperatorStatus.CAPTURED:
        points.append(OpenPoint("verification", PointKind.NOT_VERIFIED))
    if operator.status is OperatorStatus.VERIFIED:
        points.append(OpenPoint("pledge", PointKind.NO_PLEDGE))
    return points


def batches(entries: list[LedgerEntry], today: date) -> list[Batch]:
    """Stock by batch: what ends first stands first; what is used up is left out."""
    bought: dict[StockKey, LedgerEntry] = {}
    for entry in standing(entries):
        if entry.direction is Direction.IN:
            bought[stock_key(entry)] = entry
    found = []
    for key, milli in stock(entries).items():
        if milli > 0 and key in bought:
            entry = bought[key]
            day = expiry_of(entry.production_date, entry.shelf_life, entry.shelf_life_unit, entry.expiry_date).day
            state = shelf_state(day, entry.shelf_life, entry.shelf_life_unit, today)
            name = f"{entry.product_name} {entry.specification}".strip()
            found.append(Batch(entry.id, name, entry.batch_no, milli, entry.unit, day, state))
    return sorted(found, key=lambda batch: (batch.expiry or date.max, batch.name))


def _conflicts(session: Session, records: list[Record]) -> list[OpenConflict]:
    found = [each for record in records for each in conflicts.of_row(session, record.kind, record.id)]
    return [each for each in with_names(session, found) if not each.is_decided]


def _photos(items: list[EvidenceItem], store: PhotoStore | None) -> list[Photo]:
    """Newest first; those of which this laptop has a small picture."""
    if store is None:
        return []
    here = [item for item in reversed(items) if store.has_thumbnail(item.sha256)]
    return [Photo(item, store.thumbnail(item.sha256)) for item in here[:MOST_PHOTOS]]
