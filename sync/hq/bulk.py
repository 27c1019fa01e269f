"""Many rows in one statement. On PostgreSQL they travel as one JSON text: a parameter instead of thousands.

For tables whose columns hold text, numbers, truth values, bytes or canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table

from sync.record import canonical
from sync.tables import CanonicalJson

Rows = Sequence[Mapping[str, Any]]
"""Each with the same columns."""


class Held(StrEnum):
    """What becomes of a row whose key is there already."""

    FAILS = ""
    STAYS = "nothing"
    CHANGES = "update"


def insert(conn: Connection, table: Table, rows: Rows, held: Held = Held.FAILS) -> None:
    """Insert rows."""
    if not rows:
        return
    is_postgres = conn.dialect.name == "postgresql"
    names = tuple(rows[0])
    statement = _statement(table, names, held, is_postgres)
    values = _values(table, names, rows, is_postgres)
    if is_postgres:
        plain = [dict(zip(names, row, strict=True)) for row in values]
        conn.exec_driver_sql(statement, (json.dumps(plain, ensure_ascii=False),))
    else:
        conn.exec_driver_sql(statement, values)


def _values(table: Table, names: Sequence[str], rows: Rows, is_postgres: bool) -> list[tuple[Any, ...]]:
    """The rows in stored form."""
    columns = []
    for name in names:
        kind, values = table.c[name].type, [row[name] for row in rows]
        if isinstance(kind, CanonicalJson):
            values = [None if value is None else canonical(value).decode() for value in values]
        elif isinstance(kind, LargeBinary) and is_postgres:
            values = [None if value is None else f"\\x{value.hex()}" for value in values]
        columns.append(values)
    return list(zip(*columns, strict=True))


@cache
def _statement(table: Table, names: tuple[str, ...], held: Held, is_postgres: bool) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    if is_postgres:
        source = f'SELECT {columns} FROM json_populate_recordset(NULL::"{table.name}", %s::json)'
    else:
        source = f"VALUES ({', '.join('?' * len(names))})"
    return f'INSERT INTO "{table.name}" ({columns}) {source}{_conflict(table, names, held)}'


def _conflict(table: Table, names: Sequence[str], held: Held) -> str:
    keys = {f'"{column.name}"': column.name for column in table.primary_key}
    match held:
        case Held.FAILS:
            return ""
        case Held.STAYS:
            return " ON CONFLICT DO NOTHING"
        case Held.CHANGES:
            others = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys.values())
            return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {others}"
