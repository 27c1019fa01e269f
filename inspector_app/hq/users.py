"""Users of a deployment: who they are travels to their laptops, what they know stays at HQ."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.errors import AppError
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import require_long, set_password
from inspector_app.records.people import User
from inspector_app.records.reference import Region

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


def check_townships(office: Office, codes: Sequence[str]) -> None:
    """Raises AppError unknown_township: a user of a township that HQ does not know would get an empty laptop."""
    for code in codes:
        if office.one(Region, code=code) is None:
            raise AppError("unknown_township", township=code)


def reset_password(office: Office, username: str, password: str) -> None:
    """Raises AppError unknown_user, password_short."""
    user = find(office, username)
    if user is None:
        raise AppError("unknown_user")
    office.database.write(lambda connection: set_password(connection, user.id, password))
