"""Pairs of operators that may be one business, for HQ to decide: what the field says, and what registrations share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain.duplicates import Evidence
from inspector_app.hq.office import Office
from inspector_app.records.operators import Operator
from inspector_app.records.register import DuplicateDecision, DuplicateVerdict
from inspector_app.services import duplicates
from inspector_app.storage import rows
from inspector_app.storage.duplicates import all_told_apart
from inspector_app.storage.merges import given_up
from inspector_app.storage.tables import TABLES

Report = Callable[[int, int], None]
"""report(done, total)"""
_DECISION = TABLES[DuplicateDecision.kind]


@dataclass(frozen=True, slots=True)
class Likely:
    one: Operator
    other: Operator
    verdict: DuplicateVerdict | None
    """What the field says of them, if anything."""
    reasons: tuple[Evidence, ...]
    """What speaks for it by the rules that ask while one registers, the weightiest first."""


def likely(office: Office, limit: int, day: date, report: Report = lambda done, total: None) -> list[Likely]:
    """Pairs that nobody told apart or merged: what the field says first, then the likeliest."""
    return office.database.read(lambda connection: _likely(Session(bind=connection), limit, day, report))


def _likely(session: Session, limit: int, day: date, report: Report) -> list[Likely]:
    shared = {pair.ids: pair for pair in duplicates.of_register(session, day, report)}
    told = _told(session)
    pairs = {ids: (row.operator_id, row.other_id) for ids, row in told.items()}
    pairs |= {ids: (pair.one.id, pair.other.id) for ids, pair in shared.items() if ids not in told}
    shops = rows.find_all(session, Operator, {each for ids in list(pairs)[:limit] for each in ids})
    return [
        Likely(
            shops[one],
            shops[other],
            told[ids].verdict if ids in told else None,
            shared[ids].candidate.reasons if ids in shared else (),
        )
        for ids, (one, other) in list(pairs.items())[:limit]
    ]


def _told(session: Session) -> dict[frozenset[str], DuplicateDecision]:
    """What the field says of pairs that are still two."""
    asked = select(*(_DECISION.c[name] for name in DuplicateDecision.model_fields)).order_by(_DECISION.c.id)
    asked = asked.where(_DECISION.c.verdict != DuplicateVerdict.DIFFERENT, _DECISION.c.voided_at.is_(None))
    said = {
        frozenset((each.operator_id, each.other_id)): each for each in rows.records(session, DuplicateDecision, asked)
    }
    closed, merged = all_told_apart(session), given_up(session)
    there = rows.find_all(session, Operator, {each for ids in said for each in ids})
    return {ids: each for ids, each in said.items() if ids not in closed and ids <= there.keys() and not ids & merged}
