"""Users of a deployment: who they are travels to their laptops, what they know stays at HQ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import set_password
from inspector_app.hq.regions import require_in_force
from inspector_app.records.people import Role, User
from inspector_app.storage.tables import TABLES

LONGEST_NAME = 32
_NAME = re.compile(rf"\w[\w.@-]{{0,{LONGEST_NAME - 1}}}")
HQ_USER = "HQ"
"""The acting user of what HQ does by itself."""


def add(office: Office, user: User, password: str, now: int, by: str = HQ_USER) -> User:
    """Make a user with a password. Raises AppError username_invalid, username_taken, password_short."""
    require_new(office, user.username)
    # First, so that a kill between the two leaves a password of nobody, and never somebody without one.
    office.database.write(lambda connection: set_password(connection, user.id, password))
    with office.service.author(by, now) as author:
        author.save(user)
    return user


def require_new(office: Office, username: str) -> None:
    """Raises AppError username_invalid, username_taken."""
    if not is_username(username):
        raise AppError("username_invalid", username=username, longest=LONGEST_NAME)
    if find(office, username) is not None:
        raise AppError("username_taken", username=username)


def first_county(office: Office) -> str:
    """The county of the administrator with whom this HQ began; empty where it has none."""
    chiefs = sorted((user for user in everybody(office) if user.role is Role.HQ_ADMIN), key=lambda user: user.id)
    return chiefs[0].office_code if chiefs else ""


def add_first(office: Office, user: User, password: str, now: int) -> None:
    """Make the administrator of a new HQ; where making it was broken off, give the one who is there the password.

    Raises AppError username_taken where another HQ's database has one of the name.
    """
    is_there = find(office, user.username) is not None
    if is_there and office.begun.exists():
        reset_password(office, user.username, password)
        return
    if not is_there:
        office.begun.touch()
    add(office, user, password, now)


def is_username(name: str) -> bool:
    """Whether people can type it and tell it from any other: no blanks, no widths and marks that look alike."""
    return _NAME.fullmatch(name) is not None and unicodedata.normalize("NFKC", name) == name


def find(office: Office, username: str) -> User | None:
    """The user of this name."""
    return office.one(User, username=username)


def named(office: Office, username: str) -> User:
    """The user of this name. Raises AppError unknown_user."""
    user = find(office, username)
    if user is None:
        raise AppError("unknown_user", username=username)
    return user


def working_in(office: Office, codes: Collection[str]) -> list[User]:
    """The users who have one of these townships among theirs."""
    return [user for user in everybody(office) if set(codes) & set(user.townships)]


def everybody(office: Office) -> list[User]:
    """Every user, by name."""
    table = TABLES["user"]
    query = select(*(table.c[name] for name in User.model_fields)).where(table.c.voided_at.is_(None))
    found = office.database.read(
        lambda connection: list(connection.execute(query.order_by(table.c.username)).mappings())
    )
    return [User.model_validate(dict(row)) for row in found]


def check_townships(office: Office, codes: Sequence[str], today: date) -> None:
    """A user of a township that HQ does not know would get an empty laptop.

    Raises AppError unknown_division, division_ended.
    """
    require_in_force(office, codes, today)


def set_townships(office: Office, username: str, codes: Sequence[str], now: int, by: str = HQ_USER) -> User:
    """Have a person work in these townships and no others, from the next contact of each laptop on.

    What was done in one that goes is taken or kept for review, as at any end of a right (sync.md B.9).
    """
    user = named(office, username).changed(townships=tuple(dict.fromkeys(codes)))
    with office.service.author(by, now) as author:
        author.save(user)
    return user


def laptops_of(office: Office, user: User) -> list[str]:
    """The names of the laptops that a person works on."""
    devices = TABLES["device"]
    query = select(devices.c.name, devices.c.user_ids).where(devices.c.voided_at.is_(None)).order_by(devices.c.name)
    return [row.name for row in office.database.read(lambda conn: conn.execute(query).all()) if user.id in row.user_ids]


def reset_password(office: Office, username: str, password: str) -> None:
    """Raises AppError unknown_user, password_short."""
    user = named(office, username)
    office.database.write(lambda connection: set_password(connection, user.id, password))
