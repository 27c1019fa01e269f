"""Finds operators and products by characters, pinyin and numbers; the index is written together with the row."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Text, select, text
from sqlalchemy.orm import Session

from inspector_app.storage import index_text
from inspector_app.storage.rows import R, columns, records, table
from inspector_app.storage.tables import TABLES

FIELDS = ("chars", "initials", "pinyin", "numbers", "facets")
_END = (1 << 63) - 1
_SEARCHED = ("operator", "product")
_PARTS = {"person": "operator_id", "licence": "operator_id"}
"""{kind: field naming the operator whose index text it stands in}."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a row, for the index."""

    names: list[str | None]
    texts: list[str | None]
    numbers: list[str | None]
    facets: list[str]


def facet(name: str, value: object) -> str:
    """A filter as a word of the index: filters and text are then met in one go."""
    return name + index_text.compact(str(value))


def township(division_code: str) -> str:
    """Nine digits: the township of a village, too."""
    return division_code[:9]


def refresh(session: Session, touched: Iterable[tuple[str, str]]) -> None:
    """Bring the index level with rows (kind, id) that were just written. Kinds that nobody searches cost nothing."""
    connection = session.connection()
    for kind, row_id in dict.fromkeys(_owners(connection, touched)):
        terms = _TERMS[kind](connection, row_id)
        if terms is None:
            _forget(connection, kind, row_id)
        else:
            _remember(connection, kind, row_id, terms)


def _owners(connection: Connection, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The searched rows whose text the written ones stand in."""
    for kind, row_id in touched:
        if kind in _SEARCHED:
            yield kind, row_id
        elif kind in _PARTS:
            owner = select(TABLES[kind].c[_PARTS[kind]]).where(TABLES[kind].c.id == row_id)
            if (operator_id := connection.execute(owner).scalar()) is not None:
                yield "operator", operator_id


def _operator_terms(connection: Connection, row_id: str) -> Terms | None:
    row = connection.execute(select(TABLES["operator"]).where(TABLES["operator"].c.id == row_id)).first()
    if row is None:
        return None
    persons = connection.execute(
        select(TABLES["person"].c.name, TABLES["person"].c.phone).where(
            TABLES["person"].c.operator_id == row_id, TABLES["person"].c.voided_at.is_(None)
        )
    ).all()
    licences = connection.execute(
        select(TABLES["licence"].c.number).where(
            TABLES["licence"].c.operator_id == row_id, TABLES["licence"].c.voided_at.is_(None)
        )
    ).all()
    names = [row.name, *(person.name for person in persons)]
    return Terms(
        names=names,
        texts=[*names, row.address],
        numbers=[
            row.uscc, row.reg_no, row.phone, *(person.phone for person in persons), *(lic.number for lic in licences)
        ],
        facets=[
            facet("k", row.operator_kind),
            facet("l", row.licence_state),
            facet("t", township(row.division_code)),
            facet("s", row.status),
            facet("g", row.risk_grade or "none"),
            "void" if row.voided_at is not None else "live",
        ],
    )  # fmt: skip


def _product_terms(connection: Connection, row_id: str) -> Terms | None:
    row = connection.execute(select(TABLES["product"]).where(TABLES["product"].c.id == row_id)).first()
    if row is None:
        return None
    return Terms(
        names=[row.name, row.brand],
        texts=[row.name, row.brand, row.specification, row.maker_name],
        # A GTIN is typed with and without its leading zeros.
        numbers=[row.gtin, (row.gtin or "").lstrip("0"), row.store_code, row.licence_no],
        facets=["void" if row.voided_at is not None else "live"],
    )


_TERMS: dict[str, Callable[[Connection, str], Terms | None]] = {
    "operator": _operator_terms,
    "product": _product_terms,
}


def create_tables(connection: Connection) -> None:
    """Make the search tables, where they are missing."""
    for kind in _SEARCHED:
        connection.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {kind}_search_row (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)"
        )
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind}_search USING fts5({', '.join(FIELDS)}, content='', "
            "contentless_delete=1, prefix='1 2', tokenize='unicode61 remove_diacritics 0')"
        )


def rebuild(connection: Connection) -> None:
    """Index every row afresh."""
    for kind in _SEARCHED:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search_row")
    create_tables(connection)
    for kind in _SEARCHED:
        for row_id in connection.execute(select(TABLES[kind].c.id)).scalars().all():
            terms = _TERMS[kind](connection, row_id)
            if terms is not None:
                _remember(connection, kind, row_id, terms)


def _place(connection: Connection, kind: str, row_id: str) -> int | None:
    found: int | None = connection.exec_driver_sql(
        f"SELECT place FROM {kind}_search_row WHERE id = ?", (row_id,)
    ).scalar()
    return found


def _new_place(connection: Connection, kind: str, row_id: str) -> int:
    """A place in the order of making: the milliseconds of a UUIDv7 and the 15 bits after them, or the next free."""
    number = uuid.UUID(row_id).int
    place = (number >> 80) << 15 | ((number >> 64) & 0xFFF) << 3 | (number >> 59) & 7
    while connection.exec_driver_sql(f"SELECT 1 FROM {kind}_search_row WHERE place = ?", (place,)).first():
        place += 1
    connection.exec_driver_sql(f"INSERT INTO {kind}_search_row (place, id) VALUES (?, ?)", (place, row_id))
    return place


def _remember(connection: Connection, kind: str, row_id: str, terms: Terms) -> None:
    place = _place(connection, kind, row_id)
    if place is None:
        place = _new_place(connection, kind, row_id)
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO {kind}_search (rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            place,
            index_text.characters(terms.texts),
            index_text.initials(terms.names),
            index_text.pinyin(terms.names),
            index_text.numbers(terms.numbers),
            " ".join(terms.facets),
        ),
    )


def _forget(connection: Connection, kind: str, row_id: str) -> None:
    place = _place(connection, kind, row_id)
    if place is not None:
        connection.exec_driver_sql(f"DELETE FROM {kind}_search WHERE rowid = ?", (place,))
        connection.exec_driver_sql(f"DELETE FROM {kind}_search_row WHERE place = ?", (place,))


def expression(typed: str, facets: Iterable[str] = ()) -> str:
    """The FTS5 query: every word and every facet must be met. Only letters and digits of the text enter it."""
    parts = [f'facets : "{word}"' for word in facets]
    for word in index_text.words(typed):
        ways = [f'chars : "{index_text.phrase(word)}"']
        if word.isascii():
            ways.append(f'numbers : "{word}" *')
            ways.append(f'initials : "{word[: index_text.INITIALS]}" *')
            ways.append(f'pinyin : "{word[: index_text.PINYIN]}" *')
        parts.append(f"({' OR '.join(ways)})")
    return " AND ".join(parts)


def page_of(session: Session, cls: type[R], match: str, after: R | None, limit: int) -> list[R]:
    """The next `limit` records that match, newest first. The index stops at the limit; it never counts or ranks."""
    kind = cls.kind
    last = _place(session.connection(), kind, after.id) if after is not None else None
    hits = (
        text(
            f"SELECT r.id, r.place FROM {kind}_search s CROSS JOIN {kind}_search_row r ON r.place = s.rowid "
            f"WHERE {kind}_search MATCH :match AND s.rowid < :last ORDER BY s.rowid DESC LIMIT :limit"
        )
        .bindparams(match=match, last=_END if last is None else last, limit=limit)
        .columns(id=Text, place=BigInteger)
        .subquery("hits")
    )
    query = columns(cls).join(hits, hits.c.id == table(cls).c.id).order_by(hits.c.place.desc())
    return records(session, cls, query)
