"""The credit archive of an operator (信用档案): one page of everything in time, and the score that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain import credit_file
from inspector_app.domain.credit import CreditRules, CreditScore, Entry, credit_score, repeat_offender
from inspector_app.records.credit import CreditEntry, CreditEvent
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.services.rules import rule
from inspector_app.storage import corrections
from inspector_app.storage.operator_history import Happening, history
from sync.record import Id, Record


@dataclass(frozen=True, slots=True)
class CreditFile:
    happenings: tuple[Happening, ...]
    """The newest first."""
    entries: tuple[Entry, ...]
    """What of it counts, or counted once; the earliest first."""
    visits: tuple[Inspection, ...]
    """The signed ones, the earliest first; of a corrected one the version that counts."""
    score: CreditScore
    repeat_offender: bool
    """So many penalties within a year that suspension or revocation has to be looked at (FSL 134)."""


def open_file(session: Session, operator_id: str, on_day: date, division: str) -> CreditFile:
    """The file as this laptop knows it; the score by the rules of that day, in the operator's division."""
    happenings = history(session, operator_id)
    rules = rule(CreditRules, on_day, division)
    orders = {each.record.id: each.record for each in happenings if isinstance(each.record, Rectification)}
    replaced = corrections.replaced(session, [operator_id])
    counting = [_of_standing(each.record, replaced) for each in happenings if each.record.id not in replaced]
    entries = credit_file.entries(counting, orders, rules)
    visits = [each for each in counting if isinstance(each, Inspection) and each.signed_at is not None]
    penalties = [entry.on for entry in entries if entry.event is CreditEvent.PENALTY]
    return CreditFile(
        tuple(happenings),
        tuple(entries),
        tuple(sorted(visits, key=lambda each: (each.started_at, each.id))),
        credit_score(entries, on_day, rules),
        repeat_offender(penalties, on_day, rules),
    )


def _of_standing(record: Record, replaced: Mapping[Id, Id]) -> Record:
    """What was entered by hand for a version of a visit holds for the one that counts."""
    if isinstance(record, CreditEntry) and record.source_id in replaced:
        return record.changed(source_id=replaced[record.source_id])
    return record
