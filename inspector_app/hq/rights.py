"""What each role may write at HQ (domain.md 7.1): by kind of record, with what is closed of it. The rest is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from inspector_app.records.people import Role
from inspector_app.storage.tables import TABLES
from sync.hq.rights import Rights

NOTHING = Rights({})
_OPEN: frozenset[str] = frozenset()
_SEAL = frozenset({"signed_at", "content_sha256"})
"""What signing writes: the signature of others than officers does not count."""

_VISIT = {"inspection": _OPEN, "finding": _OPEN, "evidence_item": _OPEN}
_PAPERS = {"signature": _OPEN, "document": _OPEN}
_REGISTER = {"operator": _OPEN, "person": _OPEN, "licence": _OPEN}
_ORDERS = {"rectification": _OPEN, "rectification_step": _OPEN}
_BOOKS = {"ledger_entry": _OPEN, "product": _OPEN}
_OFFICER = Rights({**_VISIT, **_PAPERS, **_REGISTER, **_ORDERS, **_BOOKS})

RIGHTS: Mapping[Role, Rights] = {
    Role.INSPECTOR: _OFFICER,
    Role.TEAM_LEAD: _OFFICER,
    Role.AUXILIARY: Rights({**_VISIT, **_BOOKS, "inspection": _SEAL}),
    Role.COUNTY_ADMIN: Rights({**_VISIT, **_REGISTER, **_ORDERS, **_BOOKS, "inspection": _SEAL}),
    Role.HQ_ADMIN: NOTHING,
    Role.READ_ONLY: NOTHING,
}


def rights_of(connection: Connection, users: Collection[str]) -> dict[str, Rights]:
    """What these users may write, as their rows stand now; those who work no longer are left out."""
    table = TABLES["user"]
    active = table.c.id.in_(list(users)) & table.c.active & table.c.voided_at.is_(None)
    roles = connection.execute(select(table.c.id, table.c.role).where(active))
    return {row.id: RIGHTS.get(Role(row.role), NOTHING) for row in roles}
