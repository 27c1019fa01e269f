"""Finds operators and products by characters, pinyin and numbers; the index is written together with the row."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Text, TextClause, bindparam, select, text
from sqlalchemy.orm import Session

from inspector_app.storage import index_text
from inspector_app.storage.rows import R, columns, records, table
from inspector_app.storage.tables import TABLES

FIELDS = ("chars", "initials", "pinyin", "numbers", "facets")
_END = (1 << 63) - 1
_BATCH = 500
_FEW = 2_000
SEARCHED = ("operator", "product")
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
    ids: dict[str, dict[str, None]] = {}
    for kind, row_id in _owners(connection, touched):
        ids.setdefault(kind, {})[row_id] = None
    for kind, found in ids.items():
        _index(connection, kind, list(found))


def _owners(connection: Connection, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The searched rows whose text the written ones stand in."""
    parts: dict[str, list[str]] = {}
    for kind, row_id in touched:
        if kind in SEARCHED:
            yield kind, row_id
        elif kind in _PARTS:
            parts.setdefault(kind, []).append(row_id)
    for kind, ids in parts.items():
        for batch in _batches(ids):
            owners = select(TABLES[kind].c[_PARTS[kind]]).where(TABLES[kind].c.id.in_(batch))
            yield from (("operator", owner) for owner in connection.execute(owners).scalars())


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _operator_terms(connection: Connection, ids: list[str]) -> dict[str, Terms]:
    people = _parts_of(connection, "person", ids, "name", "phone")
    papers = _parts_of(connection, "licence", ids, "number")
    found = {}
    for row in connection.execute(select(TABLES["operator"]).where(TABLES["operator"].c.id.in_(ids))):
        names = [row.name, *(person.name for person in people[row.id])]
        phones = [row.phone, *(person.phone for person in people[row.id])]
        found[row.id] = Terms(
            names=names,
            texts=[*names, row.address],
            numbers=[row.uscc, row.reg_no, *phones, *(paper.number for paper in papers[row.id])],
            facets=[
                facet("k", row.operator_kind),
                facet("l", row.licence_state),
                facet("t", township(row.division_code)),
                facet("s", row.status),
                facet("g", row.risk_grade or "none"),
                "void" if row.voided_at is not None else "live",
            ],
        )
    return found


def _parts_of(connection: Connection, kind: str, ids: list[str], *names: str) -> defaultdict[str, list[Any]]:
    """{operator: its parts that are not void}, with these columns."""
    table = TABLES[kind]
    query = select(table.c.operator_id, *(table.c[name] for name in names)).order_by(table.c.id)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query.where(table.c.operator_id.in_(ids), table.c.voided_at.is_(None))):
        found[row.operator_id].append(row)
    return found


def _product_terms(connection: Connection, ids: list[str]) -> dict[str, Terms]:
    return {
        row.id: Terms(
            names=[row.name, row.brand],
            texts=[row.name, row.brand, row.specification, row.maker_name],
            # A GTIN is typed with and without its leading zeros.
            numbers=[row.gtin, (row.gtin or "").lstrip("0"), row.store_code, row.licence_no],
            facets=["void" if row.voided_at is not None else "live"],
        )
        for row in connection.execute(select(TABLES["product"]).where(TABLES["product"].c.id.in_(ids)))
    }


_TERMS: dict[str, Callable[[Connection, list[str]], dict[str, Terms]]] = {
    "operator": _operator_terms,
    "product": _product_terms,
}


def create_tables(connection: Connection) -> None:
    """Make the search tables, where they are missing."""
    for kind in SEARCHED:
        connection.exec_driver_sql(
            f"CREATE TABLE IF NOT EXISTS {kind}_search_row (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)"
        )
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {kind}_search USING fts5({', '.join(FIELDS)}, content='', "
            "contentless_delete=1, prefix='1 2', tokenize='unicode61 remove_diacritics 0')"
        )


def rebuild(connection: Connection) -> None:
    """Index every row afresh."""
    for kind in SEARCHED:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search_row")
    create_tables(connection)
    for kind in SEARCHED:
        _index(connection, kind, list(connection.execute(select(TABLES[kind].c.id)).scalars()))
        connection.exec_driver_sql(f"INSERT INTO {kind}_search ({kind}_search) VALUES ('optimize')")


