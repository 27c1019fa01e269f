"""The credit archive of an operator (信用档案): one page of everything in time, and the score that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain import credit_file
from inspector_app.domain.credit import (
    BanCause,
    CreditRules,
    CreditScore,
    Entry,
    banned_until,
    credit_score,
    repeat_offender,
)
from inspector_app.records.credit import CreditEntry, CreditEvent
from inspector_app.records.inspections import Inspection, Rectification
from inspector_app.records.measures import CaseFile, PenaltyKind
from inspector_app.records.operators import Operator
from inspector_app.services.acting import Acting
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
    banned_until: date | None
    """The last day on which its licence's revocation keeps it, and who led it, from the trade (FSL 135)."""


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
        _banned_until(happenings, rules),
    )


def _banned_until(happenings: Iterable[Happening], rules: CreditRules) -> date | None:
    """By the latest case that was decided with a revocation. A crime is the court's to tell, and no record of ours."""
    cases = (each.record for each in happenings if isinstance(each.record, CaseFile))
    decided = [case.decided_on for case in cases if case.decided_on and PenaltyKind.REVOCATION in case.penalty_kinds]
    return banned_until(BanCause.LICENCE_REVOKED, max(decided), rules) if decided else None


def sheet(act: Acting, operator_id: str, *, demo: bool) -> Form:
    """The file on paper: the score with its parts, and everything that happened with the record that says so."""
    operator = act.get(Operator, operator_id)
    file = open_file(act.session, operator.id, act.today, operator.division_code)
    return paper("credit_file", act.user, None, demo=demo, operator=operator, file=file, made_at=act.now)


def _of_standing(record: Record, replaced: Mapping[Id, Id]) -> Record:
    """What was entered by hand for a version of a visit holds for the one that counts."""
    if isinstance(record, CreditEntry) and record.source_id in replaced:
        return record.changed(source_id=replaced[record.source_id])
    return record
