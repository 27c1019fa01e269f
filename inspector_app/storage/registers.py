"""Queries with which a list of somebody else's is compared, many entries at a time; on a laptop and at HQ alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.reference import Region
from inspector_app.storage.rows import columns, records, table
from inspector_app.storage.tables import TABLES
from sync.record import FeedKind, InDivision, Record, WithParent

R = TypeVar("R", bound=Record)


def having(session: Session, cls: type[R], field: str, values: Iterable[str | None]) -> dict[str, list[R]]:
    """{value: the records whose field holds it}, the oldest first; void ones left out."""
    wanted = sorted({value for value in values if value})
    if not wanted:
        return {}
    column, voided = table(cls).c[field], table(cls).c.voided_at
    query = columns(cls).where(column.in_(wanted), voided.is_(None)).order_by(table(cls).c.id)
    found: dict[str, list[R]] = {}
    for record in records(session, cls, query):
        found.setdefault(getattr(record, field), []).append(record)
    return found


def after(session: Session, cls: type[R], last: str, limit: int, area: Collection[str] | None = None) -> list[R]:
    """The next records of a kind by id; void ones left out, and those outside an area of townships or counties."""
    target = table(cls)
    query = columns(cls).where(target.c.id > last, target.c.voided_at.is_(None)).order_by(target.c.id).limit(limit)
    if area is not None:
        query = query.where(_lies_in(cls, area))
    return records(session, cls, query)


def _lies_in(cls: type[Record], area: Collection[str]) -> ColumnElement[bool]:
    """Of a township or with a parent there; what a county shares, in its county; what is published is everybody's."""
    home = cls.home[0]
    if isinstance(home, WithParent):
        parent = SCHEMA.kinds[home.kind]
        return table(cls).c[home.field].in_(select(table(parent).c.id).where(_lies_in(parent, area)))
    if not isinstance(home, InDivision) or home.level is None:
        return true()
    code, shared = table(cls).c[home.field], {each[:6] for each in area}
    if home.level is FeedKind.COUNTY:
        return code.in_(shared)
    return or_(*(code.startswith(each) for each in area), false())


def operators_of_licences(session: Session, numbers: Iterable[str | None]) -> dict[str, list[str]]:
    """{licence number: ids of operators that have such a paper}"""
    papers = having(session, Licence, "number", numbers)
    return {number: [each.operator_id for each in found] for number, found in papers.items()}


def persons(session: Session, operator_ids: Iterable[str]) -> dict[str, list[Person]]:
    return having(session, Person, "operator_id", operator_ids)


def operators(session: Session, ids: Iterable[str]) -> dict[str, Operator]:
    return {key: found[0] for key, found in having(session, Operator, "id", ids).items()}


def products(session: Session, field: str, values: Iterable[str | None]) -> dict[str, list[Product]]:
    return having(session, Product, field, values)


def lines_between(session: Session, operator_ids: Collection[str], first: date, last: date) -> list[LedgerEntry]:
    """Every line of these shops' books of those days."""
    entry = TABLES["ledger_entry"]
    days = entry.c.happened_on.between(first.isoformat(), last.isoformat())
    query = columns(LedgerEntry).where(entry.c.operator_id.in_(sorted(operator_ids)), days, entry.c.voided_at.is_(None))
    return records(session, LedgerEntry, query)


def places(session: Session, today: date, shortest: int = 6) -> list[Region]:
    """Townships and villages in force, and the divisions above them down to so many digits."""
    region = TABLES["region"]
    query = columns(Region).where(region.c.voided_at.is_(None), func.length(region.c.code) >= shortest)
    return [each for each in records(session, Region, query.order_by(region.c.code)) if each.is_in_force(today)]


def is_used(session: Session, kind: str, record_id: str, beside: Collection[str]) -> bool:
    """Whether another record names this one; those `beside` it go together with it."""
    for target in TABLES.values():
        if (field := target.c.get(f"{kind}_id")) is not None:
            used = select(exists().where(field == record_id, target.c.voided_at.is_(None), target.c.id.not_in(beside)))
            if session.execute(used).scalar():
                return True
    return False
