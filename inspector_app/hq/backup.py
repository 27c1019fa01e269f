"""Backups of a whole HQ: one file with database and keys, photos beside it; and an HQ made of one again.

Photos in an object store are not copied: that store has copies of its own, and the database names what is in it.

A backup counts as durable only once it was read back from disk, restored into a database of its own and counted (R23).
The file holds HQ's private keys and every record: it is to be kept as HQ itself is.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import zstandard
from sqlalchemy import Connection, Table, func, inspect, make_url, select

from inspector_app.domain.local_time import instant
from inspector_app.domain.rotation import Rotation
from inspector_app.errors import AppError
from inspector_app.hq.certificates import utc
from inspector_app.hq.office import MARK, Office, Plan, upgrade
from inspector_app.hq.tables import OFFICE
from inspector_app.storage.files import as_it_was, atomic_file, full_disk, write_atomically
from inspector_app.storage.tables import TABLES
from sync.hq import blobs, durable
from sync.hq.alone import Taken, out_of_use
from sync.hq.blobs import LocalBlobs
from sync.hq.database import Database
from sync.hq.epoch import Epochs, MarkFile, Restored, newest_epoch
from sync.hq.tables import blob, device_log
from sync.hq.upgrade import prepare

FORM = "hq-backup/1"
SUFFIX = ".backup"
NIGHTLY, BY_HAND = "nightly", "hq"
"""How the file of a backup begins. What somebody made by hand is nobody else's to remove."""
KEPT = Rotation(days=14, weeks=8, months=12)
"""Nightly backups that stay."""
_STAMP = "%Y%m%dT%H%M%SZ"
_DATABASE, _MANIFEST, _SEAL, _PLAN = "database.sqlite.zst", "manifest.json", "manifest.sha256", "hq.json"
_SCRATCH = ".backup-"
ABANDONED_S = 86_400
"""Nobody works that long on one backup."""
_LEVEL = 3
_PIECE = 1 << 20

Report = Callable[[str, int, int], None]
"""report(step, done, total); total 0 when nobody knows."""
RECORDS: list[Table] = [*TABLES.values(), *OFFICE.sorted_tables]


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `files` are its other members by their SHA-256."""

    form: str
    made_at: int
    dataset: str
    epoch: int
    files: dict[str, str]


@dataclass(frozen=True)
class Backup:
    """A backup that was found whole."""

    path: Path
    size: int
    devices: int
    """Laptops whose changes it holds."""
    photos: int
    is_durable: bool
    """Laptops are told of it."""


class _NotTheSame(Exception):
    """A photo's bytes are not those that its name promises."""


def _silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def is_on_same_disk(office: Office, to: Path) -> bool:
    """Whether what lies there would go with HQ's own data."""
    return to.stat().st_dev == office.folder.stat().st_dev


def back_up(
    office: Office,
    to: Path,
    now: int,
    report: Report = _silent,
    *,
    same_disk_counts: bool = True,
    called: str = BY_HAND,
) -> Backup:
    """Make a backup in a folder, prove it, and only then let laptops know that it holds their changes.

    same_disk_counts: also when it lies on HQ's own disk, and would go with it. HQ may be at work meanwhile.
    Raises AppError backup_damaged (the file stays, and is not durable), disk_full.
    """
    with full_disk():
        to.mkdir(parents=True, exist_ok=True)
    path = to / f"{called}-{utc(now):{_STAMP}}{SUFFIX}"
    if path.exists():
        raise AppError("file_exists", file=str(path))
    with _scratch(to) as scratch:
        plain = scratch / "database.sqlite"
        durable.snapshot(
            office.database, plain, RECORDS, lambda copy: _make(copy, office.plan, now), _step(report, "copy")
        )
        _compress(plain, scratch / _DATABASE, _step(report, "compress"))
        plain.unlink()
        _pack(office, scratch / _DATABASE, path, now)
    with opened(path, now, report) as restored:
        photos = (
            0
            if office.plan.blobs
            else _copy_photos(restored, office.service.blobs.open, to / "blobs", _step(report, "photos"))
        )
        devices = restored.read(lambda conn: conn.execute(select(func.count(device_log.c.dev.distinct()))).scalar_one())
        is_durable = same_disk_counts or not is_on_same_disk(office, path)
        try:
            if is_durable:
                durable.declare(office.database, restored, path.name, _hash(path), now)
        except durable.Damaged as exc:
            raise AppError("backup_damaged", file=str(path), reason=str(exc)) from exc
    return Backup(path, path.stat().st_size, int(devices), photos, is_durable)


@contextmanager
def opened(path: Path, now: int, report: Report = _silent) -> Iterator[Database]:
    """The database of a backup, restored into a file of its own and counted. Raises AppError as `_unpack` does."""
    with _scratch(path.parent) as scratch:
        manifest = _unpack(path, scratch, report)
        restored = Database(f"sqlite:///{scratch / 'database.sqlite'}")
        try:
            prepare(restored, manifest.dataset, now, upgrade)  # it may be of an earlier version
            durable.check(restored, RECORDS, _step(report, "check"))
            yield restored
        except durable.Damaged as exc:
            raise AppError("backup_damaged", file=str(path), reason=str(exc)) from exc
        finally:
            restored.close()


