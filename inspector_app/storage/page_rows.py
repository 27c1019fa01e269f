"""Rows out of the pages of a damaged SQLite file: through the table's tree where it is whole, else from every leaf.

Source: https://sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from inspector_app.storage.pages import Pages

Row = dict[str, Any]
_LEAF, _INTERIOR = 0x0D, 0x05
_FILE_HEADER = 100
_NUMBERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Damaged(Exception):
    """What was to be read here is not there, or is no such thing."""


@dataclass(slots=True)
class Found:
    """The rows of a table that could be read."""

    rows: list[Row] = field(default_factory=list)
    is_whole: bool = True
    """Nothing of the table was lost."""


def table_rows(pages: Pages, table: str, columns: Sequence[str], is_one: Callable[[Row], bool]) -> Found:
    """All rows of a table that can be read.

    columns, is_one: the table's columns and what its rows look like, for when the file no longer says what is where.
    """
    found = Found()
    seen: set[int] = set()
    try:
        root, columns = _place(pages, table, columns)
        _walk(pages, root, columns, found, seen)
    except Damaged:
        found.is_whole = False
    if not found.is_whole:
        spare = _spare(pages)
        for number in range(2, pages.count + 1):
            if number not in seen and number not in spare:
                found.rows += _orphans(pages, number, columns, is_one)
    return found


def _place(pages: Pages, table: str, columns: Sequence[str]) -> tuple[int, Sequence[str]]:
    """(root page, columns) of a table, as the file's own schema says."""
    schema = Found()
    _walk(pages, 1, ("type", "name", "tbl_name", "rootpage", "sql"), schema, set())
    for row in schema.rows:
        if row["type"] == "table" and row["name"] == table:
            with closing(sqlite3.connect(":memory:")) as scratch:
                scratch.execute(row["sql"])
                told = scratch.execute(f'PRAGMA table_info("{table}")').fetchall()
            return int(row["rootpage"]), [name for _, name, *_ in told]
    raise Damaged


def _walk(pages: Pages, number: int, columns: Sequence[str], found: Found, seen: set[int]) -> None:
    """Collect the rows of a tree; what is damaged in it is left out and noted."""
    if number in seen or (page := pages.page(number)) is None:
        found.is_whole = False
        return
    seen.add(number)
    at = _FILE_HEADER if number == 1 else 0
    try:
        if page[at] == _INTERIOR:
            for child in _children(page, at):
                _walk(pages, child, columns, found, seen)
        elif page[at] == _LEAF:
            for cell in _cells(page, at, 8):
                try:
                    found.rows.append(_row(pages, page, cell, columns))
                except (Damaged, ValueError):
                    found.is_whole = False
        else:
            found.is_whole = False
    except (IndexError, struct.error, RecursionError):
        found.is_whole = False


def _orphans(pages: Pages, number: int, columns: Sequence[str], is_one: Callable[[Row], bool]) -> Iterator[Row]:
    """Rows of the table on a page that its tree no longer leads to."""
    page = pages.page(number)
    if page is None or page[0] != _LEAF:
        return
    try:
        for cell in _cells(page, 0, 8):
            try:
                row = _row(pages, page, cell, columns)
            except (Damaged, ValueError):
                continue
            if is_one(row):
                yield row
    except (IndexError, struct.error):
        return


def _spare(pages: Pages) -> set[int]:
    """Pages that hold nothing any more, as far as their list can be read."""
    spare: set[int] = set()
    first = pages.page(1)
    trunk = 0 if first is None else int.from_bytes(first[32:36], "big")
    while trunk and trunk not in spare and (page := pages.page(trunk)) is not None:
        spare.add(trunk)
        count = min(int.from_bytes(page[4:8], "big"), pages.usable // 4 - 2)
        spare.update(struct.unpack_from(f">{count}I", page, 8))
        trunk = int.from_bytes(page[:4], "big")
    return spare


def _cells(page: bytes, at: int, header: int) -> tuple[int, ...]:
    count = int.from_bytes(page[at + 3 : at + 5], "big")
    return struct.unpack_from(f">{count}H", page, at + header)


def _children(page: bytes, at: int) -> list[int]:
    left = [int.from_bytes(page[cell : cell + 4], "big") for cell in _cells(page, at, 12)]
    return [*left, int.from_bytes(page[at + 8 : at + 12], "big")]


def _row(pages: Pages, page: bytes, cell: int, columns: Sequence[str]) -> Row:
    """One row; columns that came after it was written are None. Raises Damaged."""
    size, at = _varint(page, cell)
    _, at = _varint(page, at)
    values = _values(_payload(pages, page, at, size))
    if len(values) > len(columns):
        raise Damaged
    return dict.fromkeys(columns) | dict(zip(columns, values, strict=False))


def _payload(pages: Pages, page: bytes, at: int, size: int) -> bytes:
    largest, least = pages.usable - 35, (pages.usable - 12) * 32 // 255 - 23
    if size <= largest:
        return page[at : at + size]
    rest = least + (size - least) % (pages.usable - 4)
    local = rest if rest <= largest else least
    payload = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(payload) < size:
        beyond = pages.page(following) if 0 < following <= pages.count else None
        if beyond is None:
            raise Damaged
        payload += beyond[4 : pages.usable]
        following = int.from_bytes(beyond[:4], "big")
    return payload[:size]


def _values(payload: bytes) -> list[Any]:
    try:
        end, at = _varint(payload, 0)
        kinds = []
        while at < end:
            kind, at = _varint(payload, at)
            kinds.append(kind)
        return list(_decoded(payload, end, kinds))
    except (IndexError, struct.error, UnicodeDecodeError) as exc:
        raise Damaged from exc


def _decoded(payload: bytes, at: int, kinds: Sequence[int]) -> Iterator[Any]:
    for kind in kinds:
        size = _NUMBERS.get(kind, 0) if kind < 12 else (kind - 12) // 2
        size = 8 if kind == 7 else size
        held = payload[at : at + size]
        if len(held) < size or kind in (10, 11):
            raise Damaged
        at += size
        if kind == 0:
            yield None
        elif kind in _NUMBERS:
            yield int.from_bytes(held, "big", signed=True)
        elif kind == 7:
            yield struct.unpack(">d", held)[0]
        elif kind in (8, 9):
            yield kind - 8
        else:
            yield held if kind % 2 == 0 else held.decode()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(value, where it ends)."""
    value = 0
    for i in range(8):
        byte = data[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    return value << 8 | data[at + 8], at + 9
