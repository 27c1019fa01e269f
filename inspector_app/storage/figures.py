"""The rows that a figure counts, by township: one query for its numbers, the same query for what stands behind one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, case, func, literal, or_, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from inspector_app.domain.figures import Figure
from inspector_app.domain.local_time import first_instant
from inspector_app.storage import merges
from inspector_app.storage.corrections import not_replaced
from inspector_app.storage.tables import TABLES
from sync.record import Id, Record, WithParent

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` through `last`, as they are counted on `today`."""

    first: date
    last: date
    today: date


def by_township(session: Session, figure: Figure, period: Period) -> dict[str, int]:
    """{township code: how many}; what belongs to no township stands under an empty code."""
    rows = _rows(figure, period).subquery()
    township = func.substr(rows.c.place, 1, 9)
    query = select(township.label("township"), func.count().label("number")).group_by(township)
    return {row.township: row.number for row in session.execute(query)}


def behind(session: Session, figure: Figure, period: Period, division_code: str | None = None) -> list[Id]:
    """The ids of the records that a number counts, of one division or of all."""
    rows = _rows(figure, period).subquery()
    query = select(rows.c.id).order_by(rows.c.id)
    if division_code is not None:
        query = query.where(_lies_in(rows.c.place, division_code))
    return list(session.scalars(query))


def within(session: Session, figure: Figure, period: Period, division_code: str) -> int:
    """How many of a figure lie in a division of any level."""
    rows = _rows(figure, period).subquery()
    query = select(func.count()).select_from(rows).where(_lies_in(rows.c.place, division_code))
    return session.scalars(query).one()


def query_text(figure: Figure, period: Period) -> str:
    """The query whose rows a figure counts, for whoever checks the number: its column `id` names them."""
    said = _rows(figure, period).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return " ".join(str(said).split())


def _lies_in(place: ColumnElement[str], division_code: str) -> ColumnElement[bool]:
    """An empty code is that of what lies nowhere."""
    return place.between(division_code, division_code + "~") if division_code else place == ""


def _rows(figure: Figure, period: Period) -> Select[Any]:
    target = TABLES[figure.kind]
    placed, joined = _placed(figure.cls, target)
    place = func.coalesce(*placed, "") if placed else literal("")
    query = select(target.c.id, place.label("place")).select_from(joined)
    return query.where(*_conditions(figure, target, period))


def _placed(cls: type[Record], target: Table) -> tuple[list[ColumnElement[str]], FromClause]:
    """Codes of the place of a row, that of its operator before its own, and what they are read from; a row that only
    names the record it lives with stands where that one does."""
    operator = TABLES["operator"]
    joined: FromClause = target
    named = target
    if "operator_id" not in target.c:
        for home in cls.home:
            if isinstance(home, WithParent) and "operator_id" in TABLES[home.kind].c:
                named = TABLES[home.kind]
                joined = joined.outerjoin(named, named.c.id == target.c[home.field])
                break
    codes: list[ColumnElement[str]] = []
    if "operator_id" in named.c:
        joined = joined.outerjoin(operator, operator.c.id == named.c.operator_id)
        codes.append(operator.c.division_code)
    return [*codes, *([target.c.division_code] if "division_code" in target.c else [])], joined


def _conditions(figure: Figure, target: Table, period: Period) -> list[ColumnElement[bool]]:
    column = target.c
    found: list[ColumnElement[bool]] = [column.voided_at.is_(None)]
    if figure.kind == "inspection":
        found.append(not_replaced())
    if figure.kind == "operator":
        found.append(~merges.is_given_up(column.id))
    if figure.time is not None:
        found.append(_within(figure, column[figure.time], period))
    found += [_one_of(column[name], values) for name, values in figure.where.items()]
    found += [~_is_empty(column[name]) for name in figure.given]
    found += [_is_empty(column[name]) for name in figure.empty]
    found += [_stands(column[name], how, period.today) for name, how in figure.day.items()]
    if figure.lasted is not None:
        since, until = (func.julianday(column[name]) for name in (figure.lasted.since, figure.lasted.until))
        found.append(until - since > figure.lasted.over_days)
    return found


def _within(figure: Figure, column: Any, period: Period) -> ColumnElement[bool]:
    if not figure.is_instant:
        return column.between(period.first.isoformat(), period.last.isoformat())  # type: ignore[no-any-return]
    begins, ends = (first_instant(day) for day in (period.first, period.last + _DAY))
    return (column >= begins) & (column < ends)  # type: ignore[no-any-return]


def _one_of(column: Any, values: tuple[str, ...]) -> ColumnElement[bool]:
    said = [{"true": True, "false": False}.get(value, value) for value in values]
    return column.in_(said)  # type: ignore[no-any-return]


def _is_empty(column: Any) -> ColumnElement[bool]:
    return or_(column.is_(None), case((column == "", True), else_=False))


def _stands(column: Any, how: str, today: date) -> ColumnElement[bool]:
    day = today.isoformat()
    by_sign: dict[str, ColumnElement[bool]] = {"<today": column < day, "<=today": column <= day, ">today": column > day}
    return by_sign[how]
