"""What is written is on the disk, but for notes, which the next write brings there."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from sync.hq.database import Database


def synchronous(conn: Connection) -> int:
    return int(conn.exec_driver_sql("PRAGMA synchronous").scalar_one())


def test_only_notes_do_not_wait_for_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hq.db'}")
    normal, full = 1, 2
    assert [database.write(synchronous), database.note(synchronous), database.write(synchronous)] == [
        full,
        normal,
        full,
    ]
    assert [database.note(synchronous), database.read(synchronous)] == [normal, full]
    database.close()
