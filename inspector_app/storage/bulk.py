"""A first replica enters tables without their indexes, which are made at the end: sorted once instead of page by page.

What was lifted is written down in the same transaction, so that a kill leaves nothing but a slow search until the next
start or sync puts it back.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspector_app.storage.tables import TABLES
from sync.device import outbox

WORTH = 20_000
"""Rows that come from which on it is worth it; into tables that hold far fewer."""
_LIFTED = "lifted_indexes"


def lift_indexes(session: Session, coming: int) -> None:
    """Take the indexes off the tables before `coming` rows enter, but for those of feeds, which the import needs."""
    held = max(session.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES.values())
    if coming < WORTH or held > coming // 4:
        return
    connection = session.connection()
    lifted = dict(outbox.meta(session, _LIFTED, {}))
    of_table = "type = 'index' AND sql IS NOT NULL AND tbl_name = ? AND name != ?"
    query = f"SELECT name, sql FROM sqlite_master WHERE {of_table}"
    for kind in TABLES:
        for name, sql in connection.exec_driver_sql(query, (kind, f"ix_{kind}_feed")).all():
            lifted[name] = sql
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
    outbox.set_meta(session, **{_LIFTED: lifted})


def restore_indexes(session: Session) -> None:
    """Make the indexes that were lifted."""
    lifted = outbox.meta(session, _LIFTED, {})
    if lifted:
        for sql in lifted.values():
            session.connection().exec_driver_sql(sql)
        outbox.set_meta(session, **{_LIFTED: {}})


def has_lifted(session: Session) -> bool:
    """Whether indexes are missing: a first replica is under way, or was killed."""
    return bool(outbox.meta(session, _LIFTED, {}))
