"""Runs numbered migrations in-process. The record tables' serve a device and HQ alike."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

import sync.migrations.device as device_migrations
from inspector_app.storage import migrations as record_migrations

RECORDS = (Path(record_migrations.__file__).parent, "version_records")
DEVICE = (Path(device_migrations.__file__).parent, "version_device")
"""(folder of the migrations, table that holds the number of the last one)."""

Migrations = tuple[Path, str]


def newest(migrations: Migrations) -> str:
    """The number that a level database has, by the names of the files."""
    return max(path.name[:4] for path in migrations[0].glob("[0-9]*.py"))


def version(connection: Connection, migrations: Migrations) -> str:
    """The number of the last migration that ran; "0000" for a database without tables."""
    if not inspect(connection).has_table(migrations[1]):
        return "0000"
    return connection.execute(text(f"SELECT version_num FROM {migrations[1]}")).scalar() or "0000"


def migrate(connection: Connection, migrations: Migrations, upto: str = "head") -> None:
    """Run what is missing, in the caller's transaction."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folder, version_table = migrations
    script = ScriptDirectory(str(folder), version_locations=[str(folder)])
    context = MigrationContext.configure(
        connection,
        opts={"version_table": version_table, "fn": lambda revision, _: script._upgrade_revs(upto, revision)},
    )
    with Operations.context(context):
        context.run_migrations()
