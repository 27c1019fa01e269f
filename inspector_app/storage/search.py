"""Keeps the search index level with the rows: written in the same transaction, contentless, one table a kind.

Personal data stand in columns of their own, so that who may not see them does not find by them either.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, TextClause, bindparam, select, text
from sqlalchemy.orm import Session

from inspector_app.storage import index_text
from inspector_app.storage.searched import PARTS, SEARCHED, Fields, Searched, facet
from inspector_app.storage.tables import TABLES
from sync.record import Personal

PUBLIC = ("chars", "initials", "pinyin", "numbers")
OWN = tuple(f"own_{name}" for name in PUBLIC)
"""As PUBLIC, of personal data."""
COLUMNS = (*PUBLIC, *OWN, "facets")
_BATCH = 500
_IDS: BindParameter[str] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is known of a row, public or personal."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def columns(self) -> tuple[str, ...]:
        written = [*self.names, *self.texts]
        return (
            index_text.characters(written),
            index_text.initials(self.names),
            index_text.pinyin(self.names),
            index_text.numbers(self.numbers, index_text.runs(written)),
        )


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the index holds of a row."""

    public: _Texts = field(default_factory=_Texts)
    own: _Texts = field(default_factory=_Texts)
    facets: list[str] = field(default_factory=list)

    def add(self, fields: Fields, row: Any) -> None:
        for name, kept, is_personal in _plan(fields):
            if value := row[name]:
                into: list[str] = getattr(self.own if is_personal else self.public, kept)
                into.extend([value] if isinstance(value, str) else value)

    def columns(self) -> tuple[str, ...]:
        chars, initials, pinyin, numbers = self.public.columns()
        begun = f"{initials} {index_text.beginning(next(iter(self.public.names), None))}"
        return (chars, begun, pinyin, numbers, *self.own.columns(), " ".join(self.facets))


@cache
def _plan(fields: Fields) -> list[tuple[str, str, bool]]:
    """(field, where it is kept, whether it is personal)."""
    rules = fields.cls.rules()
    return [
        (name, kept, rules[name].personal is not Personal.P0)
        for kept in ("names", "texts", "numbers")
        for name in getattr(fields, kept)
    ]


def refresh(session: Session, touched: Iterable[tuple[str, str]]) -> None:
    """Bring the index level with rows (kind, id) that were just written. Kinds that nobody searches cost nothing."""
    connection = session.connection()
    ids: dict[str, dict[str, None]] = {}
    for kind, row_id in _owners(connection, touched):
        ids.setdefault(kind, {})[row_id] = None
    for kind, found in ids.items():
        _index(connection, SEARCHED[kind], list(found))


def create_tables(connection: Connection) -> None:
    """Make the search tables that are missing, and fill them."""
    there = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    for kind in SEARCHED:
        if f"{kind}_search" not in there:
            _make(connection, kind)


def rebuild(connection: Connection) -> None:
    """Index every row afresh."""
    for kind in SEARCHED:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_search_row")
        _make(connection, kind)


def places(connection: Connection, kind: str, ids: list[str]) -> dict[str, int]:
    """{id: its place in the index} of those that have one."""
    return {row.id: row.place for row in connection.execute(_places(kind), {"ids": ids})}


@cache
def _places(kind: str) -> TextClause:
    return text(f"SELECT id, place FROM {kind}_search_row WHERE id IN :ids").bindparams(_IDS)


def _make(connection: Connection, kind: str) -> None:
    connection.exec_driver_sql(f"CREATE TABLE {kind}_search_row (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)")
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {kind}_search USING fts5({', '.join(COLUMNS)}, content='', "
        "contentless_delete=1, prefix='1 2', tokenize='unicode61 remove_diacritics 0')"
    )
    _index(connection, SEARCHED[kind], list(connection.execute(select(TABLES[kind].c.id)).scalars()))
    connection.exec_driver_sql(f"INSERT INTO {kind}_search ({kind}_search) VALUES ('optimize')")


def _owners(connection: Connection, touched: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The searched rows whose text the written ones stand in."""
    parts: dict[str, list[str]] = {}
    for kind, row_id in touched:
        if kind in SEARCHED:
            yield kind, row_id
        if kind in PARTS:
            parts.setdefault(kind, []).append(row_id)
    for kind, ids in parts.items():
        name, of_kind = PARTS[kind]
        for batch in _batches(ids):
            owners = select(TABLES[kind].c[name]).where(TABLES[kind].c.id.in_(batch))
            yield from ((of_kind, owner) for owner in connection.execute(owners).scalars())


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _index(connection: Connection, searched: Searched, ids: list[str]) -> None:
    """Write the index text of rows, or take it out where the row is gone."""
    kind, marks = searched.kind, ", ".join("?" * (1 + len(COLUMNS)))
    for batch in _batches(ids):
        have = places(connection, kind, batch)
        texts = _texts(connection, searched, batch)
        if gone := [(have[row_id],) for row_id in batch if row_id in have and row_id not in texts]:
            connection.exec_driver_sql(f"DELETE FROM {kind}_search WHERE rowid = ?", gone)
            connection.exec_driver_sql(f"DELETE FROM {kind}_search_row WHERE place = ?", gone)
        if texts:
            have |= _new_places(connection, kind, [row_id for row_id in texts if row_id not in have])
            connection.exec_driver_sql(
                f"INSERT OR REPLACE INTO {kind}_search (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
                [(have[row_id], *columns) for row_id, columns in texts.items()],
            )


def _texts(connection: Connection, searched: Searched, ids: list[str]) -> dict[str, tuple[str, ...]]:
    """{id: what stands in COLUMNS} of the rows that are there."""
    parts = [(part, _parts_of(connection, part, ids)) for part in searched.parts]
    found = {}
    for row in connection.execute(_searched_rows(searched.kind), {"ids": ids}).mappings():
        terms = _Terms()
        terms.add(searched.fields, row)
        for part, rows in parts:
            for each in rows[row["id"]]:
                terms.add(part, each)
        terms.facets.extend(facet(letter, of(row[name])) for letter, (name, of) in searched.facets.items())
        terms.facets.append("live" if row["voided_at"] is None else "void")
        found[row["id"]] = terms.columns()
    return found


@cache
def _searched_rows(kind: str) -> Select[Any]:
    table, searched = TABLES[kind], SEARCHED[kind]
    filtered = {name for name, _ in searched.facets.values()}
    wanted = {"id", "voided_at", *searched.fields.all(), *filtered}
    return select(*(table.c[name] for name in wanted)).where(table.c.id.in_(_IDS))


def _parts_of(connection: Connection, part: Fields, ids: list[str]) -> defaultdict[str, list[Any]]:
    """{owner: its parts that are not void}."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(_part_rows(part), {"ids": ids}).mappings():
        found[row["owner"]].append(row)
    return found


@cache
def _part_rows(part: Fields) -> Select[Any]:
    table = TABLES[part.cls.kind]
    owner = table.c[part.owner or "id"]
    query = select(owner.label("owner"), *(table.c[name] for name in part.all())).order_by(table.c.id)
    return query.where(owner.in_(_IDS), table.c.voided_at.is_(None))


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
