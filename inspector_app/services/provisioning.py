"""Making a laptop ready: enrolment with HQ, each person's first sign-in, and every later one without a network."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import ValidationError
from sqlalchemy.orm import Session

from inspector_app.errors import AppError
from inspector_app.records.people import Device, User
from inspector_app.services import device_key, lease, rules, sign_ins
from inspector_app.services.asking import Signer, ask
from inspector_app.services.enrolment import EnrolmentFile, EnrolReply, EnrolRequest, SignInReply, SignInRequest
from inspector_app.services.laptop import Laptop
from inspector_app.storage import keys, people
from inspector_app.storage.backup import back_up
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.files import unless_full, write_atomically
from inspector_app.storage.upgrade import upgrade
from sync.device.outbox import meta, raise_counter, set_meta
from sync.device.transport import Address

DAY_US = 86_400_000_000
Clock = Callable[[], int]
"""Microseconds UTC."""


@dataclass(frozen=True)
class SignedIn:
    """An opened replica and who works on it."""

    laptop: Laptop
    folder: Path
    sessions: Sessions
    key: bytes
    """The database key; photos and backups are kept under keys derived from it."""
    user: User | None
    """None until the first exchange has brought the user's row."""
    username: str


def usernames(folder: Path) -> list[str]:
    """Who can sign in on this laptop without a network."""
    return keys.people(_slots(folder))


def read_file(path: Path) -> EnrolmentFile:
    """The one-time file. Raises AppError enrolment_file for anything else."""
    try:
        return EnrolmentFile.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as exc:
        raise AppError("enrolment_file", file=path.name) from exc


def renew(folder: Path, path: Path, now: int) -> bool:
    """Take in HQ's word that this laptop may be used on; False if the file is of another kind.

    Raises AppError not_enrolled, renewal_other, renewal_forged, renewal_over.
    """
    renewal = lease.read(path)
    if renewal is None:
        return False
    laptop = Laptop.load(folder)
    if laptop is None:
        raise AppError("not_enrolled")
    lease.keep(folder, laptop, renewal, now)
    return True


def enrol(folder: Path, file: EnrolmentFile, now: int) -> Laptop:
    """Register this laptop with HQ. May be repeated when the answer was lost: the keys made first are kept.

    A laptop of one HQ stays with it: its data could not be sent to another. Raises SyncProblem when HQ cannot be
    reached, AppError when it refuses.
    """
    if file.expires_at < now:
        raise AppError("enrolment_expired")
    joined = Laptop.load(folder)
    if joined is not None and (joined.recovery_key, joined.dataset) != (file.recovery_key, file.dataset):
        raise AppError("other_hq")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(folder / "ca.pem", file.ca.encode())
    private_key = device_key.load(folder)
    database_key = _first_database_key(folder, file)
    request = EnrolRequest(
        secret=file.secret,
        public_key=base64.b64encode(private_key.public_key().public_bytes_raw()).decode(),
        database_key=base64.b64encode(database_key).decode(),
    )
    address = Address(file.address, folder / "ca.pem")
    reply = ask(address, "/inspector/v1/enrol", request, EnrolReply)
    laptop = Laptop(
        device_id=reply.device_id,
        address=file.address,
        dataset=file.dataset,
        lease_days=reply.lease_days,
        recovery_key=file.recovery_key,
        matching_key=base64.b64decode(reply.matching_key).hex(),
        snapshot_key=base64.b64decode(reply.snapshot_key).hex(),
    )
    write_atomically(folder / "laptop.json", json.dumps(asdict(laptop)).encode())
    return laptop


def first_sign_in(folder: Path, laptop: Laptop, username: str, password: str, now: Clock) -> SignedIn:
    """A person's first sign-in on this laptop: HQ checks the password and hands the database key over, sealed.

    Raises SyncProblem, AppError wrong_password, not_provisioned, sign_in_paused.
    """
    key, counter = key_from_hq(folder, laptop, username, password)
    sessions = _open(folder, laptop, key, now())
    try:
        with sessions.begin() as session:
            raise_counter(session, "request", counter)
        keys.add_slot(_slots(folder), username, password, key)
        return _signed_in(folder, laptop, sessions, key, username)
    except BaseException:
        sessions.close()
        raise


def key_from_hq(folder: Path, laptop: Laptop, username: str, password: str) -> tuple[bytes, int]:
    """(database key, counter of the request): what HQ keeps for people who have no slot here, or for when all are lost.

    Raises SyncProblem, AppError wrong_password, not_provisioned, sign_in_paused.
    """
    box = X25519PrivateKey.generate()
    request = SignInRequest(
        username=username,
        password=password,
        box=base64.b64encode(box.public_key().public_bytes_raw()).decode(),
    )
    signer = Signer(laptop.device_id, device_key.load(folder))
    reply = ask(Address(laptop.address, folder / "ca.pem"), "/inspector/v1/sign-in", request, SignInReply, signer)
    key = keys.unseal(box, base64.b64decode(reply.database_key))
    return key, signer.counter


