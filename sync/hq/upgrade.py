"""Bringing HQ's database to the current version, in-process, and the facts that a new one starts with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from sync.hq.auth import DeviceStatus, register
from sync.hq.database import Database
from sync.hq.tables import HQ_AUTHOR, server_epoch

MIGRATIONS = Path(__file__).parent.parent / "migrations" / "hq"
VERSION_TABLE = "hq_version"
CURRENT = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


class WrongDataset(Exception):
    """The database belongs to the other dataset; REAL and DEMO never mix."""


class NewerDatabase(Exception):
    """A later version of the program made the database what it is."""


def prepare(database: Database, dataset: str, now: int, upgrade_records: Callable[[Connection], None]) -> None:
    """Make the database current; upgrade_records does the same for the tables of the records.

    Raises WrongDataset, NewerDatabase.
    """
    database.write(upgrade)
    database.write(upgrade_records)
    database.write(lambda conn: _begin(conn, dataset, now))


def upgrade(conn: Connection) -> None:
    """Run what is missing of HQ's own migrations."""
    if inspect(conn).has_table(VERSION_TABLE):
        current = conn.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        if current == CURRENT:
            return
        if current is not None and current > CURRENT:
            raise NewerDatabase
    from alembic import command  # imported here: it costs 0.2 s, and most starts need none of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _begin(conn: Connection, dataset: str, now: int) -> None:
    held = conn.execute(select(server_epoch.c.dataset).order_by(server_epoch.c.epoch.desc()).limit(1)).scalar()
    if held is None:
        conn.execute(insert(server_epoch), {"epoch": 1, "dataset": dataset, "started_at": now, "reason": "new"})
        register(conn, HQ_AUTHOR, None, DeviceStatus.HQ, now)
    elif held != dataset:
        raise WrongDataset(f"the database holds {held} data")
