"""One HQ: its data folder, its database, its keys, and the services that stand on them."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import secrets
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, select
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, ProgrammingError

from inspector_app.errors import AppError
from inspector_app.hq import migrations, snapshots
from inspector_app.hq.certificates import Issued, is_expiring, make_authority, make_server, utc
from inspector_app.hq.rights import rights_of
from inspector_app.hq.rulings import RULINGS
from inspector_app.hq.scope import feeds_of
from inspector_app.hq.service import OfficeService
from inspector_app.hq.tables import setting
from inspector_app.records import SCHEMA
from inspector_app.storage.files import room, write_atomically
from inspector_app.storage.migrate import RECORDS, migrate, newest, version
from inspector_app.storage.tables import TABLES
from sync.hq.alone import Taken, Use
from sync.hq.blobs import BlobStore, LocalBlobs
from sync.hq.database import Database, is_full, upsert
from sync.hq.epoch import MarkFile
from sync.hq.upgrade import NewerDatabase, WrongDataset, prepare
from sync.record import Record

R = TypeVar("R", bound=Record)

MARK = "high-water.json"
"""How far this HQ has come, in its folder and in no backup: by it a restored database is noticed."""
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
ROOM_TO_OPEN = 1 << 16
"""Bytes. With less of the disk SQLite cannot lay out the memory that connections share, and says no more than that."""
OFFICE_MIGRATIONS = (Path(migrations.__file__).parent, "version_office")


@dataclass(frozen=True)
class Plan:
    """What `inspector-hq init` settles, kept in hq.json of the data folder."""

    dataset: str
    """REAL or DEMO; the two never mix."""
    hosts: tuple[str, ...]
    """Names and addresses under which laptops reach HQ."""
    port: int
    database: str
    """SQLAlchemy address; the embedded SQLite file of the data folder by default."""
    lease_days: int = 45
    blobs: str = ""
    """Address of the object store for photos; a folder of the data folder by default."""
    min_app: str = ""
    """Oldest version of the laptops' program that is told anything; what an older one sends is taken all the same."""


