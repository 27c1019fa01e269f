"""Between table rows and frozen records, for every kind alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.storage.tables import TABLES
from sync.record import Record, Wire

R = TypeVar("R", bound=Record)


def table(cls: type[Record]) -> Table:
    return TABLES[cls.kind]


def columns(cls: type[R]) -> Select[Any]:
    """A query for rows of this kind, in the shape that to_record reads."""
    return select(*(table(cls).c[name] for name in cls.model_fields))


def to_record(cls: type[R], row: Mapping[Any, Any]) -> R:
    return cls.model_validate(dict(row))


def records(session: Session, cls: type[R], query: Select[Any]) -> list[R]:
    """The records of a query that `columns` began."""
    return [to_record(cls, row) for row in session.execute(query).mappings()]


def one(session: Session, cls: type[R], query: Select[Any]) -> R | None:
    """The first record of a query, or None."""
    row = session.execute(query.limit(1)).mappings().first()
    return None if row is None else to_record(cls, row)


def find(session: Session, cls: type[R], row_id: str) -> R | None:
    """The record as this device sees it: HQ's row with local changes over it."""
    return one(session, cls, columns(cls).where(table(cls).c.id == row_id))


def find_all(session: Session, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    """{id: record} of those that are here."""
    wanted = list(ids)
    found = records(session, cls, columns(cls).where(table(cls).c.id.in_(wanted))) if wanted else []
    return {record.id: record for record in found}


def put_row(session: Session, kind: str, values: Wire | list[Wire]) -> None:
    """Insert or replace rows. Columns of META that are not given keep what a row that is there holds."""
    rows = values if isinstance(values, list) else [values]
    session.connection().execute(_upsert(kind, tuple(rows[0])), rows)


@cache
def _upsert(kind: str, names: tuple[str, ...]) -> Any:
    statement = insert(TABLES[kind])
    others = {name: statement.excluded[name] for name in names if name != "id"}
    return statement.on_conflict_do_update(index_elements=["id"], set_=others)


def drop_rows(session: Session, kind: str, ids: Iterable[str]) -> None:
    """Take rows out. Business rows are never deleted at HQ; this is for those that HQ took off this device."""
    session.connection().execute(_drop(kind), [{"row_id": row_id} for row_id in ids])


@cache
def _drop(kind: str) -> Any:
    target = TABLES[kind]
    return delete(target).where(target.c.id == bindparam("row_id"))
