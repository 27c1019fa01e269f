"""Papers and certificates of health that end soon: each is warned of once, 60, 30 and 7 days before (papers.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain.papers import RequiredPapers, warnings_since
from inspector_app.services import rules
from inspector_app.storage.tables import TABLES

ENDS = {"licence": "valid_until", "staff_member": "health_valid_until"}
"""{kind: field with its last day}."""


@dataclass(frozen=True, slots=True)
class Expiring:
    kind: str
    id: str
    operator_id: str
    valid_until: date
    days: int
    """Which warning it is: so many days before the end."""


def due(session: Session, looked: date | None, today: date) -> list[Expiring]:
    """The warnings that fell due after the day of the last look, the nearest end first; without one, all that stand."""
    days = rules.rule(RequiredPapers, today).warn_days
    last = today + timedelta(days=max(days, default=0))
    found = []
    for kind, field in ENDS.items():
        table = TABLES[kind]
        ends = table.c[field].between(today.isoformat(), last.isoformat())
        query = select(table.c.id, table.c.operator_id, table.c[field]).where(ends, table.c.voided_at.is_(None))
        if kind == "staff_member":
            query = query.where(table.c.left_on.is_(None))
        for row_id, operator_id, until in session.execute(query):
            end = date.fromisoformat(until)
            if (warning := warnings_since(end, looked, today, days)) is not None:
                found.append(Expiring(kind, row_id, operator_id, end, warning))
    return sorted(found, key=lambda each: (each.valid_until, each.kind, each.id))