class Office:
    """An opened HQ. Close it when done."""

    def __init__(self, folder: Path, plan: Plan, now: int) -> None:
        self.folder = folder
        self.plan = plan
        with ExitStack() as opened:
            self._open(opened, now)
            self._opened = opened.pop_all()

    def _open(self, opened: ExitStack, now: int) -> None:
        folder, plan = self.folder, self.plan
        try:
            self.database = Database(plan.database)
            opened.callback(self.database.close)
            self.use = Use(self.database)
            opened.callback(self.use.release)
            prepare(self.database, plan.dataset, now, upgrade)
        except Taken:
            raise AppError("hq_restoring") from None
        except (ArgumentError, DatabaseError, ImportError) as exc:
            if isinstance(exc, ProgrammingError | IntegrityError):  # ours, and no matter of the database
                raise
            if is_full(exc) or (plan.database.startswith("sqlite") and room(folder) < ROOM_TO_OPEN):
                raise AppError("disk_full") from None
            raise AppError("database_unreachable", reason=reason_of(exc)) from None
        except WrongDataset:
            raise AppError("wrong_dataset", dataset=plan.dataset) from None
        except NewerDatabase:
            raise AppError("newer_hq", folder=str(folder)) from None
        snapshots.make_keys(folder / "keys")
        self.service = OfficeService(
            self.database,
            SCHEMA,
            TABLES,
            feeds_of,
            _blob_store(folder, plan.blobs),
            files=snapshots.files(folder),
            build=snapshots.in_own_process(folder, plan.database),
            rights=rights_of,
            rulings=RULINGS,
            marks=MarkFile(folder / MARK),
            min_app=plan.min_app or None,
        )
        self.service.begin(now)
        opened.callback(self.service.close)
        self._renew_certificate(now)

    @classmethod
    def create(
        cls, folder: Path, plan: Plan, now: int, begin: Callable[[Office], None] = lambda office: None
    ) -> Office:
        """Make a data folder, its owner's alone, with authority, keys and an empty database. It is an HQ once `begin`
        is done; when anything is raised, it can be tried again. Of one that is refused no new folder stays.

        Raises AppError hq_exists, host_invalid, database_unreachable.
        """
        for host in plan.hosts:
            if not is_host(host):
                raise AppError("host_invalid", host=host)
        if (folder / "hq.json").exists():
            raise AppError("hq_exists", folder=str(folder))
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return cls._make(folder, plan, now, begin)
        except AppError:
            if is_new and not _begun(folder).exists():  # else the database has a user by now: the next try goes on
                shutil.rmtree(folder)
            raise

    @classmethod
    def _make(cls, folder: Path, plan: Plan, now: int, begin: Callable[[Office], None]) -> Office:
        keys = folder / "keys"
        keys.mkdir(exist_ok=True)
        for private in (folder, keys):
            private.chmod(0o700)
        authority = make_authority(f"乡检通 HQ {plan.dataset}", utc(now))
        write_atomically(keys / "ca.pem", authority.certificate, mode=0o644)
        write_atomically(keys / "ca.key", authority.key)
        write_atomically(keys / "recovery.key", X25519PrivateKey.generate().private_bytes_raw())
        write_atomically(keys / "matching.key", secrets.token_bytes(32))
        office = cls(folder, plan, now)
        try:
            begin(office)
            write_atomically(folder / "hq.json", json.dumps(plan.__dict__, indent=1).encode())  # last: now it is an HQ
            office.begun.unlink(missing_ok=True)
        except BaseException:
            office.close()
            raise
        return office

    @classmethod
    def open(cls, folder: Path, now: int, **changes: Any) -> Office:
        """Open a data folder; `changes` replace values of its plan for this run.

        Raises AppError no_hq, file_unreadable, newer_hq, database_missing, database_unreachable, wrong_dataset.
        """
        plan = _plan(folder)
        plan = replace(plan, **{name: value for name, value in changes.items() if value is not None})
        file = plan.database.removeprefix("sqlite:///")
        if file != plan.database and not Path(file).exists():  # it would be made: an HQ that has forgotten everything
            raise AppError("database_missing", file=file)
        return cls(folder, plan, now)

    def close(self) -> None:
        self._opened.close()

    @property
    def begun(self) -> Path:
        """There while an HQ is made whose administrator its database lacked."""
        return _begun(self.folder)

    @property
    def address(self) -> str:
        return f"https://{self.plan.hosts[0]}:{self.plan.port}"

    @property
    def ca(self) -> str:
        """The authority's certificate, PEM; laptops trust it alone."""
        return (self.folder / "keys" / "ca.pem").read_text("ascii")

    @property
    def certificate_files(self) -> tuple[Path, Path]:
        """(certificate, private key) of the server."""
        return self.folder / "keys" / "server.pem", self.folder / "keys" / "server.key"

    @cached_property
    def recovery_key(self) -> X25519PrivateKey:
        """The key to which laptops seal their database keys."""
        return X25519PrivateKey.from_private_bytes((self.folder / "keys" / "recovery.key").read_bytes())

    @property
    def recovery_public(self) -> str:
        return base64.b64encode(self.recovery_key.public_key().public_bytes_raw()).decode()

    @cached_property
    def matching_key(self) -> bytes:
        """The key under which id numbers of persons are matched."""
        return (self.folder / "keys" / "matching.key").read_bytes()

    def one(self, cls: type[R], **values: Any) -> R | None:
        """A record of this kind whose fields have these values, void ones left out."""
        return next(iter(self.every(cls, 1, **values)), None)

    def every(self, cls: type[R], limit: int | None = None, **values: Any) -> list[R]:
        """All of them, or the first so many."""
        table = TABLES[cls.kind]
        query = select(*(table.c[name] for name in cls.model_fields)).where(table.c.voided_at.is_(None))
        query = query.where(*(table.c[name] == value for name, value in values.items())).limit(limit)
        found = self.database.read(lambda connection: list(connection.execute(query).mappings()))
        return [cls.model_validate(dict(row)) for row in found]

    def setting(self, key: str, default: Any = None) -> Any:
        def work(connection: Connection) -> Any:
            return connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()

        found = self.database.read(work)
        return default if found is None else found

    def set_setting(self, key: str, value: Any) -> None:
        self.database.write(lambda connection: upsert(connection, setting, [{"key": key, "value": value}]))

    def _renew_certificate(self, now: int) -> None:
        certificate, key = self.certificate_files
        names = self.folder / "keys" / "server.hosts"
        hosts = "\n".join(self.plan.hosts)
        is_ours = certificate.exists() and names.exists() and names.read_text("utf-8") == hosts
        if is_ours and not is_expiring(certificate.read_bytes(), utc(now)):
            return
        authority = Issued(self.ca.encode(), (self.folder / "keys" / "ca.key").read_bytes())
        issued = make_server(authority, list(self.plan.hosts), utc(now))
        write_atomically(key, issued.key)
        write_atomically(certificate, issued.certificate, mode=0o644)
        write_atomically(names, hosts.encode(), mode=0o644)


def _begun(folder: Path) -> Path:
    return folder / "keys" / "begun"


def _blob_store(folder: Path, address: str) -> BlobStore:
    if not address:
        return LocalBlobs(folder / "blobs")
    from sync.hq.object_store import ObjectBlobs

    try:
        return ObjectBlobs.at(address)
    except ValueError as exc:
        raise AppError("blobs_invalid", address=address, reason=str(exc).splitlines()[0]) from None


def upgrade(connection: Connection) -> None:
    """Bring the tables of the records and HQ's own to the current version. Raises NewerDatabase."""
    for chain in (RECORDS, OFFICE_MIGRATIONS):
        if version(connection, chain) > newest(chain):
            raise NewerDatabase
        if version(connection, chain) != newest(chain):
            migrate(connection, chain)


def reason_of(error: BaseException) -> str:
    """One line of what a database says; its whole message may name user and password."""
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]


def is_host(text: str) -> bool:
    """Whether laptops could reach something of this name or address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))
    return True


def _plan(folder: Path) -> Plan:
    file = folder / "hq.json"
    try:
        told = json.loads(file.read_text("utf-8"))
        plan = Plan(**told | {"hosts": tuple(told["hosts"])})
    except (FileNotFoundError, NotADirectoryError):
        raise AppError("no_hq", folder=str(folder)) from None
    except (ValueError, OSError, TypeError, KeyError, RecursionError):
        raise AppError("file_unreadable", file=str(file)) from None
    texts = (plan.dataset, plan.database, plan.blobs, *plan.hosts)
    if not plan.hosts or not all(isinstance(text, str) for text in texts) or not isinstance(plan.port, int):
        raise AppError("file_unreadable", file=str(file))
    return plan
