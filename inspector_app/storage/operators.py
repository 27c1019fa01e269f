"""Queries for operators, the persons behind them and their licences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Column, Select, tuple_
from sqlalchemy.orm import Session

from inspector_app.records.operators import (
    Licence,
    LicenceState,
    Operator,
    OperatorKind,
    OperatorStatus,
    Person,
    RiskGrade,
)
from inspector_app.storage import finding, merges
from inspector_app.storage.rows import R, columns, records, table
from inspector_app.storage.search import PUBLIC
from inspector_app.storage.searched import facet
from inspector_app.storage.tables import TABLES

_OPERATOR = TABLES["operator"]
Read = Callable[["Operator | None", int], list[Operator]]
"""Reads the next so many operators after one."""


class Order(StrEnum):
    NEWEST = "newest"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class OperatorFilter:
    """What the list shows. An empty filter shows all that are not void."""

    text: str = ""
    """As typed: characters, pinyin or its initials, the beginning of a number; several words must all be met."""
    kind: OperatorKind | None = None
    licence_state: LicenceState | None = None
    township: str | None = None
    """9 digits."""
    village: str | None = None
    """12 digits."""
    risk_grade: RiskGrade | None = None
    status: OperatorStatus | None = None
    export_base: bool | None = None
    """Whether it grows or makes for export under 公司+基地+标准化."""
    people: bool = True
    """Whether the text may find a shop by its persons and telephone numbers: not for who sees them masked."""
    order: Order = Order.NEWEST


def page(session: Session, shown: OperatorFilter, after: Operator | None, limit: int) -> list[Operator]:
    """The next `limit` operators after `after`, merged ones left out. Keyset paging: no OFFSET, no COUNT."""
    match = _match(session, shown.text, shown)
    if shown.order == Order.NEWEST:
        return _without_merged(session, partial(finding.page_of, session, Operator, match), after, limit)
    query = columns(Operator).order_by(_OPERATOR.c.name, _OPERATOR.c.id)
    query = query.where(finding.among(session, "operator", match))

    def by_name(last: Operator | None, most: int) -> list[Operator]:
        rest = query
        if last is not None:
            rest = query.where(tuple_(_OPERATOR.c.name, _OPERATOR.c.id) > (last.name, last.id))
        return records(session, Operator, rest.limit(most))

    return _without_merged(session, by_name, after, limit)


def search_operators(
    session: Session, text: str, filters: OperatorFilter, after: Operator | None, limit: int
) -> list[Operator]:
    """Operators that meet the text and the filters, newest first."""
    match = _match(session, text, filters)
    return _without_merged(session, partial(finding.page_of, session, Operator, match), after, limit)


def by_uscc(session: Session, uscc: str) -> list[Operator]:
    """All that carry this code: two registered offline are both kept (a double is a person's decision)."""
    return records(session, Operator, columns(Operator).where(_OPERATOR.c.uscc == uscc).order_by(_OPERATOR.c.id))


def persons_of(session: Session, operator_id: str) -> list[Person]:
    """The operator's own first, then those of operators that were merged into it."""
    own = TABLES["person"].c.operator_id != operator_id
    return records(session, Person, _of(session, columns(Person), "person", operator_id).order_by(own, _id("person")))


def licences_of(session: Session, operator_id: str) -> list[Licence]:
    """Newest sighting last."""
    return records(session, Licence, _of(session, columns(Licence), "licence", operator_id).order_by(_id("licence")))


def licences_by_number(session: Session, number: str) -> list[Licence]:
    """`number` is normalised (domain.md 3)."""
    table = TABLES["licence"]
    return records(session, Licence, columns(Licence).where(table.c.number == number, table.c.voided_at.is_(None)))


def people_of(session: Session, cls: type[R], operator_ids: Iterable[str]) -> list[R]:
    """Persons, or staff, of these operators."""
    people = table(cls)
    query = columns(cls).where(people.c.operator_id.in_(list(operator_ids)), people.c.voided_at.is_(None))
    return records(session, cls, query.order_by(people.c.id))


def people_by_hmac(session: Session, cls: type[R], id_hmac: str, limit: int) -> list[R]:
    """Persons, or staff, of one id number, newest first."""
    people = table(cls)
    query = columns(cls).where(people.c.id_hmac == id_hmac, people.c.voided_at.is_(None))
    return records(session, cls, query.order_by(people.c.id.desc()).limit(limit))


def licences_beginning(session: Session, number: str, limit: int) -> list[Licence]:
    """Papers whose normalised number begins so, by number."""
    table = TABLES["licence"]
    begins = table.c.number.between(number, number + "\uffff")
    query = columns(Licence).where(begins, table.c.voided_at.is_(None)).order_by(table.c.number).limit(limit)
    return records(session, Licence, query)


def _of(session: Session, query: Select[tuple[object, ...]], kind: str, operator_id: str) -> Select[tuple[object, ...]]:
    table = TABLES[kind]
    return query.where(merges.of_shop(session, table.c.operator_id, operator_id), table.c.voided_at.is_(None))


def _id(kind: str) -> Column[str]:
    column: Column[str] = TABLES[kind].c.id
    return column


def _without_merged(session: Session, read: Read, after: Operator | None, limit: int) -> list[Operator]:
    """Pages of `read` until there are `limit` operators that are not by now another one."""
    given_up = merges.given_up(session)
    found: list[Operator] = []
    while True:
        some = read(after, limit)
        found += [each for each in some if each.id not in given_up]
        if len(some) < limit or len(found) >= limit:
            return found[:limit]
        after = some[-1]


def _match(session: Session, text: str, shown: OperatorFilter) -> str:
    into = finding.EVERY if shown.people else PUBLIC
    return finding.meaning(session, "operator", text, _facets(shown), into)


def _facets(shown: OperatorFilter) -> list[str]:
    values = {
        "k": shown.kind,
        "l": shown.licence_state,
        "t": shown.township,
        "v": shown.village,
        "g": shown.risk_grade,
        "s": shown.status,
        "x": shown.export_base,
    }
    return ["live", *(facet(name, value) for name, value in values.items() if value is not None)]
