"""Operators that HQ declared to be one: readers follow the merge, and no row is rewritten, so that it can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Column, ColumnElement, Select, select
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


def are_one(session: Session, operator_id: str | None, other_id: str | None) -> bool:
    """Whether both are one shop now; nobody is no shop."""
    if operator_id is None or other_id is None:
        return False
    return operator_id == other_id or standing(session, operator_id) == standing(session, other_id)


def now_of(session: Session, operator_ids: Collection[str]) -> dict[str, str]:
    """{operator: the one that it is now} of all these."""
    into = _into(session)
    return {each: _end(into, each) for each in operator_ids}


def absorbed(session: Session) -> dict[str, list[str]]:
    """{operator that stands: all that were merged into it}, of those that have any."""
    into = _into(session)
    found: dict[str, list[str]] = {}
    for each in into:
        found.setdefault(_end(into, each), []).append(each)
    return found


def _into(session: Session) -> dict[str, str]:
    """{operator that is given up: the one that it was merged into}, the first that says so."""
    rows = session.execute(select(_MERGE.c.operator_id, _MERGE.c.into_id).where(_STANDS).order_by(_MERGE.c.id.desc()))
    return {row.operator_id: row.into_id for row in rows}


def _end(into: Mapping[str, str], operator_id: str) -> str:
    seen = {operator_id}
    while (after := into.get(operator_id)) is not None and after not in seen:
        operator_id = after
        seen.add(after)
    return operator_id


def given_up(session: Session) -> frozenset[str]:
    """Every operator that is now another."""
    return frozenset(session.scalars(_given_up()))


def is_given_up(column: Column[str]) -> ColumnElement[bool]:
    """The condition for operators that are now another."""
    return column.in_(_given_up())


def _given_up() -> Select[tuple[str]]:
    return select(_MERGE.c.operator_id).where(_STANDS)
