"""The credit archive of an operator (信用档案): one page of everything in time, and the score that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain import credit_file
from inspector_app.domain.credit import CreditRules, CreditScore, Entry, credit_score, repeat_offender
from inspector_app.records.credit import CreditEvent
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.services.rules import rule
from inspector_app.storage.operator_history import Happening, history


@dataclass(frozen=True, slots=True)
class CreditFile:
    happenings: tuple[Happening, ...]
    """The newest first."""
    entries: tuple[Entry, ...]
    """What of it counts, or counted once; the earliest first."""
    score: CreditScore
    repeat_offender: bool
    """So many penalties within a year that suspension or revocation has to be looked at (FSL 134)."""


def open_file(session: Session, operator_id: str, on_day: date, division: str) -> CreditFile:
    """The file as this laptop knows it; the score by the rules of that day, in the operator's division."""
    happenings = history(session, operator_id)
    rules = rule(CreditRules, on_day, division)
    orders = {each.record.id: each.record for each in happenings if isinstance(each.record, Rectification)}
    replaced = {
        each.record.supersedes
        for each in happenings
        if isinstance(each.record, Inspection) and each.record.signed_at is not None
    }
    counting = (each.record for each in happenings if each.record.id not in replaced)
    entries = credit_file.entries(counting, orders, rules)
    penalties = [entry.on for entry in entries if entry.event is CreditEvent.PENALTY]
    return CreditFile(
        tuple(happenings),
        tuple(entries),
        credit_score(entries, on_day, rules),
        repeat_offender(penalties, on_day, rules),
    )
