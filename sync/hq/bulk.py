"""Many rows in one statement. On PostgreSQL they travel as one JSON text: a parameter instead of thousands.

For tables whose columns hold text, numbers, truth values, bytes or canonical JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, LargeBinary, Table

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
    statement = _statement(table, names, held, conn.dialect)
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
def _statement(table: Table, names: tuple[str, ...], held: Held, dialect: Dialect) -> str:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    if dialect.name == "postgresql":
        kinds = ", ".join(f"{quote(name)} {table.c[name].type.compile(dialect)}" for name in names)
        source = f"SELECT {columns} FROM json_to_recordset(%s::json) AS given ({kinds})"
    else:
        source = f"VALUES ({', '.join('?' * len(names))})"
    statement = f"INSERT INTO {quote(table.name)} ({columns}) {source}"
    keys = [column.name for column in table.primary_key]
    match held:
        case Held.FAILS:
            return statement
        case Held.STAYS:
            return f"{statement} ON CONFLICT DO NOTHING"
        case Held.CHANGES:
            others = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in names if name not in keys)
            return f"{statement} ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET {others}"
