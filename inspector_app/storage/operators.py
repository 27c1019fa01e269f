"""Queries for operators, the persons behind them and their licences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, tuple_
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
from inspector_app.storage import finding
from inspector_app.storage.rows import columns, records
from inspector_app.storage.search import PUBLIC
from inspector_app.storage.searched import facet
from inspector_app.storage.tables import TABLES

_OPERATOR = TABLES["operator"]


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
    people: bool = True
    """Whether the text may find a shop by its persons and telephone numbers: not for who sees them masked."""
    order: Order = Order.NEWEST


def page(session: Session, shown: OperatorFilter, after: Operator | None, limit: int) -> list[Operator]:
    """The next `limit` operators after `after`. Keyset paging: no OFFSET, no COUNT."""
    match = _match(session, shown.text, shown)
    if shown.order == Order.NEWEST:
        return finding.page_of(session, Operator, match, after, limit)
    query = columns(Operator).order_by(_OPERATOR.c.name, _OPERATOR.c.id).limit(limit)
    query = query.where(finding.among(session, "operator", match))
    if after is not None:
        query = query.where(tuple_(_OPERATOR.c.name, _OPERATOR.c.id) > (after.name, after.id))
    return records(session, Operator, query)


def search_operators(
    session: Session, text: str, filters: OperatorFilter, after: Operator | None, limit: int
) -> list[Operator]:
    """Operators that meet the text and the filters, newest first."""
    return finding.page_of(session, Operator, _match(session, text, filters), after, limit)


def by_uscc(session: Session, uscc: str) -> list[Operator]:
    """All that carry this code: two registered offline are both kept (a double is a person's decision)."""
    return records(session, Operator, columns(Operator).where(_OPERATOR.c.uscc == uscc).order_by(_OPERATOR.c.id))


def persons_of(session: Session, operator_id: str) -> list[Person]:
    return records(session, Person, _of(columns(Person), "person", operator_id))


def licences_of(session: Session, operator_id: str) -> list[Licence]:
    """Newest sighting last."""
    return records(session, Licence, _of(columns(Licence), "licence", operator_id))


def licences_by_number(session: Session, number: str) -> list[Licence]:
    """`number` is normalised (domain.md 3)."""
    table = TABLES["licence"]
    return records(session, Licence, columns(Licence).where(table.c.number == number, table.c.voided_at.is_(None)))


def persons_of_all(session: Session, operator_ids: Iterable[str]) -> list[Person]:
    """The persons of these operators, by the order of their making."""
    table = TABLES["person"]
    query = columns(Person).where(table.c.operator_id.in_(list(operator_ids)), table.c.voided_at.is_(None))
    return records(session, Person, query.order_by(table.c.id))


def persons_by_hmac(session: Session, id_hmac: str | None, limit: int) -> list[Person]:
    """Persons of one id number, newest first."""
    table = TABLES["person"]
    query = columns(Person).where(table.c.id_hmac == id_hmac, table.c.voided_at.is_(None))
    return records(session, Person, query.order_by(table.c.id.desc()).limit(limit)) if id_hmac else []


def licences_beginning(session: Session, number: str, limit: int) -> list[Licence]:
    """Papers whose normalised number begins so, by number."""
    table = TABLES["licence"]
    begins = table.c.number.between(number, number + "\uffff")
    query = columns(Licence).where(begins, table.c.voided_at.is_(None)).order_by(table.c.number).limit(limit)
    return records(session, Licence, query)


def _of(query: Select[tuple[object, ...]], kind: str, operator_id: str) -> Select[tuple[object, ...]]:
    table = TABLES[kind]
    return query.where(table.c.operator_id == operator_id, table.c.voided_at.is_(None)).order_by(table.c.id)


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
    }
    return ["live", *(facet(name, value) for name, value in values.items() if value is not None)]