def open_key(folder: Path, username: str, password: str) -> bytes:
    """The database key by a person's own slot. Raises AppError unknown_user, wrong_password."""
    return keys.open_slot(_slots(folder), username, password)


def sign_in(folder: Path, laptop: Laptop, username: str, password: str, now: Clock) -> SignedIn:
    """Sign in without a network. Raises AppError unknown_user, wrong_password, lease_ended, user_removed."""
    key = open_key(folder, username, password)
    sessions = _open(folder, laptop, key, now())
    try:
        _check_lease(sessions, folder, laptop, now())
        return _signed_in(folder, laptop, sessions, key, username)
    except BaseException:
        sessions.close()
        raise


def change_password(folder: Path, username: str, old: str, new: str, now: int) -> None:
    """Open this laptop with another password from now on. A wrong old one counts as one at the sign-in does.

    Raises AppError wrong_password, sign_in_paused.
    """
    sign_ins.require_no_pause(folder, username, now)
    try:
        keys.change(_slots(folder), username, old, new)
    except AppError as error:
        if error.code == "wrong_password":
            sign_ins.note_wrong(folder, username, now)
        raise
    sign_ins.note_right(folder, username)


def remove_leavers(session: Session, folder: Path, laptop: Laptop) -> None:
    """Take the key slot from everybody who is no longer a user of this laptop; the replica must be level with HQ."""
    device = people.device(session, laptop.device_id)
    if device is None:
        return
    for username in keys.people(_slots(folder)):
        user = people.user_by_name(session, username)
        if user is None or not _may_use(user, device):
            keys.remove_slot(_slots(folder), username)


def _may_use(user: User, device: Device) -> bool:
    return user.active and user.voided_at is None and user.id in device.user_ids


def _check_lease(sessions: Sessions, folder: Path, laptop: Laptop, now: int) -> None:
    """A software check against the highest time seen; nothing is deleted when it ends (design.md 2).

    What was seen before a contact does not count after it: a clock that once ran ahead would lock the laptop for good.
    On a full disk the time is not kept, and people go on reading.
    """
    with sessions() as session:
        contact = meta(session, "last_contact")
        before = meta(session, "highest_time", 0) if meta(session, "highest_since") == contact else 0
    seen = max(now, before)
    with unless_full(), sessions.begin() as session:
        set_meta(session, highest_time=seen, highest_since=contact)
    ends = max((contact or seen) + laptop.lease_days * DAY_US, lease.renewed_until(folder, laptop))
    if seen > ends:
        raise AppError("lease_ended", days=laptop.lease_days)


def _signed_in(folder: Path, laptop: Laptop, sessions: Sessions, key: bytes, username: str) -> SignedIn:
    with sessions() as session:
        user = people.user_by_name(session, username)
        device = people.device(session, laptop.device_id)
    if user is not None and device is not None and not _may_use(user, device):
        raise AppError("user_removed")
    with sessions() as session:
        rules.use(session)
    return SignedIn(laptop, folder, sessions, key, user, username)


def _open(folder: Path, laptop: Laptop, key: bytes, now: int) -> Sessions:
    sessions = open_database(folder / "replica.db", key)
    try:
        upgrade(sessions, lambda: back_up(sessions, key, _backup_file(folder, now)))
        with sessions() as session:
            is_new = meta(session, "device_id") is None
            has_key = meta(session, "hq_key") == laptop.recovery_key
        if is_new:
            with sessions.begin() as session:
                set_meta(session, device_id=laptop.device_id, matching_key=laptop.matching_key, last_contact=now)
        if not has_key:  # of a laptop that was set up before there were envelopes
            with unless_full(), sessions.begin() as session:
                set_meta(session, hq_key=laptop.recovery_key)
    except BaseException:
        sessions.close()
        raise
    return sessions


def _backup_file(folder: Path, now: int) -> Path:
    backups = folder / "backups"
    backups.mkdir(exist_ok=True, mode=0o700)
    return backups / f"before-upgrade-{now}.db"


def _slots(folder: Path) -> Path:
    return folder / "replica.keys"


def _first_database_key(folder: Path, file: EnrolmentFile) -> bytes:
    """A fresh database key, sealed to HQ's recovery key. Its plain form is not kept: sign-in brings it back."""
    recovery_key = base64.b64decode(file.recovery_key)
    path = folder / f"database-{recovery_key[:8].hex()}.sealed"  # a file of another HQ may have been tried before
    if not path.exists():
        write_atomically(path, keys.seal(recovery_key, keys.new_key()))
    return path.read_bytes()
