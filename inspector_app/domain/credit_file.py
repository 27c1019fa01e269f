"""The credit file (信用档案) of an operator: what its records say of it, as entries of the score (FSL 113)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from inspector_app.domain.credit import CreditRules, Entry
from inspector_app.domain.local_time import local_date
from inspector_app.records.credit import CreditEntry
from inspector_app.records.inspections import Inspection, Rectification, RectificationState
from inspector_app.records.measures import Interview, SpotPenalty
from inspector_app.records.steps import Step
from sync.record import Record


def entries(records: Iterable[Record], orders: Mapping[str, Rectification], rules: CreditRules) -> list[Entry]:
    """What counts of an operator's records, the earliest first. `orders` are its orders to correct, by id.

    An entry names the record that says so; what HQ entered by hand for a record takes the place of the reckoned one.
    """
    by_hand: dict[tuple[str, str], Entry] = {}
    reckoned: dict[tuple[str, str], Entry] = {}
    for record in records:
        if isinstance(record, CreditEntry):
            entry = Entry(record.happened_on, record.event, record.source_id)
            by_hand[entry.source_id, entry.event] = entry
            continue
        for day, mark, source_id in _marks(record, orders):
            event = rules.event(mark)
            if event is not None:
                reckoned.setdefault((source_id, event), Entry(day, event, source_id))
    return sorted((reckoned | by_hand).values())


def _marks(record: Record, orders: Mapping[str, Rectification]) -> Iterator[tuple[date, str, str]]:
    """(day, mark, id of the record that the entry leads to) of what a record says of the operator."""
    if isinstance(record, Inspection) and record.signed_at is not None:
        day = local_date(record.started_at)  # which stays when the visit is corrected
        if record.result is not None:
            yield day, f"{record.kind}.{record.result}", record.id
        if record.obstruction is not None:
            yield day, f"{record.kind}.obstruction", record.id
    elif isinstance(record, Interview):
        yield local_date(record.at), record.kind, record.id
    elif isinstance(record, SpotPenalty):
        yield local_date(record.decided_at), f"{record.kind}.{record.penalty_kind}", record.id
    elif isinstance(record, Step):
        day, after = local_date(record.at), record.after
        order = orders.get(record.subject_id)
        if order is not None and after == RectificationState.CORRECTED:
            after = "in_time" if day <= order.due_on else "late"
        yield day, f"{record.subject_kind}.{after}", record.subject_id
