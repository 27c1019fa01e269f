"""A first replica enters tables without their indexes, which are made at the end: sorted once instead of page by page.

That they are missing is written down in the same transaction, so that a kill leaves nothing but slow queries until the
next start or sync puts them back.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Index, text
from sqlalchemy.orm import Session

from inspector_app.storage.tables import TABLES
from sync.device import outbox

WORTH = 20_000
"""Rows that come from which on it is worth it; into tables that hold far fewer."""
_LIFTED = "indexes_lifted"
_COUNTS = " UNION ALL ".join(f'SELECT count(*) AS n FROM "{kind}"' for kind in TABLES)
_MOST_HELD = text(f"SELECT max(n) FROM ({_COUNTS})")


def begin(session: Session, coming: int) -> bool:
    """Decide whether the tables that `coming` rows enter do so without their indexes, for these are a first replica."""
    is_first = coming >= WORTH and bool(session.execute(_MOST_HELD).scalar_one() <= coming // 4)
    if is_first:
        outbox.set_meta(session, **{_LIFTED: True})
    return is_first


def lift_indexes(session: Session, kinds: Iterable[str]) -> None:
    """Take the indexes off these tables, in the midst of a first replica; but for those of feeds, which it needs."""
    if has_lifted(session):
        kinds = list(kinds)
        there = _there(session, kinds)
        for index in _liftable(kinds):
            if index.name in there:
                index.drop(session.connection())


def restore_indexes(session: Session) -> None:
    """Make the indexes that were lifted."""
    if has_lifted(session):
        there = _there(session, TABLES)
        for index in _liftable(TABLES):
            if index.name not in there:
                index.create(session.connection())
        outbox.set_meta(session, **{_LIFTED: False})


def has_lifted(session: Session) -> bool:
    """Whether indexes may be missing: a first replica is under way, or was killed."""
    return bool(outbox.meta(session, _LIFTED, False))


def _liftable(kinds: Iterable[str]) -> list[Index]:
    every = (index for kind in kinds for index in TABLES[kind].indexes if index.name != f"ix_{kind}_feed")
    return sorted(every, key=lambda index: str(index.name))


def _there(session: Session, kinds: Iterable[str]) -> set[str]:
    of_kinds = ", ".join(f"'{kind}'" for kind in kinds)
    query = f"SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({of_kinds})"
    return set(session.connection().exec_driver_sql(query).scalars())
