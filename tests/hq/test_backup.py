"""Backups from the command line: made, proven, restored somewhere else; and what is refused."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from inspector_app.domain.rotation import Rotation
from inspector_app.errors import AppError
from inspector_app.hq import backup, users
from inspector_app.hq.backup import ABANDONED_S, back_up, clear, prune, restore
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.records.people import Role, User
from sync.hq import blobs, durable
from sync.record import new_id
from tests.running_hq import make_office

NOW = 1_780_000_000_000_000
DAY = 24 * 3600 * 1_000_000


def count(office: Office, table: str) -> int:
    return office.database.read(lambda conn: conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def awaited(office: Office) -> int:
    """Photos that HQ was told of and does not hold."""
    query = text("SELECT count(*) FROM blob WHERE state <> 'complete'")
    return int(office.database.read(lambda conn: conn.execute(query).scalar_one()))


def user(name: str) -> User:
    return User(
        id=new_id(), username=name, name="王", role=Role.INSPECTOR, office_code="990101", office_name="所",
        acting_authority="局",
    )  # fmt: skip


def photo(office: Office, data: bytes) -> str:
    """A photo that HQ holds."""
    name = hashlib.sha256(data).hexdigest()
    path = office.folder / "blobs" / name[:2] / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    row = {"sha256": name, "size": len(data), "at": NOW}
    insert = "INSERT INTO blob (sha256, size, state, announced_at) VALUES (:sha256, :size, 'complete', :at)"
    office.database.write(lambda conn: conn.execute(text(insert), row))
    return name


def test_an_hq_is_restored_elsewhere_with_keys_photos_and_a_new_epoch(office: Office, tmp_path: Path) -> None:
    name = photo(office, b"a photo")
    steps: list[str] = []
    made = back_up(office, tmp_path / "backups", NOW, lambda step, done, total: steps.append(step))
    assert made.photos == 1
    assert {"copy", "compress", "unpack", "check", "photos"} <= set(steps)
    assert count(office, "backup_verified") == 1
    assert made.path.stat().st_mode & 0o077 == 0
    folder = tmp_path / "new"
    assert restore(made.path, folder, NOW + 1) == 0
    again = Office.open(folder, NOW + 2)
    try:
        assert again.recovery_public == office.recovery_public
        assert again.ca == office.ca
        assert count(again, '"user"') == count(office, '"user"')
        assert (folder / "blobs" / name[:2] / name).read_bytes() == b"a photo"
        epochs = again.database.read(lambda conn: conn.execute(text("SELECT epoch, reason FROM server_epoch")).all())
        assert [epoch for epoch, _ in sorted(epochs)] == [1, 2]
        assert max(epochs)[1] == f"restored from {made.path.name}"
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        again.close()
    assert sorted(path.name for path in made.path.parent.iterdir()) == ["blobs", made.path.name]


def test_a_database_put_back_by_hand_is_noticed_at_the_next_start(tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq")
    old = tmp_path / "old.sqlite"
    with contextlib.closing(sqlite3.connect(tmp_path / "hq" / "hq.sqlite")) as conn:
        conn.execute("VACUUM INTO ?", (str(old),))
    users.add(office, user("later"), "a password", NOW)
    office.close()
    for suffix in ("-wal", "-shm"):
        (tmp_path / "hq" / f"hq.sqlite{suffix}").unlink(missing_ok=True)
    old.replace(tmp_path / "hq" / "hq.sqlite")
    for _ in range(2):
        again = Office.open(tmp_path / "hq", NOW + DAY)
        assert count(again, "server_epoch") == 2
        again.close()


def test_a_damaged_backup_is_refused_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    made = back_up(office, tmp_path / "backups", NOW)
    whole = made.path.read_bytes()
    with tarfile.open(made.path) as archive:
        middles = [member.offset_data + member.size // 2 for member in archive]
    for at in middles:
        damaged = bytearray(whole)
        damaged[at] ^= 1
        made.path.write_bytes(damaged)
        with pytest.raises(AppError) as refused:
            restore(made.path, tmp_path / "new", NOW)
        assert refused.value.code == "backup_damaged"
    for cut in (0, 512, len(whole) // 2):
        made.path.write_bytes(whole[:cut])
        with pytest.raises(AppError) as refused:
            restore(made.path, tmp_path / "new", NOW)
        assert refused.value.code == "backup_cut"
    assert not (tmp_path / "new" / "hq.json").exists()


def test_nothing_remains_of_an_hq_that_the_disk_has_no_room_for(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(office, b"a photo")
    made = back_up(office, tmp_path / "backups", NOW)
    new = tmp_path / "new"
    new.mkdir()
    (new / "mine.txt").write_text("kept")

    def full(path: Path, data: bytes, mode: int = 0o600) -> None:
        raise AppError("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "write_atomically", full)
        with pytest.raises(AppError, match="disk_full"):
            restore(made.path, new, NOW)
    assert {path.name for path in new.iterdir()} == {"mine.txt", "hq.sqlite.in-use"}, "the lock's file is empty"
    assert restore(made.path, new, NOW) == 0
    with monkeypatch.context() as patched:
        patched.setattr(backup, "write_atomically", full)
        with pytest.raises(AppError, match="disk_full"):
            restore(made.path, new, NOW, replace=True)
    assert (new / "hq.sqlite").exists(), "what was there is nobody else's to remove"


def test_a_backup_that_came_to_harm_on_its_way_to_disk_is_not_durable(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = backup._pack

    def harmed(office: Office, database: Path, path: Path, now: int) -> None:
        pack(office, database, path, now)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    monkeypatch.setattr(backup, "_pack", harmed)
    with pytest.raises(AppError) as refused:
        back_up(office, tmp_path / "backups", NOW)
    assert refused.value.code == "backup_damaged"
    assert count(office, "durable_log") == count(office, "backup_verified") == 0


def test_a_backup_without_all_its_photos_is_not_durable(office: Office, tmp_path: Path) -> None:
    name = photo(office, b"a photo")
    (office.folder / "blobs" / name[:2] / name).write_bytes(b"another")
    with pytest.raises(AppError) as refused:
        back_up(office, tmp_path / "backups", NOW)
    assert refused.value.code == "backup_photos"
    assert count(office, "durable_log") == 0


def test_photos_that_are_not_beside_the_backup_are_asked_for_again(office: Office, tmp_path: Path) -> None:
    name = photo(office, b"a photo")
    made = back_up(office, tmp_path / "backups", NOW)
    (tmp_path / "backups" / "blobs" / name[:2] / name).unlink()
    assert restore(made.path, tmp_path / "new", NOW) == 1
    again = Office.open(tmp_path / "new", NOW)
    assert awaited(again) == 1
    again.close()


def test_a_backup_of_an_hq_that_runs_with_an_object_store_keeps_to_it(office: Office, tmp_path: Path) -> None:
    photo(office, b"a photo")
    running = Office.open(office.folder, NOW, blobs="memory:///")
    made = back_up(running, tmp_path / "backups", NOW)
    running.close()
    assert restore(made.path, tmp_path / "new", NOW) == 0
    again = Office.open(tmp_path / "new", NOW)
    assert again.plan.blobs == "memory:///"
    assert count(again, "blob") == 1
    again.close()


def test_nothing_of_a_photo_that_the_disk_has_no_room_for_is_left(office: Office, tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError(errno.ENOSPC, "full")
            return super().read(1)

    name = photo(office, b"a photo")
    with pytest.raises(AppError, match="disk_full"):
        backup._bring(lambda _: Full(b"a photo"), name, tmp_path / "blobs")
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


def test_the_command_line_backs_up_the_database_in_use(tmp_path: Path) -> None:
    run, data, other = CliRunner().invoke, tmp_path / "hq", tmp_path / "other.sqlite"
    run(app, ["init", "--data", str(data)])
    with contextlib.closing(sqlite3.connect(data / "hq.sqlite")) as conn:
        conn.execute("VACUUM INTO ?", (str(other),))
    said = run(app, ["backup", "--data", str(data), "--database", f"sqlite:///{other}", "--same-disk-counts"])
    assert said.exit_code == 0, said.output
    held = []
    for file in (data / "hq.sqlite", other):
        with contextlib.closing(sqlite3.connect(file)) as conn:
            held += conn.execute("SELECT count(*) FROM backup_verified").fetchone()
    assert held == [0, 1]


def test_laptops_are_told_of_a_backup_on_another_disk_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = CliRunner().invoke(app, ["backup", "--data", str(office.folder)])
    assert said.exit_code == 0, said.output
    assert "laptops keep their changes" in said.output
    assert count(office, "backup_verified") == 0
    other, as_it_is = tmp_path / "other disk", Path.stat

    def stat(path: Path, **how: bool) -> os.stat_result:
        found = as_it_is(path, **how)
        if other in path.parents:
            return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))
        return found

    monkeypatch.setattr(Path, "stat", stat)
    said = CliRunner().invoke(app, ["backup", "--data", str(office.folder), "--to", str(other)])
    assert said.exit_code == 0, said.output
    assert "laptops keep their changes" not in said.output
    assert count(office, "backup_verified") == 1


def test_an_hq_is_not_overwritten_unasked(office: Office, tmp_path: Path) -> None:
    made = back_up(office, tmp_path / "backups", NOW)
    with pytest.raises(AppError) as refused:
        restore(made.path, office.folder, NOW)
    assert refused.value.code == "hq_not_empty"
    with pytest.raises(AppError) as refused:
        restore(made.path, tmp_path / "new", NOW, database=office.plan.database)
    assert refused.value.code == "hq_not_empty"
    office.set_setting("later", 1)
    office.close()
    restore(made.path, office.folder, NOW, replace=True)
    again = Office.open(office.folder, NOW)
    assert again.setting("later") is None
    again.close()


def test_nothing_is_restored_over_an_hq_that_somebody_works_on(office: Office, tmp_path: Path) -> None:
    made = back_up(office, tmp_path / "backups", NOW)
    office.set_setting("later", 1)
    words = ["restore", str(made.path), "--data", str(office.folder), "--replace"]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 1
    assert said.output.startswith("Somebody works on this HQ")
    assert office.setting("later") == 1
    assert count(office, "server_epoch") == 1
    office.close()
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output


def test_nobody_opens_an_hq_that_is_being_restored(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(office, tmp_path / "backups", NOW)
    office.close()
    load, told = durable.load, []

    def meanwhile(*given: Any) -> None:
        with pytest.raises(AppError) as refused:
            Office.open(office.folder, NOW)
        told.append(refused.value.code)
        load(*given)

    monkeypatch.setattr(durable, "load", meanwhile)
    restore(made.path, office.folder, NOW, replace=True)
    assert told == ["hq_restoring"]
    Office.open(office.folder, NOW).close()


def test_rows_epoch_and_photos_to_ask_for_come_back_in_one_or_not_at_all(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = photo(office, b"a photo")
    made = back_up(office, tmp_path / "backups", NOW)
    (tmp_path / "backups" / "blobs" / name[:2] / name).unlink()
    (office.folder / "blobs" / name[:2] / name).unlink()
    office.set_setting("later", 1)
    office.close()

    def killed(*given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(blobs, "lost", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(made.path, office.folder, NOW, replace=True)
    as_before = Office.open(office.folder, NOW)
    assert (as_before.setting("later"), count(as_before, "server_epoch"), awaited(as_before)) == (1, 1, 0)
    as_before.close()
    restore(made.path, office.folder, NOW, replace=True)
    again = Office.open(office.folder, NOW)
    assert (again.setting("later"), count(again, "server_epoch"), awaited(again)) == (None, 2, 1)
    again.close()


def test_the_command_line_backs_up_and_restores(tmp_path: Path) -> None:
    run = CliRunner().invoke
    data = str(tmp_path / "hq")
    run(app, ["init", "--data", data])
    said = run(app, ["backup", "--data", data])
    assert said.exit_code == 0, said.output
    [made] = (tmp_path / "hq" / "backups").glob("*.backup")
    again = run(app, ["restore", str(made), "--data", data])
    assert again.exit_code == 1
    assert "--replace" in again.output
    new = run(app, ["restore", str(made), "--data", str(tmp_path / "new")])
    assert new.exit_code == 0, new.output
    assert (tmp_path / "new" / "hq.json").exists()
    gone = run(app, ["restore", str(tmp_path / "none"), "--data", str(tmp_path / "other")])
    assert gone.exit_code == 1


def test_nightly_backups_are_thinned_and_those_made_by_hand_stay(tmp_path: Path) -> None:
    for day in range(1, 6):
        (tmp_path / f"nightly-2026010{day}T020000Z.backup").touch()
    by_hand = tmp_path / "hq-20250101T020000Z.backup"
    by_hand.touch()
    prune(tmp_path, Rotation(days=2, weeks=1, months=1))
    assert by_hand.exists()
    assert sorted(path.name[8:16] for path in tmp_path.glob("nightly-*")) == ["20260104", "20260105"]


def test_what_a_killed_backup_left_goes_and_one_at_work_stays(tmp_path: Path) -> None:
    for name in (".backup-dead", ".backup-live"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "database.sqlite").touch()
    (tmp_path / "hq-20260101T020000Z.backup").touch()
    old = (tmp_path / ".backup-dead").stat().st_mtime - ABANDONED_S - 1
    os.utime(tmp_path / ".backup-dead", (old, old))
    clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".backup-live", "hq-20260101T020000Z.backup"]
