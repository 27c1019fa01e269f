"""Carries the tables of one version's records over into those of another, by what the later one says of its past."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, inspect, select

from sync.projection import up
from sync.record import Schema, defaults
from sync.tables import derive


def migrate(conn: Connection, before: Schema, after: Schema) -> None:
    """Every row stays, with its version and its feed."""
    rows = {}
    for kind, table in derive(before, MetaData()).items():
        assert inspect(conn).has_table(kind)
        rows[kind] = [dict(row) for row in conn.execute(select(table)).mappings()]
        table.drop(conn)
    metadata = MetaData()
    tables = derive(after, metadata)
    metadata.create_all(conn)
    for kind, found in rows.items():
        columns = [column.name for column in tables[kind].columns]
        for row in found:
            told = defaults(after.kinds[kind]) | up(after, kind, row, before.version)
            conn.execute(tables[kind].insert(), {name: told[name] for name in columns})
