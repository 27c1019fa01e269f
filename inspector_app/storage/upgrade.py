"""Brings a replica to the form that this version of the app needs, at start and before anything else."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, update

from inspector_app.errors import AppError
from inspector_app.records import SCHEMA
from inspector_app.storage import guard, search
from inspector_app.storage.carry_over import carry_over, told_in
from inspector_app.storage.engine import Sessions, storage_errors, writing
from inspector_app.storage.migrate import DEVICE, RECORDS, migrate, newest, version
from inspector_app.storage.tables import TABLES
from sync.device.tables import sub

SEARCH = 5
"""Form of the search index; a higher one has it built afresh. Kept in user_version."""


def upgrade(sessions: Sessions, back_up: Callable[[], object] = lambda: None) -> bool:
    """Migrate if needed; whether anything was done. `back_up` is called before a database with data is changed.

    Raises AppError database_newer for a database of a later version of the app, and changes nothing then.
    """
    with storage_errors(), sessions() as session:
        connection = session.connection()
        have = [version(connection, each) for each in (RECORDS, DEVICE)]
        search_form = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        records = SCHEMA.version if have[1] == "0000" else told_in(session)
    need = [newest(each) for each in (RECORDS, DEVICE)]
    is_later = any(mine > known for mine, known in zip(have, need, strict=True))
    if is_later or search_form > SEARCH or records > SCHEMA.version:
        raise AppError("database_newer")
    if have == need and search_form == SEARCH and records == SCHEMA.version:
        return False
    if have != ["0000", "0000"]:
        back_up()
    with sessions.begin() as session:
        _bring_level(session.connection(), rebuild=search_form != SEARCH)
        with writing(session):
            search.refresh(session, carry_over(session))
        session.execute(update(sub).values(sum=None))  # rows of another form have other sums
    return True


def _bring_level(connection: Connection, rebuild: bool) -> None:
    guard.drop_guards(connection)
    for migrations in (RECORDS, DEVICE):
        migrate(connection, migrations)
    guard.create_guards(connection, TABLES)
    if rebuild:
        search.rebuild(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SEARCH}")
    else:
        search.create_tables(connection)
