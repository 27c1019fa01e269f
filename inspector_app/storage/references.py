"""References between records: no key enforces them, as a parent may come later; level with HQ all lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage.tables import TABLES
from sync.record import WithParent


@dataclass(frozen=True, slots=True)
class Dangling:
    """A record whose parent is not here."""

    kind: str
    id: str
    field: str


def dangling(session: Session, limit: int = 1_000) -> list[Dangling]:
    """Records that live with a parent that this replica does not hold."""
    found: list[Dangling] = []
    for kind, cls in SCHEMA.kinds.items():
        fields: dict[str, list[str]] = {}
        for home in cls.home:
            if isinstance(home, WithParent):
                fields.setdefault(home.field, []).append(home.kind)
        table = TABLES[kind]
        for field, parents in fields.items():
            is_there = or_(*(select(TABLES[p].c.id).where(TABLES[p].c.id == table.c[field]).exists() for p in parents))
            query = select(table.c.id).where(table.c[field].is_not(None), ~is_there).limit(limit)
            found += [Dangling(kind, row_id, field) for row_id in session.scalars(query)]
    return found
