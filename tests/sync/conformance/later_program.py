"""The laptop's program of the next version, as a process of its own: upgrades a replica, edits, syncs, and tells.

python -m tests.sync.conformance.later_program reads what to do as JSON from its input (`Task`), and writes what it saw.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

KEY = bytes(range(32))


@dataclass(frozen=True)
class Task:
    replica: str
    device: str
    key: str
    user: str
    now: int
    address: str | None = None
    """Of HQ; without one it stays offline."""
    edits: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """(kind, id, fields): new rows, or new values of known ones."""


@dataclass(frozen=True)
class Seen:
    problem: str | None
    waiting: int
    held: int
    parked: int
    ahead: int
    refused: int
    rows: dict[str, dict[str, Any]]
    """{id: fields} of operators and market stalls as they are shown."""


def _become_later(folder: Path) -> None:
    """Before anything of the app is imported that reads its records."""
    import inspector_app.records as records
    from tests.sync.conformance import later_records

    records.SCHEMA, records.VERSION = later_records.LATER, later_records.VERSION
    import inspector_app.storage.migrate as migrate

    known, table = migrate.RECORDS
    shutil.copytree(known, folder / "migrations")
    before = migrate.newest(migrate.RECORDS)
    number = f"{int(before) + 1:04}"
    text = later_records.MIGRATION.format(number=number, before=before)
    (folder / "migrations" / f"{number}_later.py").write_text(text, "utf-8")
    migrate.RECORDS = (folder / "migrations", table)


def _break(mutant: str) -> None:
    """Switch the rule off that the tests around this process are to do without (tests/sync/mutants)."""
    if mutant:
        import pytest

        from tests.sync.mutants import of_versions

        getattr(of_versions, mutant, lambda patch: None)(pytest.MonkeyPatch())


def _run(task: Task) -> Seen:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from sqlalchemy import select

    from inspector_app.storage import sync_state
    from inspector_app.storage.engine import open_database
    from inspector_app.storage.replica import Enrolment, LocalReplica
    from inspector_app.storage.tables import TABLES
    from inspector_app.storage.upgrade import upgrade
    from inspector_app.storage.writes import find, save
    from sync.device.engine import run_once
    from sync.device.transport import Address, HttpHQ
    from tests.sync.conformance.later_records import LATER

    sessions = open_database(Path(task.replica), KEY)
    upgrade(sessions)
    for kind, row_id, fields in task.edits:
        with sessions.begin() as session:
            cls = LATER.kinds[kind]
            held = find(session, cls, row_id)
            record = cls.model_validate({"id": row_id, **fields}) if held is None else held.changed(**fields)
            save(session, record, task.user, task.now)
    problem = None
    if task.address is not None:
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(task.key))
        replica = LocalReplica(sessions, Enrolment(task.device, "REAL", "9", key.sign, lambda: task.now))
        hq = HttpHQ(Address(task.address), task.device, key, replica)
        summary = run_once(replica, hq)
        hq.close()
        problem = None if summary.is_level else str(summary.problem)
    with sessions() as session:
        state = sync_state.state(session)
        rows = {
            row["id"]: dict(row)
            for kind in ("operator", "market_stall")
            for row in session.execute(select(TABLES[kind])).mappings()
        }
    sessions.close()
    return Seen(problem, state.waiting, state.held, state.parked, state.ahead, state.refused, rows)


def main() -> None:
    task = Task(**json.load(sys.stdin))
    with tempfile.TemporaryDirectory(prefix="later-") as folder:
        _become_later(Path(folder))
        _break(os.environ.get("MUTANT", ""))
        json.dump(asdict(_run(task)), sys.stdout)


if __name__ == "__main__":
    main()
