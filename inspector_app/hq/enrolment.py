"""Taking laptops in: the one-time file, the laptop's registration, and a person's first sign-in on it."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from sqlalchemy import Connection, delete, insert, select, update

from inspector_app.errors import AppError
from inspector_app.hq import numbers, snapshots, users
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import check_password
from inspector_app.hq.regions import regions
from inspector_app.hq.tables import enrolment, escrow
from inspector_app.records.people import Device, User
from inspector_app.services.enrolment import (
    EnrolmentFile,
    EnrolReply,
    EnrolRequest,
    NamedTownship,
    NamedUser,
    SignInReply,
    SignInRequest,
)
from inspector_app.storage.keys import seal, unseal
from inspector_app.storage.tables import TABLES
from sync.hq.database import insert_missing
from sync.record import new_id

DAY_US = 86_400_000_000
LONGEST_NAME = 40
NAME = re.compile(r"\w([\w .-]*\w)?")
"""Also the name of files: of laptops' papers, of what is exported for them."""


def make_file(office: Office, name: str, usernames: Sequence[str], days: int, now: int) -> EnrolmentFile:
    """A one-time file for one laptop and its users. Raises AppError laptop_name, laptop_name_taken, unknown_user."""
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise AppError("laptop_name", longest=LONGEST_NAME)
    if _is_taken(office, name, now):
        raise AppError("laptop_name_taken", name=name)
    people = [_user(office, username) for username in usernames]
    secret = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "secret_sha256": _digest(secret),
        "name": name,
        "user_ids": [person.id for person in people],
        "expires_at": now + days * DAY_US,
    }
    office.database.write(lambda connection: connection.execute(insert(enrolment), row))
    codes = sorted({code for person in people for code in person.townships})
    return EnrolmentFile(
        address=office.address,
        ca=office.ca,
        secret=secret,
        name=name,
        users=tuple(NamedUser(username=person.username, name=person.name) for person in people),
        townships=tuple(NamedTownship(code=code, name=_division(office, code)) for code in codes),
        expires_at=now + days * DAY_US,
        dataset=office.plan.dataset,
        recovery_key=office.recovery_public,
    )


def take_back(office: Office, file: EnrolmentFile) -> None:
    """Its file could not be written: nobody will come with it, and its name is free again."""
    unused = (enrolment.c.secret_sha256 == _digest(file.secret)) & enrolment.c.device_id.is_(None)
    office.database.write(lambda connection: connection.execute(delete(enrolment).where(unused)))


def redeem(office: Office, request: EnrolRequest, now: int) -> EnrolReply:
    """Register a laptop by the secret of its file. The same laptop may ask again when the answer was lost: what is
    there already stays, so that nobody who comes by the file can change who works on a laptop, or its escrowed key.

    Raises AppError enrolment_unknown, enrolment_expired, enrolment_used, malformed.
    """
    try:
        public_key = base64.b64decode(request.public_key, validate=True)
        sealed_key = base64.b64decode(request.database_key, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key)
        unseal(office.recovery_key, sealed_key)
    except ValueError:
        raise AppError("malformed") from None

    def claim(connection: Connection) -> tuple[str, str, list[str]]:
        query = select(enrolment).where(enrolment.c.secret_sha256 == _digest(request.secret)).with_for_update()
        row = connection.execute(query).first()
        if row is None:
            raise AppError("enrolment_unknown")
        if row.device_id is not None and row.public_key != public_key:
            raise AppError("enrolment_used")
        if row.expires_at < now:
            raise AppError("enrolment_expired")
        if row.device_id is not None:
            return row.device_id, row.name, row.user_ids
        device_id = new_id()
        values = {"device_id": device_id, "public_key": public_key}
        connection.execute(update(enrolment).where(enrolment.c.id == row.id).values(values))
        return device_id, row.name, row.user_ids

    device_id, name, user_ids = office.database.write(claim)
    office.service.register(device_id, public_key, now)
    kept = {"device_id": device_id, "sealed_key": sealed_key}
    office.database.write(lambda connection: insert_missing(connection, escrow, [kept]))
    devices = TABLES["device"]
    known = select(devices.c.id).where(devices.c.id == device_id)
    if office.database.read(lambda connection: connection.execute(known).first()) is None:
        device = Device(
            id=device_id, name=name, user_ids=tuple(user_ids), lease_days=office.plan.lease_days, enrolled_at=now
        )
        with office.service.author(users.HQ_USER, now) as author:
            author.save(device)
    numbers.reserve(office.service, device_id, numbers.FIRST_INCARNATION, now)
    return EnrolReply(
        device_id=device_id,
        matching_key=base64.b64encode(office.matching_key).decode(),
        lease_days=office.plan.lease_days,
        snapshot_key=base64.b64encode(snapshots.public_key(office.folder).public_bytes_raw()).decode(),
    )


def sign_in(office: Office, device_id: str, request: SignInRequest, now: int) -> SignInReply:
    """A person's first sign-in on a laptop: the password is checked here, the database key handed over sealed.

    Raises AppError wrong_password, sign_in_paused, not_provisioned, malformed.
    """
    try:
        box = base64.b64decode(request.box, validate=True)
        X25519PublicKey.from_public_bytes(box)
    except ValueError:
        raise AppError("malformed") from None
    user_id = office.database.write(
        lambda connection: check_password(connection, request.username, request.password, now)
    )
    if user_id is None:
        raise AppError("wrong_password")
    devices = TABLES["device"]

    def look(connection: Connection) -> tuple[list[str], bytes | None]:
        user_ids = connection.execute(select(devices.c.user_ids).where(devices.c.id == device_id)).scalar() or []
        sealed = connection.execute(select(escrow.c.sealed_key).where(escrow.c.device_id == device_id)).scalar()
        return user_ids, sealed

    user_ids, sealed = office.database.read(look)
    if user_id not in user_ids or sealed is None:
        raise AppError("not_provisioned")
    key = unseal(office.recovery_key, sealed)
    return SignInReply(user_id=user_id, database_key=base64.b64encode(seal(box, key)).decode())


def _is_taken(office: Office, name: str, now: int) -> bool:
    """By a laptop, or by a file that one may still join with: two of a name could not be told apart."""
    waiting = (enrolment.c.name == name) & enrolment.c.device_id.is_(None) & (enrolment.c.expires_at > now)
    found = office.database.read(lambda connection: connection.execute(select(enrolment.c.id).where(waiting)).first())
    return found is not None or office.one(Device, name=name) is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _user(office: Office, username: str) -> User:
    if (found := users.find(office, username)) is None:
        raise AppError("unknown_user", username=username)
    return found


def _division(office: Office, code: str) -> str:
    known = regions(office, [code])
    return known[code].name if known else code