def restore(
    path: Path, folder: Path, now: int, *, database: str | None = None, replace: bool = False, report: Report = _silent
) -> int:
    """Make an HQ in `folder` of a backup; photos that are missing beside it, by number. Its epoch rises by itself.

    database: its SQLAlchemy address, if it is to be another. Raises AppError backup_damaged or backup_cut, and changes
    nothing then; hq_not_empty when there is an HQ already, unless `replace` says that it may go; hq_in_use while
    anybody works on it. Where there was none, nothing remains in `folder` of one that breaks off, on a full disk or
    else; a database elsewhere keeps what was begun of it.
    """
    if (folder / _PLAN).exists() and not replace:
        raise AppError("hq_not_empty", folder=str(folder))
    with opened(path, now, report) as restored, _scratch(path.parent) as scratch:
        _unpack(path, scratch, report, only_files=True)
        plan = _plan(scratch / _PLAN, folder, database)
        if not replace and _holds_data(plan.database):
            raise AppError("hq_not_empty", folder=plan.database)
        folder.mkdir(parents=True, exist_ok=True)
        is_new = not (folder / _PLAN).exists()
        with _out_of_use(plan.database) as target, as_it_was(folder, target.close) if is_new else nullcontext():
            keys = folder / "keys"
            keys.mkdir(exist_ok=True)
            for private in (folder, keys):
                private.chmod(0o700)
            missing: list[str] = []
            if not plan.blobs:
                missing = _bring_photos(restored, path.parent / "blobs", folder / "blobs", _step(report, "photos"))
            prepare(target, plan.dataset, now, upgrade)
            epochs = Epochs(target, MarkFile(folder / MARK))

            def become_anew(conn: Connection) -> None:
                """What the backup lacks, laptops may have: they are to compare, and to send photos again."""
                epochs.rise_in(conn, Restored(f"restored from {path.name}", newest_epoch(conn).epoch), now)
                blobs.lost(conn, missing)

            source = Path(str(restored.engine.url.database))
            durable.load(source, target, RECORDS, _step(report, "load"), become_anew)
            epochs.note(now, at_once=True)
            for held in sorted((scratch / "keys").iterdir()):
                write_atomically(keys / held.name, held.read_bytes(), 0o644 if held.suffix == ".pem" else 0o600)
            write_atomically(folder / _PLAN, json.dumps(asdict(plan), indent=1).encode())  # last: now it is an HQ
    return len(missing)


def prune(to: Path, rotation: Rotation = KEPT) -> None:
    """Thin the nightly backups of a folder by day, week and month; those that were made by hand stay."""
    made = {_made_at(path): path for path in to.glob(f"{NIGHTLY}-*{SUFFIX}")}
    for moment in made.keys() - rotation.stays(made):
        made[moment].unlink()


def _made_at(nightly: Path) -> int:
    return instant(datetime.strptime(nightly.name, f"{NIGHTLY}-{_STAMP}{SUFFIX}").replace(tzinfo=UTC))


@contextmanager
def _out_of_use(url: str) -> Iterator[Database]:
    """A database that nobody else works on meanwhile. Raises AppError hq_in_use."""
    database = Database(url)
    try:
        with out_of_use(database):
            yield database
    except Taken as exc:
        raise AppError("hq_in_use") from exc
    finally:
        database.close()


def clear(to: Path) -> None:
    """Remove what a backup that was killed has left behind."""
    for left in to.glob(f"{_SCRATCH}*"):
        if left.stat().st_mtime < time.time() - ABANDONED_S:
            shutil.rmtree(left)


def _make(copy: Database, plan: Plan, now: int) -> None:
    prepare(copy, plan.dataset, now, upgrade)


def _plan(file: Path, folder: Path, database: str | None) -> Plan:
    held = json.loads(file.read_text("utf-8"))
    if database is not None:
        held["database"] = database
    elif held["database"].startswith("sqlite"):  # it lies in its folder, wherever that is now
        held["database"] = f"sqlite:///{(folder / 'hq.sqlite').resolve()}"
    return Plan(**held | {"hosts": tuple(held["hosts"])})


def _holds_data(url: str) -> bool:
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(str(place.database)).exists():
        return False
    database = Database(url)
    try:
        return database.read(lambda conn: inspect(conn).has_table(device_log.name))
    finally:
        database.close()


