"""HQ's migrations make exactly the tables that the code uses."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from sync.hq.database import Database
from sync.hq.tables import HQ_TABLES
from sync.hq.upgrade import CURRENT, MIGRATIONS, VERSION_TABLE, WrongDataset, prepare, upgrade


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'hq.db'}")


def nothing(conn: Connection) -> None:
    """An application without records."""


def test_the_migrated_schema_is_the_declared_one(database: Database) -> None:
    def check(conn: Connection) -> None:
        upgrade(conn)
        context = MigrationContext.configure(conn, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, HQ_TABLES) == []

    database.write(check)
    database.close()


def test_the_newest_migration_is_the_current_version() -> None:
    newest = max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert newest.startswith(CURRENT)


def test_a_prepared_database_is_left_as_it_is(database: Database) -> None:
    asked: list[bool] = []
    for _ in range(2):
        prepare(database, "DEMO", 5, lambda conn: asked.append(inspect(conn).has_table("feed")))
    with database.engine.connect() as conn:
        assert conn.execute(text("SELECT epoch, dataset, started_at FROM server_epoch")).all() == [(1, "DEMO", 5)]
        assert conn.execute(text("SELECT id, status FROM device_key")).all() == [("HQ", "hq")]
    assert asked == [True, True]
    database.close()


def test_real_and_demo_never_mix(database: Database) -> None:
    prepare(database, "DEMO", 5, nothing)
    with pytest.raises(WrongDataset):
        prepare(database, "REAL", 6, nothing)
    database.close()


def test_a_failed_upgrade_leaves_nothing(database: Database) -> None:
    def fail(conn: Connection) -> None:
        upgrade(conn)
        raise RuntimeError("power")

    with pytest.raises(RuntimeError):
        database.write(fail)
    assert inspect(database.engine).get_table_names() == []
    database.close()