def _index(connection: Connection, kind: str, ids: list[str]) -> None:
    """Write the index text of rows, or take it out where the row is gone."""
    for batch in _batches(ids):
        places = _places(connection, kind, batch)
        terms = _TERMS[kind](connection, batch)
        if gone := [(places[row_id],) for row_id in batch if row_id in places and row_id not in terms]:
            connection.exec_driver_sql(f"DELETE FROM {kind}_search WHERE rowid = ?", gone)
            connection.exec_driver_sql(f"DELETE FROM {kind}_search_row WHERE place = ?", gone)
        if terms:
            places |= _new_places(connection, kind, [row_id for row_id in terms if row_id not in places])
            connection.exec_driver_sql(
                f"INSERT OR REPLACE INTO {kind}_search (rowid, {', '.join(FIELDS)}) VALUES (?, ?, ?, ?, ?, ?)",
                [(places[row_id], *_texts(each)) for row_id, each in terms.items()],
            )


def _texts(terms: Terms) -> tuple[str, ...]:
    return (
        index_text.characters(terms.texts),
        index_text.initials(terms.names),
        index_text.pinyin(terms.names),
        index_text.numbers([*terms.numbers, *index_text.runs(terms.texts)]),
        " ".join(terms.facets),
    )


def _places(connection: Connection, kind: str, ids: list[str]) -> dict[str, int]:
    """{id: its place in the index} of those that have one."""
    query = text(f"SELECT id, place FROM {kind}_search_row WHERE id IN :ids").bindparams(
        bindparam("ids", expanding=True)
    )
    return {row.id: row.place for row in connection.execute(query, {"ids": ids})}


def _new_places(connection: Connection, kind: str, ids: list[str]) -> dict[str, int]:
    """Places in the order of making: the milliseconds of a UUIDv7 and 15 bits of its chance, or the next free one."""
    wanted = {row_id: (uuid.UUID(row_id).int >> 80) << 15 | uuid.UUID(row_id).int & 0x7FFF for row_id in ids}
    query = text(f"SELECT place FROM {kind}_search_row WHERE place IN :places")
    query = query.bindparams(bindparam("places", expanding=True))
    new: dict[str, int] = {}
    taken: set[int] = set()
    while wanted:
        taken |= set(connection.execute(query, {"places": list(wanted.values())}).scalars())
        for row_id, place in list(wanted.items()):
            if place in taken:
                wanted[row_id] = place + 1
            else:
                new[row_id] = place
                taken.add(place)
                del wanted[row_id]
    if new:
        rows = [(place, row_id) for row_id, place in new.items()]
        connection.exec_driver_sql(f"INSERT INTO {kind}_search_row (place, id) VALUES (?, ?)", rows)
    return new


def expression(typed: str, facets: Iterable[str] = ()) -> str:
    """The FTS5 query: every word and every facet must be met. Only letters and digits of the text enter it."""
    parts = [f'facets : "{word}"' for word in facets]
    parts += [f"({' OR '.join(_ways(word))})" for word in index_text.words(typed)]
    return " AND ".join(parts)


def _ways(word: str) -> Iterator[str]:
    """Each way in which a row may hold the word."""
    if not index_text.is_run(word):
        yield f"chars : {index_text.phrase(word)}"
    if not word.isascii():
        return
    yield f"numbers : {index_text.number_query(word)}"
    if len(word) <= index_text.INITIALS:  # one walk through the words that begin so, not two
        yield f'{{initials pinyin}} : "{word}" *'
    else:
        yield f'initials : "{word[: index_text.INITIALS]}" *'
        yield f'pinyin : "{word[: index_text.PINYIN]}" *'


def page_of(session: Session, cls: type[R], match: str, after: R | None, limit: int) -> list[R]:
    """The next `limit` records that match, newest first. The index stops at the limit; it never counts or ranks."""
    kind = cls.kind
    last = _places(session.connection(), kind, [after.id]).get(after.id) if after is not None else None
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


def among(session: Session, kind: str, match: str) -> TextClause:
    """A condition for rows of `kind` that match, for a list in an order of its own.

    Few matches are looked up and sorted. Of many, the list's own index finds enough in a few steps, each of them looked
    up among the matches.
    """
    hits = f"SELECT rowid FROM {kind}_search WHERE {kind}_search MATCH :match"
    few = text(f"SELECT count(*) <= {_FEW} FROM ({hits} LIMIT {_FEW + 1})").bindparams(match=match)
    if session.execute(few).scalar_one():
        condition = f"{kind}.id IN (SELECT id FROM {kind}_search_row WHERE place IN ({hits}))"
    else:
        condition = f"(SELECT place FROM {kind}_search_row WHERE id = {kind}.id) IN ({hits})"
    return text(condition).bindparams(match=match)
