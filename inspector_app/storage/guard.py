"""Triggers that abort every write to a synced table outside `save` and the replica (R35)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from inspector_app.storage.engine import GATE

MESSAGE = "write outside save"
_ACTS = ("INSERT", "UPDATE", "DELETE")


def create_guards(connection: Connection, tables: Iterable[str]) -> None:
    """Make the triggers afresh; a migration that rebuilds a table drops them."""
    drop_guards(connection)
    for name in tables:
        _create(connection, name)


@contextmanager
def lifted(connection: Connection, tables: Iterable[str]) -> Iterator[None]:
    """Write many rows of these tables without asking for each; inside one transaction, so that nobody else can."""
    names = list(tables)
    for name in names:
        for act in _ACTS:
            connection.exec_driver_sql(f'DROP TRIGGER "guard_{name}_{act.lower()}"')
    yield
    for name in names:
        _create(connection, name)


def _create(connection: Connection, name: str) -> None:
    for act in _ACTS:
        connection.exec_driver_sql(
            f'CREATE TRIGGER "guard_{name}_{act.lower()}" BEFORE {act} ON "{name}" WHEN NOT {GATE}() '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )


def drop_guards(connection: Connection) -> None:
    """Before a migration, which changes rows by itself."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard!_%' ESCAPE '!'"
    )
    for (name,) in names.all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
