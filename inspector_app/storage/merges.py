"""Operators that HQ declared to be one: readers follow the merge, and no row is rewritten, so that it can be undone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, select
from sqlalchemy.orm import Session

from inspector_app.storage.tables import TABLES

_MERGE = TABLES["operator_merge"]
_STANDS = _MERGE.c.undone_at.is_(None) & _MERGE.c.voided_at.is_(None)


def of_shop(session: Session, column: Column[str], operator_id: str) -> ColumnElement[bool]:
    """The condition for rows of an operator, and of those that were merged into it."""
    ids = family(session, operator_id)
    return column == operator_id if len(ids) == 1 else column.in_(ids)


def family(session: Session, operator_id: str) -> list[str]:
    """The operator, and all that were merged into it, over several steps too."""
    ids, new = [operator_id], [operator_id]
    while new:
        rows = session.scalars(select(_MERGE.c.operator_id).where(_MERGE.c.into_id.in_(new), _STANDS))
        new = [each for each in rows if each not in ids]
        ids += new
    return ids


def standing(session: Session, operator_id: str) -> str:
    """The operator that this one is now; itself when it was not merged."""
    seen = {operator_id}
    while True:
        into = session.scalar(
            select(_MERGE.c.into_id).where(_MERGE.c.operator_id == operator_id, _STANDS).order_by(_MERGE.c.id)
        )
        if into is None or into in seen:
            return operator_id
        operator_id = into
        seen.add(into)


def now_of(session: Session, operator_ids: Collection[str]) -> dict[str, str]:
    """{operator: the one that it is now} of all these."""
    gone = given_up(session)
    return {each: standing(session, each) if each in gone else each for each in operator_ids}


def given_up(session: Session) -> frozenset[str]:
    """Every operator that is now another."""
    return frozenset(session.scalars(select(_MERGE.c.operator_id).where(_STANDS)))