def _pack(office: Office, database: Path, path: Path, now: int) -> None:
    plan = database.with_name(_PLAN)
    plan.write_text(json.dumps(asdict(office.plan), indent=1), "utf-8")  # as it runs: its addresses may not be init's
    files = {_DATABASE: database, _PLAN: plan} | {f"keys/{file.name}": file for file in _keys(office.folder)}
    epoch = office.database.read(newest_epoch)
    hashes = {name: _hash(file) for name, file in files.items()}
    manifest = Manifest(FORM, now, office.plan.dataset, epoch.epoch, hashes)
    told = database.with_name(_MANIFEST)
    told.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    seal = database.with_name(_SEAL)
    seal.write_text(_hash(told), "ascii")
    with atomic_file(path) as target, tarfile.open(fileobj=target, mode="w") as archive:
        for name, file in ({_MANIFEST: told, _SEAL: seal} | files).items():
            archive.add(file, name, recursive=False)


def _keys(folder: Path) -> list[Path]:
    """Keys that cannot be made again; the server's own certificate can."""
    return [file for file in sorted((folder / "keys").iterdir()) if file.is_file() and file.stem != "server"]


def _unpack(path: Path, scratch: Path, report: Report, *, only_files: bool = False) -> Manifest:
    """Read every byte of a backup; the database decompressed. Raises AppError backup_damaged, backup_cut."""
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file) as archive:
            told, seal = _member(archive, _MANIFEST), _member(archive, _SEAL)
            if hashlib.sha256(told).hexdigest().encode() != seal:
                raise AppError("backup_damaged", file=str(path), reason=f"{_MANIFEST} was altered")
            manifest = Manifest(**json.loads(told))
            if manifest.form != FORM:
                raise AppError("backup_damaged", file=str(path), reason=f"form {manifest.form}")
            for name, sha256 in manifest.files.items():
                if only_files and name == _DATABASE:
                    continue
                archive.extract(name, scratch, filter="data")
                if _hash(scratch / name) != sha256:
                    raise AppError("backup_damaged", file=str(path), reason=f"{name} was altered")
        if not only_files:
            _decompress(scratch / _DATABASE, scratch / "database.sqlite", _step(report, "unpack"))
            (scratch / _DATABASE).unlink()
    except FileNotFoundError:
        raise AppError("file_unreadable", file=str(path)) from None
    except (tarfile.TarError, KeyError, ValueError, TypeError, zstandard.ZstdError, EOFError) as exc:
        raise AppError("backup_cut", file=str(path)) from exc
    return manifest


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    return b"" if member is None else member.read()


def _compress(source: Path, target: Path, report: durable.Report) -> None:
    with full_disk(), source.open("rb") as plain, target.open("wb") as packed:
        size = source.stat().st_size
        with zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).stream_writer(packed, size=size) as writer:
            _pour(plain, writer, size, report)


def _decompress(source: Path, target: Path, report: durable.Report) -> None:
    with full_disk(), source.open("rb") as packed, target.open("wb") as plain:
        size = zstandard.frame_content_size(packed.read(64))
        packed.seek(0)
        with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
            if _pour(reader, plain, size, report) != size:
                raise EOFError("cut")


def _pour(source: Any, target: Any, total: int, report: durable.Report) -> int:
    done = 0
    while piece := source.read(_PIECE):
        target.write(piece)
        done += len(piece)
        report(done, total)
    return done


def _copy_photos(restored: Database, open_blob: Callable[[str], BinaryIO], to: Path, report: durable.Report) -> int:
    """Copy the photos that the backup names, each once for all backups. Raises AppError backup_photos."""
    names = _photo_names(restored)
    lost = [name for name in _told(names, report) if not _bring(open_blob, name, to)]
    if lost:
        raise AppError("backup_photos", count=len(lost), first=lost[0])
    return len(names)


def _bring_photos(restored: Database, source: Path, to: Path, report: durable.Report) -> list[str]:
    """Take the photos that the backup names from beside it; those that are not there."""
    store = LocalBlobs(source)
    return [name for name in _told(_photo_names(restored), report) if not _bring(store.open, name, to)]


def _photo_names(restored: Database) -> list[str]:
    query = select(blob.c.sha256).where(blob.c.state == "complete").order_by(blob.c.sha256)
    return restored.read(lambda conn: list(conn.scalars(query)))


def _told(names: list[str], report: durable.Report) -> Iterator[str]:
    for done, name in enumerate(names, 1):
        yield name
        report(done, len(names))


def _bring(open_blob: Callable[[str], BinaryIO], name: str, to: Path) -> bool:
    """Have a photo in a folder, and on its disk; False when there is none, or it is not what its name promises."""
    target = to / name[:2] / name
    if target.exists():
        return True
    try:
        source = open_blob(name)
    except FileNotFoundError:
        return False
    with full_disk():
        target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with suppress(_NotTheSame), source, atomic_file(target) as fresh:
        while piece := source.read(_PIECE):
            digest.update(piece)
            fresh.write(piece)
        if digest.hexdigest() != name:
            raise _NotTheSame
    return target.exists()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _step(report: Report, name: str) -> durable.Report:
    return lambda done, total: report(name, done, total)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private folder on the same disk as the backup, which goes afterwards."""
    made = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
