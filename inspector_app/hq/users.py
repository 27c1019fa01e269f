"""Users of a deployment: who they are travels to their laptops, what they know stays at HQ."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import require_long, set_password
from inspector_app.hq.regions import require_in_force
from inspector_app.records.people import User
from inspector_app.storage.tables import TABLES

HQ_USER = "HQ"
"""The acting user of what HQ does by itself."""


def add(office: Office, user: User, password: str, now: int, by: str = HQ_USER) -> User:
    """Make a user with a password. Raises AppError username_taken, password_short."""
    if find(office, user.username) is not None:
        raise AppError("username_taken", username=user.username)
    require_long(password)  # before the user is there
    with office.service.author(by, now) as author:
        author.save(user)
    office.database.write(lambda connection: set_password(connection, user.id, password))
    return user


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


def reset_password(office: Office, username: str, password: str) -> None:
    """Raises AppError unknown_user, password_short."""
    user = named(office, username)
    office.database.write(lambda connection: set_password(connection, user.id, password))
